import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { log } from '../../kernel/log';
import { later } from '../../kernel/outbox';
import { sendRefund } from './jobs';
import { findByOrder, reserveRefund } from './payment.model';
import type { Payment } from './payment.model';
import { notifyUrl } from './prepay';
import { findRefund, findRefundsOf, markRetaken, putRefund } from './refund.model';
import type { Refund } from './refund.model';
import { MOST_REFUNDS, OPEN_REFUND, REFUNDABLE_MS, refundNo } from './refund.rules';

/** `key`: which refund of the order; the same key again is the same refund. */
export type RefundInput = { orderId: string; amountFen: number; reason: string; key?: string };
type Wish = Required<RefundInput>;

/**
 * Writes down that this money is to go back; a job does it, one refund of a payment after the other. Joins the caller's
 * transaction. The same key again is the same refund, unless WeChat Pay had closed it: then it is taken up under a new number.
 * Refuses: ORDER_NOT_REFUNDABLE (not paid, or more than 365 days ago), REFUND_TOO_MUCH (all refunds together would be more than
 * was paid), REFUND_TOO_MANY (more than 50).
 */
export const refund = (ctx: Ctx, input: RefundInput): Promise<void> =>
  inTransaction(async () => {
    const wish = { key: 'full', ...input };
    const payment = await requireRefundable(ctx, wish);
    const earlier = await findRefundsOf(wish.orderId);
    const current = earlier.find((row) => (row.key ?? 'full') === wish.key && row.failure !== 'CLOSED');
    if (!current) return void (await addRefund(ctx, wish, payment));
    if (current.refundFen !== wish.amountFen)
      throw new Error(`refund ${wish.key} of order ${wish.orderId} was asked for with another amount`);
    // What did not reach a dead card may have been settled by hand: it is asked after at once.
    if (current.failure === 'ABNORMAL') await lookNow(ctx, current);
  });

/** Sends it, or asks after it, as soon as a worker is free. Inside a transaction. */
const lookNow = (ctx: Ctx, { _id: outRefundNo, looks: look }: Refund): Promise<void> =>
  later(ctx, sendRefund, { key: outRefundNo, body: { outRefundNo, look }, at: ctx.now });

async function requireRefundable(ctx: Ctx, { orderId, amountFen }: Wish): Promise<Payment> {
  const payment = await findByOrder(orderId);
  if (payment?.state !== 'paid' || !payment.paidAt) throw new AppError('ORDER_NOT_REFUNDABLE');
  if (!Number.isSafeInteger(amountFen) || amountFen < 1)
    throw new Error(`refund of ${amountFen} fen for order ${orderId}`);
  if (amountFen > payment.amountFen) throw new AppError('REFUND_TOO_MUCH');
  if (ctx.now.getTime() - payment.paidAt.getTime() > REFUNDABLE_MS)
    throw new AppError('ORDER_NOT_REFUNDABLE');
  return payment;
}

/**
 * Takes the room first: competing refunds of a payment meet in its document, so that sum, count and number are right. Inside a
 * transaction. Refuses: REFUND_TOO_MUCH, REFUND_TOO_MANY.
 */
async function addRefund(ctx: Ctx, wish: Wish, payment: Payment): Promise<Refund> {
  const { orderId, amountFen, key } = wish;
  if (!(await reserveRefund(orderId, amountFen, MOST_REFUNDS))) {
    const standing = (await findByOrder(orderId))?.refundsStanding ?? 0;
    throw new AppError(standing >= MOST_REFUNDS ? 'REFUND_TOO_MANY' : 'REFUND_TOO_MUCH');
  }
  const earlier = await findRefundsOf(orderId);
  const closed = earlier.find(
    (row) => (row.key ?? 'full') === key && row.failure === 'CLOSED' && !row.retakenAs,
  );
  const outRefundNo = refundNo(orderId, earlier.length);
  const row = newRefund(ctx, wish, { outRefundNo, payment, retakeOf: closed?._id ?? null });
  if (!(await putRefund(row))) throw new Error(`refund number ${outRefundNo} is taken`);
  if (closed) await markRetaken(closed._id, outRefundNo);
  await lookNow(ctx, row);
  return row;
}

function newRefund(
  ctx: Ctx,
  wish: Wish,
  { outRefundNo, payment, retakeOf }: { outRefundNo: string; payment: Payment; retakeOf: string | null },
): Refund {
  return {
    _id: outRefundNo,
    orderId: wish.orderId,
    key: wish.key,
    retakeOf,
    retakenAs: null,
    outTradeNo: payment.outTradeNo,
    transactionId: payment.transactionId ?? '',
    refundFen: wish.amountFen,
    totalFen: payment.amountFen,
    reason: wish.reason,
    notifyUrl: notifyUrl('refunds'),
    state: 'requested',
    sentAt: null,
    failure: null,
    refusal: null,
    refundId: null,
    createdAt: ctx.now,
    acceptedAt: null,
    endedAt: null,
    failedAt: null,
    redirectedAt: null,
    looks: 0,
    nextLookAt: ctx.now,
    billDate: null,
  };
}

type WhichRefund = { orderId: string; key: string };

/**
 * What WeChat Pay closed goes out again under a new number; what it refused to take on is sent again at once, under its own.
 * Refuses: NOT_FOUND (no such refund), REFUND_STATE_CONFLICT (it is neither), REFUND_TOO_MUCH, REFUND_TOO_MANY.
 */
export const retryRefund = (ctx: Ctx, { orderId, key }: WhichRefund): Promise<{ outRefundNo: string }> =>
  inTransaction(async () => {
    const payment = await findByOrder(orderId);
    const sameKey = (await findRefundsOf(orderId)).filter((row) => (row.key ?? 'full') === key);
    if (!payment || sameKey.length === 0) throw new AppError('NOT_FOUND');
    const refused = sameKey.find((row) => OPEN_REFUND.includes(row.state) && row.refusal !== null);
    if (refused) {
      await lookNow(ctx, refused);
      return { outRefundNo: refused._id };
    }
    const closed = sameKey.find(({ failure, retakenAs }) => failure === 'CLOSED' && retakenAs === null);
    if (!closed || sameKey.some(({ failure }) => failure !== 'CLOSED'))
      throw new AppError('REFUND_STATE_CONFLICT');
    const { refundFen: amountFen, reason } = closed;
    const { _id: outRefundNo } = await addRefund(ctx, { orderId, key, amountFen, reason }, payment);
    return { outRefundNo };
  });

/**
 * Once, a day after it was closed. If the balance is still too low WeChat Pay does not take it on, and it is sent again until it
 * does: so it goes out by itself as soon as the balance is there.
 */
export async function retakeByItself(ctx: Ctx, closed: WhichRefund & { outRefundNo: string }): Promise<void> {
  const { outRefundNo, ...which } = closed;
  const row = await findRefund(outRefundNo);
  if (row?.failure !== 'CLOSED' || row.retakenAs !== null) return;
  try {
    await retryRefund(ctx, which);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.warn({ traceId: ctx.traceId, outRefundNo, code: error.code }, 'closed refund not taken up');
  }
}
