import type { Ctx } from '../../kernel/context';
import { AT_ONCE, effect } from '../../kernel/personal-data';
import type { Effect, Leaving } from '../../kernel/personal-data';
import { findByOrder } from './payment.model';
import { countRefundsOf, deleteErased, listNaming, listUnsettled, renamePayments } from './personal.model';
import { findRefundsOf } from './refund.model';

const MOST_TOLD = 20;

/** Those of these orders whose money is still on its way to us, or back. */
export const unsettledOf = async (_ctx: Ctx, orderIds: string[]): Promise<string[]> =>
  (await listUnsettled(orderIds, MOST_TOLD)).map(({ _id }) => _id);

/**
 * The books stay whole: what was paid and given back, under which numbers, for reconciling with WeChat Pay. Who paid is gone. Joins
 * the caller's transaction.
 */
export async function eraseOf(_ctx: Ctx, leaving: Leaving): Promise<Effect[]> {
  const ids = (await listNaming(leaving, AT_ONCE)).map(({ _id }) => _id);
  if (ids.length === 0) return [];
  await renamePayments(ids, leaving.as);
  return [
    ...effect('payments', { kept: ids.length }),
    ...effect('refunds', { kept: await countRefundsOf(ids) }),
  ];
}

export const forgetKept = (_ctx: Ctx, orderIds: string[]): Promise<number> => deleteErased(orderIds);

/** What was paid and given back for one order. */
export async function* exportOf(_ctx: Ctx, orderId: string): AsyncGenerator<Record<string, unknown>> {
  const payment = await findByOrder(orderId);
  if (!payment) return;
  const { outTradeNo, transactionId, openid, amountFen, state, createdAt, paidAt, closedAt } = payment;
  const refunds = (await findRefundsOf(orderId)).map((row) => ({
    outRefundNo: row._id,
    refundId: row.refundId,
    refundFen: row.refundFen,
    reason: row.reason,
    state: row.state,
    createdAt: row.createdAt,
    endedAt: row.endedAt,
  }));
  yield {
    orderId,
    outTradeNo,
    transactionId,
    openid,
    amountFen,
    state,
    createdAt,
    paidAt,
    closedAt,
    refunds,
  };
}
