export default definePageConfig({ navigationBarTitleText: '试穿预约' });
