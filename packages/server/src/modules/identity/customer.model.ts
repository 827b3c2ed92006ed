import { Schema, model } from 'mongoose';
import { findPlain, insertPlain } from '../../kernel/db';

export type ConsentPurpose = 'profiling' | 'marketing';
export type Consents = Record<ConsentPurpose, boolean>;
export type CustomerRow = {
  _id: string;
  /** 10 digits. */
  memberNo: string;
  consents: Consents;
  /** The customer this one turned out to be; null while it stands for itself. Never a chain. */
  mergedInto: string | null;
  /** Goes up with every change of the identities, so that two changes of one customer cannot miss each other. */
  revision: number;
  createdAt: Date;
};

const consentsSchema = new Schema<Consents>(
  { profiling: { type: Boolean, required: true }, marketing: { type: Boolean, required: true } },
  { _id: false },
);
const schema = new Schema<CustomerRow>(
  {
    _id: { type: String, required: true },
    memberNo: { type: String, required: true },
    consents: { type: consentsSchema, required: true },
    mergedInto: { type: String, default: null },
    revision: { type: Number, required: true },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false },
)
  .index({ memberNo: 1 }, { unique: true })
  .index({ mergedInto: 1 });
const Customers = model('customer', schema, 'customers');

/** Each time a consent was given or withdrawn: the proof of it. Never changed, never deleted before the customer is. */
export type ConsentRow = {
  _id: string;
  customerId: string;
  purpose: ConsentPurpose;
  granted: boolean;
  textVersion: string;
  channel: string;
  at: Date;
};
const ledgerSchema = new Schema<ConsentRow>(
  {
    _id: { type: String, required: true },
    customerId: { type: String, required: true },
    purpose: { type: String, required: true },
    granted: { type: Boolean, required: true },
    textVersion: { type: String, required: true },
    channel: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { versionKey: false },
).index({ customerId: 1, at: 1 });
const ConsentLedger = model('consentEntry', ledgerSchema, 'consent_ledger');

export const insertCustomer = async (row: CustomerRow): Promise<void> => {
  await insertPlain(Customers, [row]);
};

export const findRow = (customerId: string): Promise<CustomerRow | null> =>
  findPlain(Customers, { _id: customerId });

/** Takes part in the competition for this customer; false when it was merged away meanwhile. */
export async function touchCustomer(customerId: string): Promise<boolean> {
  const touched = await Customers.updateOne({ _id: customerId, mergedInto: null }, { $inc: { revision: 1 } });
  return touched.matchedCount === 1;
}

/** Points `from`, and whoever was merged into it before, at `into`; false when somebody merged it first. */
export async function markMerged(from: string, into: string): Promise<boolean> {
  const change = { $set: { mergedInto: into }, $inc: { revision: 1 } };
  const marked = await Customers.updateOne({ _id: from, mergedInto: null }, change);
  if (marked.matchedCount === 0) return false;
  await Customers.updateMany({ mergedInto: from }, { $set: { mergedInto: into } });
  return true;
}

/** false when it was so already. */
export async function changeConsent(customerId: string, purpose: ConsentPurpose, granted: boolean) {
  const path = `consents.${purpose}`;
  const changed = await Customers.updateOne(
    { _id: customerId, [path]: !granted },
    { $set: { [path]: granted } },
  );
  return changed.modifiedCount === 1;
}

export const insertConsent = async (row: ConsentRow): Promise<void> => {
  await ConsentLedger.create([row]);
};

export const consentsOf = (customerId: string): Promise<ConsentRow[]> =>
  ConsentLedger.find({ customerId }).sort({ at: 1, _id: 1 }).lean<ConsentRow[]>().exec();
