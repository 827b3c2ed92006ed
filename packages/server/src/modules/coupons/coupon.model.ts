import { Schema, model } from 'mongoose';
import { isDuplicateKey } from '../../kernel/db';
import type { Coupon, CouponState, Edge, Spent } from './life.rules';
import { TERMS_OF_BEFORE } from './terms.rules';

const text = { type: String, required: true } as const;
const time = { type: Date, required: true } as const;
const spent = new Schema<Spent>(
  { id: text, keys: { type: [String], required: true }, fen: { type: Number, required: true } },
  { _id: false },
);
const mixed = { type: Schema.Types.Mixed, required: true } as const;
const schema = new Schema<Coupon>(
  {
    _id: text,
    templateId: text,
    customerId: text,
    origin: text,
    slot: { type: String },
    title: text,
    kind: mixed,
    scope: mixed,
    storeIds: { type: [String], default: null },
    channels: { type: [String], default: null },
    newMembersOnly: { type: Boolean, default: false },
    stacking: mixed,
    budget: { type: Schema.Types.Mixed, default: null },
    refundPolicy: mixed,
    validFrom: time,
    validUntil: time,
    issuedAt: time,
    state: text,
    orderId: { type: String, default: null },
    heldUntil: { type: Date, default: null },
    lapsedOrderId: { type: String, default: null },
    usedAt: { type: Date, default: null },
    useRequestNo: { type: String, default: null },
    usedStoreId: { type: String, default: null },
    revokedReason: { type: String, default: null },
    spent: { type: spent, default: null },
    owed: [spent],
    history: [{ _id: false, at: time, to: text, ref: { type: String, default: null } }],
    version: { type: Number, required: true },
  },
  { versionKey: false },
)
  .index({ slot: 1 }, { unique: true, partialFilterExpression: { slot: { $exists: true } } })
  .index({ customerId: 1, state: 1, validUntil: 1 })
  .index({ origin: 1 })
  .index({ heldUntil: 1 }, { partialFilterExpression: { heldUntil: { $type: 'date' } } })
  .index({ state: 1, validUntil: 1 })
  .index({ 'spent.keys': 1 }, { partialFilterExpression: { 'spent.keys': { $exists: true } } })
  .index({ 'owed.id': 1 }, { partialFilterExpression: { 'owed.id': { $exists: true } } });
const Coupons = model('coupon', schema, 'coupons');

const MOST_LISTED = 200;
const LIVING: CouponState[] = ['issued', 'held'];
const OVER: CouponState[] = ['used', 'expired', 'revoked'];
const EDGES_KEPT = 40;

/** What coupons of before a fact was kept are like. */
const sinceAlways = {
  ...TERMS_OF_BEFORE,
  useRequestNo: null,
  usedStoreId: null,
  revokedReason: null,
  spent: null,
  owed: [],
  history: [],
};
export const fromDoc = (doc: Coupon): Coupon => ({ ...sinceAlways, ...doc });

export async function findCoupon(couponId: string): Promise<Coupon | null> {
  const doc = await Coupons.findOne({ _id: couponId, state: { $ne: 'void' } }).lean<Coupon>();
  return doc && fromDoc(doc);
}

/** False when the id or the slot is taken. Inside a transaction it throws instead, because that is lost then. */
export async function insertCoupon(coupon: Coupon): Promise<void> {
  await Coupons.create([coupon]);
}

/** Makes sure that this id is never issued; false when it has been. */
export async function insertVoid(coupon: Coupon): Promise<boolean> {
  try {
    await Coupons.create([coupon]);
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return (await Coupons.exists({ _id: coupon._id, state: 'void' })) !== null;
  }
}

/** Changes the coupon if it is still the one the change was decided on, and notes the edge in the same update. */
export async function changeCoupon(
  decidedOn: Coupon,
  change: Partial<Coupon>,
  by: Omit<Edge, 'to'>,
): Promise<boolean> {
  const edge = { ...by, to: change.state ?? decidedOn.state };
  const { matchedCount } = await Coupons.updateOne(
    { _id: decidedOn._id, version: decidedOn.version },
    { $set: change, $inc: { version: 1 }, ...noting(edge) },
  );
  return matchedCount === 1;
}

