import type {
  CouponOffer as CouponOfferSchema,
  CouponView as CouponViewSchema,
} from '@omni/shared/contracts/coupons';
import { shanghaiText } from '@omni/shared/time';
import { yuan } from '@omni/shared/yuan';
import type { z } from 'zod';
import { isHeld, stateProblem } from './life.rules';
import type { Coupon } from './life.rules';
import { claimProblem, remainingPercent } from './terms.rules';
import type { CouponTerms, Template } from './terms.rules';

export type CouponView = z.output<typeof CouponViewSchema>;
export type CouponOffer = z.output<typeof CouponOfferSchema>;

/** `200`, `9.90`. */
const shortYuan = (fen: number): string => (fen % 100 === 0 ? String(fen / 100) : yuan(fen));

export function ruleText({ kind, scope }: Pick<CouponTerms, 'kind' | 'scope'>): string {
  const from = kind.thresholdFen > 0 ? `满 ${shortYuan(kind.thresholdFen)} ` : '';
  if (kind.type === 'amountOff') return `${from || '立'}减 ${shortYuan(kind.offFen)}`;
  const who = from ? `${from}打` : scope.type === 'all' ? '全场' : '指定商品';
  const most = kind.maxOffFen === null ? '' : `，最多减 ${shortYuan(kind.maxOffFen)}`;
  return `${who} ${kind.percent / 10} 折${most}`;
}

export function scopeText({ scope, storeIds }: Pick<CouponTerms, 'scope' | 'storeIds'>): string {
  const goods = scope.type === 'all' ? '全部商品可用' : scope.text;
  return storeIds ? `${goods} · 限指定门店自提` : goods;
}

function statusOf(coupon: Coupon, now: Date): Pick<CouponView, 'status' | 'statusText'> {
  if (isHeld(coupon, now)) return { status: 'held', statusText: '订单占用中' };
  const problem = stateProblem(coupon, now);
  if (problem !== null) return { status: coupon.state === 'used' ? 'used' : 'expired', statusText: problem };
  const started = coupon.validFrom <= now;
  const statusText = started
    ? `${shanghaiText(coupon.validUntil)} 到期`
    : `${shanghaiText(coupon.validFrom)} 起可用`;
  return { status: 'usable', statusText };
}

export const presentCoupon = (coupon: Coupon, now: Date): CouponView => ({
  couponId: coupon._id,
  title: coupon.title,
  ruleText: ruleText(coupon),
  scopeText: scopeText(coupon),
  validFrom: coupon.validFrom.toISOString(),
  validUntil: coupon.validUntil.toISOString(),
  ...statusOf(coupon, now),
});

/** `mine`: how many of it this person has claimed. */
export function presentOffer(template: Template, mine: number, now: Date): CouponOffer {
  const problem = claimProblem(template, mine, now);
  return {
    templateId: template._id,
    title: template.title,
    ruleText: ruleText(template),
    scopeText: scopeText(template),
    remainingPercent: remainingPercent(template),
    claimable: problem === null,
    reason: problem?.text ?? null,
  };
}
