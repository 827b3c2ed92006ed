import { z } from 'zod';
import type { Ctx } from '../ctx';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { readJson } from './read-json';
import { DOUYIN } from './state';

const LIFE_MS = 7200 * 1000;
const KEPT = 50;

const schema = z.object({ client_key: z.string(), client_secret: z.string(), grant_type: z.string() });

/** A new token with every call; older ones live on until their end. Refuses 10003 (wrong app or secret). */
export function clientToken(ctx: Ctx, request: Incoming): Outgoing {
  const { client_key, client_secret, grant_type } = readJson(request, schema);
  const known = client_key === DOUYIN.clientKey && client_secret === DOUYIN.clientSecret;
  if (!known || grant_type !== 'client_credential') throw new Refusal(10003, 'client_key or secret is wrong');
  const now = ctx.clock.now();
  const token = `clt.${ctx.random.hex(56)}`;
  const { tokens } = ctx.state.channels.douyin;
  tokens.push({ token, kind: 'plain', issuedAt: now, expiresAt: now + LIFE_MS });
  tokens.splice(0, Math.max(0, tokens.length - KEPT));
  const data = { access_token: token, expires_in: LIFE_MS / 1000, error_code: 0, description: '' };
  return json({ data, message: 'success' });
}

/** Refuses 2190002 (no token of ours) and 2190008 (expired). */
export function requireToken(ctx: Ctx, request: Incoming): void {
  const given = request.headers['access-token'];
  const known = ctx.state.channels.douyin.tokens.find(({ token }) => token === given);
  request.checks.push({ name: 'access-token', ok: known !== undefined });
  if (!known) throw new Refusal(2190002, 'access_token invalid');
  if (ctx.clock.now() >= known.expiresAt) throw new Refusal(2190008, 'access_token expired');
}
