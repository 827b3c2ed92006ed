export default definePageConfig({ navigationBarTitleText: '退换/售后' });
