import { LIMITS, countOne, windowsAt } from './limits.rules';

const NOON = Date.parse('2026-10-01T12:00:00+08:00');

describe('countOne', () => {
  it('counts up to the limit and not beyond it', () => {
    const first = countOne(undefined, { perDay: 2 }, NOON);
    if ('exceeded' in first) throw new Error('the first call fits');
    const second = countOne(first.calls, { perDay: 2 }, NOON);
    if ('exceeded' in second) throw new Error('the second call fits');
    expect(second.calls.day.count).toBe(2);
    expect(countOne(second.calls, { perDay: 2 }, NOON)).toEqual({ exceeded: 'day' });
  });

  it('names the shortest span that is full', () => {
    const full = countOne(undefined, {}, NOON);
    if ('exceeded' in full) throw new Error('nothing is counted');
    expect(countOne(full.calls, { perSecond: 1, perMinute: 1, perDay: 1 }, NOON)).toEqual({
      exceeded: 'second',
    });
    expect(countOne(full.calls, { perSecond: 1, perMinute: 1, perDay: 1 }, NOON + 1000)).toEqual({
      exceeded: 'minute',
    });
  });

  it('begins anew with each span; the day is that of Beijing', () => {
    const midnight = Date.parse('2026-10-02T00:00:00+08:00');
    expect(windowsAt(midnight).day - windowsAt(midnight - 1).day).toBe(1);
    const before = countOne(undefined, { perDay: 1 }, midnight - 1);
    if ('exceeded' in before) throw new Error('the first call fits');
    expect(countOne(before.calls, { perDay: 1 }, midnight)).toHaveProperty('calls.day.count', 1);
  });
});

it('is asked for paths, and shares one count between links and schemes', () => {
  expect(Object.keys(LIMITS).every((path) => path.startsWith('/'))).toBe(true);
  expect(LIMITS['/wxa/generate_urllink']?.sharedAs).toBe(LIMITS['/wxa/generatescheme']?.sharedAs);
});
