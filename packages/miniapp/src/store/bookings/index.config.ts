export default definePageConfig({ navigationBarTitleText: '我的试穿预约' });
