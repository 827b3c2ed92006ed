import { validity } from './validity';

const coupon = { validFrom: '2026-11-01T00:00:00Z', validUntil: '2026-11-11T00:00:00Z' };
const at = (text: string) => validity(coupon, Date.parse(text));

describe('what is left of a coupon', () => {
  it.each([
    ['2026-10-30T00:00:00Z', { share: 1, text: '2 天后生效', soon: false }],
    ['2026-11-06T00:00:00Z', { share: 0.5, text: '还有 5 天', soon: false }],
    ['2026-11-09T12:00:00Z', { share: 0.15, text: '还有 1 天', soon: true }],
    ['2026-11-10T18:00:00Z', { share: 0.025, text: '还有 6 小时', soon: true }],
    ['2026-11-12T00:00:00Z', { share: 0, text: '已到期', soon: true }],
  ])('on %s is %p', (time, expected) => expect(at(time)).toEqual(expected));
});
