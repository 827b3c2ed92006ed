import { z } from 'zod';
import { endpoint } from '../contract';
import { Code, Time } from './common';

export const CouponView = z.object({
  couponId: z.string(),
  title: z.string(),
  /** `满 200 减 30`, `全场 8 折，最多减 50`. */
  ruleText: z.string(),
  scopeText: z.string(),
  validFrom: Time,
  validUntil: Time,
  status: z.enum(['usable', 'held', 'used', 'expired']),
  statusText: z.string(),
});
export const CouponOffer = z.object({
  templateId: z.string(),
  title: z.string(),
  ruleText: z.string(),
  scopeText: z.string(),
  remainingPercent: z.int().min(0).max(100),
  claimable: z.boolean(),
  /** Why not, for people; null when claimable. */
  reason: z.string().nullable(),
});

export const coupons = {
  'coupons.listOffers': endpoint({
    for: 'member',
    summary: 'Coupons that can be claimed now, and why some cannot',
    input: z.strictObject({}),
    output: z.object({ offers: z.array(CouponOffer) }),
    errors: [],
  }),
  'coupons.claim': endpoint({
    for: 'member',
    summary: 'Takes one coupon of an offer; within limits per person and in total',
    input: z.strictObject({ templateId: Code }),
    output: CouponView,
    errors: ['COUPON_SOLD_OUT', 'COUPON_LIMIT_REACHED', 'COUPON_NOT_OPEN'],
  }),
  'coupons.listMine': endpoint({
    for: 'member',
    summary: "The member's coupons, usable first",
    input: z.strictObject({}),
    output: z.object({ coupons: z.array(CouponView) }),
    errors: [],
  }),
};
