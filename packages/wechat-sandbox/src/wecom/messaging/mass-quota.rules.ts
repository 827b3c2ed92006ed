import type { Rules } from '../../rules';

const BEIJING_MS = 8 * 3600 * 1000;
const DAY_MS = 24 * 3600 * 1000;
/** As many times as any policy looks back on. */
export const MOST_REMEMBERED = 31;

/** Whether somebody who got mass messages at these times may get another one now. Days, weeks (from Monday) and months are Beijing's. */
export function mayReceive(policy: Rules['massMessageQuota'], receivedAt: number[], now: number): boolean {
  const { since, most } = windowOf(policy, now);
  return receivedAt.filter((at) => at >= since).length < most;
}

function windowOf(policy: Rules['massMessageQuota'], now: number): { since: number; most: number } {
  const beijing = new Date(now + BEIJING_MS);
  const [year, month] = [beijing.getUTCFullYear(), beijing.getUTCMonth()];
  const day = Math.floor(beijing.getTime() / DAY_MS) * DAY_MS - BEIJING_MS;
  const monthStart = Date.UTC(year, month, 1) - BEIJING_MS;
  if (policy === '1-per-day') return { since: day, most: 1 };
  if (policy === '7-per-week') return { since: day - ((beijing.getUTCDay() + 6) % 7) * DAY_MS, most: 7 };
  if (policy === '4-per-month') return { since: monthStart, most: 4 };
  return { since: monthStart, most: new Date(Date.UTC(year, month + 1, 0)).getUTCDate() };
}
