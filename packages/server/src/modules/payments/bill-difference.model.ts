import { Schema, model } from 'mongoose';
import { newId } from '../../kernel/ids';
import type { DifferenceKind } from './reconcile.rules';

export type Difference = {
  _id: string;
  billDate: string;
  kind: DifferenceKind;
  /** out_trade_no, or out_refund_no for refunds: with date and kind it is one difference, however often it is found. */
  number: string;
  outTradeNo: string;
  transactionId: string | null;
  orderId: string | null;
  ourFen: number | null;
  billFen: number | null;
  explanation: string;
  state: 'open' | 'healed' | 'resolved';
  resolution: string | null;
  by: string | null;
  foundAt: Date;
  settledAt: Date | null;
  /** The start of the last comparison that found it. */
  seenAt: Date;
};
export type Found = Pick<
  Difference,
  | 'billDate'
  | 'kind'
  | 'number'
  | 'outTradeNo'
  | 'transactionId'
  | 'orderId'
  | 'ourFen'
  | 'billFen'
  | 'explanation'
>;

const text = { type: String, required: true } as const;
const nullText = { type: String, default: null } as const;
const time = { type: Date, required: true } as const;
const schema = new Schema<Difference>(
  {
    _id: text,
    billDate: text,
    kind: text,
    number: text,
    outTradeNo: text,
    transactionId: nullText,
    orderId: nullText,
    ourFen: { type: Number, default: null },
    billFen: { type: Number, default: null },
    explanation: text,
    state: text,
    resolution: nullText,
    by: nullText,
    foundAt: time,
    settledAt: { type: Date, default: null },
    seenAt: time,
  },
  { versionKey: false },
)
  .index({ billDate: 1, kind: 1, number: 1 }, { unique: true })
  .index({ number: 1, kind: 1 })
  .index({ state: 1, foundAt: -1, _id: -1 })
  .index({ foundAt: -1, _id: -1 });
const Differences = model('billDifference', schema, 'bill_differences');

export type Healing = { resolution: string; at: Date };
const healed = ({ resolution, at }: Healing) => ({
  state: 'healed',
  resolution,
  by: 'system',
  settledAt: at,
});
const openAgain = { state: 'open', resolution: null, by: null, settledAt: null };

/** Found (again): one row. What a person resolved stays resolved; what had healed by itself is open again. */
export async function putDifference(found: Found, seenAt: Date, healing?: Healing): Promise<void> {
  const { billDate, kind, number, ...facts } = found;
  const which = { billDate, kind, number };
  const state = healing ? healed(healing) : openAgain;
  if (!healing) await Differences.updateOne({ ...which, state: 'healed' }, { $set: openAgain });
  await Differences.updateOne(
    which,
    { $set: { ...facts, seenAt }, $setOnInsert: { _id: newId(), foundAt: seenAt, ...state } },
    { upsert: true },
  );
}

/** Open ones of this bill that the comparison begun at `since` did not find any more. */
export async function healGone(billDate: string, since: Date, healing: Healing): Promise<void> {
  await Differences.updateMany(
    { billDate, state: 'open', seenAt: { $lt: since } },
    { $set: healed(healing) },
  );
}

/** What one bill lacked stood in another. */
export async function healMissing(
  kind: 'ours_only' | 'refund_ours_only',
  numbers: string[],
  healing: Healing,
): Promise<void> {
  await Differences.updateMany({ kind, number: { $in: numbers }, state: 'open' }, { $set: healed(healing) });
}

/** False when it is not open (any more). */
export async function markResolved(
  differenceId: string,
  { resolution, by, at }: { resolution: string; by: string; at: Date },
): Promise<boolean> {
  const { matchedCount } = await Differences.updateOne(
    { _id: differenceId, state: 'open' },
    { $set: { state: 'resolved', resolution, by, settledAt: at } },
  );
  return matchedCount === 1;
}

export const findDifference = (differenceId: string): Promise<Difference | null> =>
  Differences.findById(differenceId).lean<Difference>();

type Wanted = { state?: Difference['state']; billDate?: string; after?: { at: Date; id: string } };

/** The latest first. */
export const findDifferences = ({ state, billDate, after }: Wanted, limit: number): Promise<Difference[]> =>
  Differences.find({
    ...(state ? { state } : {}),
    ...(billDate ? { billDate } : {}),
    ...(after
      ? { $or: [{ foundAt: { $lt: after.at } }, { foundAt: after.at, _id: { $lt: after.id } }] }
      : {}),
  })
    .sort({ foundAt: -1, _id: -1 })
    .limit(limit)
    .lean<Difference[]>();

export const countOpen = (billDate: string): Promise<number> =>
  Differences.countDocuments({ billDate, state: 'open' });
