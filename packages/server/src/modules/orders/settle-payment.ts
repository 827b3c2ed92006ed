import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { publish } from '../../kernel/outbox';
import * as inventory from '../inventory';
import * as payments from '../payments';
import * as routing from '../routing';
import { tellPaid } from './await-payment';
import { orderPaid } from './events';
import { holdOf, newsOf, requireOrder } from './move-order';
import { setFacts } from './order.model';
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
  await settleMoney(ctx, { orderId, paidAt: payment.paidAt });
}

/** The same, for who knows that the money is there. */
export async function settleMoney(
  ctx: Ctx,
  { orderId, paidAt }: { orderId: string; paidAt: Date },
): Promise<void> {
  const order = await requireOrder(orderId);
  const isOpen = order.status === 'pending_payment' || order.status === 'paid';
  if (isOpen && order.stockKeptAt === null) await keepStock(ctx, order, paidAt);
  else if (order.status === 'cancelled') await sendLateMoneyBack(ctx, order);
}

/**
 * The goods first: nobody is told of the payment before they are sure, so that no store packs what it does not have. Whoever
 * cancelled the order in between has it, and the money goes back.
 */
async function keepStock(ctx: Ctx, order: Order, paidAt: Date): Promise<void> {
  const { kept } = await inventory.keepHold(ctx, holdOf(order));
  const settled = await inTransaction(async () => {
    if (!(await becomePaid(order.orderId, { paidAt, stockKeptAt: kept ? ctx.now : null }))) return false;
    if (!kept) return startRefund(ctx, order.orderId, SOLD_OUT_REASON);
    await routing.begin(ctx, assignmentOf(order));
    await publish(ctx, orderPaid, newsOf(order));
    return true;
  });
  if (settled) return tellPaid(order.orderId);
  const now = await requireOrder(order.orderId);
  if (now.status === 'cancelled') await sendLateMoneyBack(ctx, now);
}

/** Also an order that was paid already and whose goods were not sure yet. */
async function becomePaid(
  orderId: string,
  set: { paidAt: Date; stockKeptAt: Date | null },
): Promise<boolean> {
  const only: Only = { status: { $in: ['pending_payment', 'paid'] }, stockKeptAt: null };
  return setFacts(orderId, only, { ...set, status: 'paid' });
}

/** Where the goods lie is who is asked first to serve the order. */
export const assignmentOf = (order: Order): routing.Begin => ({
  orderId: order.orderId,
  customerId: order.customerId,
  channel: order.channel,
  fulfilment: order.fulfilment,
  point: order.point,
  chosenStoreId: order.fulfilment === 'pickup' ? order.storeId : null,
  ...holdOf(order),
});

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
