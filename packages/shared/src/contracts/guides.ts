import { z } from 'zod';
import { endpoint } from '../contract';
import { Fen } from '../money';
import { CouponView } from './coupons';
import { Code, Cursor, Time } from './common';
import { CouponHere } from './members';

const ExternalUserid = z.string().regex(/^[\w-]{8,64}$/);
export const TimelineItem = z.object({
  at: Time,
  kind: z.enum([
    'browse',
    'cart',
    'scan',
    'order',
    'pickup',
    'coupon',
    'refund',
    'contact',
    'script',
    'visit',
    'fitting',
  ]),
  title: z.string(),
  text: z.string(),
  imageUrl: z.string().nullable(),
});
export const ScriptCard = z.object({
  scriptId: z.string(),
  goal: z.string(),
  /** The words to send. Every price, stock and date in it is a fact of now. */
  text: z.string(),
  /** One line: `昨晚看过 2 次 · 本店有 M 码`. */
  reason: z.string(),
});
export const CustomerProfile = z.object({
  externalUserid: z.string(),
  name: z.string(),
  avatarUrl: z.string().nullable(),
  /** False when this contact never used the mini-program (no UnionID match yet). */
  known: z.boolean(),
  phoneMasked: z.string().nullable(),
  memberNo: z.string().nullable(),
  profilingConsent: z.boolean(),
  summary: z.object({
    orders: z.int(),
    paidFen: Fen,
    lastOrderAt: Time.nullable(),
    usableCoupons: z.int(),
  }),
  orders: z.array(
    z.object({
      orderId: z.string(),
      orderNo: z.string(),
      statusText: z.string(),
      payableFen: Fen,
      placedAt: Time,
      storeName: z.string().nullable(),
      linesText: z.string(),
    }),
  ),
  browsing: z.array(
    z.object({
      productId: z.string(),
      title: z.string(),
      imageUrl: z.string(),
      priceFen: Fen,
      views: z.int(),
      lastAt: Time,
    }),
  ),
  coupons: z.array(CouponView),
});
const OneContact = z.strictObject({ externalUserid: ExternalUserid });

export const guides = {
  'guides.getCustomer': endpoint({
    for: 'staff',
    summary:
      'Who the contact in this chat is: the one customer behind the external_userid; only own contacts',
    input: OneContact,
    output: CustomerProfile,
    errors: ['PLATFORM_UNAVAILABLE'],
  }),
  'guides.openMember': endpoint({
    for: 'staff',
    summary: 'Who shows this member code in my store; a code opens once, and again for whoever opened it',
    input: z.strictObject({ storeId: Code, code: z.string().trim().min(1).max(200) }),
    output: z.object({
      memberNo: z.string(),
      displayName: z.string(),
      /** What the counter here takes now. */
      coupons: z.array(CouponHere),
      orders: z.int(),
      lastOrderAt: Time.nullable(),
      /** Paid orders to be collected in this store, newest first. */
      toCollect: z.array(z.object({ orderNo: z.string(), statusText: z.string(), linesText: z.string() })),
    }),
    errors: [
      'MEMBER_CODE_UNKNOWN',
      'MEMBER_CODE_FOREIGN',
      'MEMBER_CODE_EXPIRED',
      'MEMBER_CODE_USED',
      'TOO_MANY_TRIES',
    ],
  }),
  'guides.listTimeline': endpoint({
    for: 'staff',
    summary: 'What happened with this customer, newest first, paged by key',
    input: z.strictObject({
      externalUserid: ExternalUserid,
      cursor: Cursor.optional(),
      limit: z.int().min(1).max(50).default(20),
    }),
    output: z.object({ items: z.array(TimelineItem), nextCursor: z.string().nullable() }),
    errors: ['PLATFORM_UNAVAILABLE'],
  }),
  'guides.suggestScripts': endpoint({
    for: 'staff',
    summary: 'Three things to say now, each with its reason, true of this customer and this store',
    input: z.strictObject({ externalUserid: ExternalUserid, storeId: Code }),
    output: z.object({ scripts: z.array(ScriptCard).max(3) }),
    errors: ['PLATFORM_UNAVAILABLE'],
  }),
  'guides.recordScriptSent': endpoint({
    for: 'staff',
    summary: 'The guide sent (perhaps edited) words from a script; once per requestId',
    input: z.strictObject({
      requestId: z.uuid(),
      externalUserid: ExternalUserid,
      scriptId: z.string().min(1).max(64),
      text: z.string().min(1).max(1000),
    }),
    output: z.object({ recorded: z.literal(true) }),
    errors: ['PLATFORM_UNAVAILABLE'],
  }),
};
