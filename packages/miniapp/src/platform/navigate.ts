import Taro from '@tarojs/taro';
import { isWeapp } from './env';

const pages = {
  detail: '/goods/detail/index',
  search: '/goods/search/index',
  checkout: '/order/checkout/index',
  payResult: '/order/pay-result/index',
  orders: '/order/list/index',
  order: '/order/detail/index',
  pickupCode: '/order/pickup-code/index',
  pickupShare: '/order/pickup-share/index',
  aftersaleApply: '/order/aftersale-apply/index',
  aftersales: '/order/aftersale-list/index',
  aftersale: '/order/aftersale/index',
  invoice: '/order/invoice/index',
  nearby: '/store/nearby/index',
  landing: '/store/landing/index',
  booking: '/store/booking/index',
  bookings: '/store/bookings/index',
  bookingDetail: '/store/booking-detail/index',
  coupons: '/member/coupons/index',
  privacy: '/member/privacy/index',
  memberCard: '/member/card/index',
  messages: '/member/messages/index',
  about: '/member/about/index',
} as const;
const tabs = {
  home: '/pages/home/index',
  category: '/pages/category/index',
  cart: '/pages/cart/index',
  mine: '/pages/mine/index',
} as const;

export type PageName = keyof typeof pages;
export type TabName = keyof typeof tabs;
export type Params = Record<string, string | undefined>;

/** What a shared card opens. */
export function address(page: PageName, params: Params): string {
  const query = Object.entries(params)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join('&');
  return query === '' ? pages[page] : `${pages[page]}?${query}`;
}

/** What opens a page from outside: in the preview a whole address, to be opened as somebody else. */
export const outsideAddress = (page: PageName, params: Params): string =>
  isWeapp
    ? address(page, params)
    : `${window.location.origin}${window.location.pathname}#${address(page, params)}`;

/** WeChat allows ten pages on the stack; past that the top one is replaced. */
const STACK_LIMIT = 10;

export function goTo(page: PageName, params: Params = {}): void {
  const url = address(page, params);
  if (Taro.getCurrentPages().length >= STACK_LIMIT) void Taro.redirectTo({ url });
  else void Taro.navigateTo({ url });
}

export const replaceWith = (page: PageName, params: Params = {}): void => {
  void Taro.redirectTo({ url: address(page, params) });
};

export const goToTab = (tab: TabName): void => {
  void Taro.switchTab({ url: tabs[tab] });
};

/** Back, or home when this page was the first one (a scanned code, a shared card). */
export function goBack(): void {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack();
  else goToTab('home');
}
