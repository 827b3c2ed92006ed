import type { z } from 'zod';
import type { Ctx } from '../ctx';
import { PayRefusal } from '../http/refusal';
import { newRefundId, seqOfRefund } from './ids';
import { feeBackFen } from './money.rules';
import { queueRefundNotice } from './notices';
import { findOrder, orderByTransaction } from './orders';
import type { refundSchema } from './schemas';
import type { PayOrder, PayRefund, RefundStatus } from './types';

export type RefundRequest = z.infer<typeof refundSchema>;

const YEAR_MS = 365 * 24 * 3600 * 1000;
const BETWEEN_PARTIAL_REFUNDS_MS = 60 * 1000;
const MOST_REFUNDS = 50;
const MOST_FAILING_PER_SECOND = 6;
const DONE_AFTER_MS = 50;
/** What a test may ask for; nothing leaves the refund PROCESSING. */
const ENDINGS = { auto: 'SUCCESS', abnormal: 'ABNORMAL', closed: 'CLOSED', hold: undefined } as const;

/** An accepted refund is not a refund yet: it is PROCESSING and ends a moment later, or when a test says so. */
export function createRefund(ctx: Ctx, request: RefundRequest): PayRefund {
  requireRoomForFailures(ctx);
  try {
    return acceptRefund(ctx, request);
  } catch (error) {
    ctx.state.pay.failedRefundsAt = [...ctx.state.pay.failedRefundsAt, ctx.clock.now()].slice(
      -MOST_FAILING_PER_SECOND,
    );
    throw error;
  }
}

function acceptRefund(ctx: Ctx, request: RefundRequest): PayRefund {
  const order = requireRefundable(ctx, request);
  const known = ctx.ledger.refundByNo(request.out_refund_no);
  if (known) return repeatedRefund(known, order, request);
  const feeBack = requireRoom(ctx, order, request);
  const now = ctx.clock.now();
  const seq = ctx.ledger.nextRefund;
  const moved = feeBack - request.amount.refund;
  const refund: PayRefund = {
    seq,
    refundId: newRefundId(seq, now, ctx.random),
    outRefundNo: request.out_refund_no,
    orderSeq: order.seq,
    outTradeNo: order.request.out_trade_no,
    transactionId: order.transactionId ?? '',
    refundFen: request.amount.refund,
    totalFen: request.amount.total,
    feeBackFen: feeBack,
    fundsAccount: request.funds_account ?? 'AVAILABLE',
    from: request.amount.from ?? [],
    ...(request.reason === undefined ? {} : { reason: request.reason }),
    ...(request.notify_url === undefined ? {} : { notifyUrl: request.notify_url }),
    createdAt: now,
    startedAt: now,
    status: 'PROCESSING',
    balanceFen: ctx.ledger.balanceFen + moved,
  };
  ctx.ledger.saveRefundOf({ ...order, state: 'REFUND', refunds: [...order.refunds, seq] }, refund, moved);
  planCompletion(ctx, refund);
  return refund;
}

/** Also called after a restart, so that a refund caught in between still ends. */
export function planCompletion(ctx: Ctx, { seq, refundId, startedAt, abnormalAt }: PayRefund): void {
  ctx.clock.schedule(startedAt + DONE_AFTER_MS, async () => {
    const refund = ctx.ledger.refund(seq);
    if (refund?.refundId !== refundId || refund.status !== 'PROCESSING') return;
    const { refunds } = ctx.state.faults;
    // The account that was named after it went wrong takes the money.
    const ending = abnormalAt !== undefined && refunds !== 'hold' ? 'SUCCESS' : ENDINGS[refunds];
    if (ending) finishRefund(ctx, refund, ending);
  });
}

/** From PROCESSING or ABNORMAL, told by a notice; of a closed one the money is the merchant's again. */
export function finishRefund(
  ctx: Ctx,
  refund: PayRefund,
  status: Exclude<RefundStatus, 'PROCESSING'>,
): PayRefund {
  if (refund.status === status || refund.status === 'SUCCESS' || refund.status === 'CLOSED') return refund;
  const now = ctx.clock.now();
  const returned = status === 'CLOSED' ? refund.refundFen - refund.feeBackFen : 0;
  const finished: PayRefund = {
    ...refund,
    status,
    finishedAt: now,
    ...(status === 'ABNORMAL' ? { abnormalAt: refund.abnormalAt ?? now } : {}),
    ...(status === 'CLOSED' ? { returnedBalanceFen: ctx.ledger.balanceFen + returned } : {}),
  };
  ctx.ledger.saveRefund(finished, returned);
  queueRefundNotice(ctx, finished);
  return finished;
}

