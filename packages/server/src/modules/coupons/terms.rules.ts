import { Code } from '@omni/shared/contracts/common';
import { Fen } from '@omni/shared/money';
import { shanghaiText } from '@omni/shared/time';
import { z } from 'zod';

const Amount = Fen.min(1);
/** What a coupon takes off, counted over the lines in its scope. */
export const CouponKind = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('amountOff'), thresholdFen: Fen, offFen: Amount }),
  z.strictObject({
    type: z.literal('percentOff'),
    /** What is still paid: 90 = 9 折. */
    percent: z.int().min(1).max(99),
    thresholdFen: Fen.default(0),
    maxOffFen: Amount.nullable().default(null),
  }),
]);
/** `text` says for people which goods these are: the names belong to the catalog. */
const Narrow = { text: z.string().trim().min(1).max(40) };
export const CouponScope = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('all') }),
  z.strictObject({ type: z.literal('categories'), categoryIds: z.array(Code).min(1), ...Narrow }),
  z.strictObject({ type: z.literal('products'), productIds: z.array(Code).min(1), ...Narrow }),
]);
/** So many days from claiming, or between two fixed times. */
const Validity = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('days'), days: z.int().min(1).max(3650) }),
  z.strictObject({ type: z.literal('between'), from: z.date(), until: z.date() }),
]);
export const CouponTemplate = z
  .strictObject({
    templateId: Code,
    title: z.string().trim().min(1).max(40),
    kind: CouponKind,
    scope: CouponScope,
    validity: Validity,
    /** Claimable from `claimFrom` until just before `claimUntil`. */
    claimFrom: z.date(),
    claimUntil: z.date(),
    totalLimit: z.int().min(1),
    perPersonLimit: z.int().min(1).max(100),
    /** Pickup stores where it can be used; null: everywhere, delivery too. */
    storeIds: z.array(Code).min(1).nullable().default(null),
  })
  .refine((template) => template.claimFrom < template.claimUntil, { path: ['claimUntil'] });
export type CouponTemplate = z.input<typeof CouponTemplate>;
export type CouponKind = z.output<typeof CouponKind>;
export type CouponScope = z.output<typeof CouponScope>;

/** What a coupon promises: copied from its template when it is claimed, and never changed after. */
export type CouponTerms = {
  title: string;
  kind: CouponKind;
  scope: CouponScope;
  storeIds: string[] | null;
};
export type Template = Omit<z.output<typeof CouponTemplate>, 'templateId'> & {
  _id: string;
  /** Coupons claimed, with those whose claim is under way. */
  claimed: number;
  reservations: { couponId: string; customerId: string; at: Date }[];
};

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
