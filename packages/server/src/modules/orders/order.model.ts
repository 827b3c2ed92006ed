import type { OrderLine } from '@omni/shared/contracts/orders';
import { Schema, model } from 'mongoose';
import type { QueryFilter } from 'mongoose';
import type { z } from 'zod';
import type { OrderStatus } from './order.rules';
import { sourcesOf } from './order.rules';

export type Order = {
  orderId: string;
  /** 18 digits for people: the day in Shanghai, then chance, so that it tells nobody how much we sell. */
  orderNo: string;
  customerId: string;
  /** Fingerprint of the command that placed it: the same requestId with other content is another intent. */
  contentHash: string;
  /** Under which the stock of this order is held at `locationId`. */
  holdId: string;
  locationId: string;
  status: OrderStatus;
  fulfilment: 'pickup' | 'delivery';
  storeId: string | null;
  /** As it was when the order was placed. */
  store: { storeId: string; name: string; address: string } | null;
  lines: z.output<typeof OrderLine>[];
  goodsFen: number;
  discountFen: number;
  freightFen: number;
  payableFen: number;
  coupon: { couponId: string; title: string } | null;
  /** Where delivery goes: name, phone, region and street, sealed as one. */
  sealedAddress: string | null;
  remark: string | null;
  placedAt: Date;
  payBefore: Date;
  paidAt: Date | null;
  /** When the stock stopped being a lease; until then nobody works on the order. */
  stockKeptAt: Date | null;
  acceptedAt: Date | null;
  readyAt: Date | null;
  handedOverAt: Date | null;
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

const schema = new Schema<OrderDoc>(
  {
    _id: text,
    orderNo: text,
    customerId: text,
    contentHash: text,
    holdId: text,
    locationId: text,
    status: text,
    fulfilment: text,
    storeId: maybeText,
    store: { type: new Schema({ storeId: text, name: text, address: text }, { _id: false }), default: null },
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
      },
    ],
    goodsFen: fen,
    discountFen: fen,
    freightFen: fen,
    payableFen: fen,
    coupon: { type: new Schema({ couponId: text, title: text }, { _id: false }), default: null },
    sealedAddress: maybeText,
    remark: maybeText,
    placedAt: time,
    payBefore: time,
    paidAt: maybeTime,
    stockKeptAt: maybeTime,
    acceptedAt: maybeTime,
    readyAt: maybeTime,
    handedOverAt: maybeTime,
    closedAt: maybeTime,
    closedReason: maybeText,
    lateMoneyAt: maybeTime,
    needsAttention: maybeText,
  },
  { versionKey: false },
)
  .index({ orderNo: 1 }, { unique: true })
  .index({ customerId: 1, placedAt: -1, _id: -1 })
  .index({ status: 1, stockKeptAt: 1, payBefore: 1 });

const Orders = model('order', schema, 'orders');

const fromDoc = ({ _id, ...rest }: OrderDoc): Order => ({ orderId: _id, ...rest });

/** Fails with a duplicate key when the intent already has its order (or, once in a blue moon, the number is taken). */
export async function insertOrder({ orderId, ...rest }: Order): Promise<void> {
  await Orders.create([{ _id: orderId, ...rest }]);
}

export async function findById(orderId: string): Promise<Order | null> {
  const doc = await Orders.findById(orderId).lean<OrderDoc>();
  return doc && fromDoc(doc);
}

export async function findOwn(customerId: string, orderId: string): Promise<Order | null> {
  const doc = await Orders.findOne({ _id: orderId, customerId }).lean<OrderDoc>();
  return doc && fromDoc(doc);
}

export type Only = QueryFilter<OrderDoc>;
type Move = { orderId: string; to: OrderStatus; set: Partial<Order>; only?: Only };

/** The one way a status changes: only from where the table allows it. False when the order was not (or no longer) there. */
export async function moveTo({ orderId, to, set, only = {} }: Move): Promise<boolean> {
  const done = await Orders.updateOne(
    { ...only, _id: orderId, status: { $in: sourcesOf(to) } },
    { $set: { ...set, status: to } },
  );
  return done.modifiedCount === 1;
}

/** Changes facts that are not the status, as long as `only` still holds. */
export async function setFacts(orderId: string, only: Only, set: Partial<Order>): Promise<boolean> {
  const done = await Orders.updateOne({ ...only, _id: orderId }, { $set: set });
  return done.modifiedCount === 1;
}

/** The customer turned out to be another one, who keeps the orders. */
export async function giveOrdersTo(customerId: string, fromCustomerId: string): Promise<void> {
  await Orders.updateMany({ customerId: fromCustomerId }, { $set: { customerId } });
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
        paidFen: { $sum: '$payableFen' },
        lastAt: { $max: '$placedAt' },
      },
    },
  ]);
  return sum
    ? { orders: sum.orders, paidFen: sum.paidFen, lastAt: sum.lastAt }
    : { orders: 0, paidFen: 0, lastAt: null };
}
