export default definePageConfig({ navigationBarTitleText: '代取码' });
