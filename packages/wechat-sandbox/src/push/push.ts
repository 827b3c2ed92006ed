import type { Ctx } from '../ctx';
import { callbackSignature, encryptCallback, sha1 } from '../crypto/wecom';
import type { Delivery, DeliveryMode } from '../delivery/types';
import type { Call } from '../http/post';
import { appOf, appStateOf, kindByAppid } from '../weixin/apps';
import type { App } from '../weixin/apps';
import type { AppKind } from '../weixin/state';
import { render, withFields } from './render';
import type { PushFields } from './render';
import { heedReply } from './reply';

/** Three tries in all. */
const RETRY_SECONDS = [5, 5];
const STALE_SECONDS = 600;
const CONTENT_TYPES = { xml: 'text/xml', json: 'application/json' };

export type PushMessage = {
  /** openid of the sender: the person, or the platform itself. */
  from: string;
  /** Everything after CreateTime. */
  fields: PushFields & { MsgType: string };
  summary: string;
};

/** Tells the developer's server, when it gave an address. */
export function queuePush(ctx: Ctx, kind: AppKind, message: PushMessage): void {
  const { url, format } = appStateOf(ctx, kind).push;
  if (url === null) return;
  const app = appOf(ctx, kind);
  const { MsgType, Event } = message.fields;
  ctx.deliveries.queue({
    id: `PUSH-${ctx.random.hex(24)}`,
    channel: 'push',
    event: typeof Event === 'string' ? Event : MsgType,
    subject: message.from,
    url,
    message: render(
      {
        ToUserName: app.originalId,
        FromUserName: message.from,
        CreateTime: ctx.clock.seconds(),
        ...message.fields,
      },
      format,
    ),
    summary: message.summary,
    retrySeconds: RETRY_SECONDS,
    appid: app.appid,
  });
}

/** What a message is told apart by when it is no event; 64 bits, as decimal digits. */
export function newMsgId(ctx: Ctx): string {
  return `2${ctx.random.digits(17)}`;
}

/** A message of the mini-program or the official account to the developer's server, as its console has it. */
export function buildPush(ctx: Ctx, delivery: Delivery, mode: DeliveryMode): Call {
  const kind = kindByAppid(ctx, delivery.appid ?? '') ?? 'mini';
  const app = appOf(ctx, kind);
  const { mode: written } = appStateOf(ctx, kind).push;
  // The format may have been changed since the message was written down.
  const format = delivery.message.startsWith('<') ? 'xml' : 'json';
  const { timestamp, nonce, token } = signing(ctx, app, mode);
  const query: Record<string, string> = {
    signature: sha1([token, timestamp, nonce].sort().join('')),
    timestamp,
    nonce,
    openid: delivery.subject,
  };
  let body = delivery.message;
  if (written !== 'plain') {
    const encrypt = encryptCallback(delivery.message, secretOf(app, mode), ctx.random.bytes(16));
    query.encrypt_type = 'aes';
    query.msg_signature = callbackSignature(token, { timestamp, nonce, encrypt });
    const sealed = { Encrypt: mode === 'tamper' ? flipped(encrypt) : encrypt };
    body =
      written === 'safe'
        ? render({ ToUserName: app.originalId, ...sealed }, format)
        : withFields(delivery.message, sealed, format);
  } else if (mode === 'tamper') {
    // In plain mode the signature does not cover the body: nothing tells.
    body = delivery.message.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
  }
  const target = new URL(delivery.url);
  for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
  return {
    method: 'POST',
    url: target.href,
    headers: { 'content-type': CONTENT_TYPES[format] },
    body,
    heed: (answer) =>
      answer.status === 200 ? heedReply(ctx, kind, { delivery, body: answer.body }) : undefined,
  };
}

function signing(
  ctx: Ctx,
  app: App,
  mode: DeliveryMode,
): { timestamp: string; nonce: string; token: string } {
  return {
    timestamp: String(ctx.clock.seconds() - (mode === 'stale' ? STALE_SECONDS : 0)),
    nonce: ctx.random.digits(10),
    token: mode === 'bad-signature' ? 'a-strangers-token' : app.push.token,
  };
}

function secretOf(app: App, mode: DeliveryMode): Parameters<typeof encryptCallback>[1] {
  const { token, encodingAesKey } = app.push;
  return { token, encodingAesKey, receiveId: mode === 'wrong-receiveid' ? 'wx0000000000000000' : app.appid };
}

/** One byte of the cipher text is another, and the signature is of the text as it was. */
function flipped(encrypt: string): string {
  const bytes = Buffer.from(encrypt, 'base64');
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  return bytes.toString('base64');
}
