import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody, queryParam } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { APP_KINDS, appOf, appStateOf, kindByAppid } from './apps';
import { requireThat } from './checks';
import { countCall } from './limits';
import type { AppKind, AppToken } from './state';

const LIFE_MS = 7200 * 1000;
/** stable_token hands out a successor this long before a token's end. */
const RENEWED_EARLY_MS = 300 * 1000;
const DAY_MS = 24 * 3600 * 1000;
const MOST_FORCED_A_DAY = 20;
const BETWEEN_FORCED_MS = 30 * 1000;
const KEPT = 3000;

const stableSchema = z.object({
  grant_type: z.string().optional(),
  appid: z.string().optional(),
  secret: z.string().optional(),
  force_refresh: z.boolean().optional(),
});

type Credentials = {
  appid?: string | null | undefined;
  secret?: string | null | undefined;
  grantType?: string | null | undefined;
};

/** The same token until five minutes before its end; `force_refresh` kills it at once. */
export function stableToken(ctx: Ctx, request: Incoming): Outgoing {
  const { appid, secret, grant_type, force_refresh } = jsonBody(request, stableSchema);
  const kind = requireCaller(ctx, request, { appid, secret, grantType: grant_type });
  countCall(ctx, kind, '/cgi-bin/stable_token');
  const now = ctx.clock.now();
  const current = appStateOf(ctx, kind).tokens.findLast((token) => token.kind === 'stable');
  if (force_refresh) {
    countForced(ctx, kind, now);
    if (current && isAlive(current, now)) current.replacedAt = now;
    return answer(issue(ctx, kind, 'stable'), now);
  }
  if (current && isAlive(current, now + RENEWED_EARLY_MS)) return answer(current, now);
  if (current) replace(ctx, current, now);
  return answer(issue(ctx, kind, 'stable'), now);
}

/** A new token with every call, apart from those of stable_token. */
export function plainToken(ctx: Ctx, request: Incoming): Outgoing {
  const kind = requireCaller(ctx, request, {
    appid: request.query.get('appid'),
    secret: request.query.get('secret'),
    grantType: request.query.get('grant_type'),
  });
  countCall(ctx, kind, '/cgi-bin/token');
  const now = ctx.clock.now();
  for (const old of appStateOf(ctx, kind).tokens) {
    if (old.kind === 'plain') replace(ctx, old, now);
  }
  return answer(issue(ctx, kind, 'plain'), now);
}

/** Every call with `?access_token=` passes here first. Answers whose token it is. Refuses 41001, 40014, 40001, 42001. */
export function requireToken(ctx: Ctx, request: Incoming): AppKind {
  const token = queryParam(request, 'access_token', 41001);
  const now = ctx.clock.now();
  const owner = ownerOf(ctx, token);
  const name = 'access_token';
  // A token that was good once is "not latest"; anything else never was a token.
  const notLatest = new Refusal(40001, 'invalid credential, access_token is invalid or not latest');
  const looksReal = /^\d+_[A-Za-z0-9_-]{100,}$/.test(token);
  requireThat(request, owner, {
    name,
    given: `${token.slice(0, 12)}…`,
    hint: '由本沙箱签发，并且没有作废',
    otherwise: looksReal ? notLatest : new Refusal(40014, 'invalid access_token'),
  });
  const { replacedAt = Infinity, expiresAt } = owner.known;
  requireThat(request, now < replacedAt, {
    name: `${name} 未被新的取代`,
    hint: '重新获取 access_token 之后，旧的只在重叠期内可用',
    otherwise: notLatest,
  });
  requireThat(request, now < expiresAt, {
    name: `${name} 未过期`,
    expected: `早于 ${new Date(expiresAt).toISOString()}`,
    given: new Date(now).toISOString(),
    otherwise: new Refusal(42001, 'access_token expired'),
  });
  return owner.kind;
}

