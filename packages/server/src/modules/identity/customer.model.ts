import { Schema, model } from 'mongoose';
import { findPlain, insertPlain, listPlain } from '../../kernel/db';

export type ConsentPurpose = 'profiling' | 'marketing';
export type Consents = Record<ConsentPurpose, boolean>;
export type CustomerRow = {
  /** The id of the sighting of theirs that was written down first. */
  _id: string;
  /** 10 digits. Stays with the row, also while it is part of another customer. */
  memberNo: string;
  /** Derived from the ledger. */
  consents: Consents;
  /** Goes up with every change of the evidence, so that two changes of one customer cannot miss each other. */
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
    revision: { type: Number, required: true },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false },
).index({ memberNo: 1 }, { unique: true });
const Customers = model('customer', schema, 'customers');

export const insertCustomers = (rows: CustomerRow[]): Promise<void> => insertPlain(Customers, rows);
export const findRow = (customerId: string): Promise<CustomerRow | null> =>
  findPlain(Customers, { _id: customerId });
export const findRows = (customerIds: string[]): Promise<CustomerRow[]> =>
  listPlain(Customers, { _id: { $in: customerIds } });
export const findByMemberNo = (memberNo: string): Promise<CustomerRow | null> =>
  findPlain(Customers, { memberNo });

/** Inside a transaction: whoever changes one of the same customers at the same time has to do it again. */
export async function touchCustomers(customerIds: string[]): Promise<void> {
  if (customerIds.length > 0)
    await Customers.updateMany({ _id: { $in: customerIds } }, { $inc: { revision: 1 } });
}

export async function setConsents(customerId: string, consents: Consents): Promise<void> {
  await Customers.updateOne({ _id: customerId }, { $set: { consents }, $inc: { revision: 1 } });
}

export const deleteCustomer = async (customerId: string): Promise<number> =>
  (await Customers.deleteOne({ _id: customerId })).deletedCount;
