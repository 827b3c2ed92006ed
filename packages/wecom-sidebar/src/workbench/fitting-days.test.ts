import { clockOf, daysFrom } from './fitting-days';

test('a week from today, as people in Shanghai call the days', () => {
  const days = daysFrom('2026-11-29');
  expect(days.map(({ key, text }) => `${key} ${text}`)).toEqual([
    '2026-11-29 今天',
    '2026-11-30 明天',
    '2026-12-01 周二 12-01',
    '2026-12-02 周三 12-02',
    '2026-12-03 周四 12-03',
    '2026-12-04 周五 12-04',
    '2026-12-05 周六 12-05',
  ]);
  expect(clockOf('2026-11-28T16:30:00.000Z')).toBe('00:30');
});