const noting = (edge: Edge) => ({ $push: { history: { $each: [edge], $slice: -EDGES_KEPT } } });

type Holding = { couponId: string; customerId: string; change: Partial<Coupon>; by: Omit<Edge, 'to'> };

/** The usual case in one update: nobody has it and nothing is counted for it. False: look closer. */
export async function holdIssued({ couponId, customerId, change, by }: Holding): Promise<boolean> {
  const { matchedCount } = await Coupons.updateOne(
    { _id: couponId, customerId, state: 'issued', validUntil: { $gt: by.at }, spent: null },
    { $set: change, $inc: { version: 1 }, ...noting({ ...by, to: 'held' }) },
  );
  return matchedCount === 1;
}

/** Coupons that owe an amount to the budgets. */
export const findOwing = async (limit: number): Promise<Coupon[]> =>
  (
    await Coupons.find({ 'owed.id': { $exists: true } })
      .limit(limit)
      .lean<Coupon[]>()
  ).map(fromDoc);

export async function clearOwed(couponId: string, id: string): Promise<void> {
  await Coupons.updateOne(
    { _id: couponId, 'owed.id': id },
    { $pull: { owed: { id } }, $inc: { version: 1 } },
  );
}

/** Issued or held, soonest to expire first; also those that ran out a moment ago. */
export const findLiving = async (customerId: string): Promise<Coupon[]> =>
  (
    await Coupons.find({ customerId, state: { $in: LIVING } })
      .sort({ validUntil: 1, _id: 1 })
      .limit(MOST_LISTED)
      .select({ history: 0 })
      .lean<Coupon[]>()
  ).map(fromDoc);

/** Used, expired or revoked, latest first. */
export const findOver = async (customerId: string): Promise<Coupon[]> =>
  (
    await Coupons.find({ customerId, state: { $in: OVER } })
      .sort({ validUntil: -1, _id: -1 })
      .limit(MOST_LISTED)
      .select({ history: 0 })
      .lean<Coupon[]>()
  ).map(fromDoc);

export const countOf = (customerId: string, templateId: string): Promise<number> =>
  Coupons.countDocuments({ customerId, templateId, state: { $ne: 'void' } });

/** How many of each template this person has claimed. */
export async function countsOf(customerId: string): Promise<Map<string, number>> {
  const rows = await Coupons.aggregate<{ _id: string; count: number }>([
    { $match: { customerId, state: { $ne: 'void' } } },
    { $group: { _id: '$templateId', count: { $sum: 1 } } },
  ]);
  return new Map(rows.map((row) => [row._id, row.count]));
}

export const countUsableOf = (customerId: string, at: Date): Promise<number> =>
  Coupons.countDocuments({ customerId, state: 'issued', validFrom: { $lte: at }, validUntil: { $gt: at } });

export const findLapsed = async (at: Date): Promise<Coupon[]> =>
  (
    await Coupons.find({ heldUntil: { $type: 'date', $lte: at }, state: 'held' })
      .limit(MOST_LISTED)
      .lean<Coupon[]>()
  ).map(fromDoc);

/** Unused ones that end after `after` and by `until`, the soonest first. */
export const findRunningOut = async (of: { after: Date; until: Date; limit: number }): Promise<Coupon[]> =>
  (
    await Coupons.find({ state: 'issued', validUntil: { $gt: of.after, $lte: of.until } })
      .sort({ validUntil: 1, _id: 1 })
      .limit(of.limit)
      .select({ history: 0 })
      .lean<Coupon[]>()
  ).map(fromDoc);

export async function expireUnused(at: Date): Promise<void> {
  await Coupons.updateMany(
    { state: 'issued', validUntil: { $lte: at } },
    { $set: { state: 'expired' }, $inc: { version: 1 }, ...noting({ at, to: 'expired', ref: null }) },
  );
}

/**
 * Coupons become somebody else's, whatever their state; a step decided before is decided anew. Their numbered place stays behind
 * for the next coupon of whoever had them.
 */
export async function giveCoupons(customerId: string, origins: string[]): Promise<void> {
  await Coupons.updateMany(
    { origin: { $in: origins }, customerId: { $ne: customerId } },
    { $set: { customerId }, $unset: { slot: '' }, $inc: { version: 1 } },
  );
}
