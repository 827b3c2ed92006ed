import { changeOf, defaultFor, formOf, isReadable, safetyText } from './safety';

const now = { safety: 2, channelSafety: { douyin: 5 } };

describe('safety stock', () => {
  it('is one number, and those of the channels that differ', () => {
    expect(safetyText(now)).toBe('2 · 抖音 5');
    expect(safetyText({ safety: 0, channelSafety: {} })).toBe('0');
  });

  it('is by default nothing at the till', () => {
    expect(defaultFor('pos', 3)).toBe(0);
    expect(defaultFor('meituan', 3)).toBe(3);
  });

  it('that nobody touched is no change', () => expect(changeOf(now, formOf(now))).toBeNull());

  it('sends only what differs, and null for the default again', () => {
    const form = formOf(now);
    expect(changeOf(now, { ...form, safety: '3' })).toEqual({ safety: 3 });
    expect(changeOf(now, { ...form, channels: { ...form.channels, douyin: '', pos: '1' } })).toEqual({
      channels: { douyin: null, pos: 1 },
    });
  });

  it('has to be whole numbers', () => {
    expect(isReadable(formOf(now))).toBe(true);
    expect(isReadable({ ...formOf(now), safety: '' })).toBe(false);
    expect(isReadable({ ...formOf(now), channels: { pos: '1.5' } })).toBe(false);
  });
});
