import { pathToFileURL } from 'node:url';
import { inRoot } from '../../scripts/lib/paths.mjs';
import type { World } from './world';

type AppConfig = { pages: string[]; subPackages?: { root: string; pages: string[] }[] };

/** Every page of the mini-program, in the order of app.config.ts. */
export async function pagesOfApp(): Promise<string[]> {
  Object.assign(globalThis, { defineAppConfig: (config: AppConfig) => config });
  const file = inRoot('packages', 'miniapp', 'src', 'app.config.ts');
  const loaded = (await import(pathToFileURL(file).href)) as { default: AppConfig | { default: AppConfig } };
  const config = 'default' in loaded.default ? loaded.default.default : loaded.default;
  const inner = (config.subPackages ?? []).flatMap(({ root, pages }) =>
    pages.map((page) => `${root}/${page}`),
  );
  return [...config.pages, ...inner];
}

type Shot = { caption: string; params?: (world: World) => Record<string, string> };

/** How each page is opened so that there is something to see. A new page needs a line here. */
const SHOTS: Record<string, Shot> = {
  'pages/home/index': { caption: '首页' },
  'pages/category/index': { caption: '分类' },
  'pages/cart/index': { caption: '购物车' },
  'pages/mine/index': { caption: '我的' },
  'goods/detail/index': { caption: '商品', params: () => ({ productId: 'P001' }) },
  'goods/search/index': { caption: '搜索', params: () => ({ keyword: '大衣' }) },
  'order/checkout/index': { caption: '提交订单' },
  'order/pay-result/index': { caption: '支付结果', params: ({ ready }) => ({ orderId: ready }) },
  'order/list/index': { caption: '订单' },
  'order/detail/index': { caption: '订单详情', params: ({ ready }) => ({ orderId: ready }) },
  'order/pickup-code/index': { caption: '取货码', params: ({ ready }) => ({ orderId: ready }) },
  'order/pickup-share/index': { caption: '朋友代取', params: ({ token }) => ({ token }) },
  'order/aftersale-apply/index': { caption: '申请售后', params: ({ collected }) => ({ orderId: collected }) },
  'order/invoice/index': { caption: '发票', params: ({ collected }) => ({ orderId: collected }) },
  'order/aftersale-list/index': { caption: '售后列表' },
  'order/aftersale/index': { caption: '售后进度', params: ({ caseId }) => ({ caseId }) },
  'store/nearby/index': { caption: '附近门店' },
  'store/landing/index': { caption: '到店扫码', params: () => ({ storeId: 'SH001' }) },
  'store/booking/index': { caption: '预约试穿' },
  'store/bookings/index': { caption: '我的预约' },
  'store/booking-detail/index': { caption: '预约详情', params: ({ bookingId }) => ({ bookingId }) },
  'member/coupons/index': { caption: '优惠券' },
  'member/privacy/index': { caption: '我的数据' },
  'member/card/index': { caption: '会员卡' },
  'member/messages/index': { caption: '消息' },
  'member/about/index': { caption: '关于' },
};

export type Screen = { path: string; caption: string; address: string };

/** What to open for each page; a page without a line in the table above stops it. */
export function screensOf(pages: readonly string[], world: World): Screen[] {
  const unknown = pages.filter((path) => !(path in SHOTS));
  if (unknown.length > 0)
    throw new Error(`e2e/contact-sheet/pages.ts does not say how to open ${unknown.join(', ')}`);
  return pages.map((path) => {
    const { caption, params } = SHOTS[path] as Shot;
    const query = new URLSearchParams(params?.(world)).toString();
    return { path, caption, address: query === '' ? path : `${path}?${query}` };
  });
}
