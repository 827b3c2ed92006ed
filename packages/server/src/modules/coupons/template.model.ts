import { Schema, model } from 'mongoose';
import type { Template } from './terms.rules';

const text = { type: String, required: true } as const;
const count = { type: Number, required: true } as const;
const time = { type: Date, required: true } as const;
const schema = new Schema<Template>(
  {
    _id: text,
    title: text,
    kind: { type: Schema.Types.Mixed, required: true },
    scope: { type: Schema.Types.Mixed, required: true },
    validity: { type: Schema.Types.Mixed, required: true },
    claimFrom: time,
    claimUntil: time,
    totalLimit: count,
    perPersonLimit: count,
    storeIds: { type: [String], default: null },
    claimed: count,
    reservations: [{ _id: false, couponId: text, customerId: text, at: time }],
  },
  { versionKey: false },
)
  .index({ claimUntil: 1, _id: 1 })
  .index({ 'reservations.at': 1 }, { partialFilterExpression: { 'reservations.at': { $exists: true } } });
const Templates = model('couponTemplate', schema, 'coupon_templates');

export const findTemplate = (templateId: string): Promise<Template | null> =>
  Templates.findById(templateId).lean<Template>();

export const findOpenTemplates = (at: Date): Promise<Template[]> =>
  Templates.find({ claimUntil: { $gt: at } })
    .sort({ claimUntil: 1, _id: 1 })
    .limit(100)
    .select({ reservations: 0 })
    .lean<Template[]>();

export type Terms = Omit<Template, '_id' | 'claimed' | 'reservations'>;

export async function putTemplate(templateId: string, terms: Terms): Promise<void> {
  await Templates.updateOne(
    { _id: templateId },
    { $set: terms, $setOnInsert: { claimed: 0, reservations: [] } },
    { upsert: true },
  );
}

type Reservation = Template['reservations'][number];

/** Counts one more coupon if the limit allows, under the id it will have; false when all are gone. */
export async function reserve(templateId: string, reservation: Reservation): Promise<boolean> {
  const { matchedCount } = await Templates.updateOne(
    { _id: templateId, $expr: { $lt: ['$claimed', '$totalLimit'] } },
    { $inc: { claimed: 1 }, $push: { reservations: reservation } },
  );
  return matchedCount === 1;
}

const only = (couponId: string) => ({ reservations: { $elemMatch: { couponId } } });

/** The coupon exists: its count stays, the note goes. */
export async function settleReservation(templateId: string, couponId: string): Promise<void> {
  await Templates.updateOne(
    { _id: templateId, ...only(couponId) },
    { $pull: { reservations: { couponId } } },
  );
}

/** The coupon will never exist: its count goes, once. */
export async function cancelReservation(templateId: string, couponId: string): Promise<void> {
  await Templates.updateOne(
    { _id: templateId, ...only(couponId) },
    { $inc: { claimed: -1 }, $pull: { reservations: { couponId } } },
  );
}

export const findReserved = (before: Date): Promise<Template[]> =>
  Templates.find({ 'reservations.at': { $lt: before } }).lean<Template[]>();
