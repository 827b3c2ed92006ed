import { PlatformError, PlatformRefusal } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { log } from '../../kernel/log';
import { later, publish } from '../../kernel/outbox';
import { createRefund, queryRefund } from '../../platform/wechat-pay';
import type { Refund as ToldRefund } from '../../platform/wechat-pay';
import { paymentRefunded, refundFailed } from './events';
import { retakeClosedRefund, sendRefund } from './jobs';
import { findByOrder, giveTurn, settleReserved, takeTurn } from './payment.model';
import * as rows from './refund.model';
import type { Refund } from './refund.model';
import {
  FAILURE_TEXT,
  OPEN_REFUND,
  REFUNDS_APART_MS,
  RETAKE_AFTER_MS,
  isLookedAfter,
  nextAbnormalLook,
  nextRefundLook,
  wrongInRefund,
} from './refund.rules';

type Look = { outRefundNo: string; look: number };

/** A refund that waits for its turn is woken by the one before it; this is for when that got lost. */
const WAKES_ITSELF_AFTER_MS = 10 * 60_000;

/**
 * One step of a refund, and the next one planned before it: after an unclear answer WeChat Pay is asked first, and the refund is
 * sent again, under the same number, only if it was never heard of.
 */
export async function pursueRefund(ctx: Ctx, { outRefundNo, look }: Look): Promise<void> {
  const refund = await rows.findRefund(outRefundNo);
  if (!refund || !isLookedAfter(refund)) return;
  if (refund.state === 'requested' && !(await haveTurn(ctx, refund))) return;
  const open = OPEN_REFUND.includes(refund.state);
  await planRefund(ctx, {
    outRefundNo,
    look,
    at: open ? nextRefundLook(ctx.now, look) : nextAbnormalLook(ctx.now),
  });
  await askAboutRefund(ctx, refund);
}

/** Asks WeChat Pay how a refund stands, or sends it if WeChat Pay never heard of it, and records what it says. */
export async function askAboutRefund(ctx: Ctx, refund: Refund): Promise<void> {
  const { _id: outRefundNo } = refund;
  try {
    const told = (refund.sentAt && (await queryRefund(outRefundNo))) || (await send(ctx, refund));
    await settleRefund(ctx, refund, { told });
  } catch (error) {
    if (error instanceof PlatformRefusal) return tellRefusal(ctx, refund, String(error.code));
    if (!(error instanceof PlatformError)) throw error;
    log.warn({ traceId: ctx.traceId, outRefundNo, code: error.code }, 'refund answer unclear');
  }
}

/** One at a time per payment, a minute apart. False: it is looked at again when its turn has come. */
async function haveTurn(ctx: Ctx, { _id: outRefundNo, orderId, looks }: Refund): Promise<boolean> {
  const since = new Date(ctx.now.getTime() - REFUNDS_APART_MS);
  if (await takeTurn(orderId, outRefundNo, { now: ctx.now, since })) return true;
  const payment = await findByOrder(orderId);
  const free = !payment?.refundUnderWay && payment?.refundSentAt;
  if (free) {
    const at = new Date(free.getTime() + REFUNDS_APART_MS);
    await inTransaction(() => wake(ctx, { outRefundNo, look: looks, at }));
  } else {
    await rows.postponeLook(outRefundNo, new Date(ctx.now.getTime() + WAKES_ITSELF_AFTER_MS));
  }
  return false;
}

async function wake(ctx: Ctx, { outRefundNo, look, at }: Look & { at: Date }): Promise<void> {
  if (!(await rows.postponeLook(outRefundNo, at))) return;
  await later(ctx, sendRefund, { key: outRefundNo, body: { outRefundNo, look }, at });
}

/** In the transaction in which a refund ends: the next one of its payment may go. */
async function passTurn(ctx: Ctx, { _id, orderId }: Refund): Promise<void> {
  await giveTurn(orderId, _id);
  const next = await rows.findWaiting(orderId);
  if (!next) return;
  const sentAt = (await findByOrder(orderId))?.refundSentAt ?? ctx.now;
  const at = new Date(Math.max(ctx.now.getTime(), sentAt.getTime() + REFUNDS_APART_MS));
  await wake(ctx, { outRefundNo: next._id, look: next.looks, at });
}

/** A job that runs twice plans once. */
export const planRefund = (ctx: Ctx, { outRefundNo, look, at }: Look & { at: Date }): Promise<void> =>
  inTransaction(async () => {
    if (!(await rows.planRefundLook(outRefundNo, look, at))) return;
    await later(ctx, sendRefund, { key: outRefundNo, body: { outRefundNo, look: look + 1 }, at });
  });

