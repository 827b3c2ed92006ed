import type { Ctx } from '../ctx';
import { Refusal } from '../http/refusal';
import type { Incoming } from '../http/message';

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;
/** Both tickets of the JS-SDK. */
const TICKET_APIS = ['/cgi-bin/get_jsapi_ticket', '/cgi-bin/ticket/get'];
const TICKETS_PER_HOUR = { company: 400, app: 100 };
/** Here only failures count (a statement of the support staff). */
const TOKEN_API = '/cgi-bin/gettoken';
const TOKEN_FAILURES_PER_HOUR = 2000;

/** Calls of one API; a minute and an hour begin with the first call. `others` came from other apps of the company. */
export type ApiQuota = {
  minuteSince: number;
  minuteCalls: number;
  hourSince: number;
  hourCalls: number;
  others: number;
  blockedUntil: number;
};

/**
 * Counts one call. Whoever goes over a window's limit is refused for as long as the window is: a minute or an hour. Refuses: 45009.
 * The limit of 20 000 a minute per address is not kept: one company meets its own limit before.
 */
export function chargeCall(ctx: Ctx, request: Incoming): void {
  requireOpen(ctx, request);
  countCall(ctx, request.path);
  requireOpen(ctx, request);
}

/** Refuses: 45009 while the API is blocked. */
export function requireOpen(ctx: Ctx, request: Incoming): void {
  const quota = quotaOf(ctx, request.path);
  const leftMs = quota.blockedUntil - ctx.clock.now();
  if (leftMs <= 0) return;
  request.checks.push({
    name: 'api freq',
    ok: false,
    given: `${quota.minuteCalls}/min, ${quota.hourCalls + quota.others}/h`,
    hint: `blocked for ${Math.ceil(leftMs / 1000)} s more`,
  });
  throw new Refusal(45009, 'api freq out of limit');
}

export function countCall(ctx: Ctx, path: string): void {
  const quota = quotaOf(ctx, path);
  quota.minuteCalls += 1;
  quota.hourCalls += 1;
  quota.blockedUntil = ctx.clock.now() + blockingMs(ctx, path, quota);
}

/** Other apps of the same company have called this API so often in this hour. */
export function countOthers(ctx: Ctx, path: string, calls: number): void {
  quotaOf(ctx, path).others += calls;
}

function blockingMs(ctx: Ctx, path: string, quota: ApiQuota): number {
  const { wecomCallsPerMinute, wecomCallsPerHour } = ctx.rules;
  const company = quota.hourCalls + quota.others;
  if (path === TOKEN_API) return company > TOKEN_FAILURES_PER_HOUR ? HOUR_MS : 0;
  if (company > wecomCallsPerHour) return HOUR_MS;
  if (TICKET_APIS.includes(path)) {
    if (company > TICKETS_PER_HOUR.company || quota.hourCalls > TICKETS_PER_HOUR.app) return HOUR_MS;
  }
  return quota.minuteCalls > wecomCallsPerMinute ? MINUTE_MS : 0;
}

function quotaOf(ctx: Ctx, path: string): ApiQuota {
  const { quotas } = ctx.state.wecom;
  const now = ctx.clock.now();
  const quota = (quotas[path] ??= {
    minuteSince: now,
    minuteCalls: 0,
    hourSince: now,
    hourCalls: 0,
    others: 0,
    blockedUntil: 0,
  });
  if (now - quota.minuteSince >= MINUTE_MS) Object.assign(quota, { minuteSince: now, minuteCalls: 0 });
  if (now - quota.hourSince >= HOUR_MS) Object.assign(quota, { hourSince: now, hourCalls: 0, others: 0 });
  return quota;
}
