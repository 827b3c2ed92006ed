import type { Ctx } from '../ctx';
import { shopperById } from '../ctx';
import { queryParam } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { Shopper } from '../world';
import { unionidFor } from '../weixin/apps';
import { requireThat } from '../weixin/checks';
import { requireSecret } from '../weixin/tokens';
import type { OneTimeCode } from './state';

const CODE_LIVES_MS = 300 * 1000;
const DAY_MS = 24 * 3600 * 1000;
const KEPT = 5000;
const LOGINS_A_MINUTE = 100;

/** What wx.login hands to the page: good once, for five minutes. With an appid it is one of another mini-program. */
export function newLoginCode(ctx: Ctx, shopperId: string, appid?: string): string {
  visit(ctx, shopperId);
  return newCode(ctx, ctx.state.mini.loginCodes, { shopperId, ...(appid === undefined ? {} : { appid }) });
}

/** A one-time code of five minutes. Used ones are kept for a day, so that a replay is told apart from an unknown code. */
export function newCode(ctx: Ctx, codes: OneTimeCode[], of: { shopperId: string; appid?: string }): string {
  const now = ctx.clock.now();
  const code = `0${ctx.random.text(31)}`;
  const fresh = codes.findIndex((old) => now - old.expiresAt < DAY_MS);
  codes.splice(0, Math.max(fresh < 0 ? codes.length : fresh, codes.length - KEPT));
  codes.push({ code, expiresAt: now + CODE_LIVES_MS, used: false, ...of });
  return code;
}

/** When the code was made: what a watermark says. */
export function madeAt(code: OneTimeCode): number {
  return code.expiresAt - CODE_LIVES_MS;
}

/** The person is in the mini-program at this moment. */
export function visit(ctx: Ctx, shopperId: string): void {
  const shopper = shopperById(ctx, shopperId);
  if (shopper) ctx.state.mini.visits[shopper.openid] = ctx.clock.now();
}

/** jscode2session. Refuses 40002, 41002, 41004, 41008, 40013, 40125, 40029, 40163 or 40029 (rule usedLoginCode), 40226, 45011. */
export function codeToSession(ctx: Ctx, request: Incoming): Outgoing {
  const { query } = request;
  queryParam(request, 'appid', 41002);
  queryParam(request, 'secret', 41004);
  const code = queryParam(request, 'js_code', 41008);
  if (query.get('grant_type') !== 'authorization_code') throw new Refusal(40002, 'invalid grant_type');
  const kind = requireSecret(ctx, request, { appid: query.get('appid'), secret: query.get('secret') });
  if (kind !== 'mini') throw new Refusal(40013, 'invalid appid');
  const shopper = redeem(ctx, request, code);
  const { mini } = ctx.state;
  const now = ctx.clock.now();
  const before = mini.sessions[shopper.openid];
  const sessionKey =
    before && !ctx.rules.loginRenewsSession ? before.sessionKey : ctx.random.bytes(16).toString('base64');
  mini.sessions[shopper.openid] = { sessionKey, visitedAt: now };
  return json({
    session_key: sessionKey,
    openid: shopper.openid,
    ...unionidFor(ctx, 'mini', shopper),
  });
}

function redeem(ctx: Ctx, request: Incoming, code: string): Shopper {
  const known = ctx.state.mini.loginCodes.find((candidate) => candidate.code === code);
  const invalid = new Refusal(40029, 'invalid code');
  requireThat(request, known && known.appid === undefined, {
    name: 'js_code',
    given: code,
    hint: '由本小程序的 wx.login 得到',
    otherwise: invalid,
  });
  requireThat(request, !known.used, {
    name: 'js_code 未使用过',
    otherwise: new Refusal(ctx.rules.usedLoginCode, 'code been used'),
  });
  const shopper = shopperById(ctx, known.shopperId);
  requireThat(request, shopper && ctx.clock.now() < known.expiresAt, {
    name: 'js_code 未过期',
    expected: '五分钟之内',
    otherwise: invalid,
  });
  countLogin(ctx, shopper.openid);
  known.used = true;
  if (ctx.state.mini.blocked.includes(shopper.id)) throw new Refusal(40226, 'code blocked');
  return shopper;
}

function countLogin(ctx: Ctx, openid: string): void {
  const { logins } = ctx.state.mini;
  const minute = Math.floor(ctx.clock.now() / 60_000);
  const before = logins[openid];
  const count = before?.minute === minute ? before.count : 0;
  if (count >= LOGINS_A_MINUTE)
    throw new Refusal(45011, 'api minute-quota reach limit, must slower, retry next minute');
  logins[openid] = { minute, count: count + 1 };
}
