/** The documented numbers, in one place. Where a page names no number, nothing is counted. */
export type LimitNumbers = { perSecond?: number; perMinute?: number; perDay?: number };
export type Span = 'second' | 'minute' | 'day';

export type Limit = LimitNumbers & {
  /** When the page names another errcode than the general ones. */
  codes?: Partial<Record<Span, number>>;
  /** Paths that are counted together. */
  sharedAs?: string;
};

/** `at` is the number of the second, minute or Beijing day since 1970. */
export type Window = { at: number; count: number };
export type Calls = Record<Span, Window>;

export const USUAL_CODES: Record<Span, number> = { second: 44990, minute: 45011, day: 45009 };

const LINKS: Limit = { perSecond: 100, perDay: 500_000, codes: { day: 44993 }, sharedAs: 'links' };

/** Numbers of the official account from the table 接口调用频次限制 of a service account. */
export const LIMITS: Record<string, Limit> = {
  '/cgi-bin/token': { perDay: 2_000 },
  '/cgi-bin/stable_token': { perMinute: 10_000, perDay: 500_000 },
  '/wxa/getwxacodeunlimit': { perMinute: 5_000, codes: { minute: 45009 } },
  '/wxa/generate_urllink': LINKS,
  '/wxa/generatescheme': LINKS,
  '/wxa/genwxashortlink': { perDay: 10_000_000 },
  // 10 million without the ability to take payments; the sandbox's mini-program has it.
  '/cgi-bin/message/subscribe/send': { perDay: 30_000_000 },
  '/wxa/msg_sec_check': { perMinute: 4_000, perDay: 2_000_000, codes: { minute: 44991 } },
  '/wxa/media_check_async': { perMinute: 2_000, perDay: 200_000, codes: { minute: 44991 } },
  '/cgi-bin/qrcode/create': { perDay: 100_000 },
  '/cgi-bin/user/info': { perDay: 5_000_000 },
  '/cgi-bin/user/info/batchget': { perDay: 500_000 },
  '/cgi-bin/user/get': { perDay: 500 },
  '/cgi-bin/user/info/updateremark': { perDay: 10_000 },
  '/cgi-bin/message/template/send': { perDay: 100_000 },
  '/cgi-bin/message/custom/send': { perDay: 500_000 },
  '/cgi-bin/menu/create': { perDay: 1_000 },
  '/cgi-bin/menu/get': { perDay: 10_000 },
  '/cgi-bin/menu/delete': { perDay: 1_000 },
};

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

export function windowsAt(nowMs: number): Record<Span, number> {
  return {
    second: Math.floor(nowMs / SECOND_MS),
    minute: Math.floor(nowMs / MINUTE_MS),
    day: Math.floor((nowMs + 8 * HOUR_MS) / (24 * HOUR_MS)),
  };
}

/** Counts one more call, or says which limit it would exceed; a call that is refused is not counted. */
export function countOne(
  before: Calls | undefined,
  numbers: LimitNumbers,
  nowMs: number,
): { calls: Calls } | { exceeded: Span } {
  const windows = windowsAt(nowMs);
  const most: Record<Span, number | undefined> = {
    second: numbers.perSecond,
    minute: numbers.perMinute,
    day: numbers.perDay,
  };
  const countIn = (span: Span): number => (before?.[span].at === windows[span] ? before[span].count : 0);
  for (const span of ['second', 'minute', 'day'] as const) {
    if (countIn(span) >= (most[span] ?? Infinity)) return { exceeded: span };
  }
  const next = (span: Span): Window => ({ at: windows[span], count: countIn(span) + 1 });
  return { calls: { second: next('second'), minute: next('minute'), day: next('day') } };
}
