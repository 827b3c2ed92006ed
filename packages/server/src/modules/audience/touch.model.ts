import { Schema, model } from 'mongoose';
import { insertMissing } from '../../kernel/db';
import type { Place } from '../../kernel/paging';
import type { Leaving } from '../../kernel/personal-data';

/** What a touch is about decides how the timeline draws it. Browsing kinds need the profiling consent, the others are service facts. */
export const BROWSING_KINDS = ['browse', 'cart', 'scan'] as const;
export const SERVICE_KINDS = [
  'order',
  'pickup',
  'coupon',
  'refund',
  'contact',
  'script',
  'visit',
  'fitting',
] as const;
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

/** Newest first, after `after`; without browsing unless it is asked for. */
export const listOf = (
  customerId: string,
  page: { after: Place | null; limit: number; withBrowsing: boolean },
): Promise<Touch[]> => {
  const older = page.after
    ? { $or: [{ at: { $lt: page.after.at } }, { at: page.after.at, _id: { $lt: page.after.id } }] }
    : {};
  const kinds = page.withBrowsing ? {} : { kind: { $nin: [...BROWSING_KINDS] } };
  return Touches.find({ customerId, ...kinds, ...older })
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

/** Of one person, whatever they were known by when they browsed. */
export const deleteBrowsing = async (of: { customerId: string; origin: string }): Promise<void> => {
  const theirs = [{ customerId: of.customerId }, { origin: of.origin }];
  await Touches.deleteMany({ $or: theirs, kind: { $in: [...BROWSING_KINDS] } });
};

/** Answers how many of at most `limit` there were. */
export async function deleteTouches(of: Leaving, limit: number): Promise<number> {
  const theirs = [{ customerId: { $in: of.customerIds } }, { origin: { $in: of.origins } }];
  const found = await Touches.find({ $or: theirs, at: { $lt: of.before } })
    .limit(limit)
    .select({ _id: 1 })
    .lean<{ _id: string }[]>();
  const ids = found.map(({ _id }) => _id);
  return ids.length === 0 ? 0 : (await Touches.deleteMany({ _id: { $in: ids } })).deletedCount;
}

/** One customer's, oldest first, one after the other. */
export const eachOf = (customerId: string): AsyncIterable<Touch> =>
  Touches.find({ customerId }).sort({ at: 1, _id: 1 }).lean<Touch[]>().cursor();

export const giveTouches = async (customerId: string, origins: string[]): Promise<void> => {
  await Touches.updateMany({ origin: { $in: origins } }, { $set: { customerId } });
};