/** Secret and address of a caller who has no token (yet). Refuses 40002, 41002, 41004, 40013, 40125, 40243, 40164. */
export function requireCaller(ctx: Ctx, request: Incoming, credentials: Credentials): AppKind {
  const { grantType, ...app } = credentials;
  requireThat(request, grantType === 'client_credential', {
    name: 'grant_type',
    given: grantType ?? '',
    expected: 'client_credential',
    otherwise: new Refusal(40002, 'invalid grant_type'),
  });
  const kind = requireSecret(ctx, request, app);
  const { ipWhitelist } = appStateOf(ctx, kind);
  requireThat(request, ipWhitelist?.includes(request.ip) ?? true, {
    name: 'IP 白名单',
    given: request.ip,
    expected: ipWhitelist?.join(', ') ?? '不限',
    otherwise: new Refusal(40164, `invalid ip ${request.ip}, not in whitelist`),
  });
  return kind;
}

/** Which of the two apps it is, when it knows its secret. Refuses 41002, 41004, 40013, 40125, 40243. */
export function requireSecret(
  ctx: Ctx,
  request: Incoming,
  { appid, secret }: Pick<Credentials, 'appid' | 'secret'>,
): AppKind {
  if (!appid) throw new Refusal(41002, 'appid missing');
  if (!secret) throw new Refusal(41004, 'appsecret missing');
  const kind = kindByAppid(ctx, appid);
  requireThat(request, kind, {
    name: 'appid',
    given: appid,
    expected: APP_KINDS.map((one) => appOf(ctx, one).appid).join(' / '),
    otherwise: new Refusal(40013, 'invalid appid'),
  });
  const expected = appOf(ctx, kind).secret;
  requireThat(request, secret === expected, {
    name: 'secret',
    given: secret,
    expected,
    otherwise: new Refusal(40125, 'invalid appsecret'),
  });
  requireThat(request, !appStateOf(ctx, kind).secretFrozen, {
    name: 'AppSecret 未冻结',
    otherwise: new Refusal(40243, 'AppSecret is frozen, unfreeze it and try again'),
  });
  return kind;
}

function ownerOf(ctx: Ctx, token: string): { kind: AppKind; known: AppToken } | undefined {
  for (const kind of APP_KINDS) {
    const known = appStateOf(ctx, kind).tokens.find((candidate) => candidate.token === token);
    if (known) return { kind, known };
  }
  return undefined;
}

function isAlive(token: AppToken, at: number): boolean {
  return at < Math.min(token.expiresAt, token.replacedAt ?? Infinity);
}

/** The predecessor goes on for a while, but never beyond its own end. */
function replace(ctx: Ctx, old: AppToken, now: number): void {
  const at = now + ctx.rules.tokenOverlapSeconds * 1000;
  if (at < old.expiresAt) old.replacedAt ??= at;
}

function countForced(ctx: Ctx, kind: AppKind, now: number): void {
  const state = appStateOf(ctx, kind);
  state.forcedRefreshes = state.forcedRefreshes.filter((at) => now - at < DAY_MS);
  if (state.forcedRefreshes.some((at) => now - at < BETWEEN_FORCED_MS)) {
    throw new Refusal(45011, 'force_refresh: 30 seconds have to pass between two refreshes');
  }
  if (state.forcedRefreshes.length >= MOST_FORCED_A_DAY)
    throw new Refusal(45009, 'reach max api daily quota limit');
  state.forcedRefreshes.push(now);
}

function issue(ctx: Ctx, kind: AppKind, how: 'stable' | 'plain'): AppToken {
  const now = ctx.clock.now();
  const state = appStateOf(ctx, kind);
  const token: AppToken = {
    token: `${80 + (state.tokens.length % 20)}_${ctx.random.text(128)}`,
    kind: how,
    issuedAt: now,
    expiresAt: now + LIFE_MS,
  };
  state.tokens = [...state.tokens.filter((old) => now - old.expiresAt < DAY_MS), token].slice(-KEPT);
  return token;
}

function answer(token: AppToken, now: number): Outgoing {
  return json({ access_token: token.token, expires_in: Math.floor((token.expiresAt - now) / 1000) });
}
