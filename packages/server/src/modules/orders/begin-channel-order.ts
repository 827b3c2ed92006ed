import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { later, publish } from '../../kernel/outbox';
import * as inventory from '../inventory';
import * as routing from '../routing';
import { orderPaid } from './events';
import { beginWaitingOrder } from './jobs';
import { holdOf, newsOf, requireOrder } from './move-order';
import { setFacts } from './order.model';
import type { Only, Order } from './order.model';
import { startRefund } from './refund-order';
import { SOLD_OUT_REASON, assignmentOf } from './settle-payment';

/** Paid elsewhere, and nobody works on it yet. */
export const isWaiting = (order: Pick<Order, 'status' | 'stockKeptAt' | 'channelOrderId'>): boolean =>
  order.channelOrderId !== null && order.status === 'paid' && order.stockKeptAt === null;

/**
 * Ends the waiting of an order from another channel: its goods are kept for good and it goes to whoever serves it; goods that
 * are gone mean the money back. May be called any number of times and at the same time as `turnIntoPickup`: one of them wins.
 * Answers the order as it is then. Refuses: NOT_FOUND.
 */
export async function beginChannelOrder(ctx: Ctx, orderId: string): Promise<Order> {
  const order = await requireOrder(orderId);
  if (!isWaiting(order)) return order;
  const { kept } = await inventory.keepHold(ctx, holdOf(order));
  await inTransaction(async () => {
    const now = await requireOrder(orderId);
    if (!isWaiting(now) || now.holdId !== order.holdId) return;
    if (kept) await openForWork(ctx, now, { stockKeptAt: ctx.now });
    else await startRefund(ctx, orderId, SOLD_OUT_REASON);
  });
  const done = await requireOrder(orderId);
  // A refund or a pickup that came in between gave this stock back before it was kept here.
  if (done.status === 'refunded' || done.holdId !== order.holdId)
    await inventory.releaseHold(ctx, holdOf(order));
  return done;
}

/** The job at the end of the waiting; one that comes early puts itself off. */
export async function endWaiting(ctx: Ctx, orderId: string): Promise<void> {
  const order = await requireOrder(orderId);
  if (!isWaiting(order)) return;
  if (ctx.now < order.payBefore)
    return later(ctx, beginWaitingOrder, { key: orderId, body: { orderId }, at: order.payBefore });
  await beginChannelOrder(ctx, orderId);
}

/**
 * From now on the order is worked on. Inside the transaction that read `order` as waiting; false when that is no longer so.
 * `set` says what else is new about it.
 */
export async function openForWork(
  ctx: Ctx,
  order: Order,
  set: Partial<Order> & { stockKeptAt: Date },
): Promise<boolean> {
  const only: Only = { status: 'paid', stockKeptAt: null, holdId: order.holdId };
  if (!(await setFacts(order.orderId, only, set))) return false;
  const opened = { ...order, ...set };
  await routing.begin(ctx, { ...assignmentOf(opened), point: order.point });
  await publish(ctx, orderPaid, newsOf(opened));
  return true;
}
