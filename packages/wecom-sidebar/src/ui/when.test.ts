import { initials } from './initials';
import { when, whichDay } from './when';

const now = Date.parse('2026-11-23T06:00:00Z'); // 14:00 in Shanghai

describe('the time of a moment', () => {
  it.each([
    ['2026-11-23T05:59:30Z', '刚刚'],
    ['2026-11-23T05:48:00Z', '12 分钟前'],
    ['2026-11-23T01:05:00Z', '今天 09:05'],
    ['2026-11-22T16:30:00Z', '今天 00:30'],
    ['2026-11-22T15:30:00Z', '昨天 23:30'],
    ['2026-11-20T01:00:00Z', '11-20 09:00'],
    ['2025-11-20T01:00:00Z', '2025-11-20'],
  ])('reads %s as %s, in Shanghai', (at, text) => expect(when(at, now)).toBe(text));
});

describe('the day of a moment', () => {
  it.each([
    ['2026-11-22T16:30:00Z', '今天'],
    ['2026-11-22T15:30:00Z', '昨天'],
    ['2026-11-20T01:00:00Z', '3 天前'],
    ['2026-08-20T01:00:00Z', '08-20'],
    ['2025-08-20T01:00:00Z', '2025-08-20'],
  ])('reads %s as %s, in Shanghai', (at, text) => expect(whichDay(at, now)).toBe(text));
});

describe('initials', () => {
  it.each([
    ['林晓', '林'],
    ['Amy Lee', 'AL'],
    ['  ', '客'],
    ['😀 小满', '😀'],
  ])('of %p are %p', (name, text) => expect(initials(name)).toBe(text));
});
