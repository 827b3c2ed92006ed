import { Schema, model } from 'mongoose';
import { isDuplicateKey } from '../../kernel/db';
import type { Coupon, CouponState } from './life.rules';

const text = { type: String, required: true } as const;
const time = { type: Date, required: true } as const;
const schema = new Schema<Coupon>(
  {
    _id: text,
    templateId: text,
    customerId: text,
    slot: { type: String },
    title: text,
    kind: { type: Schema.Types.Mixed, required: true },
    scope: { type: Schema.Types.Mixed, required: true },
    storeIds: { type: [String], default: null },
    validFrom: time,
    validUntil: time,
    issuedAt: time,
    state: text,
    orderId: { type: String, default: null },
    heldUntil: { type: Date, default: null },
    lapsedOrderId: { type: String, default: null },
    usedAt: { type: Date, default: null },
    version: { type: Number, required: true },
  },
  { versionKey: false },
)
  .index({ slot: 1 }, { unique: true, partialFilterExpression: { slot: { $exists: true } } })
  .index({ customerId: 1, state: 1, validUntil: 1 })
  .index({ heldUntil: 1 }, { partialFilterExpression: { heldUntil: { $type: 'date' } } })
  .index({ state: 1, validUntil: 1 });
const Coupons = model('coupon', schema, 'coupons');

const MOST_LISTED = 200;
const LIVING: CouponState[] = ['issued', 'held'];
const OVER: CouponState[] = ['used', 'expired'];

export const findCoupon = (couponId: string): Promise<Coupon | null> =>
  Coupons.findOne({ _id: couponId, state: { $ne: 'void' } }).lean<Coupon>();

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

/** Changes the coupon if it is still the one the change was decided on. */
export async function changeCoupon(decidedOn: Coupon, change: Partial<Coupon>): Promise<boolean> {
  const { matchedCount } = await Coupons.updateOne(
    { _id: decidedOn._id, version: decidedOn.version },
    { $set: change, $inc: { version: 1 } },
  );
  return matchedCount === 1;
}

/** Issued or held, soonest to expire first; also those that ran out a moment ago. */
export const findLiving = (customerId: string): Promise<Coupon[]> =>
  Coupons.find({ customerId, state: { $in: LIVING } })
    .sort({ validUntil: 1, _id: 1 })
    .limit(MOST_LISTED)
    .lean<Coupon[]>();

/** Used or expired, latest first. */
export const findOver = (customerId: string): Promise<Coupon[]> =>
  Coupons.find({ customerId, state: { $in: OVER } })
    .sort({ validUntil: -1, _id: -1 })
    .limit(MOST_LISTED)
    .lean<Coupon[]>();

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

export const findLapsed = (at: Date): Promise<Coupon[]> =>
  Coupons.find({ heldUntil: { $type: 'date', $lte: at }, state: 'held' })
    .limit(MOST_LISTED)
    .lean<Coupon[]>();

export async function expireUnused(at: Date): Promise<void> {
  await Coupons.updateMany(
    { state: 'issued', validUntil: { $lte: at } },
    { $set: { state: 'expired' }, $inc: { version: 1 } },
  );
}

/** Every coupon of one customer becomes another's, whatever its state; a step decided before is decided anew. */
export async function giveCouponsTo(customerId: string, fromCustomerId: string): Promise<void> {
  await Coupons.updateMany({ customerId: fromCustomerId }, { $set: { customerId }, $inc: { version: 1 } });
}
