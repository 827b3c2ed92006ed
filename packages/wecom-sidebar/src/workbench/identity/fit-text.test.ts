import { fitEnd, fitMiddle } from './fit-text';

describe('a text too long for its place', () => {
  it.each([
    ['138****8001', 80, '138****8001'],
    ['138****8001', 60, '138*…8001'],
    ['oUz81kABCD…f3Qa', 60, 'oUz…f3Qa'],
    ['oUz81kABCD…f3Qa', 80, 'oUz81k…f3Qa'],
  ])('keeps the end of %p within %p', (text, room, fitted) =>
    expect(fitMiddle(text, { size: 10, room })).toBe(fitted),
  );

  it('of words keeps the beginning', () => {
    expect(fitEnd('企业微信外部联系人', { size: 10, room: 60 })).toBe('企业微信外…');
    expect(fitEnd('企业微信', { size: 10, room: 60 })).toBe('企业微信');
  });

  it('is never wider than its place, however narrow', () => {
    expect(fitMiddle('WWWWWWWWWW', { size: 10, room: 20 })).toBe('W…');
    expect(fitEnd('WWWW', { size: 10, room: 1 })).toBe('…');
  });
});
