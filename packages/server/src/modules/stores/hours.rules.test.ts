import fc from 'fast-check';
import { isOpen, nextOpeningAt } from './find-stores';
import {
  AROUND_THE_CLOCK,
  areHours,
  closingAt,
  everyDay,
  hoursText,
  isPublicHoliday,
  nextOpening,
  openingAt,
} from './hours.rules';
import type { Hours, Opening } from './hours.rules';

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
    expect(openingAt({ hours }, at('2026-11-23T09:59:59'))).toBeNull();
    expect(openingAt({ hours }, at('2026-11-23T10:00:00'))).not.toBeNull();
    expect(openingAt({ hours }, at('2026-11-23T21:59:59'))).not.toBeNull();
    expect(openingAt({ hours }, at('2026-11-23T22:00:00'))).toBeNull();
  });

  test('a bar that opens on Friday at 18:00 is still open on Saturday at 01:59', () => {
    const fridayOnly: Hours = Array.from({ length: 7 }, (_, weekday) =>
      weekday === 5 ? { openMinute: 1080, closeMinute: 1560 } : null,
    );
    expect(openingAt({ hours: fridayOnly }, at('2026-11-28T01:59:00'))).not.toBeNull();
    expect(openingAt({ hours: fridayOnly }, at('2026-11-28T02:00:00'))).toBeNull();
    expect(openingAt({ hours: fridayOnly }, at('2026-11-27T01:00:00'))).toBeNull();
    expect(hoursText({ hours: fridayOnly }, at('2026-11-28T01:59:00'))).toBe('营业中 · 18:00–次日 02:00');
    expect(hoursText({ hours: fridayOnly }, at('2026-11-28T02:00:00'))).toBe('休息中 · 周五 18:00 营业');
  });

  test('people read what is next: today, tomorrow, a weekday, or nothing at all', () => {
    const weekdays: Hours = everyDay(600, 1320).map((day, weekday) => (weekday % 6 === 0 ? null : day));
    expect(hoursText({ hours: weekdays }, at('2026-11-23T12:00:00'))).toBe('营业中 · 10:00–22:00');
    expect(hoursText({ hours: weekdays }, at('2026-11-23T09:00:00'))).toBe('休息中 · 今日 10:00 营业');
    expect(hoursText({ hours: weekdays }, at('2026-11-23T23:00:00'))).toBe('休息中 · 明日 10:00 营业');
    expect(hoursText({ hours: weekdays }, at('2026-11-27T23:00:00'))).toBe('休息中 · 周一 10:00 营业');
    expect(hoursText({ hours: AROUND_THE_CLOCK }, at('2026-11-27T03:00:00'))).toBe('24 小时营业');
    expect(hoursText({ hours: everyDay(360, 1800) }, at('2026-11-27T03:00:00'))).toBe('24 小时营业');
    expect(hoursText({ hours: weekdays.map(() => null) }, at('2026-11-27T03:00:00'))).toBe('休息中');
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
          expect(openingAt({ hours }, weekMinute(minute)) !== null).toBe(open.has(minute));
      }),
      { numRuns: 30 },
    );
  });

  test('the next opening of a shut store is the first minute at which it is open', () => {
    fc.assert(
      fc.property(anyHours, minuteOfWeek, (hours, minute) => {
        const open = openMinutes(hours);
        fc.pre(!open.has(minute));
        const next = nextOpening({ hours }, weekMinute(minute));
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
        const text = hoursText({ hours }, weekMinute(minute));
        expect(/^(营业中|24 小时营业)/.test(text)).toBe(openingAt({ hours }, weekMinute(minute)) !== null);
      }),
    );
  });
});

