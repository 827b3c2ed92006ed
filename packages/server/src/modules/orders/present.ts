import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Order } from './order.model';
import { orderPrompt } from './order.rules';

export type OrderView = Answer<Contracts['orders.get']>;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export function presentOrder(order: Order, now: Date): OrderView {
  const prompt = orderPrompt({ ...order, storeName: order.store?.name ?? null }, now);
  return {
    orderId: order.orderId,
    orderNo: order.orderNo,
    status: order.status,
    ...prompt,
    fulfilment: order.fulfilment,
    store: order.store,
    lines: order.lines,
    goodsFen: order.goodsFen,
    discountFen: order.discountFen,
    freightFen: order.freightFen,
    payableFen: order.payableFen,
    couponTitle: order.coupon?.title ?? null,
    placedAt: order.placedAt.toISOString(),
    payBefore: order.status === 'pending_payment' ? iso(order.payBefore) : null,
    paidAt: iso(order.paidAt),
    readyAt: iso(order.readyAt),
    handedOverAt: iso(order.handedOverAt),
    closedAt: iso(order.closedAt),
    closedReason: order.closedReason,
  };
}
