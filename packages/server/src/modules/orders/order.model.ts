import type { SalesChannel } from '@omni/shared/contracts/common';
import type { Came, PlacedLine } from '@omni/shared/contracts/orders';
import type { Point } from '@omni/shared/geo';
import { Schema, model } from 'mongoose';
import type { QueryFilter, SchemaDefinition } from 'mongoose';
import type { z } from 'zod';
import type { OrderStatus } from './order.rules';
import type { OrderRefund } from './refund.rules';
import { changePlain, findPlain, insertPlain } from '../../kernel/db';
import { keepsSealed } from '../../kernel/sealed-fields';
import { sourcesOf } from './order.rules';

export type Order = {
  orderId: string;
  /** 18 digits for people: the day in Shanghai, then chance, so that it tells nobody how much we sell. */
  orderNo: string;
  customerId: string;
  /** What the customer was known by when it was placed; the order goes where that goes. */
  origin: string;
  channel: SalesChannel;
  /** The other side's number of an order that was placed elsewhere; unique per channel. */
  channelOrderId: string | null;
  /** Fingerprint of the command that placed it: the same requestId with other content is another intent. */
  contentHash: string;
  /** Under which the stock of this order is held at `locationId`. */
  holdId: string;
  locationId: string;
  status: OrderStatus;
  fulfilment: 'pickup' | 'delivery';
  storeId: string | null;
  /** As it was when the order came to this store. */
  store: { storeId: string; name: string; address: string } | null;
  /** Counts the places the order was given to; a move only ever goes to a later one. */
  routeHop: number;
  /** The last change of store: where it was, and why, for people. */
  moved: { fromName: string; reason: string; at: Date } | null;
  lines: z.output<typeof PlacedLine>[];
  goodsFen: number;
  discountFen: number;
  freightFen: number;
  payableFen: number;
  /** What went back by line or for freight; never more than was paid. */
  refundedFen: number;
  /** Every wish to give money of this order back, once per key; see refund.rules.ts. */
  refunds: readonly OrderRefund[];
  /** In the order they were applied. */
  coupons: { couponId: string; title: string }[];
  /** Where delivery goes: name, phone, region and street, sealed as one. */
  sealedAddress: string | null;
  /** Where that is, if the shopper chose it on a map. */
  point: Point | null;
  tracking: { company: string; number: string } | null;
  remark: string | null;
  /** Which link the shopper came by; a guide only if we have one of that id. Null: none, or none was told. */
  came: Came | null;
  placedAt: Date;
  payBefore: Date;
  paidAt: Date | null;
  /** When the stock stopped being a lease; until then nobody works on the order. */
  stockKeptAt: Date | null;
  acceptedAt: Date | null;
  readyAt: Date | null;
  /** Ready goods that nobody collected by then are given up. */
  collectBefore: Date | null;
  /** The shopper asked for more time, which goes once. */
  extendedAt: Date | null;
  handedOverAt: Date | null;
  shippedAt: Date | null;
  completedAt: Date | null;
  closedAt: Date | null;
  closedReason: string | null;
  /** Money that came after the cancellation and goes back by itself; the order stays cancelled. */
  lateMoneyAt: Date | null;
  /** Why a person has to look at this order; null when nobody has to. */
  needsAttention: string | null;
};
type OrderDoc = Omit<Order, 'orderId'> & { _id: string };

const text = { type: String, required: true } as const;
const maybeText = { type: String, default: null } as const;
const fen = { type: Number, required: true } as const;
const time = { type: Date, required: true } as const;
const maybeTime = { type: Date, default: null } as const;
const none = { type: Number, default: 0 } as const;
const part = <T>(fields: SchemaDefinition<T>) => ({
  type: new Schema(fields, { _id: false }),
  default: null,
});

