import type { Ctx } from '../ctx';
import { callbackSignature, encryptCallback } from '../crypto/wecom';
import type { Delivery, DeliveryMode } from '../delivery/types';
import { call } from '../http/post';
import type { Call } from '../http/post';
import { newFollow } from './state';
import type { StaffMember, Shopper } from '../world';
import { externalUserid } from '../world';
import { findFollow } from './customers';

const WELCOME_CODE_LIVES_MS = 20 * 1000;
/** Three tries in all. */
const RETRY_SECONDS = [5, 5];
const STALE_SECONDS = 600;
const VERIFY_WITHIN_MS = 1000;

/** A customer comes to a member: the pair is made, and the app is told with a code for one welcome message. */
export function addCustomer(
  ctx: Ctx,
  pair: { member: StaffMember; shopper: Shopper; state?: string },
): { external_userid: string; welcome_code: string } {
  const { member, shopper } = pair;
  const now = ctx.clock.now();
  const state = pair.state === undefined ? {} : { state: pair.state };
  if (!findFollow(ctx, member.userid, shopper.id)) {
    ctx.state.wecom.follows.push(
      newFollow({ userid: member.userid, shopperId: shopper.id, addWay: 1, ...state }, now),
    );
  }
  const welcome = {
    code: ctx.random.text(43),
    userid: member.userid,
    shopperId: shopper.id,
    expiresAt: now + WELCOME_CODE_LIVES_MS,
    delivered: false,
  };
  ctx.state.wecom.welcomeCodes.push(welcome);
  queueContactEvent(ctx, 'add_external_contact', {
    UserID: member.userid,
    ExternalUserID: externalUserid(shopper),
    ...(pair.state === undefined ? {} : { State: pair.state }),
    WelcomeCode: welcome.code,
  });
  return { external_userid: externalUserid(shopper), welcome_code: welcome.code };
}

/** The customer deletes the member. */
export function dropCustomer(ctx: Ctx, pair: { member: StaffMember; shopper: Shopper }): boolean {
  const { wecom } = ctx.state;
  const follow = findFollow(ctx, pair.member.userid, pair.shopper.id);
  wecom.follows = wecom.follows.filter((candidate) => candidate !== follow);
  if (!follow) return false;
  queueContactEvent(ctx, 'del_follow_user', {
    UserID: pair.member.userid,
    ExternalUserID: externalUserid(pair.shopper),
  });
  return true;
}

/** What the console does when the address is saved: an encrypted echo that has to come back in the clear within a second. */
export async function verifyCallbackUrl(
  ctx: Ctx,
  url: string,
): Promise<{ verified: boolean; explanation: string }> {
  const echo = ctx.random.digits(19);
  const encrypt = encryptCallback(echo, secretOf(ctx, 'deliver'), ctx.random.bytes(16));
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
  const body = xml({ ToUserName: ctx.world.corp.corpid, Encrypt: sent, AgentID: ctx.world.corp.agentid });
  return { method: 'POST', url: target.href, headers: { 'content-type': 'text/xml' }, body };
}

function queueContactEvent(ctx: Ctx, changeType: string, fields: Record<string, string>): void {
  const { callbackUrl } = ctx.state.wecom;
  if (callbackUrl === null) return;
  const message = xml({
    ToUserName: ctx.world.corp.corpid,
    FromUserName: 'sys',
    CreateTime: ctx.clock.seconds(),
    MsgType: 'event',
    Event: 'change_external_contact',
    ChangeType: changeType,
    ...fields,
  });
  ctx.deliveries.queue({
    id: `WX-${ctx.random.hex(24)}`,
    channel: 'wecom',
    event: changeType,
    subject: fields.ExternalUserID ?? '',
    url: callbackUrl,
    message,
    summary: 'change_external_contact',
    retrySeconds: RETRY_SECONDS,
  });
}

function signedQuery(ctx: Ctx, encrypt: string, mode: DeliveryMode): Record<string, string> {
  const timestamp = String(ctx.clock.seconds() - (mode === 'stale' ? STALE_SECONDS : 0));
  const nonce = ctx.random.digits(10);
  const token = mode === 'bad-signature' ? 'a-strangers-token' : ctx.world.corp.callbackToken;
  return { msg_signature: callbackSignature(token, { timestamp, nonce, encrypt }), timestamp, nonce };
}

function secretOf(ctx: Ctx, mode: DeliveryMode): Parameters<typeof encryptCallback>[1] {
  const { corp } = ctx.world;
  const receiveId = mode === 'wrong-receiveid' ? 'ww0000000000000000' : corp.corpid;
  return { token: corp.callbackToken, encodingAesKey: corp.callbackAesKey, receiveId };
}

function xml(fields: Record<string, string | number>): string {
  const parts = Object.entries(fields).map(([name, value]) =>
    typeof value === 'number' ? `<${name}>${value}</${name}>` : `<${name}><![CDATA[${value}]]></${name}>`,
  );
  return `<xml>${parts.join('')}</xml>`;
}
