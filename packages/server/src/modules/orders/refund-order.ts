import type { Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { publish } from '../../kernel/outbox';
import * as payments from '../payments';
import { orderRefunded, orderRefunding } from './events';
import { newsOf, requireOrder } from './move-order';
import { moveTo, setFacts } from './order.model';
import type { Only } from './order.model';
import { presentOrder } from './present';
import type { OrderView } from './present';
import { requireOwnOrder } from './read-orders';

/**
 * The shopper wants the money back and the goods are still ours. Money follows on its own time; asking twice is the same
 * refund. Refuses: NOT_FOUND, ORDER_NOT_REFUNDABLE.
 */
export async function refundOrder(ctx: Ctx, input: Parsed<Contracts['orders.refund']>): Promise<OrderView> {
  const order = await requireOwnOrder(ctx, input.orderId);
  const underWay = order.status === 'refunding' || order.status === 'refunded';
  if (!underWay && !(await startRefund(ctx, order.orderId, input.reason)))
    throw new AppError('ORDER_NOT_REFUNDABLE');
  return presentOrder(await requireOrder(order.orderId), ctx.now);
}

/** Order and refund wish change together. False when the order cannot be refunded (any more). */
export const startRefund = (ctx: Ctx, orderId: string, reason: string): Promise<boolean> =>
  inTransaction(async () => {
    const closed = { closedReason: reason, closedAt: ctx.now };
    if (!(await moveTo({ orderId, to: 'refunding', set: closed }))) return false;
    const order = await requireOrder(orderId);
    await payments.refund(ctx, { orderId, amountFen: order.payableFen, reason });
    await publish(ctx, orderRefunding, newsOf(order));
    return true;
  });

/** The money is back. Money that came after the cancellation leaves the order cancelled. */
export const recordRefund = (ctx: Ctx, orderId: string): Promise<void> =>
  inTransaction(async () => {
    if (await moveTo({ orderId, to: 'refunded', set: { closedAt: ctx.now, needsAttention: null } }))
      await publish(ctx, orderRefunded, newsOf(await requireOrder(orderId)));
    else await setFacts(orderId, { status: 'cancelled' }, { needsAttention: null });
  });

/** WeChat Pay gave up: the order stays as it is (goods must not leave while the money is in between) and people look at it. */
export async function flagFailedRefund(_ctx: Ctx, orderId: string, reason: string): Promise<void> {
  const open: Only = { status: { $in: ['refunding', 'cancelled'] } };
  await setFacts(orderId, open, { needsAttention: `退款失败：${reason}` });
}