const schema = new Schema<OrderDoc>(
  {
    _id: text,
    orderNo: text,
    customerId: text,
    origin: text,
    channel: { type: String, default: 'mini_program' },
    channelOrderId: maybeText,
    contentHash: text,
    holdId: text,
    locationId: text,
    status: text,
    fulfilment: text,
    storeId: maybeText,
    store: part({ storeId: text, name: text, address: text }),
    routeHop: none,
    moved: part({ fromName: text, reason: text, at: time }),
    lines: [
      {
        _id: false,
        lineNo: fen,
        skuId: text,
        productId: text,
        title: text,
        valuesText: { type: String, default: '' },
        imageUrl: { type: String, default: '' },
        priceFen: fen,
        quantity: fen,
        discountFen: fen,
        isGift: { type: Boolean, default: false },
        handedOver: { type: Boolean, default: false },
        removed: { type: Boolean, default: false },
        refundedQuantity: none,
        refundedFen: none,
      },
    ],
    goodsFen: fen,
    discountFen: fen,
    freightFen: fen,
    payableFen: fen,
    refundedFen: none,
    refunds: [
      {
        _id: false,
        key: text,
        amountFen: fen,
        freightFen: fen,
        lines: [{ _id: false, lineNo: fen, quantity: fen, refundFen: fen }],
        askedAt: time,
        doneAt: maybeTime,
      },
    ],
    coupons: [{ _id: false, couponId: text, title: text }],
    sealedAddress: maybeText,
    point: part({ latitude: fen, longitude: fen }),
    tracking: part({ company: text, number: text }),
    remark: maybeText,
    came: part({
      guide: { type: String },
      utmSource: { type: String },
      utmMedium: { type: String },
      utmCampaign: { type: String },
    }),
    placedAt: time,
    payBefore: time,
    paidAt: maybeTime,
    stockKeptAt: maybeTime,
    acceptedAt: maybeTime,
    readyAt: maybeTime,
    collectBefore: maybeTime,
    extendedAt: maybeTime,
    handedOverAt: maybeTime,
    shippedAt: maybeTime,
    completedAt: maybeTime,
    closedAt: maybeTime,
    closedReason: maybeText,
    lateMoneyAt: maybeTime,
    needsAttention: maybeText,
  },
  { versionKey: false },
)
  .index({ orderNo: 1 }, { unique: true })
  .index({ customerId: 1, placedAt: -1, _id: -1 })
  .index({ origin: 1 })
  .index({ status: 1, stockKeptAt: 1, payBefore: 1 })
  // What time alone ends: ready goods nobody collects, parcels nobody confirms.
  .index({ status: 1, collectBefore: 1 })
  .index({ status: 1, shippedAt: 1 })
  .index(
    { channel: 1, channelOrderId: 1 },
    { unique: true, partialFilterExpression: { channelOrderId: { $type: 'string' } } },
  );

const Orders = model('order', schema, 'orders');
keepsSealed(Orders, { field: 'sealedAddress', purpose: 'order address' });

/** What orders of before a fact was kept are like. */
const sinceAlways = {
  channel: 'mini_program',
  channelOrderId: null,
  routeHop: 0,
  moved: null,
  coupons: [],
  refundedFen: 0,
  refunds: [],
  point: null,
  came: null,
  tracking: null,
  collectBefore: null,
  extendedAt: null,
  shippedAt: null,
  completedAt: null,
} as const;
const untouched = { handedOver: false, removed: false, refundedQuantity: 0, refundedFen: 0 };

const fromDoc = ({ _id, lines, ...rest }: OrderDoc): Order => ({
  orderId: _id,
  ...sinceAlways,
  ...rest,
  lines: lines.map((line) => ({ ...untouched, ...line })),
});

/** Fails with a duplicate key when the intent already has its order (or, once in a blue moon, the number is taken). */
export async function insertOrder({ orderId, ...rest }: Order): Promise<void> {
  await insertPlain<OrderDoc>(Orders, [{ _id: orderId, ...rest }]);
}

export async function findById(orderId: string): Promise<Order | null> {
  const doc = await findPlain<OrderDoc>(Orders, { _id: orderId });
  return doc && fromDoc(doc);
}

export async function findOwn(customerId: string, orderId: string): Promise<Order | null> {
  const doc = await findPlain<OrderDoc>(Orders, { _id: orderId, customerId });
  return doc && fromDoc(doc);
}

export type Only = QueryFilter<OrderDoc>;
type Move = { orderId: string; to: OrderStatus; set: Partial<Order>; only?: Only };

/** The one way a status changes: only from where the table allows it. False when the order was not (or no longer) there. */
export async function moveTo({ orderId, to, set, only = {} }: Move): Promise<boolean> {
  const condition = { ...only, _id: orderId, status: { $in: sourcesOf(to) } };
  return (await changePlain(Orders, condition, { $set: { ...set, status: to } })).modifiedCount === 1;
}

