export default definePageConfig({ navigationBarTitleText: '搜索', disableScroll: true });
