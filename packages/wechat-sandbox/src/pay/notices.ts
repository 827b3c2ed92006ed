import type { Ctx } from '../ctx';
import { seal, signAside, signedLines } from '../crypto/pay';
import type { Delivery, DeliveryMode } from '../delivery/types';
import type { Call } from '../http/post';
import { beijingTime } from '../state/rfc3339';
import { presentRefundNotice, presentTransaction } from './present';
import { nextKey, signatureHeaders, strangersKey } from './signing';
import type { PayOrder, PayRefund } from './types';
import { v2RefundNotice, v2RefundText } from './v2-notice';

/** Fifteen repeats over about a day. */
export const NOTIFY_RETRY_SECONDS = [
  15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600,
];
const STALE_SECONDS = 600;
const AGENT = { accept: '*/*', 'user-agent': 'Mozilla/4.0' };
const REFUND_SUMMARY = {
  SUCCESS: '退款成功',
  ABNORMAL: '退款异常',
  CLOSED: '退款关闭',
  PROCESSING: '退款处理中',
};

export function queuePaymentNotice(ctx: Ctx, order: PayOrder): void {
  ctx.deliveries.queue({
    id: noticeId(ctx),
    channel: 'pay',
    event: 'TRANSACTION.SUCCESS',
    subject: order.request.out_trade_no,
    url: order.request.notify_url,
    message: JSON.stringify(presentTransaction(order)),
    summary: '支付成功',
    retrySeconds: ctx.notifyRetrySeconds,
  });
}

/** A refund that named no address is told to the one of the console, in the XML of the API before v3, or not at all. */
export function queueRefundNotice(ctx: Ctx, refund: PayRefund): void {
  const url = refund.notifyUrl ?? ctx.state.pay.consoleRefundUrl;
  if (url === null) return;
  const isV3 = refund.notifyUrl !== undefined;
  ctx.deliveries.queue({
    id: noticeId(ctx),
    channel: 'pay',
    event: `REFUND.${refund.status}`,
    subject: refund.outRefundNo,
    url,
    message: isV3 ? JSON.stringify(presentRefundNotice(ctx, refund)) : v2RefundText(refund),
    summary: REFUND_SUMMARY[refund.status],
    retrySeconds: ctx.notifyRetrySeconds,
  });
}

export async function buildPayNotice(ctx: Ctx, delivery: Delivery, mode: DeliveryMode): Promise<Call> {
  const v2 = v2Text(ctx, delivery, mode);
  if (v2 !== undefined) {
    const headers = { 'content-type': 'text/xml; charset=utf-8', ...AGENT };
    return { method: 'POST', url: delivery.url, headers, body: v2RefundNotice(ctx, v2, mode) };
  }
  const original = delivery.event.startsWith('REFUND') ? 'refund' : 'transaction';
  const sealed = seal(alteredMessage(delivery.message, mode), ctx.world.merchant.apiV3Key, {
    nonce: ctx.random.text(12),
    associated_data: original,
  });
  if (mode === 'tamper') sealed.ciphertext = flipOneByte(sealed.ciphertext);
  const body = JSON.stringify({
    id: delivery.id,
    create_time: beijingTime(delivery.createdAt),
    resource_type: 'encrypt-resource',
    event_type: delivery.event,
    summary: delivery.summary,
    resource: { original_type: original, algorithm: 'AEAD_AES_256_GCM', ...sealed },
  });
  return { method: 'POST', url: delivery.url, headers: await noticeHeaders(ctx, body, mode), body };
}

/** What a notice in the old form says; undefined when it goes out in the form of v3. */
function v2Text(ctx: Ctx, delivery: Delivery, mode: DeliveryMode): string | undefined {
  if (delivery.message.startsWith('<')) return delivery.message;
  if (mode !== 'v2-xml') return undefined;
  const refund = delivery.event.startsWith('REFUND') ? ctx.ledger.refundByNo(delivery.subject) : undefined;
  if (refund) return v2RefundText(refund);
  const { pay } = ctx.state.faults;
  // There is no such payment notice: the fault waits for a refund.
  if (pay.mode === 'v2-xml') pay.times += 1;
  return undefined;
}

async function noticeHeaders(ctx: Ctx, body: string, mode: DeliveryMode): Promise<Record<string, string>> {
  const timestamp = String(ctx.clock.seconds() - (mode === 'stale' ? STALE_SECONDS : 0));
  const nonce = ctx.random.text(32);
  const { serial, pair } = nextKey(ctx, 'notices');
  const key = mode === 'bad-signature' ? strangersKey() : pair.signer;
  const signature =
    mode === 'signtest'
      ? `WECHATPAY/SIGNTEST/${ctx.random.text(64)}`
      : await signAside(Buffer.from(signedLines(timestamp, nonce, body)), key);
  return {
    'content-type': 'application/json',
    ...AGENT,
    ...signatureHeaders({ timestamp, nonce, signature, serial }),
  };
}

function alteredMessage(message: string, mode: DeliveryMode): string {
  if (mode !== 'wrong-merchant' && mode !== 'wrong-amount') return message;
  const parsed = JSON.parse(message) as { mchid: string; amount: { total: number; payer_total: number } };
  if (mode === 'wrong-merchant') parsed.mchid = '1900000109';
  else
    parsed.amount = {
      ...parsed.amount,
      total: parsed.amount.total + 1,
      payer_total: parsed.amount.payer_total + 1,
    };
  return JSON.stringify(parsed);
}

function flipOneByte(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return bytes.toString('base64');
}

function noticeId(ctx: Ctx): string {
  const hex = ctx.random.hex(32);
  return `EV-${hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
}