export function requireRefund(ctx: Ctx, outRefundNo: string): PayRefund {
  const refund = ctx.ledger.refundByNo(outRefundNo);
  if (!refund) throw notExists('退款单不存在');
  return refund;
}

export function refundById(ctx: Ctx, refundId: string): PayRefund | undefined {
  const seq = seqOfRefund(refundId);
  const refund = seq === undefined ? undefined : ctx.ledger.refund(seq);
  return refund?.refundId === refundId ? refund : undefined;
}

/** What has gone back, or is on its way. */
function standingRefunds(ctx: Ctx, order: PayOrder): PayRefund[] {
  return ctx.ledger.refundsOf(order).filter((refund) => refund.status !== 'CLOSED');
}

function requireRefundable(ctx: Ctx, request: RefundRequest): PayOrder {
  const { transaction_id, out_trade_no } = request;
  if (transaction_id === undefined && out_trade_no === undefined) {
    throw invalid('transaction_id和out_trade_no不能同时为空');
  }
  const byId = transaction_id === undefined ? undefined : orderByTransaction(ctx, transaction_id);
  const byNo = out_trade_no === undefined ? undefined : findOrder(ctx, out_trade_no);
  if ((transaction_id !== undefined && !byId) || (out_trade_no !== undefined && !byNo)) throw notPaid();
  if (byId && byNo && byId.seq !== byNo.seq) throw invalid('transaction_id与out_trade_no不是同一订单');
  const order = byId ?? byNo;
  if (order?.paidAt === undefined) throw notPaid();
  return order;
}

/** Answers the part of the fee that comes back. */
function requireRoom(ctx: Ctx, order: PayOrder, request: RefundRequest): number {
  const { total } = order.request.amount;
  const { amount } = request;
  if (amount.total !== total) {
    throw new PayRefusal({ status: 400, code: 'REFUND_FEE_MISMATCH', message: '订单总金额与支付时不一致' });
  }
  const fromFen = amount.from?.reduce((sum, source) => sum + source.amount, 0) ?? amount.refund;
  if (fromFen !== amount.refund) throw invalid('退款出资账户的金额之和应等于退款金额');
  const now = ctx.clock.now();
  if (now - (order.paidAt ?? 0) > YEAR_MS) {
    throw new PayRefusal({ status: 400, code: 'TRADE_OVERDUE', message: '订单已经超过可退款的最大期限' });
  }
  const others = standingRefunds(ctx, order);
  const refunded = others.reduce((sum, refund) => sum + refund.refundFen, 0);
  if (refunded + amount.refund > total) throw invalid('申请退款金额大于订单可退金额');
  if (others.length >= MOST_REFUNDS) throw invalid('订单部分退款次数超过50次');
  const latest = Math.max(0, ...others.map((refund) => refund.createdAt));
  if (now - latest < BETWEEN_PARTIAL_REFUNDS_MS) throw tooOften(ctx, '同一订单的部分退款需间隔1分钟');
  const feeBack = feeBackFen(total, refunded, amount.refund);
  if (ctx.ledger.balanceFen < amount.refund - feeBack) {
    throw new PayRefusal({ status: 403, code: 'NOT_ENOUGH', message: '基本账户余额不足，请充值后重新发起' });
  }
  return feeBack;
}

/** The order may be named by either of its numbers, but what is refunded may not change between repeats. */
function repeatedRefund(known: PayRefund, order: PayOrder, request: RefundRequest): PayRefund {
  const { refund, total } = request.amount;
  const same = known.orderSeq === order.seq && known.refundFen === refund && known.totalFen === total;
  if (same) return known;
  throw invalid('订单金额或退款金额与之前请求不一致，请核实后再试');
}

function requireRoomForFailures(ctx: Ctx): void {
  const { failedRefundsAt } = ctx.state.pay;
  const [oldest] = failedRefundsAt;
  if (!ctx.rules.limitFailingRefunds || failedRefundsAt.length < MOST_FAILING_PER_SECOND) return;
  if (oldest !== undefined && ctx.clock.now() - oldest < 1000)
    throw tooOften(ctx, '退款失败次数过多，请稍后再试');
}

function tooOften(ctx: Ctx, message: string): PayRefusal {
  return new PayRefusal({ status: 429, code: ctx.rules.frequencyCode, message });
}

function invalid(message: string): PayRefusal {
  return new PayRefusal({ status: 400, code: 'INVALID_REQUEST', message });
}

function notPaid(): PayRefusal {
  return notExists('订单不存在或未支付');
}

function notExists(message: string): PayRefusal {
  return new PayRefusal({ status: 404, code: 'RESOURCE_NOT_EXISTS', message });
}
