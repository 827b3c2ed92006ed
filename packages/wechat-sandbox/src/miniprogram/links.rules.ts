const DAY_MS = 24 * 3600 * 1000;
const SHORTEST_MS = 60 * 1000;
const LONGEST_DAYS = 30;

/** What the pages allow in a query: no Chinese, no spaces. */
const QUERY_CHARACTERS = /^[0-9a-zA-Z!#$&'()*+,/:;=?@\-._~%]*$/;
const LONGEST_QUERY = 1024;

export type Expiry = {
  expire_type?: number | undefined;
  expire_time?: number | undefined;
  expire_interval?: number | undefined;
};

/** When a link ends, in ms; undefined when it may not live that long or that short, `unsaid` when it does not say. */
export function expiresAt(given: Expiry, nowMs: number): number | 'unsaid' | undefined {
  const { expire_type = 0, expire_time, expire_interval } = given;
  if (expire_type === 1) {
    if (expire_interval === undefined) return 'unsaid';
    const fits = Number.isInteger(expire_interval) && expire_interval >= 1 && expire_interval <= LONGEST_DAYS;
    return fits ? nowMs + expire_interval * DAY_MS : undefined;
  }
  if (expire_type !== 0) return undefined;
  if (expire_time === undefined) return 'unsaid';
  const lifeMs = expire_time * 1000 - nowMs;
  return lifeMs >= SHORTEST_MS && lifeMs <= LONGEST_DAYS * DAY_MS ? expire_time * 1000 : undefined;
}

export function longestExpiry(nowMs: number): number {
  return nowMs + LONGEST_DAYS * DAY_MS;
}

/** `k1=v1&k2=v2` in the allowed characters; empty is fine. */
export function isQuery(query: string): boolean {
  if (query.length > LONGEST_QUERY || !QUERY_CHARACTERS.test(query)) return false;
  return query === '' || query.split('&').every((pair) => /^[^=]+(=.*)?$/.test(pair));
}
