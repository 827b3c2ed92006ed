import fc from 'fast-check';
import { AROUND_THE_CLOCK, areHours, everyDay, hoursText, nextOpening, openingAt } from './hours.rules';
import type { Hours } from './hours.rules';

const MINUTE_MS = 60_000;
const WEEK = 7 * 1440;
/** Midnight at the start of a Sunday in Shanghai. */
const SUNDAY = new Date('2026-11-22T00:00:00+08:00').getTime();
const at = (text: string): Date => new Date(`${text}+08:00`);
const weekMinute = (minute: number): Date => new Date(SUNDAY + minute * MINUTE_MS);

const dayHours = fc
  .record({ openMinute: fc.integer({ min: 0, max: 1439 }), runs: fc.integer({ min: 1, max: 1440 }) })
  .map(({ openMinute, runs }) => ({ openMinute, closeMinute: openMinute + runs }));
const anyHours: fc.Arbitrary<Hours> = fc.array(fc.option(dayHours), { minLength: 7, maxLength: 7 });
const minuteOfWeek = fc.integer({ min: 0, max: WEEK - 1 });

/** The week minute by minute, laid out naively. */
function openMinutes(hours: Hours): Set<number> {
  const open = new Set<number>();
  hours.forEach((day, weekday) => {
    for (let m = day?.openMinute ?? 0; m < (day?.closeMinute ?? 0); m += 1)
      open.add((weekday * 1440 + m) % WEEK);
  });
  return open;
}

describe('opening hours', () => {
  test('a store is open at its opening minute and shut at its closing minute', () => {
    const hours = everyDay(600, 1320);
    expect(openingAt(hours, at('2026-11-23T09:59:59'))).toBeNull();
    expect(openingAt(hours, at('2026-11-23T10:00:00'))).not.toBeNull();
    expect(openingAt(hours, at('2026-11-23T21:59:59'))).not.toBeNull();
    expect(openingAt(hours, at('2026-11-23T22:00:00'))).toBeNull();
  });

  test('a bar that opens on Friday at 18:00 is still open on Saturday at 01:59', () => {
    const fridayOnly: Hours = Array.from({ length: 7 }, (_, weekday) =>
      weekday === 5 ? { openMinute: 1080, closeMinute: 1560 } : null,
    );
    expect(openingAt(fridayOnly, at('2026-11-28T01:59:00'))).not.toBeNull();
    expect(openingAt(fridayOnly, at('2026-11-28T02:00:00'))).toBeNull();
    expect(openingAt(fridayOnly, at('2026-11-27T01:00:00'))).toBeNull();
    expect(hoursText(fridayOnly, at('2026-11-28T01:59:00'))).toBe('营业中 · 18:00–次日 02:00');
    expect(hoursText(fridayOnly, at('2026-11-28T02:00:00'))).toBe('休息中 · 周五 18:00 营业');
  });

  test('people read what is next: today, tomorrow, a weekday, or nothing at all', () => {
    const weekdays: Hours = everyDay(600, 1320).map((day, weekday) => (weekday % 6 === 0 ? null : day));
    expect(hoursText(weekdays, at('2026-11-23T12:00:00'))).toBe('营业中 · 10:00–22:00');
    expect(hoursText(weekdays, at('2026-11-23T09:00:00'))).toBe('休息中 · 今日 10:00 营业');
    expect(hoursText(weekdays, at('2026-11-23T23:00:00'))).toBe('休息中 · 明日 10:00 营业');
    expect(hoursText(weekdays, at('2026-11-27T23:00:00'))).toBe('休息中 · 周一 10:00 营业');
    expect(hoursText(AROUND_THE_CLOCK, at('2026-11-27T03:00:00'))).toBe('24 小时营业');
    expect(hoursText(everyDay(360, 1800), at('2026-11-27T03:00:00'))).toBe('24 小时营业');
    expect(
      hoursText(
        weekdays.map(() => null),
        at('2026-11-27T03:00:00'),
      ),
    ).toBe('休息中');
  });

  test('hours that cannot be kept are recognised', () => {
    expect(areHours(everyDay(600, 1320))).toBe(true);
    expect(areHours(AROUND_THE_CLOCK)).toBe(true);
    expect(areHours(everyDay(600, 600))).toBe(false);
    expect(areHours(everyDay(600, 600 + 1441))).toBe(false);
    expect(areHours(everyDay(1440, 1500))).toBe(false);
    expect(areHours(everyDay(600.5, 1320))).toBe(false);
    expect(areHours(everyDay(600, 1320).slice(1))).toBe(false);
  });

  test('at every minute of any week, open is what the week laid out minute by minute says', () => {
    fc.assert(
      fc.property(anyHours, (hours) => {
        const open = openMinutes(hours);
        for (let minute = 0; minute < WEEK; minute += 7)
          expect(openingAt(hours, weekMinute(minute)) !== null).toBe(open.has(minute));
      }),
      { numRuns: 30 },
    );
  });

  test('the next opening of a shut store is the first minute at which it is open', () => {
    fc.assert(
      fc.property(anyHours, minuteOfWeek, (hours, minute) => {
        const open = openMinutes(hours);
        fc.pre(!open.has(minute));
        const next = nextOpening(hours, weekMinute(minute));
        const ahead = Array.from({ length: WEEK }, (_, i) => i).find((i) => open.has((minute + i) % WEEK));
        const said = next && next.inDays * 1440 + next.openMinute - (minute % 1440);
        expect(said ?? undefined).toBe(ahead);
      }),
      { numRuns: 200 },
    );
  });

  test('the text says 营业中 exactly when the store is open', () => {
    fc.assert(
      fc.property(anyHours, minuteOfWeek, (hours, minute) => {
        const text = hoursText(hours, weekMinute(minute));
        expect(/^(营业中|24 小时营业)/.test(text)).toBe(openingAt(hours, weekMinute(minute)) !== null);
      }),
    );
  });
});
