import { byDay, clockText, dayText } from './days.rules';

const now = new Date('2026-11-28T04:00:00Z');

test.each([
  ['2026-11-28T03:59:00Z', '今天'],
  ['2026-11-27T16:00:00Z', '今天'],
  ['2026-11-27T15:59:00Z', '昨天'],
  ['2026-11-26T15:59:00Z', '11月26日'],
  ['2025-12-31T15:59:00Z', '2025年12月31日'],
])('%s is %s', (at, text) => {
  expect(dayText(new Date(at), now)).toBe(text);
});

test('items stand under their day, in their order', () => {
  const at = ['2026-11-28T03:00:00Z', '2026-11-28T01:00:00Z', '2026-11-27T03:00:00Z'];
  const days = byDay(
    at.map((time) => ({ at: time })),
    now,
  );
  expect(days.map(({ title, items }) => [title, items.length])).toEqual([
    ['今天', 2],
    ['昨天', 1],
  ]);
  expect(byDay([], now)).toEqual([]);
});

test('the clock is that of Shanghai', () => {
  expect(clockText(new Date('2026-11-28T00:05:00Z'))).toBe('08:05');
});
