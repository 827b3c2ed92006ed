/** WeChat Pay writes times as RFC 3339 in Beijing time. */
export function beijingTime(ms: number): string {
  return `${new Date(ms + 8 * 3600 * 1000).toISOString().slice(0, 19)}+08:00`;
}

/** yyyyMMddHHmmss in Beijing time, as ids of WeChat Pay carry it. */
export function beijingDigits(ms: number): string {
  return beijingTime(ms).slice(0, 19).replace(/\D/g, '');
}
