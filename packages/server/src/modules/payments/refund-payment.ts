import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { later } from '../../kernel/outbox';
import { sendRefund } from './jobs';
import { findByOrder } from './payment.model';
import type { Payment } from './payment.model';
import { notifyUrl } from './prepay';
import { findRefundsOf, putRefund, reopenAbnormal } from './refund.model';
import type { Refund } from './refund.model';
import { refundNo } from './refund.rules';

export type RefundInput = { orderId: string; amountFen: number; reason: string };

/**
 * Writes down that this money is to go back; a job does it. Joins the caller's transaction. An order has one refund: asked for
 * again it is the same, unless WeChat Pay had given it up: then it is taken up anew. Refuses: ORDER_NOT_REFUNDABLE (not paid).
 */
export const refund = (ctx: Ctx, input: RefundInput): Promise<void> =>
  inTransaction(async () => {
    const payment = await findByOrder(input.orderId);
    if (payment?.state !== 'paid') throw new AppError('ORDER_NOT_REFUNDABLE');
    if (!Number.isSafeInteger(input.amountFen) || input.amountFen < 1 || input.amountFen > payment.amountFen)
      throw new Error(`refund of ${input.amountFen} fen for a payment of ${payment.amountFen}`);
    const earlier = await findRefundsOf(input.orderId);
    const current = earlier.find(({ failure }) => failure !== 'CLOSED');
    if (current && current.refundFen !== input.amountFen)
      throw new Error(`order ${input.orderId} is being refunded with another amount`);
    const outRefundNo = current?._id ?? refundNo(input.orderId, earlier.length);
    const isNew = current
      ? await reopenAbnormal(outRefundNo, ctx.now)
      : await putRefund(newRefund(ctx, input, { outRefundNo, payment }));
    if (!isNew) return;
    await later(ctx, sendRefund, {
      key: outRefundNo,
      body: { outRefundNo, look: current?.looks ?? 0 },
      at: ctx.now,
    });
  });

function newRefund(
  ctx: Ctx,
  input: RefundInput,
  { outRefundNo, payment }: { outRefundNo: string; payment: Payment },
): Refund {
  return {
    _id: outRefundNo,
    orderId: input.orderId,
    outTradeNo: payment.outTradeNo,
    transactionId: payment.transactionId ?? '',
    refundFen: input.amountFen,
    totalFen: payment.amountFen,
    reason: input.reason,
    notifyUrl: notifyUrl('refunds'),
    state: 'requested',
    sentAt: null,
    failure: null,
    refusal: null,
    refundId: null,
    createdAt: ctx.now,
    endedAt: null,
    looks: 0,
    nextLookAt: ctx.now,
  };
}
