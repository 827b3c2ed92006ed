import fc from 'fast-check';
import { mayReceive } from './mass-quota.rules';

const at = (beijing: string) => new Date(`${beijing}+08:00`).getTime();
const times = (count: number, beijing: string) => Array<number>(count).fill(at(beijing));

describe('How many mass messages somebody may receive', () => {
  it('is as many as the month has days', () => {
    const february = '2026-02-28T23:59:59';
    expect(mayReceive('days-of-month', times(27, '2026-02-01T00:00:00'), at(february))).toBe(true);
    expect(mayReceive('days-of-month', times(28, '2026-02-01T00:00:00'), at(february))).toBe(false);
    expect(mayReceive('days-of-month', times(28, february), at('2026-03-01T00:00:00'))).toBe(true);
    expect(mayReceive('days-of-month', times(30, '2026-03-02T00:00:00'), at('2026-03-31T00:00:00'))).toBe(
      true,
    );
    expect(mayReceive('days-of-month', times(28, '2028-02-02T00:00:00'), at('2028-02-29T00:00:00'))).toBe(
      true,
    );
  });

  it('is seven a week, and the week begins on Monday', () => {
    const sunday = at('2026-11-08T23:59:59');
    expect(mayReceive('7-per-week', times(6, '2026-11-02T00:00:00'), sunday)).toBe(true);
    expect(mayReceive('7-per-week', times(7, '2026-11-02T00:00:00'), sunday)).toBe(false);
    expect(mayReceive('7-per-week', times(7, '2026-11-01T23:59:59'), sunday)).toBe(true);
    expect(mayReceive('7-per-week', times(7, '2026-11-08T23:59:59'), at('2026-11-09T00:00:00'))).toBe(true);
  });

  it('is one a day of Beijing time', () => {
    expect(mayReceive('1-per-day', times(1, '2026-11-08T00:00:00'), at('2026-11-08T23:59:59'))).toBe(false);
    expect(mayReceive('1-per-day', times(1, '2026-11-08T23:59:59'), at('2026-11-09T00:00:00'))).toBe(true);
  });

  it('is four a month', () => {
    expect(mayReceive('4-per-month', times(3, '2026-11-01T00:00:00'), at('2026-11-30T00:00:00'))).toBe(true);
    expect(mayReceive('4-per-month', times(4, '2026-11-01T00:00:00'), at('2026-11-30T00:00:00'))).toBe(false);
    expect(mayReceive('4-per-month', times(4, '2026-11-30T23:59:59'), at('2026-12-01T00:00:00'))).toBe(true);
  });

  it('never grows by having received more', () => {
    const policies = fc.constantFrom('days-of-month', '7-per-week', '1-per-day', '4-per-month' as const);
    const moment = fc.integer({ min: at('2026-01-01T00:00:00'), max: at('2029-01-01T00:00:00') });
    fc.assert(
      fc.property(policies, fc.array(moment, { maxLength: 40 }), moment, (policy, received, now) => {
        const chosen = policy as '1-per-day';
        const before = received.filter((one) => one <= now);
        if (mayReceive(chosen, before, now)) return;
        expect(mayReceive(chosen, [...before, now], now)).toBe(false);
      }),
    );
  });
});
