import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { publish } from '../../kernel/outbox';
import { orderCompleted } from './events';
import { newsOf, requireOrder } from './move-order';
import { findById, listShippedBefore, moveTo } from './order.model';
import { COMPLETE_AFTER_MS } from './order.rules';
import { presentOrder } from './present';
import type { OrderView } from './present';
import { requireOwnOrder } from './read-orders';

const SWEEP_BATCH = 100;

/** The parcel has come; twice is the same. Refuses: NOT_FOUND, ORDER_STATE_CONFLICT (nothing was shipped). */
export async function confirmReceipt(ctx: Ctx, input: { orderId: string }): Promise<OrderView> {
  const { orderId, status } = await requireOwnOrder(ctx, input.orderId);
  if (status !== 'completed') await complete(ctx, orderId);
  const order = await requireOrder(orderId);
  if (order.status !== 'completed') throw new AppError('ORDER_STATE_CONFLICT');
  return presentOrder(order, ctx.now);
}

/** Ten days without a word: the parcel has come. */
export async function completeOrder(ctx: Ctx, orderId: string): Promise<void> {
  const order = await findById(orderId);
  const isDue = order?.shippedAt && order.shippedAt.getTime() + COMPLETE_AFTER_MS <= ctx.now.getTime();
  if (isDue) await complete(ctx, orderId);
}

const complete = (ctx: Ctx, orderId: string): Promise<void> =>
  inTransaction(async () => {
    if (!(await moveTo({ orderId, to: 'completed', set: { completedAt: ctx.now } }))) return;
    await publish(ctx, orderCompleted, newsOf(await requireOrder(orderId)));
  });

/** Picks up parcels whose job was lost. */
export async function completeForgotten(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - COMPLETE_AFTER_MS);
  for (const { orderId } of await listShippedBefore(before, SWEEP_BATCH)) await complete(ctx, orderId);
}
