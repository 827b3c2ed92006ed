import { Schema, model } from 'mongoose';
import { insertMissing } from '../../kernel/db';
import type { Place } from '../../kernel/paging';

/** What a touch is about decides how the timeline draws it. Browsing kinds need the profiling consent, the others are service facts. */
export const BROWSING_KINDS = ['browse', 'cart', 'scan'] as const;
export const SERVICE_KINDS = ['order', 'pickup', 'coupon', 'refund', 'contact', 'script'] as const;
export type TouchKind = (typeof BROWSING_KINDS)[number] | (typeof SERVICE_KINDS)[number];

export type Touch = {
  /** `<origin>/<event or request id>`: the same news counts once. */
  _id: string;
  customerId: string;
  /** What the customer was known by; the touch goes where that goes. */
  origin: string;
  kind: TouchKind;
  at: Date;
  title: string;
  text: string;
  productId: string | null;
  skuId: string | null;
  storeId: string | null;
  seconds: number | null;
};

const schema = new Schema<Touch>(
  {
    _id: { type: String, required: true },
    customerId: { type: String, required: true },
    origin: { type: String, required: true },
    kind: { type: String, required: true },
    at: { type: Date, required: true },
    title: { type: String, required: true },
    text: { type: String, default: '' },
    productId: { type: String, default: null },
    skuId: { type: String, default: null },
    storeId: { type: String, default: null },
    seconds: { type: Number, default: null },
  },
  { versionKey: false },
)
  .index({ customerId: 1, at: -1, _id: -1 })
  .index({ origin: 1 });

const Touches = model('touch', schema, 'touches');

/** Inserts what is new and answers how many that were; touches already known are left as they are. */
export const insertNew = (touches: Touch[]): Promise<number> => insertMissing(Touches.collection, touches);

/** Newest first, after `after`. */
export const listOf = (
  customerId: string,
  page: { after: Place | null; limit: number },
): Promise<Touch[]> => {
  const older = page.after
    ? { $or: [{ at: { $lt: page.after.at } }, { at: page.after.at, _id: { $lt: page.after.id } }] }
    : {};
  return Touches.find({ customerId, ...older })
    .sort({ at: -1, _id: -1 })
    .limit(page.limit)
    .lean<Touch[]>();
};

export type Viewed = { productId: string; views: number; lastAt: Date };

/** Products this customer looked at since `since`, last looked at first. */
export const viewedProducts = (customerId: string, since: Date): Promise<Viewed[]> =>
  Touches.aggregate<Viewed>([
    { $match: { customerId, kind: 'browse', at: { $gte: since }, productId: { $ne: null } } },
    { $group: { _id: '$productId', views: { $sum: 1 }, lastAt: { $max: '$at' } } },
    { $sort: { lastAt: -1, _id: 1 } },
    { $limit: 20 },
    { $project: { _id: 0, productId: '$_id', views: 1, lastAt: 1 } },
  ]);

export const deleteBrowsing = async (origin: string): Promise<void> => {
  await Touches.deleteMany({ origin, kind: { $in: [...BROWSING_KINDS] } });
};

export const giveTouches = async (customerId: string, origins: string[]): Promise<void> => {
  await Touches.updateMany({ origin: { $in: origins } }, { $set: { customerId } });
};
