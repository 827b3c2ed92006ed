import type { OrderAction, OrderStatus as StatusSchema } from '@omni/shared/contracts/orders';
import { shanghaiText } from '@omni/shared/time';
import type { z } from 'zod';

export type OrderStatus = z.output<typeof StatusSchema>;
type Action = z.output<typeof OrderAction>;

/** Fifteen minutes to pay; the stock lease outlasts it so that a payment in the last second still finds its goods. */
export const PAY_WITHIN_MS = 15 * 60_000;
export const LEASE_GRACE_MS = 5 * 60_000;
/** Ready goods wait this long at the counter, and once more when the shopper asks. */
export const COLLECT_WITHIN_MS = 7 * 24 * 3600_000;
/** A parcel nobody complains of has come. */
export const COMPLETE_AFTER_MS = 10 * 24 * 3600_000;

/**
 * The life of an order: over the counter, or (from `accepted`) by parcel. Going to another store is no move of this table:
 * it takes the order back to the store's first step (move-fulfilment.ts). A refund that finally fails stays `refunding` with
 * `needsAttention`: goods must not leave again while it is unclear where the money is.
 */
const MOVES: Record<OrderStatus, readonly OrderStatus[]> = {
  pending_payment: ['paid', 'cancelled'],
  paid: ['accepted', 'refunding'],
  accepted: ['ready', 'shipped', 'refunding'],
  ready: ['handed_over', 'refunding'],
  // From here on money goes back by line; `refunded` once all of it has.
  handed_over: ['refunded'],
  shipped: ['completed', 'refunded'],
  completed: ['refunded'],
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
  waiting: ['paid', 'accepted', 'ready', 'shipped', 'refunding'],
  done: ['handed_over', 'completed', 'cancelled', 'refunded'],
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
  collectBefore: Date | null;
  extendedAt: Date | null;
  lines: readonly { handedOver: boolean }[];
};
export type OrderPrompt = { statusText: string; hint: string; actions: Action[] };

const STATUS_TEXT: Record<OrderStatus, string> = {
  pending_payment: '待支付',
  paid: '待接单',
  accepted: '备货中',
  ready: '待取货',
  handed_over: '已取货',
  shipped: '已发货',
  completed: '已完成',
  cancelled: '已取消',
  refunding: '退款中',
  refunded: '已退款',
};
const ACTIONS: Record<OrderStatus, Action[]> = {
  pending_payment: ['pay', 'cancel'],
  paid: ['refund'],
  accepted: ['refund'],
  ready: ['showPickupCode', 'shareCode', 'extendPickup', 'refund', 'aftersale'],
  handed_over: ['aftersale', 'buyAgain'],
  shipped: ['confirmReceipt', 'aftersale'],
  completed: ['aftersale', 'buyAgain'],
  cancelled: ['buyAgain'],
  refunding: [],
  refunded: ['buyAgain'],
};

const DELIVERY_TEXT: Partial<Record<OrderStatus, string>> = { paid: '待发货', accepted: '配货中' };

export const statusText = ({ status, fulfilment }: Pick<OrderFacts, 'status' | 'fulfilment'>): string =>
  (fulfilment === 'delivery' ? DELIVERY_TEXT[status] : undefined) ?? STATUS_TEXT[status];

/** Some lines went over the counter and others did not: the whole can no longer be given back at once. */
export const isPartlyHandedOver = ({ status, lines }: Pick<OrderFacts, 'status' | 'lines'>): boolean =>
  status === 'ready' && lines.some((line) => line.handedOver);

function actionsOf(order: OrderFacts): Action[] {
  const partly = isPartlyHandedOver(order);
  return ACTIONS[order.status].filter((action) => {
    if (order.status !== 'ready') return true;
    if (action === 'refund') return !partly;
    if (action === 'aftersale') return partly;
    return action !== 'extendPickup' || order.extendedAt === null;
  });
}

/** What the shopper reads and may do next. Nothing else in the suite derives words or buttons from a status. */
export function orderPrompt(order: OrderFacts, now: Date): OrderPrompt {
  const late = order.status === 'pending_payment' && !isPayable(order, now);
  return {
    statusText: statusText(order),
    hint: hintOf(order, late),
    actions: late ? ['cancel'] : actionsOf(order),
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
      return order.fulfilment === 'delivery' ? '商品正在打包，即将发出' : '门店正在备货，备好后会通知您';
    case 'ready':
      return `请凭取货码到${order.storeName ?? '门店'}取货${keptUntil(order.collectBefore)}`;
    case 'handed_over':
      return '已取货，期待再次光临';
    case 'shipped':
      return '包裹已发出，收到后请确认收货';
    case 'completed':
      return '订单已完成，期待再次光临';
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

const keptUntil = (collectBefore: Date | null): string =>
  collectBefore === null ? '' : `，保留至 ${shanghaiText(collectBefore).slice(5)}`;
