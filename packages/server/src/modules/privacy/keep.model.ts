import { Schema, model } from 'mongoose';
import type { Kept, KeptBecause } from '../../kernel/personal-data';

/** One thing that stays of an erasure, why, and until when; everything that hangs on it goes with it. */
export type KeepRow = {
  /** `<kind>/<id>`. */
  _id: string;
  certificateNo: string;
  kind: Kept['kind'];
  documentId: string;
  because: KeptBecause;
  until: Date;
};

const text = { type: String, required: true } as const;
const schema = new Schema<KeepRow>(
  {
    _id: text,
    certificateNo: text,
    kind: text,
    documentId: text,
    because: text,
    until: { type: Date, required: true },
  },
  { versionKey: false },
)
  .index({ certificateNo: 1, kind: 1 })
  .index({ until: 1 });
const Keeps = model('erasureKeep', schema, 'erasure_keeps');

export async function insertKeeps(certificateNo: string, kept: readonly Kept[]): Promise<void> {
  for (const { kind, id, because, until } of kept)
    await Keeps.updateOne(
      { _id: `${kind}/${id}` },
      { $setOnInsert: { certificateNo, kind, documentId: id, because, until } },
      { upsert: true },
    );
}

export const orderIdsKept = async (certificateNo: string): Promise<string[]> =>
  (
    await Keeps.find({ certificateNo, kind: 'order' })
      .select({ documentId: 1 })
      .lean<Pick<KeepRow, 'documentId'>[]>()
  ).map(({ documentId }) => documentId);

export type KeepSum = { _id: KeptBecause; count: number; firstUntil: Date; lastUntil: Date };
export const sumKeeps = (certificateNo: string): Promise<KeepSum[]> =>
  Keeps.aggregate<KeepSum>([
    { $match: { certificateNo } },
    {
      $group: {
        _id: '$because',
        count: { $sum: 1 },
        firstUntil: { $min: '$until' },
        lastUntil: { $max: '$until' },
      },
    },
    { $sort: { _id: 1 } },
  ]);

export const listDue = (at: Date, limit: number): Promise<KeepRow[]> =>
  Keeps.find({ until: { $lte: at } })
    .sort({ until: 1, _id: 1 })
    .limit(limit)
    .lean<KeepRow[]>();

/** Later than was thought. */
export async function prolong(kept: readonly Kept[]): Promise<void> {
  for (const { kind, id, because, until } of kept)
    await Keeps.updateOne({ _id: `${kind}/${id}` }, { $set: { because, until } });
}

/** Answers those that were there: somebody else may have been faster. */
export async function takeKeeps(ids: string[]): Promise<KeepRow[]> {
  const rows = await Keeps.find({ _id: { $in: ids } }).lean<KeepRow[]>();
  await Keeps.deleteMany({ _id: { $in: ids } });
  return rows;
}
