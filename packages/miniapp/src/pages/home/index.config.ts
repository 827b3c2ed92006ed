export default definePageConfig({ navigationBarTitleText: '森屿 SENYU', enablePullDownRefresh: true });
