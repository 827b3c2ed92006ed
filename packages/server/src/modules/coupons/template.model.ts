import { Schema, model } from 'mongoose';
import { TERMS_OF_BEFORE } from './terms.rules';
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
    channels: { type: [String], default: null },
    newMembersOnly: { type: Boolean, default: false },
    giveOnly: { type: Boolean, default: false },
    stacking: { type: Schema.Types.Mixed, required: true },
    budget: { type: Schema.Types.Mixed, default: null },
    refundPolicy: { type: Schema.Types.Mixed, required: true },
    claimed: count,
    reservations: [{ _id: false, couponId: text, customerId: text, at: time }],
  },
  { versionKey: false },
)
  .index({ claimUntil: 1, _id: 1 })
  .index({ 'reservations.at': 1 }, { partialFilterExpression: { 'reservations.at': { $exists: true } } });
const Templates = model('couponTemplate', schema, 'coupon_templates');

/** Templates of before a term existed are like this. */
const fromDoc = (doc: Template): Template => ({
  ...TERMS_OF_BEFORE,
  ...doc,
  giveOnly: doc.giveOnly ?? false,
});

export async function findTemplate(templateId: string): Promise<Template | null> {
  const doc = await Templates.findById(templateId).lean<Template>();
  return doc && fromDoc(doc);
}

export const findOpenTemplates = async (at: Date): Promise<Template[]> =>
  (
    await Templates.find({ claimUntil: { $gt: at } })
      .sort({ claimUntil: 1, _id: 1 })
      .limit(100)
      .select({ reservations: 0 })
      .lean<Template[]>()
  ).map(fromDoc);

/** Those that can be claimed latest first. */
export const findAllTemplates = async (): Promise<Template[]> =>
  (
    await Templates.find({})
      .sort({ claimUntil: -1, _id: 1 })
      .limit(500)
      .select({ reservations: 0 })
      .lean<Template[]>()
  ).map(fromDoc);

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
    {
      _id: templateId,
      'reservations.couponId': { $ne: reservation.couponId },
      $expr: { $lt: ['$claimed', '$totalLimit'] },
    },
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

export const findReserved = async (before: Date): Promise<Template[]> =>
  (await Templates.find({ 'reservations.at': { $lt: before } }).lean<Template[]>()).map(fromDoc);
