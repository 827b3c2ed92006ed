import { z } from 'zod';
import { endpoint } from '../contract';
import { Time } from './common';

/** A coupon that the counter of one store takes now, as a till needs it. */
export const CouponHere = z.object({
  couponId: z.string(),
  title: z.string(),
  ruleText: z.string(),
  scopeText: z.string(),
  validUntil: Time,
});

export const members = {
  'members.showCard': endpoint({
    for: 'member',
    summary: "The member's card with the code to show at a till: good once, for about a minute",
    input: z.strictObject({}),
    output: z.object({
      memberNo: z.string(),
      qrText: z.string(),
      /** The same code for a bar reader and for reading out: 20 digits. */
      digits: z.string(),
      /** When to ask for the next one. */
      refreshInSeconds: z.int(),
      /** Until then this one is taken, also by a phone that lost its network. */
      goodForSeconds: z.int(),
      usableCoupons: z.int(),
    }),
    errors: [],
  }),
};