describe('days that are not like others', () => {
  const ten = everyDay(600, 1320);
  const late = { openMinute: 1200, closeMinute: 1560 };
  const isOpenAt = (opening: Opening, text: string) => openingAt(opening, at(text)) !== null;

  test('public holidays are the days off by name, not weekends and not working Sundays', () => {
    expect(['2026-10-01', '2026-10-07', '2026-02-17', '2025-10-06'].map(isPublicHoliday)).toEqual(
      Array(4).fill(true),
    );
    expect(['2026-10-10', '2026-10-18', '2026-11-23', '2026-02-14'].map(isPublicHoliday)).toEqual(
      Array(4).fill(false),
    );
    expect(isPublicHoliday('2099-01-02')).toBe(false);
  });

  test('on a holiday a store has its holiday hours, is closed, or goes on as usual', () => {
    const noon = '2026-10-01T12:00:00';
    expect(isOpenAt({ hours: ten }, noon)).toBe(true);
    expect(isOpenAt({ hours: ten, holidayHours: 'normal' }, noon)).toBe(true);
    expect(isOpenAt({ hours: ten, holidayHours: null }, noon)).toBe(false);
    expect(isOpenAt({ hours: ten, holidayHours: late }, noon)).toBe(false);
    expect(isOpenAt({ hours: ten, holidayHours: late }, '2026-10-01T21:00:00')).toBe(true);
    expect(isOpenAt({ hours: ten, holidayHours: null }, '2026-10-08T12:00:00')).toBe(true);
  });

  test('a special day wins over the holiday, and runs past its midnight', () => {
    const opening: Opening = {
      hours: ten,
      holidayHours: null,
      specialDays: [{ date: '2026-10-03', hours: late }],
    };
    expect(isOpenAt(opening, '2026-10-03T19:59:00')).toBe(false);
    expect(isOpenAt(opening, '2026-10-03T20:00:00')).toBe(true);
    expect(isOpenAt(opening, '2026-10-04T01:59:00')).toBe(true);
    expect(isOpenAt(opening, '2026-10-04T02:00:00')).toBe(false);
    const rest: Opening = { hours: ten, specialDays: [{ date: '2026-11-23', hours: null }] };
    expect(isOpenAt(rest, '2026-11-23T12:00:00')).toBe(false);
    expect(hoursText(rest, at('2026-11-23T12:00:00'))).toBe('休息中 · 明日 10:00 营业');
  });

  test('the next opening is found beyond the longest holiday', () => {
    const opening: Opening = { hours: ten, holidayHours: null };
    expect(nextOpening(opening, at('2026-09-30T23:00:00'))?.at).toEqual(at('2026-10-08T10:00:00'));
    expect(hoursText(opening, at('2026-09-30T23:00:00'))).toBe('休息中 · 10月08日 10:00 营业');
    expect(closingAt(opening, at('2026-10-08T10:00:00'))).toEqual(at('2026-10-08T22:00:00'));
    expect(closingAt({ hours: everyDay(1080, 1560) }, at('2026-11-24T01:00:00'))).toEqual(
      at('2026-11-24T02:00:00'),
    );
    expect(closingAt(opening, at('2026-10-01T10:00:00'))).toBeNull();
  });

  const store = (given: object) => ({ hours: ten, status: 'open' as const, ...given });

  test('an outage shuts the store until it ends, a closed store stays shut', () => {
    const out = store({ outage: { until: at('2026-11-23T15:00:00'), reason: '停电' } });
    const noon = at('2026-11-23T12:00:00');
    expect(isOpen(out, noon)).toBe(false);
    expect(isOpen(out, at('2026-11-23T15:00:00'))).toBe(true);
    expect(nextOpeningAt(out, noon)).toEqual(at('2026-11-23T15:00:00'));
    expect(hoursText(out, noon)).toBe('暂停接单 · 停电');
    const night = store({ outage: { until: at('2026-11-23T23:00:00'), reason: '停电' } });
    expect(nextOpeningAt(night, noon)).toEqual(at('2026-11-24T10:00:00'));
    expect(nextOpeningAt({ ...out, status: 'temporarily_closed' }, noon)).toBeNull();
  });

  test('the next opening is the first open minute from now on, whatever the hours, special days and outages', () => {
    const special = fc.array(
      fc.record({
        date: fc.integer({ min: 22, max: 28 }).map((day) => `2026-11-${day}`),
        hours: fc.option(dayHours),
      }),
      { maxLength: 3 },
    );
    const outage = fc.option(minuteOfWeek.map((minute) => ({ until: weekMinute(minute), reason: '停电' })));
    fc.assert(
      fc.property(fc.tuple(anyHours, special, outage), minuteOfWeek, ([hours, specialDays, out], minute) => {
        const asked = store({ hours, specialDays, outage: out });
        const from = weekMinute(minute);
        const next = nextOpeningAt(asked, from);
        const opens = (m: number) => isOpen(asked, weekMinute(minute + m));
        if (!next) return expect([0, 1, 500, 1440, 9000].some(opens)).toBe(false);
        const wait = (next.getTime() - from.getTime()) / MINUTE_MS;
        expect(opens(wait)).toBe(true);
        for (let m = 0; m < wait; m += 7) expect(opens(m)).toBe(false);
        if (wait > 0) expect(opens(wait - 1)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
