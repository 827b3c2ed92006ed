import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { log } from '../../kernel/log';
import { later } from '../../kernel/outbox';
import { close } from './close-payment';
import { syncPayment } from './jobs';
import { findByOrder, findOverdue, planLook } from './payment.model';
import { CLOSE_OURSELVES_AFTER_MS, nextPaymentLook } from './payment.rules';
import { planRefund } from './pursue-refund';
import { findOverdueRefunds } from './refund.model';
import { sync } from './sync-payment';

type Look = { orderId: string; look: number };

/** One look at a payment that is neither paid nor closed, and the next one planned before it, so that none is ever the last. */
export async function lookForPayment(ctx: Ctx, { orderId, look }: Look): Promise<void> {
  const payment = await findByOrder(orderId);
  if (payment?.state !== 'created') return;
  const planned = nextPaymentLook(payment.createdAt, look + 1);
  const at = planned > ctx.now ? planned : nextPaymentLook(ctx.now, look);
  await planNext(ctx, { orderId, look, at });
  const overdue = ctx.now.getTime() - payment.payBefore.getTime() >= CLOSE_OURSELVES_AFTER_MS;
  try {
    await (overdue ? close(ctx, orderId) : sync(ctx, orderId));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.warn({ traceId: ctx.traceId, orderId, look, code: error.code }, 'payment could not be asked after');
  }
}

/** A job that runs twice plans once. */
const planNext = (ctx: Ctx, { orderId, look, at }: Look & { at: Date }): Promise<void> =>
  inTransaction(async () => {
    if (!(await planLook(orderId, look, at))) return;
    await later(ctx, syncPayment, { key: orderId, body: { orderId, look: look + 1 }, at });
  });

const LOST_AFTER_MS = 120_000;

/** Jobs can be lost (a queue that was wiped, tries used up in an outage): whatever is overdue is looked at again. */
export async function resumeLooks(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - LOST_AFTER_MS);
  for (const { _id: orderId, looks } of await findOverdue(before))
    await planNext(ctx, { orderId, look: looks, at: ctx.now });
  for (const { _id: outRefundNo, looks } of await findOverdueRefunds(before))
    await planRefund(ctx, { outRefundNo, look: looks, at: ctx.now });
}
