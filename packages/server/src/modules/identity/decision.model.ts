import { Schema, model } from 'mongoose';
import { findPlain, insertPlain } from '../../kernel/db';

/** What an operator decided about who is who, and why. Never changed but for being undone. */
export type DecisionRow = {
  /** Follows from who asked and their request. */
  _id: string;
  kind: 'split' | 'join';
  /** The customers as they were when it was decided. */
  customerIds: string[];
  /** The sighting by which the operator vouches that two are one. */
  sightingId: string | null;
  /** How many pieces of evidence and identifiers a split took away. */
  revoked: number;
  shared: number;
  reason: string;
  by: string;
  byName: string;
  at: Date;
  undone: { at: Date; by: string; byName: string } | null;
};

const schema = new Schema<DecisionRow>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    customerIds: { type: [String], required: true },
    sightingId: { type: String, default: null },
    revoked: { type: Number, required: true },
    shared: { type: Number, required: true },
    reason: { type: String, required: true },
    by: { type: String, required: true },
    byName: { type: String, required: true },
    at: { type: Date, required: true },
    undone: { type: Schema.Types.Mixed, default: null },
  },
  { versionKey: false },
).index({ customerIds: 1, at: -1 });
const Decisions = model('identityDecision', schema, 'identity_decisions');

export const insertDecision = (row: DecisionRow): Promise<void> => insertPlain(Decisions, [row]);
export const findDecision = (id: string): Promise<DecisionRow | null> => findPlain(Decisions, { _id: id });

/** False when it was undone before. */
export async function markUndone(id: string, undone: NonNullable<DecisionRow['undone']>): Promise<boolean> {
  return (await Decisions.updateOne({ _id: id, undone: null }, { $set: { undone } })).modifiedCount === 1;
}

/** Newest first. */
export const decisionsOf = (customerIds: string[], limit: number): Promise<DecisionRow[]> =>
  Decisions.find({ customerIds: { $in: customerIds } })
    .sort({ at: -1, _id: -1 })
    .limit(limit)
    .lean<DecisionRow[]>()
    .exec();
