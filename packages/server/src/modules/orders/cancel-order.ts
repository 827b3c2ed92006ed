import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { log } from '../../kernel/log';
import { later, publish } from '../../kernel/outbox';
import * as payments from '../payments';
import { beginChannelOrder } from './begin-channel-order';
import { orderCancelled } from './events';
import { expireUnpaidOrder } from './jobs';
import { newsOf, requireOrder } from './move-order';
import { findById, listForgotten, moveTo } from './order.model';
import type { Order } from './order.model';
import { presentOrder } from './present';
import type { OrderView } from './present';
import { requireOwnOrder } from './read-orders';
import { settlePayment } from './settle-payment';

const ASK_AGAIN_MS = 60_000;
const FORGOTTEN_AFTER_MS = 3 * 60_000;
const SWEEP_BATCH = 100;

/**
 * The shopper no longer wants an unpaid order; cancelling twice is the same cancellation.
 * Refuses: NOT_FOUND, ORDER_NOT_CANCELLABLE (also when it turns out paid), PLATFORM_UNAVAILABLE.
 */
export async function cancelOrder(ctx: Ctx, input: { orderId: string }): Promise<OrderView> {
  const { orderId, status } = await requireOwnOrder(ctx, input.orderId);
  if (status === 'pending_payment') await closeUnpaid(ctx, orderId, '您已取消订单');
  const order = await requireOrder(orderId);
  if (order.status !== 'cancelled') throw new AppError('ORDER_NOT_CANCELLABLE');
  return presentOrder(order, ctx.now);
}

/**
 * Time to pay is over. Never cancels what was paid, because WeChat Pay closes the payment first; while it cannot be asked the
 * job comes back each minute.
 */
export async function expireOrder(ctx: Ctx, orderId: string): Promise<void> {
  const order = await findById(orderId);
  if (order?.status !== 'pending_payment') return;
  if (ctx.now < order.payBefore) return expireAt(ctx, orderId, order.payBefore);
  try {
    await closeUnpaid(ctx, orderId, '超时未支付，订单已自动取消');
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'PLATFORM_UNAVAILABLE') throw error;
    await expireAt(ctx, orderId, new Date(ctx.now.getTime() + ASK_AGAIN_MS));
  }
}

const expireAt = (ctx: Ctx, orderId: string, at: Date): Promise<void> =>
  later(ctx, expireUnpaidOrder, { key: orderId, body: { orderId }, at });

/** Stock and coupon go back by the news, so that a crash after this write loses neither. */
async function closeUnpaid(ctx: Ctx, orderId: string, reason: string): Promise<void> {
  if ((await payments.close(ctx, orderId)) === 'paid') return settlePayment(ctx, orderId);
  await inTransaction(async () => {
    const closed = { closedAt: ctx.now, closedReason: reason };
    if (!(await moveTo({ orderId, to: 'cancelled', set: closed }))) return;
    await publish(ctx, orderCancelled, newsOf(await requireOrder(orderId)));
  });
}

/** Picks up what lost jobs and news left behind: unpaid orders past their time, and paid ones without kept stock. */
export async function sweepForgottenOrders(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - FORGOTTEN_AFTER_MS);
  for (const order of await listForgotten(before, SWEEP_BATCH)) {
    await sweep(ctx, order).catch((error: unknown) =>
      log.error({ orderId: order.orderId, err: error }, 'sweep failed'),
    );
  }
}

async function sweep(ctx: Ctx, { orderId, status, channelOrderId }: Order): Promise<void> {
  if (status !== 'paid') await sweepUnpaid(ctx, orderId);
  else if (channelOrderId === null) await settlePayment(ctx, orderId);
  else await beginChannelOrder(ctx, orderId);
}

async function sweepUnpaid(ctx: Ctx, orderId: string): Promise<void> {
  await closeUnpaid(ctx, orderId, '超时未支付，订单已自动取消');
}
