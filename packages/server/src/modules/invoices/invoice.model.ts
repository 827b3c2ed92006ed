import { Schema, model } from 'mongoose';
import { ANY_ERASED } from '../../kernel/personal-data';
import type { Leaving } from '../../kernel/personal-data';
import { changePlain, findPlain, insertPlain, isDuplicateKey } from '../../kernel/db';
import type { Place } from '../../kernel/paging';
import { keepsSealed } from '../../kernel/sealed-fields';
import type { InvoiceState, Issued } from './invoice.rules';

export const PURPOSE = 'invoice title';
export type Invoice = {
  /** The order's id: there is one per order. */
  _id: string;
  orderNo: string;
  customerId: string;
  /** The order's. */
  origin: string;
  state: InvoiceState;
  /** Title, tax number and e-mail, sealed as one; null once the person left. */
  sealedTitle: string | null;
  /** What it is to come to now. */
  amountFen: number;
  issued: Issued | null;
  /** Issued for more than was kept since: it has to be made anew. */
  mustCorrect: boolean;
  refusedReason: string | null;
  requestedAt: Date;
  /** The last commands of the customer, so that a repeated one changes nothing. */
  requestIds: string[];
  /** Goes up with every change, so that two that read the same cannot both be made. */
  version: number;
};

const text = { type: String, required: true } as const;
const schema = new Schema<Invoice>(
  {
    _id: text,
    orderNo: text,
    customerId: text,
    origin: text,
    state: text,
    sealedTitle: { type: String, default: null },
    amountFen: { type: Number, required: true },
    issued: { type: Schema.Types.Mixed, default: null },
    mustCorrect: { type: Boolean, required: true },
    refusedReason: { type: String, default: null },
    requestedAt: { type: Date, required: true },
    requestIds: [String],
    version: { type: Number, required: true },
  },
  { versionKey: false },
)
  .index({ customerId: 1, requestedAt: -1 })
  .index({ origin: 1 })
  .index({ state: 1, requestedAt: 1, _id: 1 })
  .index({ mustCorrect: 1, requestedAt: 1, _id: 1 });
const Invoices = model('invoice', schema, 'invoices');
keepsSealed(Invoices, { field: 'sealedTitle', purpose: PURPOSE, where: { sealedTitle: { $ne: null } } });

export const findInvoice = (orderId: string): Promise<Invoice | null> =>
  findPlain<Invoice>(Invoices, { _id: orderId });

/** False: somebody else's request for the same order was first. */
export async function insertInvoice(invoice: Invoice): Promise<boolean> {
  try {
    await insertPlain(Invoices, [invoice]);
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return false;
  }
}

/** False: it changed since it was read. */
export async function changeInvoice(seen: Invoice, set: Partial<Invoice>): Promise<boolean> {
  const found = { _id: seen._id, version: seen.version };
  return (await changePlain(Invoices, found, { $set: set, $inc: { version: 1 } })).modifiedCount === 1;
}

/** To be issued or made anew, the oldest first. */
export const listWaiting = (page: { after: Place | undefined; limit: number }): Promise<Invoice[]> => {
  const { after, limit } = page;
  const later = after
    ? [{ $or: [{ requestedAt: { $gt: after.at } }, { requestedAt: after.at, _id: { $gt: after.id } }] }]
    : [];
  return Invoices.find({ $and: [{ $or: [{ state: 'requested' }, { mustCorrect: true }] }, ...later] })
    .sort({ requestedAt: 1, _id: 1 })
    .limit(limit)
    .lean<Invoice[]>();
};

/** The customer's last ones, the newest first. */
export const listLatest = (customerId: string, limit: number): Promise<Invoice[]> =>
  Invoices.find({ customerId }).sort({ requestedAt: -1 }).limit(limit).lean<Invoice[]>();

export const giveInvoices = async (customerId: string, origins: string[]): Promise<void> => {
  await Invoices.updateMany({ origin: { $in: origins } }, { $set: { customerId } });
};

export const eachOf = (customerId: string): AsyncIterable<Invoice> =>
  Invoices.find({ customerId }).sort({ requestedAt: 1, _id: 1 }).lean<Invoice[]>().cursor();

export const listTheirs = (of: Leaving, limit: number): Promise<Invoice[]> =>
  Invoices.find({
    $or: [{ customerId: { $in: of.customerIds } }, { origin: { $in: of.origins } }],
    requestedAt: { $lt: of.before },
  })
    .limit(limit)
    .lean<Invoice[]>();

export async function deleteInvoices(ids: string[]): Promise<void> {
  await Invoices.deleteMany({ _id: { $in: ids } });
}
export async function blankInvoices(ids: string[], as: string): Promise<void> {
  const nobody = { customerId: as, origin: as, sealedTitle: null, requestIds: [], refusedReason: null };
  await Invoices.updateMany({ _id: { $in: ids } }, { $set: nobody, $inc: { version: 1 } });
}
export const deleteErased = async (orderIds: string[]): Promise<number> =>
  (await Invoices.deleteMany({ _id: { $in: orderIds }, customerId: ANY_ERASED })).deletedCount;