/** Changes facts that are not the status, as long as `only` still holds. */
export async function setFacts(orderId: string, only: Only, set: Partial<Order>): Promise<boolean> {
  return (await changePlain(Orders, { ...only, _id: orderId }, { $set: set })).modifiedCount === 1;
}

/** Ready goods whose time is over. */
export const listUncollectedBefore = async (at: Date, limit: number): Promise<Order[]> =>
  (
    await Orders.find({ status: 'ready', collectBefore: { $lte: at } })
      .limit(limit)
      .lean<OrderDoc[]>()
  ).map(fromDoc);

/** Parcels that nobody confirmed. */
export const listShippedBefore = async (at: Date, limit: number): Promise<Order[]> =>
  (
    await Orders.find({ status: 'shipped', shippedAt: { $lte: at } })
      .limit(limit)
      .lean<OrderDoc[]>()
  ).map(fromDoc);

/** Whether the customer ever paid an order whose money we still have. */
export const hasPaidOrder = async (customerId: string): Promise<boolean> =>
  (await Orders.exists({
    customerId,
    paidAt: { $ne: null },
    status: { $nin: ['cancelled', 'refunded'] },
  })) !== null;

/** The customer turned out to be another one, who keeps the orders. */
export async function giveOrders(customerId: string, origins: string[]): Promise<void> {
  await Orders.updateMany({ origin: { $in: origins } }, { $set: { customerId } });
}

/** A place in the newest-first order: everything after the order with this time and id. */
export type After = { placedAt: Date; orderId: string };
export type PageQuery = {
  customerId: string;
  statuses: readonly OrderStatus[];
  after?: After;
  limit: number;
};

export async function listNewestFirst({ customerId, statuses, after, limit }: PageQuery): Promise<Order[]> {
  const docs = await Orders.find({
    customerId,
    status: { $in: [...statuses] },
    ...(after === undefined
      ? {}
      : {
          $or: [
            { placedAt: { $lt: after.placedAt } },
            { placedAt: after.placedAt, _id: { $lt: after.orderId } },
          ],
        }),
  })
    .sort({ placedAt: -1, _id: -1 })
    .limit(limit)
    .lean<OrderDoc[]>();
  return docs.map(fromDoc);
}

/** Orders that lost their news: past their time to pay, and neither closed nor, if paid, with kept stock. */
export async function listForgotten(before: Date, limit: number): Promise<Order[]> {
  const docs = await Orders.find({
    status: { $in: ['pending_payment', 'paid'] },
    stockKeptAt: null,
    payBefore: { $lt: before },
  })
    .limit(limit)
    .lean<OrderDoc[]>();
  return docs.map(fromDoc);
}

/** What the orders of one customer come to. `paidFen` counts money we still have. */
export async function sumUp(
  customerId: string,
  paid: readonly OrderStatus[],
): Promise<{ orders: number; paidFen: number; lastAt: Date | null }> {
  const [sum] = await Orders.aggregate<{ orders: number; paidFen: number; lastAt: Date }>([
    { $match: { customerId, status: { $in: [...paid] } } },
    {
      $group: {
        _id: null,
        orders: { $sum: 1 },
        paidFen: { $sum: { $subtract: ['$payableFen', { $ifNull: ['$refundedFen', 0] }] } },
        lastAt: { $max: '$placedAt' },
      },
    },
  ]);
  return sum
    ? { orders: sum.orders, paidFen: sum.paidFen, lastAt: sum.lastAt }
    : { orders: 0, paidFen: 0, lastAt: null };
}

/** Every order there is, for checks. */
export async function* eachOrder(): AsyncGenerator<Order> {
  for await (const doc of Orders.find().lean<OrderDoc>().cursor()) yield fromDoc(doc as unknown as OrderDoc);
}

/** Every order of which money was asked back, for checks. */
export async function* eachRefunded(): AsyncGenerator<Order> {
  for await (const doc of Orders.find({ 'refunds.0': { $exists: true } })
    .lean<OrderDoc>()
    .cursor())
    yield fromDoc(doc as unknown as OrderDoc);
}
