import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { log } from '../../kernel/log';
import { close } from './close-payment';
import { findDue, planLook } from './payment.model';
import type { Payment } from './payment.model';
import { CLOSE_OURSELVES_AFTER_MS, nextPaymentLook } from './payment.rules';
import { planRefund } from './pursue-refund';
import { findOverdueRefunds } from './refund.model';
import { sync } from './sync-payment';

const AT_ONCE = 8;

/** One look at every payment whose time for it has come; whoever was paid in between needs none. */
export async function lookForMoney(ctx: Ctx): Promise<void> {
  const due = await findDue(ctx.now);
  const lookOn = async (): Promise<void> => {
    for (let next = due.shift(); next; next = due.shift()) await lookAt(ctx, next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lookOn));
}

/** The next look is planned before this one, so that none is ever the last; of two workers one plans it, and looks. */
async function lookAt(ctx: Ctx, payment: Payment): Promise<void> {
  const { _id: orderId, looks } = payment;
  const planned = nextPaymentLook(payment.createdAt, looks + 1);
  const at = planned > ctx.now ? planned : nextPaymentLook(ctx.now, looks);
  if (!(await planLook(orderId, looks, at))) return;
  const overdue = ctx.now.getTime() - payment.payBefore.getTime() >= CLOSE_OURSELVES_AFTER_MS;
  try {
    await (overdue ? close(ctx, orderId) : sync(ctx, orderId));
  } catch (error) {
    const told = { traceId: ctx.traceId, orderId, looks };
    if (error instanceof AppError)
      log.warn({ ...told, code: error.code }, 'payment could not be asked after');
    else log.error({ ...told, err: error }, 'payment could not be looked at');
  }
}

const LOST_AFTER_MS = 120_000;

/** Jobs can be lost (a queue that was wiped, tries used up in an outage): whatever is overdue is looked at again. */
export async function resumeRefunds(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - LOST_AFTER_MS);
  for (const { _id: outRefundNo, looks } of await findOverdueRefunds(before))
    await planRefund(ctx, { outRefundNo, look: looks, at: ctx.now });
}
