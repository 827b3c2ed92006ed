import type { Router } from '../router';
import type { ServiceState } from '../state';
import { Refusal, asyncApi, requireString } from './call';
import type { Options } from './call';

/** Drawn by the view; the page on top is meant. https://developers.weixin.qq.com/miniprogram/dev/api/ui/ */
const OF_PAGE = [
  'setNavigationBarTitle',
  'setNavigationBarColor',
  'showNavigationBarLoading',
  'hideNavigationBarLoading',
];
const OF_PAGE_MORE = ['setBackgroundColor', 'setBackgroundTextStyle', 'hideHomeButton', 'pageScrollTo'];
const OF_TAB_BAR = [
  'setTabBarBadge',
  'removeTabBarBadge',
  'showTabBarRedDot',
  'hideTabBarRedDot',
  'setTabBarItem',
];
const OF_TAB_BAR_MORE = ['setTabBarStyle', 'showTabBar', 'hideTabBar'];
const OF_SCREEN = ['showToast', 'hideToast', 'showLoading', 'hideLoading', 'hideKeyboard', 'pageScrollTo'];
const WITHOUT_SIGHT = [
  'vibrateLong',
  'setKeepScreenOn',
  'enableAlertBeforeUnload',
  'disableAlertBeforeUnload',
];
const SHARE_MENU = ['showShareMenu', 'hideShareMenu', 'updateShareMenu', 'loadFontFace', 'reportPerformance'];

export function interfaceApis(state: ServiceState, router: Router) {
  const apis: Record<string, unknown> = {};
  const send = (name: string, options: Options) =>
    state.channel.call<Record<string, unknown> | undefined>('interface', {
      name,
      pageId: router.top.id,
      options: plain(options),
    });
  for (const name of [...OF_PAGE, ...OF_PAGE_MORE, ...OF_SCREEN]) {
    apis[name] = asyncApi(state, name, (options) => send(name, options));
  }
  for (const name of [...OF_TAB_BAR, ...OF_TAB_BAR_MORE]) {
    apis[name] = asyncApi(state, name, (options) => {
      refuseWithoutTabBar(state, router);
      return send(name, options);
    });
  }
  for (const name of [...WITHOUT_SIGHT, ...SHARE_MENU]) apis[name] = asyncApi(state, name, () => undefined);
  return { ...apis, ...popupApis(state, send), ...pullDownApis(state, router, send) };
}

type Send = (name: string, options: Options) => Promise<Record<string, unknown> | undefined>;

function popupApis(state: ServiceState, send: Send) {
  return {
    showModal: asyncApi(state, 'showModal', (options) => send('showModal', options)),
    showActionSheet: asyncApi(state, 'showActionSheet', async (options) => {
      const items = options.itemList;
      if (!Array.isArray(items) || items.length === 0)
        throw new Refusal('parameter error: itemList should be Array');
      if (items.length > 6) throw new Refusal('parameter error: itemList should not be more than 6 items');
      const answer = await send('showActionSheet', options);
      if (answer?.tapIndex === undefined) throw new Refusal('cancel');
      return answer;
    }),
    setClipboardData: asyncApi(state, 'setClipboardData', (options) => {
      requireString(options, 'data');
      return send('setClipboardData', options);
    }),
    getClipboardData: asyncApi(state, 'getClipboardData', (options) => send('getClipboardData', options)),
  };
}

function pullDownApis(state: ServiceState, router: Router, send: Send) {
  return {
    startPullDownRefresh: asyncApi(state, 'startPullDownRefresh', async (options) => {
      await send('startPullDownRefresh', options);
      router.top.call('onPullDownRefresh');
    }),
    stopPullDownRefresh: asyncApi(state, 'stopPullDownRefresh', (options) =>
      send('stopPullDownRefresh', options),
    ),
  };
}

function refuseWithoutTabBar(state: ServiceState, router: Router): void {
  if (state.config.app.tabBar === undefined) throw new Refusal('not TabBar page');
  if (!router.isTab(router.top.path)) throw new Refusal('not TabBar page');
}

export const plain = (options: Options): Record<string, unknown> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => typeof value !== 'function'));
