import { Schema, model } from 'mongoose';
import { changePlain, findPlain, insertPlain, listPlain } from '../../kernel/db';
import type { EvidenceType } from './evidence.rules';

export type ShownRow = {
  /** The identifier's `_id`. */
  key: string;
  type: EvidenceType;
  verified: boolean;
  /** The decision by which an operator took this evidence away; absent: it stands. */
  revokedBy?: string;
};
/** What was seen of one person at one moment. Never changed but for what is derived: whose it is, and what was revoked. */
export type SightingRow = {
  _id: string;
  /** The entrance: `mini-program`, `wecom`, `channel.douyin`, `import`, `operator` … */
  source: string;
  /** What it was seen on, where that has a name: a receipt, an order, a row of a file. */
  ref: string | null;
  at: Date;
  recordedAt: Date;
  shown: ShownRow[];
  /** Derived: the customer whose sighting this is. */
  customerId: string;
  /** When its first evidence runs out; somebody looks again then. Absent: never, or looked at. */
  expiresAt?: Date;
};

const schema = new Schema<SightingRow>(
  {
    _id: { type: String, required: true },
    source: { type: String, required: true },
    ref: { type: String, default: null },
    at: { type: Date, required: true },
    recordedAt: { type: Date, required: true },
    shown: [
      {
        _id: false,
        key: { type: String, required: true },
        type: { type: String, required: true },
        verified: { type: Boolean, required: true },
        revokedBy: { type: String },
      },
    ],
    customerId: { type: String, required: true },
    expiresAt: { type: Date },
  },
  { versionKey: false },
)
  .index({ 'shown.key': 1 })
  .index({ customerId: 1, at: -1 })
  .index({ expiresAt: 1 }, { partialFilterExpression: { expiresAt: { $type: 'date' } } });
const Sightings = model('sighting', schema, 'sightings');

export const insertSightings = (rows: SightingRow[]): Promise<void> => insertPlain(Sightings, rows);
export const insertSighting = (row: SightingRow): Promise<void> => insertSightings([row]);
export const findSighting = (id: string): Promise<SightingRow | null> => findPlain(Sightings, { _id: id });
export const findSightings = (ids: string[]): Promise<SightingRow[]> =>
  listPlain(Sightings, { _id: { $in: ids } });

/** All of them, or so many. */
export const sightingsShowing = (keys: string[], most?: number): Promise<SightingRow[]> =>
  most === undefined
    ? listPlain(Sightings, { 'shown.key': { $in: keys } })
    : Sightings.find({ 'shown.key': { $in: keys } })
        .limit(most)
        .lean<SightingRow[]>()
        .exec();

export const sightingsOf = (customerIds: string[]): Promise<SightingRow[]> =>
  listPlain(Sightings, { customerId: { $in: customerIds } });

/** The sightings of one customer, newest first. */
export const newestOf = (customerId: string, limit: number): Promise<SightingRow[]> =>
  Sightings.find({ customerId }).sort({ at: -1, _id: -1 }).limit(limit).lean<SightingRow[]>().exec();

export async function giveSightings(ids: string[], customerId: string): Promise<void> {
  if (ids.length > 0) await Sightings.updateMany({ _id: { $in: ids } }, { $set: { customerId } });
}

/** One piece of evidence does not count any more; false when it did not. */
export async function revokeShown(sightingId: string, key: string, revokedBy: string): Promise<boolean> {
  const revoked = await Sightings.updateOne(
    { _id: sightingId, shown: { $elemMatch: { key, revokedBy: { $exists: false } } } },
    { $set: { 'shown.$.revokedBy': revokedBy } },
  );
  return revoked.modifiedCount === 1;
}

/** What one decision took away counts again. Answers the keys of those sightings. */
export async function restoreShown(revokedBy: string): Promise<string[]> {
  const touched = await listPlain<SightingRow>(Sightings, { 'shown.revokedBy': revokedBy });
  await Sightings.updateMany(
    { 'shown.revokedBy': revokedBy },
    { $unset: { 'shown.$[taken].revokedBy': '' } },
    { arrayFilters: [{ 'taken.revokedBy': revokedBy }] },
  );
  return touched.flatMap(({ shown }) => shown.map(({ key }) => key));
}

export const findExpired = (at: Date, limit: number): Promise<SightingRow[]> =>
  Sightings.find({ expiresAt: { $type: 'date', $lte: at } })
    .limit(limit)
    .lean<SightingRow[]>()
    .exec();

export async function clearExpiry(id: string): Promise<void> {
  await changePlain(Sightings, { _id: id }, { $unset: { expiresAt: '' } });
}

/** In the order of their ids, after `after`: for going through all of them. */
export const sightingsAfter = (after: string, limit: number): Promise<SightingRow[]> =>
  Sightings.find({ _id: { $gt: after } })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<SightingRow[]>()
    .exec();

export const countSightings = (): Promise<number> => Sightings.estimatedDocumentCount().exec();

/** Answers how many there were. */
export async function deleteSightings(customerId: string): Promise<number> {
  return (await Sightings.deleteMany({ customerId })).deletedCount;
}
