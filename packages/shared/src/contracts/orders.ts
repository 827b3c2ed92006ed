import { z } from 'zod';
import { endpoint } from '../contract';
import { Fen } from '../money';
import { Code, Cursor, Id, Lines, PointInput, RequestId, SalesChannel, Time } from './common';

export const Fulfilment = z.enum(['pickup', 'delivery']);
export const OrderStatus = z.enum([
  'pending_payment',
  'paid',
  'accepted',
  'ready',
  'handed_over',
  'shipped',
  'completed',
  'cancelled',
  'refunding',
  'refunded',
]);
export const OrderAction = z.enum([
  'pay',
  'cancel',
  'refund',
  'showPickupCode',
  'shareCode',
  'extendPickup',
  'confirmReceipt',
  'aftersale',
  'buyAgain',
]);
export const AddressInput = z.strictObject({
  name: z.string().trim().min(1).max(30),
  phone: z.string().regex(/^1\d{10}$/),
  region: z.string().trim().min(1).max(60),
  street: z.string().trim().min(1).max(120),
  /** Where that is (GCJ-02), if the shopper chose it on a map: then a store nearby may send the goods. */
  point: PointInput.optional(),
});
/** `auto` picks the best combination, `none` uses none, ids use exactly these together. */
export const CouponChoice = z.union([
  z.literal('auto'),
  z.literal('none'),
  Id,
  z
    .array(Id)
    .min(1)
    .max(12)
    .refine((ids) => new Set(ids).size === ids.length, { message: '同一张券只能选一次' }),
]);
const Draft = {
  fulfilment: Fulfilment,
  /** The pickup store; must be absent for delivery. */
  storeId: Code.optional(),
  lines: Lines,
  coupon: CouponChoice.default('auto'),
};
const storeMatchesFulfilment = (draft: { fulfilment: string; storeId?: string | undefined }) =>
  (draft.fulfilment === 'pickup') === (draft.storeId !== undefined);
const storeRule = { message: '自提需选择门店，配送不需要', path: ['storeId'] };

export const OrderLine = z.object({
  /** Its place in the order, from 1: what refunds, partial pickups and returns name. */
  lineNo: z.int().min(1),
  skuId: z.string(),
  productId: z.string(),
  title: z.string(),
  valuesText: z.string(),
  imageUrl: z.string(),
  priceFen: Fen,
  quantity: z.int(),
  /** This line's share of all coupons, to the fen. */
  discountFen: Fen,
  /** A sample or an exchange coupon's goods: nothing to pay, nothing to refund. */
  isGift: z.boolean(),
});
/** A line of a placed order, and what became of it. */
export const PlacedLine = OrderLine.extend({
  /** Went over the counter; lines of one order may go on different days. */
  handedOver: z.boolean(),
  /** Taken off the order, and paid back, before it was handed over. */
  removed: z.boolean(),
  refundedQuantity: z.int(),
  refundedFen: Fen,
});
export const Tracking = z.object({ company: z.string(), companyName: z.string(), number: z.string() });
const Totals = { goodsFen: Fen, discountFen: Fen, freightFen: Fen, payableFen: Fen };
export const OrderView = z.object({
  orderId: z.string(),
  orderNo: z.string(),
  status: OrderStatus,
  statusText: z.string(),
  /** One sentence on what happens next: `请在 14:35 前支付`. */
  hint: z.string(),
  channel: SalesChannel,
  fulfilment: Fulfilment,
  store: z.object({ storeId: z.string(), name: z.string(), address: z.string() }).nullable(),
  /** Another store took the order over: which one, and why, for people. */
  movedText: z.string().nullable(),
  tracking: Tracking.nullable(),
  lines: z.array(PlacedLine),
  ...Totals,
  refundedFen: Fen,
  couponTitle: z.string().nullable(),
  placedAt: Time,
  payBefore: Time.nullable(),
  paidAt: Time.nullable(),
  readyAt: Time.nullable(),
  /** Goods that are not collected by then go back, and so does the money. */
  collectBefore: Time.nullable(),
  handedOverAt: Time.nullable(),
  shippedAt: Time.nullable(),
  completedAt: Time.nullable(),
  closedAt: Time.nullable(),
  /** Why it was cancelled or refunded, for people. */
  closedReason: z.string().nullable(),
  actions: z.array(OrderAction),
});
export const Quote = z.object({
  lines: z.array(OrderLine),
  ...Totals,
  /** In the order they are applied; `discountFen` is what each saves, on goods or freight. */
  coupons: z.array(z.object({ couponId: z.string(), title: z.string(), discountFen: Fen })),
  /** Every other coupon of the member with the reason it was not taken. */
  losers: z.array(
    z.object({
      couponId: z.string(),
      title: z.string(),
      reason: z.string(),
      /** Whether it may be chosen all the same, alone or beside others. */
      usable: z.boolean(),
      /** Whether it may be added to those that are taken. */
      addable: z.boolean(),
    }),
  ),
});
const Mark = z.string().trim().min(1).max(64).optional();
/** Which link the shopper came by, as the link says it: a guide's (WeCom userid) and its campaign. Nobody's word is taken for it. */
export const Came = z.strictObject({ guide: Mark, utmSource: Mark, utmMedium: Mark, utmCampaign: Mark });
export type Came = z.output<typeof Came>;
const OneOrder = z.strictObject({ orderId: Id });

