import { z } from 'zod';
import { endpoint } from '../contract';
import { Fen } from '../money';
import { Code, Id, RequestId, SalesChannel, Time } from './common';

const Amount = Fen.min(1);
const Words = z.string().trim().min(1).max(40);
/** Nothing below this much of goods in scope, at their prices before any coupon but an exchange. */
const thresholdFen = Fen.default(0);
/** What the gift is worth: counts against a budget, and decides between coupons that save the same money. */
const worthFen = Fen.default(0);

/** What a coupon gives, counted over the lines in its scope. */
export const CouponKind = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('amountOff'), thresholdFen: Fen, offFen: Amount }),
  z.strictObject({
    type: z.literal('percentOff'),
    /** What is still paid: 90 = 9 折. */
    percent: z.int().min(1).max(99),
    thresholdFen,
    maxOffFen: Amount.nullable().default(null),
  }),
  /** One piece of one of these SKUs for nothing: the dearest in the cart, or the first of them as a gift line when chosen. */
  z.strictObject({
    type: z.literal('exchange'),
    skuIds: z.array(Code).min(1).max(20),
    text: Words,
    thresholdFen,
    worthFen,
  }),
  /** Comes along as a gift line. */
  z.strictObject({
    type: z.literal('sample'),
    skuId: Code,
    quantity: z.int().min(1).max(9).default(1),
    text: Words,
    thresholdFen,
    worthFen,
  }),
  z.strictObject({ type: z.literal('freight'), thresholdFen, maxOffFen: Amount.nullable().default(null) }),
]);
/** `text` says for people which goods these are: the names belong to the catalog. */
export const CouponScope = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('all') }),
  z.strictObject({ type: z.literal('categories'), categoryIds: z.array(Code).min(1), text: Words }),
  z.strictObject({ type: z.literal('products'), productIds: z.array(Code).min(1), text: Words }),
]);
export const ANY_GROUP = '*';
/**
 * Two coupons go together when each one's group is in the other's `combinableWith` and neither excludes the other (by template
 * or group). Of one template up to `maxPerOrder` go together. Higher `priority` is applied first.
 */
export const CouponStacking = z.strictObject({
  group: Code.default('default'),
  priority: z.int().min(0).max(100).default(0),
  combinableWith: z
    .array(z.union([Code, z.literal(ANY_GROUP)]))
    .max(20)
    .default([]),
  excludes: z.array(Code).max(20).default([]),
  maxPerOrder: z.int().min(1).max(10).default(1),
});
/** What all coupons of one campaign may cost: in all, for one customer, in one store. Templates may share a campaign. */
export const CouponBudget = z.strictObject({
  campaign: Code,
  totalFen: Amount.nullable().default(null),
  perCustomerFen: Amount.nullable().default(null),
  perStoreFen: Amount.nullable().default(null),
});
/** After a full refund: back with its old end (or `graceDays` from then, if that is past), or used up. */
export const RefundPolicy = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('reissue'), graceDays: z.int().min(0).max(365) }),
  z.strictObject({ type: z.literal('keepUsed') }),
]);
export const COUPON_TERMS = {
  templateId: Code,
  title: Words,
  kind: CouponKind,
  scope: CouponScope,
  totalLimit: z.int().min(1).max(100_000_000),
  perPersonLimit: z.int().min(1).max(100),
  /** Pickup stores where it can be used; null: everywhere, delivery too. */
  storeIds: z.array(Code).min(1).max(2000).nullable().default(null),
  channels: z.array(SalesChannel).min(1).nullable().default(null),
  /** Only before the first paid order. */
  newMembersOnly: z.boolean().default(false),
  /** Not offered for claiming: staff give it. */
  giveOnly: z.boolean().default(false),
  stacking: CouponStacking.prefault({}),
  budget: CouponBudget.nullable().default(null),
  refundPolicy: RefundPolicy.default({ type: 'reissue', graceDays: 7 }),
};
const Validity = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('days'), days: z.int().min(1).max(3650) }),
  z.strictObject({ type: z.literal('between'), from: Time, until: Time }),
]);
const WireTerms = { ...COUPON_TERMS, validity: Validity, claimFrom: Time, claimUntil: Time };
const claimRule = { message: '领取结束时间须晚于开始时间', path: ['claimUntil'] };
export const CouponTemplateInput = z
  .strictObject(WireTerms)
  .refine((template) => Date.parse(template.claimFrom) < Date.parse(template.claimUntil), claimRule);
