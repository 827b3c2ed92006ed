import { Schema, model } from 'mongoose';
import { insertPlain, listPlain } from '../../kernel/db';
import type { ConsentPurpose } from './customer.model';

/** Each time a consent was given or withdrawn: the proof of it. Never changed, never deleted before the customer is. */
export type ConsentRow = {
  _id: string;
  /** The identifier under which it was said; it goes where that goes. */
  origin: string;
  purpose: ConsentPurpose;
  granted: boolean;
  /** Words said before under other identifiers of what was then the same customer, which this one settles. */
  settles: string[];
  textVersion: string;
  channel: string;
  at: Date;
};
const schema = new Schema<ConsentRow>(
  {
    _id: { type: String, required: true },
    origin: { type: String, required: true },
    purpose: { type: String, required: true },
    granted: { type: Boolean, required: true },
    settles: { type: [String], required: true },
    textVersion: { type: String, required: true },
    channel: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { versionKey: false },
).index({ origin: 1, at: 1 });
const ConsentLedger = model('consentEntry', schema, 'consent_ledger');

export const insertConsent = (row: ConsentRow): Promise<void> => insertPlain(ConsentLedger, [row]);

/** Everything that was said under these identifiers, oldest first. */
export const consentsOf = async (origins: string[]): Promise<ConsentRow[]> =>
  (await listPlain<ConsentRow>(ConsentLedger, { origin: { $in: origins } })).sort(
    (a, b) => a.at.getTime() - b.at.getTime() || (a._id < b._id ? -1 : 1),
  );
