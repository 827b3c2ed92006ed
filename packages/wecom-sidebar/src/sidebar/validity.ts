import type { Coupon } from '../api/types';

const HOUR = 3600_000;
const DAY = 24 * HOUR;

/** How much of a coupon's life is left, as a share to draw and as words; `soon` within two days of its end. */
export function validity(
  coupon: Pick<Coupon, 'validFrom' | 'validUntil'>,
  now: number,
): { share: number; text: string; soon: boolean } {
  const from = Date.parse(coupon.validFrom);
  const until = Date.parse(coupon.validUntil);
  const left = until - now;
  const share = Math.min(1, Math.max(0, left / Math.max(1, until - from)));
  if (left <= 0) return { share: 0, text: '已到期', soon: true };
  if (now < from) return { share: 1, text: `${Math.ceil((from - now) / DAY)} 天后生效`, soon: false };
  if (left < HOUR) return { share, text: '不到 1 小时到期', soon: true };
  if (left < DAY) return { share, text: `还有 ${Math.floor(left / HOUR)} 小时`, soon: true };
  return { share, text: `还有 ${Math.floor(left / DAY)} 天`, soon: left < 2 * DAY };
}
