import { clockText, secondsLeft } from './countdown.rules';

const deadline = '2026-11-23T06:35:00.000Z';

test('a countdown never goes below zero', () => {
  expect(secondsLeft(deadline, Date.parse('2026-11-23T06:36:00.000Z'))).toBe(0);
});

test('a begun second still counts, so that 15 minutes start at 15:00', () => {
  expect(secondsLeft(deadline, Date.parse('2026-11-23T06:20:00.400Z'))).toBe(900);
  expect(clockText(900)).toBe('15:00');
});

test('minutes and seconds have two digits', () => {
  expect(clockText(65)).toBe('01:05');
  expect(clockText(0)).toBe('00:00');
});