export const orders = {
  'orders.quote': endpoint({
    for: 'member',
    summary: 'What the cart would cost now: prices, freight, best coupon and why the others lost',
    input: z.strictObject(Draft).refine(storeMatchesFulfilment, storeRule),
    output: Quote,
    errors: ['PRODUCT_OFF_SHELF', 'COUPON_UNUSABLE'],
  }),
  'orders.place': endpoint({
    for: 'member',
    summary:
      'Places the order: stock and coupon held, 15 minutes to pay; the same requestId again is the same order',
    input: z
      .strictObject({
        requestId: RequestId,
        ...Draft,
        /** The payable amount the shopper saw; another amount now is PRICE_CHANGED. */
        expectedPayableFen: Fen,
        address: AddressInput.optional(),
        remark: z.string().trim().max(100).optional(),
        came: Came.optional(),
      })
      .refine(storeMatchesFulfilment, storeRule),
    output: OrderView,
    errors: [
      'PRODUCT_OFF_SHELF',
      'STORE_CLOSED',
      'OUT_OF_STOCK',
      'COUPON_UNUSABLE',
      'PRICE_CHANGED',
      'ADDRESS_REQUIRED',
      'REQUEST_REUSED',
    ],
  }),
  'orders.pay': endpoint({
    for: 'member',
    summary: 'Prepays with WeChat Pay; the answer is what wx.requestPayment takes',
    input: OneOrder,
    output: z.object({
      timeStamp: z.string(),
      nonceStr: z.string(),
      package: z.string(),
      signType: z.literal('RSA'),
      paySign: z.string(),
    }),
    errors: ['ORDER_NOT_PAYABLE', 'PLATFORM_UNAVAILABLE'],
  }),
  'orders.confirmPayment': endpoint({
    for: 'member',
    summary:
      'After wx.requestPayment said ok: asks WeChat Pay whether it is so; the truth is in the answered status',
    input: OneOrder,
    output: OrderView,
    errors: ['PLATFORM_UNAVAILABLE'],
  }),
  'orders.get': endpoint({
    for: 'member',
    summary: 'One order of the member',
    input: OneOrder,
    output: OrderView,
    errors: [],
  }),
  'orders.list': endpoint({
    for: 'member',
    summary: "The member's orders, newest first, paged by key",
    input: z.strictObject({
      filter: z.enum(['all', 'unpaid', 'waiting', 'done']).default('all'),
      cursor: Cursor.optional(),
      limit: z.int().min(1).max(50).default(20),
    }),
    output: z.object({ items: z.array(OrderView), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  'orders.cancel': endpoint({
    for: 'member',
    summary:
      'Cancels an unpaid order; stock and coupon go back. An order that turns out paid is not cancelled',
    input: OneOrder,
    output: OrderView,
    errors: ['ORDER_NOT_CANCELLABLE', 'PLATFORM_UNAVAILABLE'],
  }),
  'orders.confirmReceipt': endpoint({
    for: 'member',
    summary:
      'The parcel has come: ends a shipped order, which ends by itself after ten days; twice is the same',
    input: OneOrder,
    output: OrderView,
    errors: ['ORDER_STATE_CONFLICT'],
  }),
  'orders.refund': endpoint({
    for: 'member',
    summary: 'Full refund of a paid order that was not handed over; money, stock and coupon go back',
    input: z.strictObject({ orderId: Id, reason: z.string().trim().min(1).max(80) }),
    output: OrderView,
    errors: ['ORDER_NOT_REFUNDABLE'],
  }),
};
