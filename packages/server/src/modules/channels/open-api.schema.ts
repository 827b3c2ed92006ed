import { Code, Id, PointInput, Time } from '@omni/shared/contracts/common';
import { CouponHere } from '@omni/shared/contracts/members';
import { AdjustReason, ImportReport } from '@omni/shared/contracts/inventory';
import { AddressInput } from '@omni/shared/contracts/orders';
import { Fen } from '@omni/shared/money';
import { z } from 'zod';

/** What other systems call an order; ours once per key. */
export const ExternalId = z.string().regex(/^[\w.-]{1,40}$/);
const ADDRESS = AddressInput.omit({ point: true });

export const NewOrder = z.strictObject({
  externalId: ExternalId,
  /** `pos`: a till of ours. */
  channel: z.enum(['open_api', 'pos']),
  buyer: z
    .strictObject({
      /** What that system calls the buyer; the same name is the same customer. */
      id: z
        .string()
        .regex(/^[\w.:-]{1,64}$/)
        .optional(),
      /** The member card that was shown. */
      cardNo: z
        .string()
        .regex(/^[\w-]{4,32}$/)
        .optional(),
      /** The till sent this phone a text message and got the code in it back. */
      phoneVerified: z.boolean().optional(),
      /** Of a member who was asked for it at the till; never the phone of a parcel's receiver. */
      memberPhone: z
        .string()
        .regex(/^1\d{10}$/)
        .optional(),
    })
    .default({}),
  lines: z
    .array(z.strictObject({ skuId: Code, quantity: z.int().min(1).max(99), priceFen: Fen }))
    .min(1)
    .max(50),
  freightFen: Fen.default(0),
  /** Goods and freight less every discount: what was paid there. */
  paidFen: Fen,
  paidAt: Time,
  fulfilment: z.discriminatedUnion('kind', [
    /** A receipt: the goods went over the counter at `paidAt`. */
    z.strictObject({ kind: z.literal('receipt'), storeId: Code }),
    z.strictObject({ kind: z.literal('pickup'), storeId: Code }),
    z.strictObject({ kind: z.literal('delivery'), address: ADDRESS, point: PointInput.optional() }),
  ]),
});

export const OpenOrder = z.object({
  orderId: z.string(),
  orderNo: z.string(),
  externalId: z.string(),
  status: z.string(),
  statusText: z.string(),
  fulfilment: z.enum(['pickup', 'delivery']),
  storeId: z.string().nullable(),
  lines: z.array(
    z.object({
      lineNo: z.int(),
      skuId: z.string(),
      quantity: z.int(),
      priceFen: Fen,
      discountFen: Fen,
      isGift: z.boolean(),
      refundedQuantity: z.int(),
    }),
  ),
  freightFen: Fen,
  paidFen: Fen,
  refundedFen: Fen,
  tracking: z.object({ company: z.string(), number: z.string() }).nullable(),
  placedAt: Time,
  handedOverAt: Time.nullable(),
  /** Why a person has to look at it. */
  needsAttention: z.string().nullable(),
});

export const Nothing = z.strictObject({});
export const Cancel = z.strictObject({ reason: z.string().trim().min(1).max(80) });
export const OrderParams = z.strictObject({ id: Id });

const SkuList = z
  .string()
  .regex(/^[0-9A-Za-z-]{1,32}(,[0-9A-Za-z-]{1,32}){0,99}$/)
  .describe('1 to 100 SKUs, with commas between');
export const StockQuery = z.strictObject({ storeId: Code, skuIds: SkuList });
export const Stock = z.object({
  storeId: z.string(),
  items: z.array(z.object({ skuId: z.string(), available: z.int() })),
});

const Pieces = z.int().min(0).max(1_000_000);
export const StockChange = z.discriminatedUnion('kind', [
  /** Pieces that came or went, for a reason. */
  z.strictObject({
    kind: z.literal('adjust'),
    storeId: Code,
    skuId: Code,
    reason: AdjustReason,
    quantity: z.int().min(-1_000_000).max(1_000_000),
    note: z.string().trim().min(1).max(100).optional(),
  }),
  /** What is on hand, of up to 500 SKUs; what moved since `asOf` is added. */
  z.strictObject({
    kind: z.literal('set'),
    asOf: Time.optional(),
    rows: z
      .array(z.strictObject({ storeId: Code, skuId: Code, onHand: Pieces, safety: Pieces.optional() }))
      .min(1)
      .max(500),
  }),
]);
export const StockAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('adjust'),
    skuId: z.string(),
    onHand: z.int(),
    held: z.int(),
    available: z.int(),
  }),
  z.object({ kind: z.literal('set'), report: ImportReport }),
]);

export const CardShown = z.strictObject({
  storeId: Code,
  /** The caller's own name for the till: a code that one till took is refused to every other. */
  tillNo: z.string().regex(/^[\w-]{1,16}$/),
  /** What the reader read: the text of the QR code, or the 20 digits of the bars. */
  code: z.string().trim().min(1).max(200),
});
export const CardHolder = z.object({
  memberNo: z.string(),
  displayName: z.string(),
  storeId: z.string(),
  /** Those that the counter of this store takes, whatever the amount. */
  coupons: z.array(CouponHere),
});
