import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { publish } from '../../kernel/outbox';
import { orderHandedOver, orderReady } from './events';
import type { OrderNews } from './events';
import { findById, moveTo } from './order.model';
import type { Order } from './order.model';

export const newsOf = (order: Order): { key: string; body: OrderNews } => ({
  key: order.orderId,
  body: {
    orderId: order.orderId,
    orderNo: order.orderNo,
    customerId: order.customerId,
    storeId: order.storeId,
    fulfilment: order.fulfilment,
    payableFen: order.payableFen,
  },
});

/** The stock of an order, as inventory wants it named. */
export const holdOf = (
  order: Pick<Order, 'holdId' | 'locationId' | 'lines'>,
): { holdId: string; locationId: string; lines: { skuId: string; quantity: number }[] } => ({
  holdId: order.holdId,
  locationId: order.locationId,
  lines: bySku(order.lines),
});

/** A sample may be of a SKU that was bought too; stock is held once per SKU. */
export function bySku(lines: readonly { skuId: string; quantity: number }[]): {
  skuId: string;
  quantity: number;
}[] {
  const wanted = new Map<string, number>();
  for (const { skuId, quantity } of lines) wanted.set(skuId, (wanted.get(skuId) ?? 0) + quantity);
  return [...wanted].map(([skuId, quantity]) => ({ skuId, quantity }));
}

export async function requireOrder(orderId: string): Promise<Order> {
  const order = await findById(orderId);
  if (!order) throw new AppError('NOT_FOUND');
  return order;
}

/** The store takes the order on; only once its stock is kept. Refuses: ORDER_STATE_CONFLICT. */
export async function markAccepted(ctx: Ctx, orderId: string): Promise<void> {
  const moved = await moveTo({
    orderId,
    to: 'accepted',
    only: { fulfilment: 'pickup', stockKeptAt: { $ne: null } },
    set: { acceptedAt: ctx.now },
  });
  if (!moved) throw new AppError('ORDER_STATE_CONFLICT');
}

/** The goods are packed. Joins the caller's transaction. Refuses: ORDER_STATE_CONFLICT. */
export const markReady = (ctx: Ctx, orderId: string): Promise<void> =>
  inTransaction(async () => {
    if (!(await moveTo({ orderId, to: 'ready', set: { readyAt: ctx.now } })))
      throw new AppError('ORDER_STATE_CONFLICT');
    await publish(ctx, orderReady, newsOf(await requireOrder(orderId)));
  });

/** The goods went over the counter of `storeId`. Joins the caller's transaction. Refuses: ORDER_STATE_CONFLICT. */
export const markHandedOver = (ctx: Ctx, at: { orderId: string; storeId: string }): Promise<void> =>
  inTransaction(async () => {
    const { orderId, storeId } = at;
    if (!(await moveTo({ orderId, to: 'handed_over', only: { storeId }, set: { handedOverAt: ctx.now } })))
      throw new AppError('ORDER_STATE_CONFLICT');
    await publish(ctx, orderHandedOver, newsOf(await requireOrder(orderId)));
  });
