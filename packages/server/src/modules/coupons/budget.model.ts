import { Schema, model } from 'mongoose';
import { isDuplicateKey } from '../../kernel/db';

/**
 * One counter of what coupons cost. A note says that an amount was counted for a holding that is still on its way into the
 * ledger (`fen` > 0), or that one was taken off (`fen` = 0), so that neither happens twice.
 */
type Budget = {
  _id: string;
  spentFen: number;
  notes: { id: string; couponId: string; fen: number; at: Date }[];
};
export type BudgetNote = Budget['notes'][number];

const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;
const schema = new Schema<Budget>(
  {
    _id: text,
    spentFen: number,
    notes: [{ _id: false, id: text, couponId: text, fen: number, at: { type: Date, required: true } }],
  },
  { versionKey: false },
).index({ 'notes.at': 1 }, { partialFilterExpression: { 'notes.at': { $exists: true } } });
const Budgets = model('couponBudget', schema, 'coupon_budgets');

/** What was spent, by key; a key nobody spent under is absent. */
export async function findSpent(keys: string[]): Promise<Map<string, number>> {
  const rows = await Budgets.find({ _id: { $in: keys } })
    .select({ spentFen: 1 })
    .lean<Budget[]>();
  return new Map(rows.map((row) => [row._id, row.spentFen]));
}

/** Counts one more holding if `mostFen` allows; false when it does not. */
export async function addSpent(key: string, mostFen: number, note: BudgetNote): Promise<boolean> {
  if (note.fen > mostFen) return false;
  try {
    await Budgets.updateOne(
      { _id: key, spentFen: { $lte: mostFen - note.fen } },
      { $inc: { spentFen: note.fen }, $push: { notes: note } },
      { upsert: true },
    );
    return true;
  } catch (error) {
    // The counter is there and does not match: too much is spent; or it came into being this moment.
    if (!isDuplicateKey(error)) throw error;
    const { matchedCount } = await Budgets.updateOne(
      { _id: key, spentFen: { $lte: mostFen - note.fen } },
      { $inc: { spentFen: note.fen }, $push: { notes: note } },
    );
    return matchedCount === 1;
  }
}

const counted = (id: string) => ({ id, fen: { $gt: 0 } });

/** The ledger has it: the amount stays, the note goes. */
export async function settleSpent(keys: string[], id: string): Promise<void> {
  await Budgets.updateMany({ _id: { $in: keys } }, { $pull: { notes: counted(id) } });
}

/** It never came into the ledger: the amount goes with its note, once. */
export async function cancelSpent(keys: string[], { id, fen }: { id: string; fen: number }): Promise<void> {
  await Budgets.updateMany(
    { _id: { $in: keys }, notes: { $elemMatch: counted(id) } },
    { $inc: { spentFen: -fen }, $pull: { notes: counted(id) } },
  );
}

/** The ledger let go of it: the amount goes once; the note that it did stays until nobody can try again. */
export async function returnSpent(keys: string[], note: BudgetNote): Promise<void> {
  const { id, fen } = note;
  await Budgets.updateMany(
    { _id: { $in: keys }, notes: { $elemMatch: counted(id) } },
    { $inc: { spentFen: -fen }, $set: { 'notes.$.fen': 0, 'notes.$.at': note.at } },
  );
  await Budgets.updateMany(
    { _id: { $in: keys }, 'notes.id': { $ne: id } },
    { $inc: { spentFen: -fen }, $push: { notes: { ...note, fen: 0 } } },
  );
}

/** Holdings counted before this time whose way into the ledger was cut. */
export async function findUnsettled(before: Date): Promise<(BudgetNote & { key: string })[]> {
  const rows = await Budgets.find({ notes: { $elemMatch: { at: { $lt: before }, fen: { $gt: 0 } } } }).lean<
    Budget[]
  >();
  return rows.flatMap(({ _id: key, notes }) =>
    notes.filter(({ at, fen }) => fen > 0 && at < before).map((note) => ({ ...note, key })),
  );
}

export async function forgetReturns(before: Date): Promise<void> {
  await Budgets.updateMany(
    { notes: { $elemMatch: { fen: 0, at: { $lt: before } } } },
    { $pull: { notes: { fen: 0, at: { $lt: before } } } },
  );
}
