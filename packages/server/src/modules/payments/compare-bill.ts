import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { log } from '../../kernel/log';
import { queryRefund } from '../../platform/wechat-pay';
import type { BillRow } from '../../platform/wechat-pay';
import { healMissing, putDifference } from './bill-difference.model';
import type { Found } from './bill-difference.model';
import { findByOrder, findByOutTradeNos, markBilled, unbilledPayments } from './payment.model';
import type { Payment } from './payment.model';
import { settleRefund } from './pursue-refund';
import { billDay, judgePayment, judgeRefund, refundStatusDiffers } from './reconcile.rules';
import { findRefund, findRefundsByNo, markRefundsBilled, unbilledRefunds } from './refund.model';
import type { Refund } from './refund.model';
import { wrongInRefund } from './refund.rules';
import { sync } from './sync-payment';

/** Some rows of a bill with what we have of them: differences are written down, lost news is made up for. */
export async function compareBatch(ctx: Ctx, billDate: string, rows: BillRow[]): Promise<void> {
  const refundRows = rows.filter(({ kind }) => kind === 'refund');
  const paymentRows = rows.filter(({ kind }) => kind !== 'refund');
  const payments = new Map(
    (await findByOutTradeNos(rows.map(({ outTradeNo }) => outTradeNo))).map((one) => [one.outTradeNo, one]),
  );
  const numbers = refundRows.map(({ refund }) => refund?.outRefundNo ?? '');
  const refunds = new Map((await findRefundsByNo(numbers)).map((one) => [one._id, one]));
  for (const row of paymentRows) await comparePayment(ctx, { billDate, row }, payments.get(row.outTradeNo));
  for (const row of refundRows) {
    const orderId = payments.get(row.outTradeNo)?._id ?? null;
    await compareRefund(ctx, { billDate, row, orderId }, refunds.get(row.refund?.outRefundNo ?? ''));
  }
  await rememberBill(ctx, billDate, {
    orderIds: paymentRows.flatMap(({ outTradeNo }) => payments.get(outTradeNo)?._id ?? []),
    outTradeNos: paymentRows.map(({ outTradeNo }) => outTradeNo),
    outRefundNos: numbers,
  });
}

/** Also heals what the bill of another day lacked: a payment at midnight. */
async function rememberBill(
  ctx: Ctx,
  billDate: string,
  seen: { orderIds: string[]; outTradeNos: string[]; outRefundNos: string[] },
): Promise<void> {
  const healing = { resolution: `已在 ${billDate} 的账单中找到`, at: ctx.now };
  if (seen.orderIds.length > 0) {
    await markBilled(seen.orderIds, billDate);
    await healMissing('ours_only', seen.outTradeNos, healing);
  }
  if (seen.outRefundNos.length > 0) {
    await markRefundsBilled(seen.outRefundNos, billDate);
    await healMissing('refund_ours_only', seen.outRefundNos, healing);
  }
}

type OnBill = { billDate: string; row: BillRow };

async function comparePayment(ctx: Ctx, { billDate, row }: OnBill, ours: Payment | undefined): Promise<void> {
  const found: Omit<Found, 'kind' | 'explanation'> = {
    billDate,
    number: row.outTradeNo,
    outTradeNo: row.outTradeNo,
    transactionId: row.transactionId,
    orderId: ours?._id ?? null,
    ourFen: ours?.amountFen ?? null,
    billFen: row.amountFen,
  };
  const verdict = judgePayment(row, ours);
  if (verdict === 'same') return;
  if (verdict !== 'ask') return putDifference({ ...found, ...verdict }, ctx.now);
  if (ours && (await isPaidAfterAsking(ctx, ours, row)))
    return putDifference(
      { ...found, kind: 'notice_lost', explanation: '账单里有这笔收款，我方没有收到支付通知' },
      ctx.now,
      { resolution: '已向微信支付查单并补记收款，订单已按收到付款处理', at: ctx.now },
    );
  const explanation = '账单里有这笔收款，我方未入账，向微信支付查单后仍不能入账';
  return putDifference({ ...found, kind: 'status_differs', explanation }, ctx.now);
}

/** A platform that cannot be reached ends the comparison, which comes again; an answer that is not ours is for people. */
async function isPaidAfterAsking(ctx: Ctx, { _id: orderId }: Payment, row: BillRow): Promise<boolean> {
  try {
    if ((await sync(ctx, orderId)) !== 'paid') return false;
  } catch (error) {
    if (error instanceof AppError) throw error;
    log.error({ traceId: ctx.traceId, orderId, err: error }, 'payment on the bill is not as we asked for it');
    return false;
  }
  return (await findByOrder(orderId))?.transactionId === row.transactionId;
}

async function compareRefund(
  ctx: Ctx,
  { billDate, row, orderId }: OnBill & { orderId: string | null },
  ours: Refund | undefined,
): Promise<void> {
  const { outRefundNo = '', refundFen: billFen = 0 } = row.refund ?? {};
  const found: Omit<Found, 'kind' | 'explanation'> = {
    billDate,
    number: outRefundNo,
    outTradeNo: row.outTradeNo,
    transactionId: row.transactionId,
    orderId: ours?.orderId ?? orderId,
    ourFen: ours?.refundFen ?? null,
    billFen,
  };
  const verdict = judgeRefund(row, ours);
  if (verdict === 'same') return;
  if (verdict !== 'ask') return putDifference({ ...found, ...verdict }, ctx.now);
  if (!ours) return;
  const differs = refundStatusDiffers(row, ours);
  if (typeof differs === 'string') return;
  await askAfterRefund(ctx, ours);
  const after = judgeRefund(row, (await findRefund(outRefundNo)) ?? ours);
  const healing = { resolution: '已向微信支付查询退款并补记结果', at: ctx.now };
  return putDifference({ ...found, ...differs }, ctx.now, after === 'same' ? healing : undefined);
}

async function askAfterRefund(ctx: Ctx, ours: Refund): Promise<void> {
  const told = await queryRefund(ours._id);
  if (!told) return;
  const wrong = wrongInRefund({ ...ours, outRefundNo: ours._id }, told);
  if (wrong)
    log.error(
      { traceId: ctx.traceId, outRefundNo: ours._id, wrong },
      'refund on the bill is not as asked for',
    );
  else await settleRefund(ctx, ours, { told });
}

/** What we have of that day and no bill has. */
export async function compareMissing(ctx: Ctx, billDate: string): Promise<void> {
  const { from, to } = billDay(billDate);
  for await (const { _id: orderId, outTradeNo, transactionId, amountFen } of unbilledPayments(from, to)) {
    const explanation = '我方已收款，微信支付账单里没有这笔收款';
    await putDifference(
      {
        billDate,
        kind: 'ours_only',
        number: outTradeNo,
        outTradeNo,
        transactionId,
        orderId,
        ourFen: amountFen,
        billFen: null,
        explanation,
      },
      ctx.now,
    );
  }
  for await (const { _id, orderId, outTradeNo, transactionId, refundFen } of unbilledRefunds(from, to)) {
    const explanation = '我方已发起退款且微信支付已受理，账单里没有这笔退款';
    await putDifference(
      {
        billDate,
        kind: 'refund_ours_only',
        number: _id,
        outTradeNo,
        transactionId,
        orderId,
        ourFen: refundFen,
        billFen: null,
        explanation,
      },
      ctx.now,
    );
  }
}