async function send(ctx: Ctx, refund: Refund): Promise<ToldRefund> {
  const { _id: outRefundNo, outTradeNo, refundFen, totalFen, reason, notifyUrl } = refund;
  await rows.markSent(outRefundNo, ctx.now);
  return createRefund({ outTradeNo, outRefundNo, refundFen, totalFen, reason, notifyUrl });
}

/** Not taken on: people are told once per reason (an empty balance has to be filled), and it is sent again all the same. */
async function tellRefusal(ctx: Ctx, refund: Refund, code: string): Promise<void> {
  log.error({ traceId: ctx.traceId, outRefundNo: refund._id, code }, 'refund refused');
  await inTransaction(async () => {
    if (await rows.markRefused(refund._id, code, ctx.now))
      await publish(ctx, refundFailed, newsOf(refund, `微信支付未受理退款（${code}），将自动重试`));
    await passTurn(ctx, refund);
  });
}

const newsOf = ({ orderId, key }: Refund, reason: string) => ({
  key: orderId,
  body: { orderId, key: key ?? 'full', reason },
});

/**
 * What WeChat Pay says about a refund, by answer or by notice, takes effect once, because each change of state has one way in.
 * Only a notice can be old news: that a refund did not arrive is no longer so once it was sent on, and is asked after instead.
 */
export async function settleRefund(
  ctx: Ctx,
  refund: Refund,
  { told, byNotice = false }: { told: ToldRefund; byNotice?: boolean },
): Promise<void> {
  const { _id: outRefundNo } = refund;
  const wrong = wrongInRefund({ ...refund, outRefundNo }, told);
  if (wrong) throw new Error(`WeChat Pay tells another ${wrong} for refund ${outRefundNo}`);
  if (byNotice && told.status === 'ABNORMAL' && refund.redirectedAt) return;
  await inTransaction(async () => {
    await rows.markAccepted(outRefundNo, told.acceptedAt ?? refund.sentAt ?? ctx.now);
    if (told.status === 'PROCESSING') await rows.markProcessing(outRefundNo);
    else if (told.status === 'SUCCESS') await recordSuccess(ctx, refund, told);
    else await recordFailure(ctx, refund, { ...told, status: told.status });
  });
}

async function recordSuccess(ctx: Ctx, refund: Refund, told: ToldRefund): Promise<void> {
  const { _id: outRefundNo, orderId, key } = refund;
  const { refundId, refundFen: amountFen } = told;
  const end = { refundId, endedAt: told.refundedAt ?? ctx.now };
  if (!(await rows.markSucceeded(outRefundNo, end))) {
    const { failure } = (await rows.findRefund(outRefundNo)) ?? refund;
    if (failure === 'CLOSED') log.error({ traceId: ctx.traceId, outRefundNo }, 'a closed refund succeeded');
    return;
  }
  await settleReserved(orderId, refund.refundFen, 'refunded');
  await publish(ctx, paymentRefunded, {
    key: orderId,
    body: { orderId, refundId, amountFen, key: key ?? 'full' },
  });
  await passTurn(ctx, refund);
}

/** CLOSED: the money is ours again. ABNORMAL: it is with neither, and keeps its room until people have found it a way. */
async function recordFailure(
  ctx: Ctx,
  refund: Refund,
  told: ToldRefund & { status: 'CLOSED' | 'ABNORMAL' },
): Promise<void> {
  const { _id: outRefundNo, orderId, key, retakeOf } = refund;
  const { status: failure, refundId } = told;
  const closed = failure === 'CLOSED';
  const nextLookAt = closed ? null : nextAbnormalLook(ctx.now);
  const end = { refundId, endedAt: told.refundedAt ?? ctx.now, failure, failedAt: ctx.now, nextLookAt };
  if (!(await rows.markFailed(outRefundNo, end))) return;
  if (closed) await settleReserved(orderId, refund.refundFen, 'closed');
  await publish(ctx, refundFailed, newsOf(refund, FAILURE_TEXT[failure]));
  await passTurn(ctx, refund);
  if (!closed || retakeOf) return;
  const at = new Date(ctx.now.getTime() + RETAKE_AFTER_MS);
  await later(ctx, retakeClosedRefund, {
    key: outRefundNo,
    body: { orderId, key: key ?? 'full', outRefundNo },
    at,
  });
}
