import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { publish } from '../../kernel/outbox';
import * as inventory from '../inventory';
import * as payments from '../payments';
import { orderPaid } from './events';
import { holdOf, newsOf, requireOrder } from './move-order';
import { moveTo, setFacts } from './order.model';
import type { Only, Order } from './order.model';
import { startRefund } from './refund-order';

export const SOLD_OUT_REASON = '缺货，已自动退款';
export const LATE_MONEY_REASON = '订单取消后收到付款，已自动原路退款';

/**
 * The money for an order is at WeChat Pay. Carries the order as far as it can go and may be called any number of times, by
 * the notice, by the shopper's phone and by the expiry job at once: pending → paid, stock kept for good, news told. An order
 * that was already cancelled stays so and sends the money back; one whose goods were sold meanwhile is refunded.
 */
export async function settlePayment(ctx: Ctx, orderId: string): Promise<void> {
  const payment = await payments.findPayment(ctx, orderId);
  if (!payment) throw new Error(`settlePayment of ${orderId} without money`);
  await moveTo({ orderId, to: 'paid', set: { paidAt: payment.paidAt } });
  const order = await requireOrder(orderId);
  if (order.status === 'cancelled') return sendLateMoneyBack(ctx, order);
  if (order.status === 'paid' && order.stockKeptAt === null) await keepStock(ctx, order);
}

/** Nobody is told of the payment before the goods are sure, so that no store packs what it does not have. */
async function keepStock(ctx: Ctx, order: Order): Promise<void> {
  const { kept } = await inventory.keepHold(ctx, holdOf(order));
  if (!kept) {
    await startRefund(ctx, order.orderId, SOLD_OUT_REASON);
    return;
  }
  await inTransaction(async () => {
    const only: Only = { status: 'paid', stockKeptAt: null };
    if (await setFacts(order.orderId, only, { stockKeptAt: ctx.now }))
      await publish(ctx, orderPaid, newsOf(order));
  });
  // A refund that ended in between gave the stock back before it was kept here.
  if ((await requireOrder(order.orderId)).status === 'refunded')
    await inventory.releaseHold(ctx, holdOf(order));
}

const sendLateMoneyBack = (ctx: Ctx, order: Order): Promise<void> =>
  inTransaction(async () => {
    const facts = { lateMoneyAt: ctx.now, closedReason: LATE_MONEY_REASON };
    if (!(await setFacts(order.orderId, { status: 'cancelled', lateMoneyAt: null }, facts))) return;
    await payments.refund(ctx, {
      orderId: order.orderId,
      amountFen: order.payableFen,
      reason: '订单已取消',
    });
  });
