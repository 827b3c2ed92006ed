import type { Ctx } from '../ctx';
import { shopperById } from '../ctx';
import { queryParam } from '../http/body';
import { html, json, redirect } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { requireThat } from '../weixin/checks';
import { requireSecret } from '../weixin/tokens';
import { unionidFor } from '../weixin/apps';
import { messagePage } from '../wecom/pages';
import type { Shopper } from '../world';
import { visitorPage } from './pages';
import type { WebScope, WebToken } from './state';

const CODE_LIVES_MS = 300 * 1000;
const TOKEN_LIVES_MS = 7200 * 1000;
const REFRESHABLE_MS = 30 * 24 * 3600 * 1000;
const DAY_MS = 24 * 3600 * 1000;
const KEPT = 5000;
const SCOPES: readonly WebScope[] = ['snsapi_base', 'snsapi_userinfo'];

/**
 * Where WeChat's own browser would know the person. Here the cookie `sandbox_shopper` says who it is; without it a page asks, and its
 * links come back with `sandbox_shopper` in the query.
 */
export function authorizeOnWeb(ctx: Ctx, request: Incoming): Outgoing {
  const { query } = request;
  const problem = authorizeProblem(ctx, query);
  if (problem) {
    const page = html(messagePage('无法登录', problem.words), 400);
    return { ...page, note: { errcode: problem.errcode, explanation: problem.words } };
  }
  const chosen = query.get('sandbox_shopper');
  const shopper = shopperById(ctx, chosen ?? request.cookies.sandbox_shopper ?? '');
  const name = ctx.world.officialAccount.name;
  if (!shopper) return html(visitorPage({ account: name, shoppers: ctx.world.shoppers, query }));
  const target = new URL(query.get('redirect_uri') ?? '');
  target.searchParams.set('code', newWebCode(ctx, shopper.id, query.get('scope') as WebScope));
  target.searchParams.set('state', query.get('state') ?? '');
  const cookies = chosen ? [`sandbox_shopper=${encodeURIComponent(shopper.id)}; Path=/; SameSite=Lax`] : [];
  return redirect(target.href, cookies);
}

/** Good once, for five minutes. */
export function newWebCode(ctx: Ctx, shopperId: string, scope: WebScope): string {
  const now = ctx.clock.now();
  const { official } = ctx.state;
  const code = `0${ctx.random.text(31)}`;
  official.webCodes = [
    ...official.webCodes.filter((old) => now - old.expiresAt < DAY_MS),
    { code, shopperId, scope, expiresAt: now + CODE_LIVES_MS, used: false },
  ].slice(-KEPT);
  return code;
}

/** /sns/oauth2/access_token. Refuses 41002, 41004, 41008, 40002, 40013, 40125, 40029, 40163. */
export function webToken(ctx: Ctx, request: Incoming): Outgoing {
  const { query } = request;
  requireOfficial(ctx, request);
  const code = queryParam(request, 'code', 41008);
  if (query.get('grant_type') !== 'authorization_code') throw new Refusal(40002, 'invalid grant_type');
  const known = ctx.state.official.webCodes.find((candidate) => candidate.code === code);
  const invalid = new Refusal(40029, 'invalid code');
  requireThat(request, known, { name: 'code', given: code, hint: '由网页授权得到', otherwise: invalid });
  requireThat(request, !known.used, {
    name: 'code 未使用过',
    otherwise: new Refusal(ctx.rules.usedLoginCode, 'code been used'),
  });
  requireThat(request, ctx.clock.now() < known.expiresAt, {
    name: 'code 未过期',
    expected: '五分钟之内',
    otherwise: invalid,
  });
  known.used = true;
  const { shopperId, scope } = known;
  const now = ctx.clock.now();
  const token: WebToken = {
    token: `90_${ctx.random.text(110)}`,
    refreshToken: `90_${ctx.random.text(110)}`,
    shopperId,
    scope,
    expiresAt: now + TOKEN_LIVES_MS,
    refreshableUntil: now + REFRESHABLE_MS,
  };
  const { official } = ctx.state;
  const living = official.webTokens.filter((old) => now < old.refreshableUntil);
  official.webTokens = [...living, token].slice(-KEPT);
  return answer(ctx, token);
}

