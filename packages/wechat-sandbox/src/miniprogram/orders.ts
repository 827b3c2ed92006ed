import type { Ctx } from '../ctx';
import { seqOfTransaction } from '../pay/ids';
import type { PayOrder } from '../pay/types';

/** A paid order as the mini-program platform knows it. Times in ms, money in fen. */
export type PaidOrder = {
  transactionId: string;
  mchid: string;
  outTradeNo: string;
  description: string;
  totalFen: number;
  refundedFen: number;
  openid: string;
  createdAt: number;
  paidAt: number;
};

export type OrderKey = {
  transactionId?: string | null | undefined;
  mchid?: string | null | undefined;
  outTradeNo?: string | null | undefined;
};

/** By transaction id, or by merchant and number; undefined when there is no such paid order of this mini-program. */
export function paidOrderByKey(ctx: Ctx, key: OrderKey): PaidOrder | undefined {
  if (key.transactionId) return paidOrder(ctx, key.transactionId);
  if (!key.outTradeNo || key.mchid !== ctx.world.merchant.mchid) return undefined;
  return asPaid(ctx, ctx.ledger.orderByNo(key.outTradeNo));
}

export function paidOrder(ctx: Ctx, transactionId: string): PaidOrder | undefined {
  const seq = seqOfTransaction(transactionId);
  const order = seq === undefined ? undefined : ctx.ledger.order(seq);
  return order?.transactionId === transactionId ? asPaid(ctx, order) : undefined;
}

/** Paid in [from, to), whole seconds in ms, in the order of payment. */
export function* ordersPaid(ctx: Ctx, from: number, to: number): Generator<PaidOrder> {
  for (const order of ctx.ledger.ordersPaid(from, to)) {
    const paid = asPaid(ctx, order);
    if (paid) yield paid;
  }
}

function asPaid(ctx: Ctx, order: PayOrder | undefined): PaidOrder | undefined {
  if (order?.transactionId === undefined || order.paidAt === undefined) return undefined;
  const { request, transactionId, createdAt, paidAt } = order;
  if (request.appid !== ctx.world.miniProgram.appid) return undefined;
  const refundedFen = ctx.ledger
    .refundsOf(order)
    .filter(({ status }) => status !== 'CLOSED')
    .reduce((sum, { refundFen }) => sum + refundFen, 0);
  return {
    transactionId,
    mchid: request.mchid,
    outTradeNo: request.out_trade_no,
    description: request.description,
    totalFen: request.amount.total,
    refundedFen,
    openid: order.openid ?? '',
    createdAt,
    paidAt,
  };
}
