import { yuan } from '@omni/shared/yuan';
import type { Message } from './message.model';

export type Words = Pick<Message, 'kind' | 'title' | 'text' | 'opens'>;
/** As far as a message says something of an order. */
export type OrderFacts = {
  orderId: string;
  orderNo: string;
  fulfilment: 'pickup' | 'delivery';
  payableFen: number;
  storeName: string | null;
  /** `11-30 18:00`; null: no end is set. */
  collectBeforeText: string | null;
  movedText: string | null;
  closedReason: string | null;
  /** `顺丰速运 SF1234`. */
  trackingText: string | null;
};
export const ORDER_NEWS = ['paid', 'ready', 'moved', 'shipped', 'cancelled', 'refunding'] as const;
export type OrderStep = (typeof ORDER_NEWS)[number];

const place = ({ storeName }: OrderFacts): string => (storeName === null ? '门店' : `「${storeName}」`);

const said: Record<OrderStep, (order: OrderFacts) => { title: string; text: string }> = {
  paid: (order) => ({
    title: '付款成功',
    text:
      order.fulfilment === 'pickup'
        ? `${place(order)}正在备货，备好后通知您取货`
        : '正在为您配货，发出后通知您',
  }),
  ready: (order) => ({
    title: '可以取货了',
    text: `${place(order)}已备好，请${order.collectBeforeText === null ? '' : `在 ${order.collectBeforeText} 前`}凭取货码取货`,
  }),
  moved: (order) => ({ title: '订单换了门店', text: order.movedText ?? '订单由其他门店为您备货' }),
  shipped: ({ trackingText }) => ({
    title: '商品已发出',
    text: trackingText === null ? '请留意查收' : `${trackingText}，请留意查收`,
  }),
  cancelled: ({ closedReason }) => ({ title: '订单已取消', text: closedReason ?? '订单已取消' }),
  refunding: ({ closedReason, payableFen }) => ({
    title: '订单正在退款',
    text: `${closedReason === null ? '' : `${closedReason}，`}¥${yuan(payableFen)} 将原路退回`,
  }),
};

/** The order's number goes with each, so that two orders are told apart. */
export function orderWords(step: OrderStep, order: OrderFacts): Words {
  const { title, text } = said[step](order);
  const kind = step === 'refunding' ? 'refund' : 'order';
  return {
    kind,
    title,
    text: `${text}（订单 ${order.orderNo}）`,
    opens: { page: 'order', id: order.orderId },
  };
}

export const moneyBackWords = (order: { orderId: string; orderNo: string }, amountFen: number): Words => ({
  kind: 'refund',
  title: '退款已退回',
  text: `¥${yuan(amountFen)} 已原路退回（订单 ${order.orderNo}）`,
  opens: { page: 'order', id: order.orderId },
});

/** What the shopper did themselves, and money, which is told of on its own, are no news of a case. */
export const CASE_NEWS: readonly string[] = [
  'approved',
  'awaiting_return',
  'received',
  'exchanged',
  'declined',
  'closed',
];

export const caseWords = (of: {
  caseId: string;
  orderNo: string;
  kindText: string;
  statusText: string;
}): Words => ({
  kind: 'aftersale',
  title: `${of.kindText}：${of.statusText}`,
  text: `订单 ${of.orderNo}`,
  opens: { page: 'aftersale', id: of.caseId },
});

export const expiringWords = (coupon: { title: string; untilText: string }): Words => ({
  kind: 'coupon',
  title: '优惠券快到期了',
  text: `「${coupon.title}」${coupon.untilText} 到期，别忘了使用`,
  opens: { page: 'coupons', id: null },
});

const invoiceSaid = {
  issued: { title: '发票已开具', text: '可以查看和下载' },
  annulled: { title: '发票已冲红', text: '订单已全部退款，原发票作废' },
  refused: { title: '发票未能开具', text: '请修改后重新申请' },
};

export function invoiceWords(
  order: { orderId: string; orderNo: string },
  { state, reason }: { state: keyof typeof invoiceSaid; reason: string | null },
): Words {
  const { title, text } = invoiceSaid[state];
  const why = state === 'refused' && reason !== null ? `${reason}，` : '';
  return {
    kind: 'invoice',
    title,
    text: `${why}${text}（订单 ${order.orderNo}）`,
    opens: { page: 'invoice', id: order.orderId },
  };
}
