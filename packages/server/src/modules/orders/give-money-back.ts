import type { Ctx } from '../../kernel/context';
import { publish } from '../../kernel/outbox';
import * as payments from '../payments';
import { channelRefundAsked, orderMoneyBack, orderRefunding } from './events';
import { newsOf } from './move-order';
import { moveTo } from './order.model';
import type { Only, Order } from './order.model';
import { canMove } from './order.rules';
import { afterRefund, everythingHere } from './refund.rules';
import type { OrderRefund, RefundedLine } from './refund.rules';

/**
 * Ends an order of which nothing has left the house; freight and all. Inside the transaction that read `order`. Null when it cannot
 * be refunded (any more).
 */
export async function giveEverythingBack(
  ctx: Ctx,
  order: Order,
  { key, reason }: { key: string; reason: string },
): Promise<OrderRefund | null> {
  if (!canMove(order.status, 'refunding') || order.lines.some((line) => line.handedOver)) return null;
  const { orderId } = order;
  const refund = refundOf(ctx, { key, ...everythingHere(order) });
  const closed = { closedReason: reason, closedAt: ctx.now };
  const set = { ...afterRefund(order, refund, false), ...closed };
  if (!(await moveTo({ orderId, to: 'refunding', only: asSeen(order), set }))) return null;
  await askMoneyBack(ctx, order, { refund, reason });
  await publish(ctx, orderRefunding, newsOf(order));
  return refund;
}

/** The order as it was read: nothing was refunded or moved meanwhile. */
export const asSeen = ({ status, refundedFen, refunds }: Order): Only => ({
  status,
  ...(refunds.length === 0
    ? { 'refunds.0': { $exists: false } }
    : { refundedFen, refunds: { $size: refunds.length } }),
});

export function refundOf(
  ctx: Ctx,
  { key, lines, freightFen }: { key: string; lines: RefundedLine[]; freightFen: number },
): OrderRefund {
  const amountFen = lines.reduce((sum, { refundFen }) => sum + refundFen, freightFen);
  const doneAt = amountFen === 0 ? ctx.now : null;
  return { key, amountFen, freightFen, lines, askedAt: ctx.now, doneAt };
}

/** Back the way the money came: WeChat Pay, or the channel the order was paid at. Goods that cost nothing need no way. */
export async function askMoneyBack(
  ctx: Ctx,
  order: Order,
  { refund, reason }: { refund: OrderRefund; reason: string },
): Promise<void> {
  const { orderId, channel, channelOrderId } = order;
  const { key, amountFen, freightFen, lines } = refund;
  if (amountFen === 0) {
    await publish(ctx, orderMoneyBack, { key: orderId, body: { orderId, key, amountFen } });
  } else if (channel === 'mini_program') {
    await payments.refund(ctx, { orderId, amountFen, reason, key });
  } else {
    const body = { orderId, channel, channelOrderId, key, amountFen, freightFen, lines, reason };
    await publish(ctx, channelRefundAsked, { key: orderId, body });
  }
}
