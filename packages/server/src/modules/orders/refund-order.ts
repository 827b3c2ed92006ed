import type { Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { publish } from '../../kernel/outbox';
import { orderMoneyBack, orderMoneyStuck, orderRefunded } from './events';
import { giveEverythingBack } from './give-money-back';
import { newsOf, requireOrder } from './move-order';
import { moveTo, setFacts } from './order.model';
import type { Only, Order } from './order.model';
import { presentOrder } from './present';
import type { OrderView } from './present';
import { requireOwnOrder } from './read-orders';
import { recordLineRefund } from './refund-lines';
import { everythingHere, isAllBack } from './refund.rules';

/** The refund of a whole order has one name, whoever asks for it. */
const WHOLE = 'full';
const ALL_BACK_REASON = '商品已全部退回，已退款';

/**
 * The shopper wants the money back and the goods are still ours. Money follows on its own time; asking twice is the same
 * refund. Refuses: NOT_FOUND, ORDER_NOT_REFUNDABLE (also when part of it was collected).
 */
export async function refundOrder(ctx: Ctx, input: Parsed<Contracts['orders.refund']>): Promise<OrderView> {
  const order = await requireOwnOrder(ctx, input.orderId);
  const underWay = order.status === 'refunding' || order.status === 'refunded';
  if (!underWay && !(await refundWhole(ctx, order.orderId, input.reason)))
    throw new AppError('ORDER_NOT_REFUNDABLE');
  return presentOrder(await requireOrder(order.orderId), ctx.now);
}

const refundWhole = (ctx: Ctx, orderId: string, reason: string): Promise<boolean> =>
  inTransaction(async () => {
    const order = await requireOrder(orderId);
    return (await giveEverythingBack(ctx, order, { key: WHOLE, reason })) !== null;
  });

/**
 * The order will not be served (any further): what was paid and is still here goes back; what was collected before stays sold.
 * Order and refund wish change together. False when there is nothing to give back (any more).
 */
export const startRefund = (ctx: Ctx, orderId: string, reason: string): Promise<boolean> =>
  inTransaction(async () => {
    const order = await requireOrder(orderId);
    const isPartlyGone = order.status === 'ready' && order.lines.some((line) => line.handedOver);
    if (!isPartlyGone) return (await giveEverythingBack(ctx, order, { key: WHOLE, reason })) !== null;
    const { lines } = everythingHere(order);
    if (lines.length > 0) await recordLineRefund(ctx, { orderId, key: WHOLE, lines, reason });
    return lines.length > 0;
  });

/** How a refund went on: at WeChat Pay, or where the order was paid. */
export type RefundNews = { orderId: string; key: string };

/**
 * The money of one refund is back, told once. The order is `refunded` when that was all of it; money that came after the
 * cancellation leaves the order cancelled.
 */
export const recordRefund = (ctx: Ctx, { orderId, key }: RefundNews): Promise<void> =>
  inTransaction(async () => {
    const order = await requireOrder(orderId);
    const refund = order.refunds.find((one) => one.key === key);
    if (!refund) return recordUnlisted(ctx, order);
    if (refund.doneAt === null) {
      const refunds = order.refunds.map((one) => (one === refund ? { ...one, doneAt: ctx.now } : one));
      const seen: Only = { refunds: { $elemMatch: { key, doneAt: null } } };
      if (!(await setFacts(orderId, seen, { refunds, needsAttention: null }))) return;
      const { amountFen } = refund;
      await publish(ctx, orderMoneyBack, { key: orderId, body: { orderId, key, amountFen } });
    }
    await endIfAllBack(ctx, await requireOrder(orderId));
  });

async function endIfAllBack(ctx: Ctx, order: Order): Promise<void> {
  if (!isAllBack(order)) return;
  const { orderId } = order;
  const closed = { closedAt: ctx.now, closedReason: order.closedReason ?? ALL_BACK_REASON };
  if (await moveTo({ orderId, to: 'refunded', set: { ...closed, needsAttention: null } }))
    await publish(ctx, orderRefunded, newsOf(order));
}

/** A payment that came too late for its order, or a refund of before refunds were listed. */
async function recordUnlisted(ctx: Ctx, order: Order): Promise<void> {
  const { orderId } = order;
  const only: Only = { status: 'refunding', 'refunds.0': { $exists: false } };
  const set = { closedAt: ctx.now, needsAttention: null };
  if (await moveTo({ orderId, to: 'refunded', only, set })) await publish(ctx, orderRefunded, newsOf(order));
  else await setFacts(orderId, { status: 'cancelled' }, { needsAttention: null });
}

/** The refund was given up: the order stays as it is (goods must not leave while the money is in between) and people look at it. */
export const flagFailedRefund = (ctx: Ctx, news: RefundNews & { reason: string }): Promise<void> =>
  inTransaction(async () => {
    const { orderId, key, reason } = news;
    const order = await requireOrder(orderId);
    const isOpen = order.refunds.some((refund) => refund.key === key && refund.doneAt === null);
    const isUnlisted = order.status === 'refunding' || order.status === 'cancelled';
    if (!isOpen && !(isUnlisted && order.refunds.length === 0)) return;
    await setFacts(orderId, { status: order.status }, { needsAttention: `退款失败：${reason}` });
    if (isOpen) await publish(ctx, orderMoneyStuck, { key: orderId, body: { orderId, key, reason } });
  });
