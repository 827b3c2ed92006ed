import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Order } from './order.model';
import { orderPrompt } from './order.rules';
import { expressName } from '@omni/shared/express';

export type OrderView = Answer<Contracts['orders.get']>;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export function presentOrder(order: Order, now: Date): OrderView {
  const prompt = orderPrompt({ ...order, storeName: order.store?.name ?? null }, now);
  return {
    orderId: order.orderId,
    orderNo: order.orderNo,
    status: order.status,
    ...prompt,
    channel: order.channel,
    fulfilment: order.fulfilment,
    store: order.store,
    movedText: movedText(order),
    tracking: order.tracking && presentTracking(order.tracking),
    lines: order.lines,
    goodsFen: order.goodsFen,
    discountFen: order.discountFen,
    freightFen: order.freightFen,
    payableFen: order.payableFen,
    refundedFen: order.refundedFen,
    couponTitle: order.coupons.map(({ title }) => title).join('、') || null,
    placedAt: order.placedAt.toISOString(),
    payBefore: order.status === 'pending_payment' ? iso(order.payBefore) : null,
    paidAt: iso(order.paidAt),
    readyAt: iso(order.readyAt),
    collectBefore: order.status === 'ready' ? iso(order.collectBefore) : null,
    handedOverAt: iso(order.handedOverAt),
    shippedAt: iso(order.shippedAt),
    completedAt: iso(order.completedAt),
    closedAt: iso(order.closedAt),
    closedReason: order.closedReason,
  };
}

export const presentTracking = ({ company, number }: NonNullable<Order['tracking']>) => ({
  company,
  companyName: expressName(company),
  number,
});

/** Told on the order's page for as long as the order is under way. */
export function movedText({
  moved,
  store,
  fulfilment,
}: Pick<Order, 'moved' | 'store' | 'fulfilment'>): string | null {
  if (moved === null) return null;
  const by = store === null ? '总仓' : `「${store.name}」`;
  return `因${moved.reason}，订单已由「${moved.fromName}」改为${by}${fulfilment === 'pickup' ? '备货' : '发货'}`;
}
