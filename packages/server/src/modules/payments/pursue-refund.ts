import { PlatformError, PlatformRefusal } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { log } from '../../kernel/log';
import { later, publish } from '../../kernel/outbox';
import { createRefund, queryRefund } from '../../platform/wechat-pay';
import type { Refund as ToldRefund } from '../../platform/wechat-pay';
import { paymentRefunded, refundFailed } from './events';
import { sendRefund } from './jobs';
import { rememberNotice } from './payment.model';
import {
  findRefund,
  markFailed,
  markProcessing,
  markRefused,
  markSent,
  markSucceeded,
  planRefundLook,
} from './refund.model';
import type { Refund } from './refund.model';
import { FAILURE_TEXT, nextRefundLook, OPEN_REFUND, wrongInRefund } from './refund.rules';

type Look = { outRefundNo: string; look: number };

/**
 * One step of a refund, and the next one planned before it: after an unclear answer WeChat Pay is asked first, and the refund is
 * sent again, under the same number, only if it was never heard of.
 */
export async function pursueRefund(ctx: Ctx, { outRefundNo, look }: Look): Promise<void> {
  const refund = await findRefund(outRefundNo);
  if (!refund || !OPEN_REFUND.includes(refund.state)) return;
  await planRefund(ctx, { outRefundNo, look, at: nextRefundLook(ctx.now, look) });
  try {
    const told = (refund.sentAt && (await queryRefund(outRefundNo))) || (await send(ctx, refund));
    await settleRefund(ctx, refund, { told });
  } catch (error) {
    if (error instanceof PlatformRefusal) return tellRefusal(ctx, refund, String(error.code));
    if (!(error instanceof PlatformError)) throw error;
    log.warn({ traceId: ctx.traceId, outRefundNo, look, code: error.code }, 'refund answer unclear');
  }
}

/** A job that runs twice plans once. */
export const planRefund = (ctx: Ctx, { outRefundNo, look, at }: Look & { at: Date }): Promise<void> =>
  inTransaction(async () => {
    if (!(await planRefundLook(outRefundNo, look, at))) return;
    await later(ctx, sendRefund, { key: outRefundNo, body: { outRefundNo, look: look + 1 }, at });
  });

async function send(ctx: Ctx, refund: Refund): Promise<ToldRefund> {
  const { _id: outRefundNo, outTradeNo, refundFen, totalFen, reason, notifyUrl } = refund;
  await markSent(outRefundNo, ctx.now);
  return createRefund({ outTradeNo, outRefundNo, refundFen, totalFen, reason, notifyUrl });
}

/** Not taken on: people are told once per reason (an empty balance has to be filled), and it is sent again all the same. */
async function tellRefusal(ctx: Ctx, refund: Refund, code: string): Promise<void> {
  log.error({ traceId: ctx.traceId, outRefundNo: refund._id, code }, 'refund refused');
  await inTransaction(async () => {
    if (await markRefused(refund._id, code))
      await publish(ctx, refundFailed, newsOf(refund, `微信支付未受理退款（${code}），将自动重试`));
  });
}

const newsOf = ({ orderId }: Refund, reason: string) => ({ key: orderId, body: { orderId, reason } });

/** What WeChat Pay says about a refund, by answer or by notice, takes effect once. */
export async function settleRefund(
  ctx: Ctx,
  refund: Refund,
  { told, eventId }: { told: ToldRefund; eventId?: string },
): Promise<void> {
  const { _id: outRefundNo, orderId } = refund;
  const wrong = wrongInRefund({ ...refund, outRefundNo }, told);
  if (wrong) throw new Error(`WeChat Pay tells another ${wrong} for refund ${outRefundNo}`);
  const { refundId, refundFen: amountFen, status } = told;
  const end = { refundId, endedAt: told.refundedAt ?? ctx.now };
  await inTransaction(async () => {
    if (eventId) await rememberNotice({ _id: eventId, subject: outRefundNo, at: ctx.now });
    if (status === 'PROCESSING') {
      await markProcessing(outRefundNo);
    } else if (status === 'SUCCESS') {
      if (await markSucceeded(outRefundNo, end))
        await publish(ctx, paymentRefunded, { key: orderId, body: { orderId, refundId, amountFen } });
    } else if (await markFailed(outRefundNo, { ...end, failure: status })) {
      await publish(ctx, refundFailed, newsOf(refund, FAILURE_TEXT[status]));
    }
  });
}
