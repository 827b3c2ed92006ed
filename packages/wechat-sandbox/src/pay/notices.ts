import { generateKeyPairSync } from 'node:crypto';
import type { Ctx } from '../ctx';
import { seal, sign, signedLines } from '../crypto/pay';
import type { Delivery, DeliveryMode } from '../delivery/types';
import type { Call } from '../http/post';
import { beijingTime } from '../state/rfc3339';
import { presentRefundNotice, presentTransaction } from './present';
import type { PayOrder, PayRefund } from './types';

/** Fifteen repeats over about a day. */
export const NOTIFY_RETRY_SECONDS = [
  15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600,
];
const STALE_SECONDS = 600;
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

/** Without a notify_url in the refund request there is no v3 notice. */
export function queueRefundNotice(ctx: Ctx, refund: PayRefund): void {
  if (refund.notifyUrl === undefined) return;
  ctx.deliveries.queue({
    id: noticeId(ctx),
    channel: 'pay',
    event: `REFUND.${refund.status}`,
    subject: refund.outRefundNo,
    url: refund.notifyUrl,
    message: JSON.stringify(presentRefundNotice(ctx, refund)),
    summary: REFUND_SUMMARY[refund.status],
    retrySeconds: ctx.notifyRetrySeconds,
  });
}

export function buildPayNotice(ctx: Ctx, delivery: Delivery, mode: DeliveryMode): Call {
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
  return { method: 'POST', url: delivery.url, headers: noticeHeaders(ctx, body, mode), body };
}

function noticeHeaders(ctx: Ctx, body: string, mode: DeliveryMode): Record<string, string> {
  const timestamp = String(ctx.clock.seconds() - (mode === 'stale' ? STALE_SECONDS : 0));
  const nonce = ctx.random.text(32);
  return {
    'content-type': 'application/json',
    accept: '*/*',
    'user-agent': 'Mozilla/4.0',
    ...signatureHeaders(ctx, {
      timestamp,
      nonce,
      signature: noticeSignature(ctx, signedLines(timestamp, nonce, body), mode),
    }),
  };
}

function noticeSignature(ctx: Ctx, message: string, mode: DeliveryMode): string {
  if (mode === 'signtest') return `WECHATPAY/SIGNTEST/${ctx.random.text(64)}`;
  return sign(message, mode === 'bad-signature' ? strangersKey() : ctx.keys.wechatPay.privateKey);
}

/** The headers of a signed answer or notice. */
export function signatureHeaders(
  ctx: Ctx,
  signed: { timestamp: string; nonce: string; signature: string },
): Record<string, string> {
  return {
    'wechatpay-timestamp': signed.timestamp,
    'wechatpay-nonce': signed.nonce,
    'wechatpay-signature': signed.signature,
    'wechatpay-serial': ctx.keys.publicKeyId,
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
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

let stranger: string | undefined;

function strangersKey(): string {
  stranger ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey;
  return stranger;
}

function noticeId(ctx: Ctx): string {
  const hex = ctx.random.hex(32);
  return `EV-${hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
}
