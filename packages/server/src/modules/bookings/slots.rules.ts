import { shanghai } from '@omni/shared/time';
import { WEEKDAYS } from './bookings.rules';

export const SLOT_MS = 30 * 60_000;
/** Today and the six days after it. */
export const DAYS_AHEAD = 7;
/** The store needs so long to lay things out. */
export const NOTICE_MS = 30 * 60_000;

const DAY_MS = 24 * 3600_000;
const SHANGHAI_OFFSET_MS = 8 * 3600_000;

/** Until when the store serves customers without a break; null when it is shut at that moment. */
export type OpenUntil = (at: Date) => Date | null;

/** The moment a Shanghai day begins, so many days after the one `at` is on. */
const dayStart = (at: Date, days: number): number =>
  Math.floor((at.getTime() + SHANGHAI_OFFSET_MS) / DAY_MS + days) * DAY_MS - SHANGHAI_OFFSET_MS;

/** Open all through it; where one opening ends, the next may begin. */
function isWhole(slot: number, openUntil: OpenUntil): boolean {
  const end = slot + SLOT_MS;
  let at = slot;
  while (at < end) {
    const until = openUntil(new Date(at))?.getTime() ?? at;
    if (until <= at) return false;
    at = until;
  }
  return true;
}

/** On the half hour, not too soon, within the coming seven days, and the store is open all through it. */
export function isBookable(slot: Date, now: Date, openUntil: OpenUntil): boolean {
  const at = slot.getTime();
  return (
    at % SLOT_MS === 0 &&
    at - now.getTime() >= NOTICE_MS &&
    at < dayStart(now, DAYS_AHEAD) &&
    isWhole(at, openUntil)
  );
}

export type Day = { date: string; dayText: string; slots: Date[] };

/** Every bookable slot of the coming seven days, from the Shanghai date `from` on; days without any are there too. */
export function daysOf(now: Date, openUntil: OpenUntil, from?: string): Day[] {
  const days = Array.from({ length: DAYS_AHEAD }, (_, inDays) => {
    const start = dayStart(now, inDays);
    const { date, weekday } = shanghai(new Date(start));
    const all = Array.from({ length: DAY_MS / SLOT_MS }, (_one, i) => new Date(start + i * SLOT_MS));
    const slots = all.filter((slot) => isBookable(slot, now, openUntil));
    return { date, dayText: ['今天', '明天'][inDays] ?? WEEKDAYS[weekday] ?? '', slots };
  });
  return from === undefined ? days : days.filter(({ date }) => date >= from);
}

/** The first moment of a Shanghai date and the first of the next. */
export function spanOfDay(date: string): { from: Date; until: Date } {
  const from = new Date(`${date}T00:00:00+08:00`);
  return { from, until: new Date(from.getTime() + DAY_MS) };
}