export const CouponTemplateView = z.object({
  ...WireTerms,
  ruleText: z.string(),
  scopeText: z.string(),
  claimed: z.int(),
  /** Of the campaign's budget, all templates together; null without a budget. */
  spentFen: z.int().nullable(),
});

export const CouponView = z.object({
  couponId: z.string(),
  title: z.string(),
  kind: z.enum(['amountOff', 'percentOff', 'exchange', 'sample', 'freight']),
  /** `满 200 减 30`, `全场 8 折，最多减 50`. */
  ruleText: z.string(),
  scopeText: z.string(),
  validFrom: Time,
  validUntil: Time,
  status: z.enum(['usable', 'held', 'used', 'expired', 'revoked']),
  statusText: z.string(),
  /** Whether the counter of a store takes it. */
  inStore: z.boolean(),
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
const AtCounter = {
  storeId: Code,
  code: z.string().trim().min(1).max(200),
  /** What the goods in its scope come to on the till; needed when the coupon has a threshold. */
  amountFen: Amount.optional(),
};
const CounterView = z.object({
  coupon: CouponView,
  /** To take off on the till; null when it depends on an amount nobody named, or the coupon gives goods. */
  discountFen: Fen.nullable(),
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
  'coupons.showCode': endpoint({
    for: 'member',
    summary: 'A code for the counter of a store; it changes every 30 seconds',
    input: z.strictObject({ couponId: Id }),
    output: z.object({ qrText: z.string(), refreshInSeconds: z.int().min(1).max(30) }),
    errors: ['COUPON_UNUSABLE'],
  }),
  'coupons.checkCode': endpoint({
    for: 'staff',
    summary: 'Which coupon a code stands for and what it takes off, without using it',
    input: z.strictObject(AtCounter),
    output: CounterView,
    errors: ['COUPON_CODE_UNKNOWN', 'COUPON_CODE_EXPIRED', 'COUPON_UNUSABLE', 'TOO_MANY_TRIES'],
  }),
  'coupons.redeem': endpoint({
    for: 'staff',
    summary: 'Uses the coupon at the counter, once; the same useRequestNo again is the same use',
    input: z.strictObject({ ...AtCounter, useRequestNo: z.string().regex(/^[0-9A-Za-z_-]{1,64}$/) }),
    output: CounterView.extend({ usedAt: Time }),
    errors: ['COUPON_CODE_UNKNOWN', 'COUPON_CODE_EXPIRED', 'COUPON_UNUSABLE', 'TOO_MANY_TRIES'],
  }),
  'coupons.grant': endpoint({
    for: 'staff',
    summary: 'Gives a customer one coupon: a guide to an own contact, head office to any; the limits apply',
    input: z.strictObject({
      requestId: RequestId,
      externalUserid: z.string().min(1).max(128),
      templateId: Code,
    }),
    output: CouponView,
    errors: ['COUPON_SOLD_OUT', 'COUPON_LIMIT_REACHED', 'COUPON_NOT_OPEN', 'PLATFORM_UNAVAILABLE'],
  }),
  'coupons.revoke': endpoint({
    for: 'staff',
    summary: 'Takes an unused coupon back, with a reason (operators); twice is the same',
    input: z.strictObject({ couponId: Id, reason: z.string().trim().min(1).max(80) }),
    output: CouponView,
    errors: ['COUPON_STATE_CONFLICT'],
  }),
  'coupons.listTemplates': endpoint({
    for: 'staff',
    summary:
      'Every template with its terms, what was claimed and spent (marketers and operators); guides: what they may give',
    input: z.strictObject({}),
    output: z.object({ templates: z.array(CouponTemplateView) }),
    errors: [],
  }),
  'coupons.saveTemplate': endpoint({
    for: 'staff',
    summary:
      'Creates a template or changes its terms (marketers and operators); coupons already claimed keep theirs',
    input: CouponTemplateInput,
    output: CouponTemplateView,
    errors: [],
  }),
};
