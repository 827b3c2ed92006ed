import type { z } from 'zod';
import type { Ctx } from '../ctx';
import { PayRefusal } from '../http/refusal';
import { beijingDigits } from '../state/rfc3339';
import { queueRefundNotice } from './notices';
import { findOrder, orderByTransaction } from './orders';
import type { refundSchema } from './schemas';
import type { PayOrder, PayRefund, RefundStatus } from './types';

export type RefundRequest = z.infer<typeof refundSchema>;

const YEAR_MS = 365 * 24 * 3600 * 1000;
const BETWEEN_PARTIAL_REFUNDS_MS = 60 * 1000;
const MOST_REFUNDS = 50;
const DONE_AFTER_MS = 50;
/** What a test may ask for; nothing leaves the refund PROCESSING. */
const ENDINGS = { auto: 'SUCCESS', abnormal: 'ABNORMAL', closed: 'CLOSED', hold: undefined } as const;

/** An accepted refund is not a refund yet: it is PROCESSING and ends a moment later, or when a test says so. */
export function createRefund(ctx: Ctx, request: RefundRequest): PayRefund {
  const order = requireRefundable(ctx, request);
  const known = ctx.state.pay.refunds[request.out_refund_no];
  if (known) return repeatedRefund(known, order, request);
  requireRoom(ctx, order, request);
  const now = ctx.clock.now();
  const refund: PayRefund = {
    refundId: `50${ctx.random.digits(9)}${beijingDigits(now).slice(0, 8)}${ctx.random.digits(9)}`,
    outRefundNo: request.out_refund_no,
    outTradeNo: order.request.out_trade_no,
    transactionId: order.transactionId ?? '',
    refundFen: request.amount.refund,
    totalFen: request.amount.total,
    ...(request.reason === undefined ? {} : { reason: request.reason }),
    ...(request.notify_url === undefined ? {} : { notifyUrl: request.notify_url }),
    createdAt: now,
    status: 'PROCESSING',
  };
  ctx.state.pay.refunds[refund.outRefundNo] = refund;
  order.state = 'REFUND';
  planCompletion(ctx, refund);
  return refund;
}

/** Also called after a restart, so that a refund caught in between still ends. */
export function planCompletion(ctx: Ctx, refund: PayRefund): void {
  ctx.clock.schedule(refund.createdAt + DONE_AFTER_MS, async () => {
    const current = ctx.state.pay.refunds[refund.outRefundNo];
    const ending = ENDINGS[ctx.state.faults.refunds];
    if (current === refund && ending) finishRefund(ctx, refund, ending);
  });
}

export function finishRefund(ctx: Ctx, refund: PayRefund, status: Exclude<RefundStatus, 'PROCESSING'>): void {
  if (refund.status !== 'PROCESSING' && refund.status !== 'ABNORMAL') return;
  refund.status = status;
  refund.finishedAt = ctx.clock.now();
  queueRefundNotice(ctx, refund);
}

export function requireRefund(ctx: Ctx, outRefundNo: string): PayRefund {
  const refund = ctx.state.pay.refunds[outRefundNo];
  if (!refund) throw notExists('退款单不存在');
  return refund;
}

function requireRefundable(ctx: Ctx, request: RefundRequest): PayOrder {
  if (request.transaction_id === undefined && request.out_trade_no === undefined) {
    throw invalid('transaction_id和out_trade_no不能同时为空');
  }
  const byId =
    request.transaction_id === undefined ? undefined : orderByTransaction(ctx, request.transaction_id);
  const byNo = request.out_trade_no === undefined ? undefined : findOrder(ctx, request.out_trade_no);
  const order = byId ?? byNo;
  if (!order || order.paidAt === undefined) throw notExists('订单不存在或未支付');
  if (byId && byNo && byId !== byNo) throw invalid('transaction_id与out_trade_no不是同一订单');
  return order;
}

function requireRoom(ctx: Ctx, order: PayOrder, request: RefundRequest): void {
  const total = order.request.amount.total;
  if (request.amount.total !== total) {
    throw new PayRefusal({ status: 400, code: 'REFUND_FEE_MISMATCH', message: '订单总金额与支付时不一致' });
  }
  const now = ctx.clock.now();
  if (now - (order.paidAt ?? 0) > YEAR_MS) {
    throw new PayRefusal({ status: 400, code: 'TRADE_OVERDUE', message: '订单已经超过可退款的最大期限' });
  }
  const others = Object.values(ctx.state.pay.refunds).filter(
    (refund) => refund.outTradeNo === order.request.out_trade_no && refund.status !== 'CLOSED',
  );
  const refunded = others.reduce((sum, refund) => sum + refund.refundFen, 0);
  if (refunded + request.amount.refund > total) throw invalid('申请退款金额大于订单可退金额');
  if (others.length >= MOST_REFUNDS) throw invalid('订单部分退款次数超过50次');
  const latest = Math.max(0, ...others.map((refund) => refund.createdAt));
  if (now - latest < BETWEEN_PARTIAL_REFUNDS_MS) {
    throw new PayRefusal({
      status: 429,
      code: 'FREQUENCY_LIMITED',
      message: '同一订单的部分退款需间隔1分钟',
    });
  }
}

/** The order may be named by either of its numbers, but what is refunded may not change between repeats. */
function repeatedRefund(known: PayRefund, order: PayOrder, request: RefundRequest): PayRefund {
  const { refund, total } = request.amount;
  const same =
    known.outTradeNo === order.request.out_trade_no && known.refundFen === refund && known.totalFen === total;
  if (same) return known;
  throw invalid('订单金额或退款金额与之前请求不一致，请核实后再试');
}

function invalid(message: string): PayRefusal {
  return new PayRefusal({ status: 400, code: 'INVALID_REQUEST', message });
}

function notExists(message: string): PayRefusal {
  return new PayRefusal({ status: 404, code: 'RESOURCE_NOT_EXISTS', message });
}
