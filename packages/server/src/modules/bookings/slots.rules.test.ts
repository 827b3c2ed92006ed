import { shanghai } from '@omni/shared/time';
import fc from 'fast-check';
import { runs } from '../../kernel/testing';
import * as stores from '../stores';
import type { DayHours, Hours } from '../stores';
import { aStore } from '../stores/testing';
import { clockText, memberActions, momentText, slotText, staffActions } from './bookings.rules';
import { DAYS_AHEAD, NOTICE_MS, SLOT_MS, daysOf, isBookable, spanOfDay } from './slots.rules';

const at = (text: string): Date => new Date(`${text}+08:00`);
const opened = (hours: Hours, more = {}) => {
  const store = aStore({ hours, ...more });
  return (moment: Date) => (stores.isOpen(store, moment) ? stores.closesAt(store, moment) : null);
};
const TEN_TO_TEN = stores.everyDay(600, 1320);
const textsOf = (slots: Date[] | undefined): string[] => (slots ?? []).map(clockText);

describe('the slots of a store', () => {
  it('are the half hours in which it is open from beginning to end', () => {
    const [today] = daysOf(at('2026-11-28T08:00'), opened(TEN_TO_TEN));
    expect([today?.date, today?.dayText]).toEqual(['2026-11-28', '今天']);
    expect(textsOf(today?.slots)).toHaveLength(24);
    expect([textsOf(today?.slots)[0], textsOf(today?.slots).at(-1)]).toEqual(['10:00', '21:30']);
  });

  it('begin half an hour from now at the earliest', () => {
    const first = (now: string) => textsOf(daysOf(at(now), opened(TEN_TO_TEN))[0]?.slots)[0];
    expect(first('2026-11-28T14:00')).toBe('14:30');
    expect(first('2026-11-28T14:00:01')).toBe('15:00');
    expect(first('2026-11-28T21:30:00')).toBeUndefined();
  });

  it('leave out halves of a slot when the hours are odd', () => {
    const [today] = daysOf(at('2026-11-28T08:00'), opened(stores.everyDay(615, 705)));
    expect(textsOf(today?.slots)).toEqual(['10:30', '11:00']);
  });

  it('run past midnight on the date they are on', () => {
    const [, tomorrow] = daysOf(at('2026-11-28T20:00'), opened(stores.everyDay(1080, 1500)));
    expect(textsOf(tomorrow?.slots).slice(0, 3)).toEqual(['00:00', '00:30', '18:00']);
  });

  it('know days of rest, special days, public holidays and outages', () => {
    const rest: Hours = TEN_TO_TEN.map((day, weekday) => (weekday === 0 ? null : day));
    const sunday = daysOf(at('2026-11-28T08:00'), opened(rest))[1];
    expect([sunday?.dayText, sunday?.slots]).toEqual(['明天', []]);
    const specialDays = [{ date: '2026-11-29', hours: { openMinute: 720, closeMinute: 780 } }];
    const special = daysOf(at('2026-11-28T08:00'), opened(rest, { specialDays }))[1];
    expect(textsOf(special?.slots)).toEqual(['12:00', '12:30']);
    const holiday = daysOf(at('2026-09-30T08:00'), opened(TEN_TO_TEN, { holidayHours: null }))[1];
    expect([holiday?.date, holiday?.slots]).toEqual(['2026-10-01', []]);
    const outage = { until: at('2026-11-28T12:10'), reason: '停电' };
    const [broken] = daysOf(at('2026-11-28T08:00'), opened(TEN_TO_TEN, { outage }));
    expect(textsOf(broken?.slots)[0]).toBe('12:30');
    expect(daysOf(at('2026-11-28T08:00'), opened(TEN_TO_TEN, { status: 'temporarily_closed' }))).toEqual(
      expect.arrayContaining([expect.objectContaining({ slots: [] })]),
    );
  });

  it('can be asked for from a date on', () => {
    const days = daysOf(at('2026-11-28T08:00'), opened(TEN_TO_TEN), '2026-12-02');
    expect(days.map(({ date, dayText }) => `${date} ${dayText}`)).toEqual([
      '2026-12-02 周三',
      '2026-12-03 周四',
      '2026-12-04 周五',
    ]);
  });

  const aDay: fc.Arbitrary<DayHours | null> = fc.option(
    fc
      .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
      .map(([openMinute, lasts]) => ({ openMinute, closeMinute: openMinute + lasts })),
    { nil: null },
  );
  const anyHours = fc.array(aDay, { minLength: 7, maxLength: 7 });
  const anyMoment = fc
    .integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 20) })
    .map((ms) => new Date(ms));

  it('for any hours and moment: on the grid, in order, once, soon enough, never shut', () => {
    fc.assert(
      fc.property(anyHours, anyMoment, (hours, now) => {
        const openUntil = opened(hours);
        const days = daysOf(now, openUntil);
        expect(days).toHaveLength(DAYS_AHEAD);
        const all = days.flatMap(({ date, slots }) => {
          for (const slot of slots) expect(shanghai(slot).date).toBe(date);
          return slots.map((slot) => slot.getTime());
        });
        expect([...new Set(all)].sort((a, b) => a - b)).toEqual(all);
        for (const slot of all) {
          expect(slot % SLOT_MS).toBe(0);
          expect(slot - now.getTime()).toBeGreaterThanOrEqual(NOTICE_MS);
          for (let minute = 0; minute < 30; minute += 1)
            expect(openUntil(new Date(slot + minute * 60_000))).not.toBeNull();
        }
      }),
      { numRuns: runs(60) },
    );
  });

  it('for any hours and moment: exactly the bookable moments are listed', () => {
    fc.assert(
      fc.property(anyHours, anyMoment, fc.integer({ min: -96, max: 500 }), (hours, now, steps) => {
        const openUntil = opened(hours);
        const slot = new Date((Math.floor(now.getTime() / SLOT_MS) + steps) * SLOT_MS);
        const listed = daysOf(now, openUntil).flatMap(({ slots }) => slots.map((one) => one.getTime()));
        expect(listed.includes(slot.getTime())).toBe(isBookable(slot, now, openUntil));
        expect(isBookable(new Date(slot.getTime() + 60_000), now, openUntil)).toBe(false);
      }),
      { numRuns: runs(60) },
    );
  });

  it('a day of the queue is a day in Shanghai', () => {
    expect(spanOfDay('2026-11-28')).toEqual({ from: at('2026-11-28T00:00'), until: at('2026-11-29T00:00') });
  });
});

describe('words and actions', () => {
  it('name the moment as people there do', () => {
    expect(momentText(at('2026-11-08T09:05'))).toBe('11月8日 09:05');
    expect(slotText(at('2026-11-28T23:30'), SLOT_MS)).toBe('11月28日 周六 23:30–24:00');
  });

  it('a shopper may change and cancel until it begins, and never once they are here', () => {
    const slot = at('2026-11-28T14:00');
    const before = new Date(slot.getTime() - 1);
    expect(memberActions({ state: 'prepared', slot }, before)).toEqual(['change', 'cancel']);
    expect(memberActions({ state: 'booked', slot }, slot)).toEqual([]);
    for (const state of ['arrived', 'done', 'cancelled', 'no_show'] as const)
      expect(memberActions({ state, slot }, before)).toEqual([]);
  });

  it('what staff may do follows the state', () => {
    expect(staffActions('booked')).toEqual(['prepare', 'arrive']);
    expect(staffActions('prepared')).toEqual(['arrive']);
    expect(staffActions('arrived')).toEqual(['finish']);
    for (const state of ['done', 'cancelled', 'no_show'] as const) expect(staffActions(state)).toEqual([]);
  });
});
