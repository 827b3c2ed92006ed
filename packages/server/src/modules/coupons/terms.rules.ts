import { COUPON_TERMS } from '@omni/shared/contracts/coupons';
import { shanghaiText } from '@omni/shared/time';
import { z } from 'zod';

/** So many days from claiming, or between two fixed times. */
const Validity = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('days'), days: z.int().min(1).max(3650) }),
  z.strictObject({ type: z.literal('between'), from: z.date(), until: z.date() }),
]);
/** As on the wire (shared/contracts/coupons.ts), with times as dates. */
export const CouponTemplate = z
  .strictObject({
    ...COUPON_TERMS,
    validity: Validity,
    /** Claimable from `claimFrom` until just before `claimUntil`. */
    claimFrom: z.date(),
    claimUntil: z.date(),
  })
  .refine((template) => template.claimFrom < template.claimUntil, { path: ['claimUntil'] });
export type CouponTemplate = z.input<typeof CouponTemplate>;
type AllTerms = z.output<typeof CouponTemplate>;
export type CouponKind = AllTerms['kind'];
export type CouponScope = AllTerms['scope'];
export type Stacking = AllTerms['stacking'];

/** What a coupon promises: copied from its template when it is claimed, and never changed after. */
export type CouponTerms = Pick<
  AllTerms,
  | 'title'
  | 'kind'
  | 'scope'
  | 'storeIds'
  | 'channels'
  | 'newMembersOnly'
  | 'stacking'
  | 'budget'
  | 'refundPolicy'
>;
export type Template = Omit<AllTerms, 'templateId'> & {
  _id: string;
  /** Coupons claimed, with those whose claim is under way. */
  claimed: number;
  reservations: { couponId: string; customerId: string; at: Date }[];
};

/** What coupons and templates of before these terms existed promise: one coupon per order, everywhere, for everybody. */
export const TERMS_OF_BEFORE = {
  channels: null,
  newMembersOnly: false,
  stacking: { group: 'default', priority: 0, combinableWith: [], excludes: [], maxPerOrder: 1 },
  budget: null,
  refundPolicy: { type: 'reissue', graceDays: 7 },
} satisfies Partial<CouponTerms>;

const DAY_MS = 24 * 3600_000;

export const validityAt = (
  { validity }: Pick<Template, 'validity'>,
  claimedAt: Date,
): { validFrom: Date; validUntil: Date } =>
  validity.type === 'between'
    ? { validFrom: validity.from, validUntil: validity.until }
    : { validFrom: claimedAt, validUntil: new Date(claimedAt.getTime() + validity.days * DAY_MS) };

export type ClaimProblem = {
  code: 'COUPON_NOT_OPEN' | 'COUPON_LIMIT_REACHED' | 'COUPON_SOLD_OUT';
  text: string;
};

/** Why this person cannot claim one now; null when they can (unless somebody is faster). */
export function claimProblem(template: Template, mine: number, now: Date): ClaimProblem | null {
  const over = template.claimUntil <= now || validityAt(template, now).validUntil <= now;
  if (over) return { code: 'COUPON_NOT_OPEN', text: '领取已结束' };
  if (now < template.claimFrom)
    return { code: 'COUPON_NOT_OPEN', text: `${shanghaiText(template.claimFrom).slice(5)} 开始领取` };
  if (mine >= template.perPersonLimit)
    return { code: 'COUPON_LIMIT_REACHED', text: mine === 1 ? '您已领取' : `您已领取 ${mine} 张` };
  if (template.claimed >= template.totalLimit) return { code: 'COUPON_SOLD_OUT', text: '已领完' };
  return null;
}

/** Rounded down, but 0 only when nothing is left. */
export function remainingPercent({ claimed, totalLimit }: Pick<Template, 'claimed' | 'totalLimit'>): number {
  const left = Math.max(0, totalLimit - claimed);
  return left === 0 ? 0 : Math.max(1, Math.floor((left * 100) / totalLimit));
}
