import { Schema, model } from 'mongoose';
import { insertPlain } from '../../kernel/db';

/** What made customers change: something that was seen, an operator's decision, other rules, the end of a term, somebody's data erased. */
export type ChangeCause = {
  sightingId?: string;
  decisionId?: string;
  runId?: string;
  why: 'seen' | 'split' | 'join' | 'undone' | 'rules' | 'expired' | 'erased';
};
/** That whose records are changed. Only ever added to. */
export type ChangeRow = ChangeCause & {
  _id: string;
  at: Date;
  /** Customers that gained or lost something. */
  customerIds: string[];
  /** How many identifiers and sightings went from one to another. */
  origins: number;
};

const schema = new Schema<ChangeRow>(
  {
    _id: { type: String, required: true },
    at: { type: Date, required: true },
    why: { type: String, required: true },
    sightingId: { type: String },
    decisionId: { type: String },
    runId: { type: String },
    customerIds: { type: [String], required: true },
    origins: { type: Number, required: true },
  },
  { versionKey: false },
).index({ customerIds: 1, at: -1 });
const Changes = model('identityChange', schema, 'identity_changes');

export const insertChange = (row: ChangeRow): Promise<void> => insertPlain(Changes, [row]);

/** Newest first. */
export const changesOf = (customerId: string, limit: number): Promise<ChangeRow[]> =>
  Changes.find({ customerIds: customerId }).sort({ at: -1, _id: -1 }).limit(limit).lean<ChangeRow[]>().exec();