/** /sns/oauth2/refresh_token. Refuses 41002, 40013, 40002, 41003, 40030, 42002. */
export function refreshWebToken(ctx: Ctx, request: Incoming): Outgoing {
  const { query } = request;
  if (queryParam(request, 'appid', 41002) !== ctx.world.officialAccount.appid)
    throw new Refusal(40013, 'invalid appid');
  if (query.get('grant_type') !== 'refresh_token') throw new Refusal(40002, 'invalid grant_type');
  const given = queryParam(request, 'refresh_token', 41003);
  const known = ctx.state.official.webTokens.find(({ refreshToken }) => refreshToken === given);
  if (!known) throw new Refusal(40030, 'invalid refresh_token');
  const now = ctx.clock.now();
  if (now >= known.refreshableUntil) throw new Refusal(42002, 'refresh_token expired');
  // A living token is prolonged, a dead one replaced.
  if (now >= known.expiresAt) known.token = `90_${ctx.random.text(110)}`;
  known.expiresAt = now + TOKEN_LIVES_MS;
  return answer(ctx, known);
}

/** /sns/userinfo. Refuses 41001, 40001, 42001, 41009, 40003, 48001 for snsapi_base. */
export function webUserInfo(ctx: Ctx, request: Incoming): Outgoing {
  const { token, shopper } = requireWebToken(ctx, request);
  if (token.scope !== 'snsapi_userinfo') throw new Refusal(48001, 'api unauthorized');
  return json({
    openid: shopper.officialOpenid,
    nickname: shopper.name,
    sex: 0,
    language: '',
    city: '',
    province: '',
    country: '',
    headimgurl: '',
    privilege: [],
    ...unionidFor(ctx, 'official', shopper),
  });
}

/** /sns/auth: whether the token still holds. */
export function checkWebToken(ctx: Ctx, request: Incoming): Outgoing {
  requireWebToken(ctx, request);
  return json({ errcode: 0, errmsg: 'ok' });
}

function requireOfficial(ctx: Ctx, request: Incoming): void {
  const { query } = request;
  const kind = requireSecret(ctx, request, { appid: query.get('appid'), secret: query.get('secret') });
  if (kind !== 'official') throw new Refusal(40013, 'invalid appid');
}

function requireWebToken(ctx: Ctx, request: Incoming): { token: WebToken; shopper: Shopper } {
  const given = queryParam(request, 'access_token', 41001);
  const openid = queryParam(request, 'openid', 41009);
  const token = ctx.state.official.webTokens.find((known) => known.token === given);
  if (!token) throw new Refusal(40001, 'invalid credential, access_token is invalid or not latest');
  if (ctx.clock.now() >= token.expiresAt) throw new Refusal(42001, 'access_token expired');
  const shopper = shopperById(ctx, token.shopperId);
  if (!shopper || shopper.officialOpenid !== openid) throw new Refusal(40003, 'invalid openid');
  return { token, shopper };
}

/** The unionid comes only with snsapi_userinfo. */
function answer(ctx: Ctx, token: WebToken): Outgoing {
  const shopper = shopperById(ctx, token.shopperId);
  if (!shopper) throw new Refusal(40029, 'invalid code');
  return json({
    access_token: token.token,
    expires_in: Math.ceil((token.expiresAt - ctx.clock.now()) / 1000),
    refresh_token: token.refreshToken,
    openid: shopper.officialOpenid,
    scope: token.scope,
    ...(token.scope === 'snsapi_userinfo' ? unionidFor(ctx, 'official', shopper) : {}),
  });
}

function authorizeProblem(ctx: Ctx, query: URLSearchParams): { errcode: string; words: string } | undefined {
  const { appid, webDomain } = ctx.world.officialAccount;
  const wrong = (errcode: string, words: string): { errcode: string; words: string } => ({ errcode, words });
  if (query.get('appid') !== appid) return wrong('10012', 'appid 不是这个公众号的 AppID');
  if (query.get('response_type') !== 'code') return wrong('10013', 'response_type 必须是 code');
  if (!SCOPES.some((scope) => scope === query.get('scope')))
    return wrong('10005', 'scope 只能是 snsapi_base 或 snsapi_userinfo');
  if (!/^[a-zA-Z0-9]{0,128}$/.test(query.get('state') ?? ''))
    return wrong('10011', 'state 只能是不超过128位的字母和数字');
  const redirectUri = query.get('redirect_uri') ?? '';
  const isAddress = /^https?:/.test(redirectUri) && URL.canParse(redirectUri);
  if (!isAddress || (webDomain !== undefined && new URL(redirectUri).host !== webDomain))
    return wrong('10003', 'redirect_uri 域名与后台配置不一致');
  return undefined;
}
