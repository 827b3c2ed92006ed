import type { OrderAction, OrderStatus as StatusSchema } from '@omni/shared/contracts/orders';
import { shanghaiText } from '@omni/shared/time';
import type { z } from 'zod';

export type OrderStatus = z.output<typeof StatusSchema>;
type Action = z.output<typeof OrderAction>;

/** Fifteen minutes to pay; the stock lease outlasts it so that a payment in the last second still finds its goods. */
export const PAY_WITHIN_MS = 15 * 60_000;
export const LEASE_GRACE_MS = 5 * 60_000;

/**
 * The life of an order. A delivery order stays `paid` until it is shipped. A refund that finally fails stays `refunding`
 * with `needsAttention`: goods must not leave again while it is unclear where the money is.
 */
const MOVES: Record<OrderStatus, readonly OrderStatus[]> = {
  pending_payment: ['paid', 'cancelled'],
  paid: ['accepted', 'refunding'],
  accepted: ['ready', 'refunding'],
  ready: ['handed_over', 'refunding'],
  handed_over: [],
  cancelled: [],
  refunding: ['refunded'],
  refunded: [],
};
export const STATUSES = Object.keys(MOVES) as OrderStatus[];

export const canMove = (from: OrderStatus, to: OrderStatus): boolean => MOVES[from].includes(to);
/** The states an order may be in for a move to `to`: the condition of the update that makes it. */
export const sourcesOf = (to: OrderStatus): OrderStatus[] => STATUSES.filter((from) => canMove(from, to));

const FILTERS = {
  all: STATUSES,
  unpaid: ['pending_payment'],
  waiting: ['paid', 'accepted', 'ready', 'refunding'],
  done: ['handed_over', 'cancelled', 'refunded'],
} as const satisfies Record<string, readonly OrderStatus[]>;
export type OrderFilter = keyof typeof FILTERS;
export const statusesOf = (filter: OrderFilter): readonly OrderStatus[] => FILTERS[filter];

/** What the words and buttons of an order depend on. */
export type OrderFacts = {
  status: OrderStatus;
  fulfilment: 'pickup' | 'delivery';
  payBefore: Date;
  storeName: string | null;
  closedReason: string | null;
  needsAttention: string | null;
};
export type OrderPrompt = { statusText: string; hint: string; actions: Action[] };

const STATUS_TEXT: Record<OrderStatus, string> = {
  pending_payment: '待支付',
  paid: '待接单',
  accepted: '备货中',
  ready: '待取货',
  handed_over: '已取货',
  cancelled: '已取消',
  refunding: '退款中',
  refunded: '已退款',
};
const ACTIONS: Record<OrderStatus, Action[]> = {
  pending_payment: ['pay', 'cancel'],
  paid: ['refund'],
  accepted: ['refund'],
  ready: ['showPickupCode', 'refund'],
  handed_over: ['buyAgain'],
  cancelled: ['buyAgain'],
  refunding: [],
  refunded: ['buyAgain'],
};

export const statusText = (order: Pick<OrderFacts, 'status' | 'fulfilment'>): string =>
  order.status === 'paid' && order.fulfilment === 'delivery' ? '待发货' : STATUS_TEXT[order.status];

/** What the shopper reads and may do next. Nothing else in the suite derives words or buttons from a status. */
export function orderPrompt(order: OrderFacts, now: Date): OrderPrompt {
  const late = order.status === 'pending_payment' && !isPayable(order, now);
  return {
    statusText: statusText(order),
    hint: hintOf(order, late),
    actions: late ? ['cancel'] : ACTIONS[order.status],
  };
}

export const isPayable = (order: Pick<OrderFacts, 'status' | 'payBefore'>, now: Date): boolean =>
  order.status === 'pending_payment' && now < order.payBefore;

function hintOf(order: OrderFacts, late: boolean): string {
  switch (order.status) {
    case 'pending_payment':
      return late
        ? '支付时间已过，订单即将自动取消'
        : `请在 ${shanghaiText(order.payBefore).slice(11)} 前支付`;
    case 'paid':
      return order.fulfilment === 'delivery' ? '我们会尽快为您发货' : '等待门店接单，备好后会通知您';
    case 'accepted':
      return '门店正在备货，备好后会通知您';
    case 'ready':
      return `请凭取货码到${order.storeName ?? '门店'}取货`;
    case 'handed_over':
      return '已取货，期待再次光临';
    case 'cancelled':
      return order.closedReason ?? '订单已取消';
    case 'refunding':
      return order.needsAttention === null
        ? '款项将原路退回，请留意微信支付通知'
        : '退款遇到问题，客服正在处理';
    case 'refunded':
      return '款项已原路退回';
  }
}
