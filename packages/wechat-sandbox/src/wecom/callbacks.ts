import type { Ctx } from '../ctx';
import { callbackSignature, encryptCallback } from '../crypto/wecom';
import type { CallbackSecret } from '../crypto/wecom';
import type { Delivery, DeliveryMode } from '../delivery/types';
import { call } from '../http/post';
import type { Call } from '../http/post';
import { callbackSecret } from './callback-secret';
import { heedReply } from './passive-reply';
import { toXml } from './xml';
import type { XmlFields } from './xml';

/** Three tries in all. */
const RETRY_SECONDS = [5, 5];
const STALE_SECONDS = 600;
const VERIFY_WITHIN_MS = 1000;

export type WecomEvent = {
  event: string;
  changeType?: string;
  /** Whom or what it is about: an external_userid, a chat_id, a tag, a member. */
  subject: string;
  /** Whose doing it is; `sys` when absent. */
  from?: string;
  fields: XmlFields;
};

/** Tells the app of an event. Nothing happens as long as the app has no callback address. */
export function queueEvent(ctx: Ctx, told: WecomEvent): void {
  const { callbackUrl } = ctx.state.wecom;
  if (callbackUrl === null) return;
  const { event, changeType, subject, from = 'sys', fields } = told;
  const message = toXml({
    ToUserName: ctx.world.corp.corpid,
    FromUserName: from,
    CreateTime: ctx.clock.seconds(),
    MsgType: 'event',
    Event: event,
    ...(changeType === undefined ? {} : { ChangeType: changeType }),
    ...fields,
  });
  ctx.deliveries.queue({
    id: `WX-${ctx.random.hex(24)}`,
    channel: 'wecom',
    event: changeType ?? event,
    subject,
    url: callbackUrl,
    message,
    summary: event,
    retrySeconds: RETRY_SECONDS,
  });
}

/** What the console does when the address is saved: an encrypted echo that has to come back in the clear within a second. */
export async function verifyCallbackUrl(
  ctx: Ctx,
  url: string,
): Promise<{ verified: boolean; explanation: string }> {
  const echo = ctx.random.digits(19);
  const encrypt = encryptCallback(echo, callbackSecret(ctx), ctx.random.bytes(16));
  const target = new URL(url);
  for (const [name, value] of Object.entries({ ...signedQuery(ctx, encrypt, 'deliver'), echostr: encrypt })) {
    target.searchParams.set(name, value);
  }
  try {
    const answer = await call({ method: 'GET', url: target.href, headers: {} }, VERIFY_WITHIN_MS);
    const verified = answer.status === 200 && answer.body === echo;
    return {
      verified,
      explanation: verified ? 'ok' : `expected ${echo}, got ${answer.status} ${answer.body.slice(0, 200)}`,
    };
  } catch (error) {
    return { verified: false, explanation: error instanceof Error ? error.message : String(error) };
  }
}

export function buildWecomCallback(ctx: Ctx, delivery: Delivery, mode: DeliveryMode): Call {
  const encrypt = encryptCallback(delivery.message, secretOf(ctx, mode), ctx.random.bytes(16));
  const target = new URL(delivery.url);
  for (const [name, value] of Object.entries(signedQuery(ctx, encrypt, mode)))
    target.searchParams.set(name, value);
  const sent = mode === 'tamper' ? `${encrypt.slice(0, -5)}AAAA=` : encrypt;
  const body = toXml({ ToUserName: ctx.world.corp.corpid, Encrypt: sent, AgentID: ctx.world.corp.agentid });
  return {
    method: 'POST',
    url: target.href,
    headers: { 'content-type': 'text/xml' },
    body,
    heed: (answer) => (answer.status === 200 ? heedReply(ctx, delivery, answer.body) : undefined),
  };
}

function signedQuery(ctx: Ctx, encrypt: string, mode: DeliveryMode): Record<string, string> {
  const timestamp = String(ctx.clock.seconds() - (mode === 'stale' ? STALE_SECONDS : 0));
  const nonce = ctx.random.digits(10);
  const token = mode === 'bad-signature' ? 'a-strangers-token' : ctx.world.corp.callbackToken;
  return { msg_signature: callbackSignature(token, { timestamp, nonce, encrypt }), timestamp, nonce };
}

function secretOf(ctx: Ctx, mode: DeliveryMode): CallbackSecret {
  const secret = callbackSecret(ctx);
  return mode === 'wrong-receiveid' ? { ...secret, receiveId: 'ww0000000000000000' } : secret;
}
