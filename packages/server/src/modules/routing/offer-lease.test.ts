import fc from 'fast-check';
import { AROUND_THE_CLOCK, everyDay, isOpen } from '../stores';
import { afterOpenMinutes, leaseOf, plusMinutes, slotIdOf, slotTimeOf } from './offer-lease';

const at = (text: string): Date => new Date(`${text}+08:00`);
const store = (hours = everyDay(600, 1320), given: object = {}) => ({
  hours,
  status: 'open' as const,
  ...given,
});
const rules = { leaseMinutes: 10, holdUntilOpeningMinusMinutes: 15 };

describe('the time a store has to accept', () => {
  test('runs at once while it is open', () => {
    const now = at('2026-11-23T12:00:00');
    expect(leaseOf(store(), now, rules)).toEqual({ startsAt: now, leaseUntil: at('2026-11-23T12:10:00') });
  });

  test('out of hours runs from the opening, and the store sees the offer 15 minutes before it', () => {
    expect(leaseOf(store(), at('2026-11-23T23:00:00'), rules)).toEqual({
      startsAt: at('2026-11-24T09:45:00'),
      leaseUntil: at('2026-11-24T10:10:00'),
    });
    const early = at('2026-11-24T09:50:00');
    expect(leaseOf(store(), early, rules)).toMatchObject({ startsAt: early });
  });

  test('stops at the closing and goes on at the next opening', () => {
    expect(leaseOf(store(), at('2026-11-23T21:54:00'), rules).leaseUntil).toEqual(at('2026-11-24T10:04:00'));
  });

  test('runs through midnight where it never shuts', () => {
    const late = at('2026-11-23T23:55:00');
    expect(leaseOf(store(AROUND_THE_CLOCK), late, rules).leaseUntil).toEqual(at('2026-11-24T00:05:00'));
  });

  test('waits for the end of an outage and over a holiday', () => {
    const outage = { until: at('2026-11-23T15:00:00'), reason: '停电' };
    const now = at('2026-11-23T12:00:00');
    expect(leaseOf(store(everyDay(600, 1320), { outage }), now, rules).leaseUntil).toEqual(
      at('2026-11-23T15:10:00'),
    );
    const shutOnHolidays = store(everyDay(600, 1320), { holidayHours: null });
    expect(leaseOf(shutOnHolidays, at('2026-09-30T23:00:00'), rules).leaseUntil).toEqual(
      at('2026-10-08T10:10:00'),
    );
  });

  test('has no end in the warehouse, and plain minutes where a store does not open at all', () => {
    const now = at('2026-11-23T12:00:00');
    expect(leaseOf(null, now, rules)).toEqual({ startsAt: now, leaseUntil: null });
    const never = store(Array.from({ length: 7 }, () => null));
    expect(leaseOf(never, now, rules)).toEqual({ startsAt: now, leaseUntil: plusMinutes(now, 10) });
  });

  test('is made of exactly so many open minutes, whatever the hours', () => {
    const start = at('2026-11-22T00:00:00');
    const day = fc
      .record({ openMinute: fc.integer({ min: 0, max: 1439 }), runs: fc.integer({ min: 1, max: 1440 }) })
      .map(({ openMinute, runs }) => ({ openMinute, closeMinute: openMinute + runs }));
    const week = fc
      .array(fc.option(day), { minLength: 7, maxLength: 7 })
      .filter((hours) => hours.some(Boolean));
    fc.assert(
      fc.property(
        week,
        fc.integer({ min: 0, max: 10_079 }),
        fc.integer({ min: 1, max: 90 }),
        (hours, minute, lease) => {
          const from = plusMinutes(start, minute);
          const until = afterOpenMinutes(store(hours), from, lease);
          let open = 0;
          for (let m = 0; plusMinutes(from, m) < until; m += 1)
            if (isOpen(store(hours), plusMinutes(from, m))) open += 1;
          expect(open).toBe(lease);
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('the slot of an order is the hour in which its store would begin', () => {
  expect(slotTimeOf(store(), at('2026-11-23T12:59:59'))).toEqual(at('2026-11-23T12:00:00'));
  expect(slotTimeOf(store(), at('2026-11-23T23:00:00'))).toEqual(at('2026-11-24T10:00:00'));
  expect(slotIdOf('S1', at('2026-11-24T10:00:00'))).toBe('S1/2026-11-24T02');
});
