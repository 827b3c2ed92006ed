export default defineAppConfig({
  pages: ['pages/home/index', 'pages/category/index', 'pages/cart/index', 'pages/mine/index'],
  subPackages: [
    { root: 'goods', pages: ['detail/index', 'search/index'] },
    {
      root: 'order',
      pages: [
        'checkout/index',
        'pay-result/index',
        'list/index',
        'detail/index',
        'pickup-code/index',
        'pickup-share/index',
        'aftersale-apply/index',
        'aftersale-list/index',
        'aftersale/index',
        'invoice/index',
      ],
    },
    {
      root: 'store',
      pages: ['nearby/index', 'landing/index', 'booking/index', 'bookings/index', 'booking-detail/index'],
    },
    {
      root: 'member',
      pages: ['coupons/index', 'privacy/index', 'card/index', 'messages/index', 'about/index'],
    },
  ],
  preloadRule: {
    'pages/home/index': { network: 'all', packages: ['goods', 'store'] },
    'pages/cart/index': { network: 'all', packages: ['order'] },
    'pages/mine/index': { network: 'all', packages: ['order', 'member', 'store'] },
  },
  window: {
    backgroundTextStyle: 'dark',
    backgroundColor: '#f7f4ee',
    navigationBarBackgroundColor: '#f7f4ee',
    navigationBarTitleText: '森屿 SENYU',
    navigationBarTextStyle: 'black',
    navigationStyle: 'default',
  },
  tabBar: {
    color: '#5b6660',
    selectedColor: '#1f4d3a',
    backgroundColor: '#fffdf9',
    borderStyle: 'white',
    list: [
      tab('pages/home/index', '首页', 'home'),
      tab('pages/category/index', '分类', 'category'),
      tab('pages/cart/index', '购物车', 'cart'),
      tab('pages/mine/index', '我的', 'mine'),
    ],
  },
  lazyCodeLoading: 'requiredComponents',
  requiredPrivateInfos: ['getLocation', 'chooseLocation'],
  permission: { 'scope.userLocation': { desc: '用于查找您附近可自提的门店' } },
  __usePrivacyCheck__: true,
  // The preview opens pages at once; WeChat has its own animation and does not know the word.
  ...(process.env.TARO_ENV === 'h5' ? { animation: false } : {}),
});

function tab(pagePath: string, text: string, icon: string) {
  const file = (state: string) => `assets/tabs/${icon}${state}.png`;
  return { pagePath, text, iconPath: file(''), selectedIconPath: file('-on') };
}
