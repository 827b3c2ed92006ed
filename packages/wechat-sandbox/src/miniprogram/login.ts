import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Ctx } from '../ctx';
import { shopperById } from '../ctx';
import { sessionSignature } from '../crypto/mini-program';
import { jsonBody, queryParam } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { OneTimeCode } from './state';

const CODE_LIVES_MS = 300 * 1000;
const phoneSchema = z.object({ code: z.string().optional(), openid: z.string().optional() });

/** What wx.login hands to the page: good once, for five minutes. */
export function newLoginCode(ctx: Ctx, shopperId: string): string {
  return remember(ctx, ctx.state.mini.loginCodes, shopperId);
}

/** What the button open-type="getPhoneNumber" hands to the page. */
export function newPhoneCode(ctx: Ctx, shopperId: string): string {
  return remember(ctx, ctx.state.mini.phoneCodes, shopperId);
}

export function codeToSession(ctx: Ctx, request: Incoming): Outgoing {
  const { miniProgram } = ctx.world;
  const appid = queryParam(request, 'appid', 41002);
  const secret = queryParam(request, 'secret', 41004);
  const code = queryParam(request, 'js_code', 41008);
  if (request.query.get('grant_type') !== 'authorization_code')
    throw new Refusal(40002, 'invalid grant_type');
  if (appid !== miniProgram.appid) throw new Refusal(40013, 'invalid appid');
  if (secret !== miniProgram.secret) throw new Refusal(40125, 'invalid appsecret');
  const known = ctx.state.mini.loginCodes.find((candidate) => candidate.code === code);
  if (known?.used) throw new Refusal(40163, 'code been used');
  const shopper = known && ctx.clock.now() < known.expiresAt ? shopperById(ctx, known.shopperId) : undefined;
  if (!known || !shopper) throw new Refusal(40029, 'invalid code');
  known.used = true;
  const sessionKey = ctx.random.bytes(16).toString('base64');
  ctx.state.mini.sessions[shopper.openid] = { sessionKey, visitedAt: ctx.clock.now() };
  return json({ session_key: sessionKey, openid: shopper.openid, unionid: shopper.unionid });
}

export function checkSession(ctx: Ctx, request: Incoming): Outgoing {
  const openid = queryParam(request, 'openid', 40003);
  if (request.query.get('sig_method') !== 'hmac_sha256') throw new Refusal(40097, 'invalid sig_method');
  const session = ctx.state.mini.sessions[openid];
  if (!session) throw new Refusal(87009, 'invalid signature');
  const expected = Buffer.from(sessionSignature(session.sessionKey));
  const given = Buffer.from(request.query.get('signature') ?? '');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new Refusal(87009, 'invalid signature');
  }
  return json({ errcode: 0, errmsg: 'ok' });
}

export function phoneNumber(ctx: Ctx, request: Incoming): Outgoing {
  const { code, openid } = jsonBody(request, phoneSchema);
  if (!code) throw new Refusal(41008, 'missing code');
  const known = ctx.state.mini.phoneCodes.find((candidate) => candidate.code === code);
  const alive = known && !known.used && ctx.clock.now() < known.expiresAt;
  const shopper = alive ? shopperById(ctx, known.shopperId) : undefined;
  if (!known || !shopper || (openid !== undefined && openid !== shopper.openid)) {
    throw new Refusal(40029, 'invalid code');
  }
  known.used = true;
  return json({
    errcode: 0,
    errmsg: 'ok',
    phone_info: {
      phoneNumber: shopper.phone,
      purePhoneNumber: shopper.phone,
      countryCode: '86',
      watermark: { timestamp: ctx.clock.seconds(), appid: ctx.world.miniProgram.appid },
    },
  });
}

function remember(ctx: Ctx, codes: OneTimeCode[], shopperId: string): string {
  const now = ctx.clock.now();
  const code = `0${ctx.random.text(31)}`;
  // Used codes are kept for a day: a replay is told apart from an unknown code.
  const stale = codes.findIndex((old) => now - old.expiresAt < 24 * 3600 * 1000);
  codes.splice(0, Math.max(0, stale));
  codes.push({ code, shopperId, expiresAt: now + CODE_LIVES_MS, used: false });
  return code;
}
