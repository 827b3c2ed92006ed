const SHANGHAI_OFFSET_MS = 8 * 3600_000;

/** The wall clock in Asia/Shanghai (no daylight saving since 1991): date `2026-11-23`, minutes since midnight, weekday 0 = Sunday. */
export function shanghai(at: Date): { date: string; minutes: number; weekday: number } {
  const local = new Date(at.getTime() + SHANGHAI_OFFSET_MS);
  return {
    date: local.toISOString().slice(0, 10),
    minutes: local.getUTCHours() * 60 + local.getUTCMinutes(),
    weekday: local.getUTCDay(),
  };
}

/** `2026-11-23 20:05` in Asia/Shanghai, for people. */
export const shanghaiText = (at: Date): string =>
  new Date(at.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 16).replace('T', ' ');

/** RFC 3339 with `+08:00`, as WeChat Pay wants times. */
export const rfc3339 = (at: Date): string =>
  new Date(at.getTime() + SHANGHAI_OFFSET_MS).toISOString().replace(/\.\d{3}Z$/, '+08:00');
