import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody, queryParam } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { AccessToken } from '../state/access-token';

const LIFE_MS = 7200 * 1000;
/** The platform renews five minutes early; the old token works until its own end. */
const OVERLAP_MS = 300 * 1000;
const DAY_MS = 24 * 3600 * 1000;
const MOST_FORCED_A_DAY = 20;
const BETWEEN_FORCED_MS = 30 * 1000;

const stableSchema = z.object({
  grant_type: z.string().optional(),
  appid: z.string().optional(),
  secret: z.string().optional(),
  force_refresh: z.boolean().optional(),
});

export function stableToken(ctx: Ctx, request: Incoming): Outgoing {
  const body = jsonBody(request, stableSchema);
  requireCredentials(ctx, { appid: body.appid, secret: body.secret, grantType: body.grant_type });
  const now = ctx.clock.now();
  const current = latest(ctx, 'stable');
  if (body.force_refresh) {
    countForced(ctx, now);
    if (current) current.expiresAt = now;
    return answer(issue(ctx, 'stable'), now);
  }
  if (current && current.expiresAt - now > OVERLAP_MS) return answer(current, now);
  return answer(issue(ctx, 'stable'), now);
}

export function plainToken(ctx: Ctx, request: Incoming): Outgoing {
  requireCredentials(ctx, {
    appid: request.query.get('appid'),
    secret: request.query.get('secret'),
    grantType: request.query.get('grant_type'),
  });
  const now = ctx.clock.now();
  for (const old of ctx.state.mini.tokens) {
    if (old.kind === 'plain') old.expiresAt = Math.min(old.expiresAt, now + OVERLAP_MS);
  }
  return answer(issue(ctx, 'plain'), now);
}

/** Every call with `?access_token=` passes here first. */
export function requireToken(ctx: Ctx, request: Incoming): void {
  const token = queryParam(request, 'access_token', 41001);
  const known = ctx.state.mini.tokens.find((candidate) => candidate.token === token);
  if (!known) {
    const looksReal = /^\d+_[A-Za-z0-9_-]{100,}$/.test(token);
    // A token that was good once is "not latest"; anything else never was a token.
    throw looksReal
      ? new Refusal(40001, 'invalid credential, access_token is invalid or not latest')
      : new Refusal(40014, 'invalid access_token');
  }
  if (ctx.clock.now() >= known.expiresAt) throw new Refusal(42001, 'access_token expired');
}

function requireCredentials(
  ctx: Ctx,
  given: {
    appid?: string | null | undefined;
    secret?: string | null | undefined;
    grantType?: string | null | undefined;
  },
): void {
  const { miniProgram } = ctx.world;
  if (given.grantType !== 'client_credential') throw new Refusal(40002, 'invalid grant_type');
  if (!given.appid) throw new Refusal(41002, 'appid missing');
  if (!given.secret) throw new Refusal(41004, 'appsecret missing');
  if (given.appid !== miniProgram.appid) throw new Refusal(40013, 'invalid appid');
  if (given.secret !== miniProgram.secret) throw new Refusal(40125, 'invalid appsecret');
}

function countForced(ctx: Ctx, now: number): void {
  const { mini } = ctx.state;
  mini.forcedRefreshes = mini.forcedRefreshes.filter((at) => now - at < DAY_MS);
  if (mini.forcedRefreshes.some((at) => now - at < BETWEEN_FORCED_MS)) {
    throw new Refusal(45011, 'force_refresh: 30 seconds have to pass between two refreshes');
  }
  if (mini.forcedRefreshes.length >= MOST_FORCED_A_DAY)
    throw new Refusal(45009, 'reach max api daily quota limit');
  mini.forcedRefreshes.push(now);
}

function latest(ctx: Ctx, kind: AccessToken['kind']): AccessToken | undefined {
  return ctx.state.mini.tokens.findLast((token) => token.kind === kind);
}

function issue(ctx: Ctx, kind: AccessToken['kind']): AccessToken {
  const now = ctx.clock.now();
  const token: AccessToken = {
    token: `${80 + ctx.state.mini.tokens.length}_${ctx.random.text(128)}`,
    kind,
    issuedAt: now,
    expiresAt: now + LIFE_MS,
  };
  const { mini } = ctx.state;
  mini.tokens = [...mini.tokens.filter((old) => now - old.expiresAt < DAY_MS), token];
  return token;
}

function answer(token: AccessToken, now: number): Outgoing {
  return json({ access_token: token.token, expires_in: Math.floor((token.expiresAt - now) / 1000) });
}
