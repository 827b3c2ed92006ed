import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { beijingTime } from '../state/rfc3339';
import { appOf, appStateOf } from './apps';
import { numbersOf, usedToday } from './limits';
import { requireSecret } from './tokens';
import type { AppKind } from './state';

const CLEARED_A_MONTH = 10;
const MONTH_MS = 31 * 24 * 3600 * 1000;
const NO_RATE = { call_count: 0, refresh_second: 0 };

const pathSchema = z.object({ cgi_path: z.string().optional() });
const clearSchema = z.object({ appid: z.string().optional() });

/** Whose path it is, undefined when it is nobody's. */
export type OwnersOf = (path: string) => readonly AppKind[] | undefined;

/** How much of today's calls of one API is used. A limit of 0 means that the page of the API names none. */
export function quotaGet(
  ctx: Ctx,
  request: Incoming,
  caller: { kind: AppKind; ownersOf: OwnersOf },
): Outgoing {
  const { cgi_path: path = '' } = jsonBody(request, pathSchema, 76021);
  const owners = caller.ownersOf(path);
  const forbidden = new Refusal(76022, 'could not use this cgi_path, no permission');
  if (path.startsWith('/sns/')) throw forbidden;
  if (!owners) throw new Refusal(76021, 'cgi_path not found, please check');
  if (!owners.includes(caller.kind)) throw forbidden;
  const { perSecond, perMinute, perDay = 0 } = numbersOf(ctx, caller.kind, path);
  const used = usedToday(ctx, caller.kind, path);
  const rate = perMinute
    ? { call_count: perMinute, refresh_second: 60 }
    : perSecond
      ? { call_count: perSecond, refresh_second: 1 }
      : NO_RATE;
  return json({
    errcode: 0,
    errmsg: 'ok',
    quota: { daily_limit: perDay, used, remain: Math.max(0, perDay - used) },
    rate_limit: rate,
    component_rate_limit: NO_RATE,
  });
}

export function clearQuota(ctx: Ctx, request: Incoming, kind: AppKind): Outgoing {
  const { appid } = jsonBody(request, clearSchema, 40013);
  if (appid !== appOf(ctx, kind).appid) throw new Refusal(40013, 'invalid appid');
  return clear(ctx, kind);
}

/** For who has used up even the calls for a token. */
export function clearQuotaBySecret(ctx: Ctx, request: Incoming): Outgoing {
  const { query } = request;
  return clear(
    ctx,
    requireSecret(ctx, request, { appid: query.get('appid'), secret: query.get('appsecret') }),
  );
}

/** Ten times a calendar month, both ways together. */
function clear(ctx: Ctx, kind: AppKind): Outgoing {
  const state = appStateOf(ctx, kind);
  const now = ctx.clock.now();
  const monthOf = (at: number): string => beijingTime(at).slice(0, 7);
  state.clearedQuotas = state.clearedQuotas.filter((at) => now - at < MONTH_MS);
  const thisMonth = state.clearedQuotas.filter((at) => monthOf(at) === monthOf(now));
  if (thisMonth.length >= CLEARED_A_MONTH)
    throw new Refusal(48006, 'forbid to clear quota because of reaching the limit');
  state.clearedQuotas.push(now);
  for (const calls of Object.values(state.calls)) calls.day.count = 0;
  return json({ errcode: 0, errmsg: 'ok' });
}
