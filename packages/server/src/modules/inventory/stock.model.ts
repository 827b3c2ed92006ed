import { Schema, model } from 'mongoose';
import { insertMissing, isDuplicateKey } from '../../kernel/db';
import { FINAL_ENDS, nextTending, plus, POSTING_TAKES_MS, REMEMBER_ENDS_MS } from './stock.rules';
import type { HoldEnd, Movement, Stock } from './stock.rules';

const text = { type: String, required: true } as const;
const count = { type: Number, required: true } as const;
const time = { type: Date, required: true } as const;

const movementFields = {
  _id: text,
  locationId: text,
  skuId: text,
  quantity: count,
  reason: text,
  ref: text,
  at: time,
};
const stockSchema = new Schema<Stock>(
  {
    _id: text,
    locationId: text,
    skuId: text,
    onHand: count,
    held: count,
    safety: count,
    holds: [{ _id: false, id: text, quantity: count, until: { type: Date, default: null } }],
    ended: [{ _id: false, id: text, how: text, at: time }],
    unposted: [movementFields],
    tendAt: { type: Date },
    changes: count,
  },
  { versionKey: false },
)
  .index({ skuId: 1, locationId: 1 })
  .index({ tendAt: 1 }, { partialFilterExpression: { tendAt: { $exists: true } } });
const Stocks = model('stock', stockSchema, 'stocks');

const movementSchema = new Schema<Movement>(movementFields, { versionKey: false }).index({
  locationId: 1,
  skuId: 1,
  at: 1,
});
const Movements = model('stockMovement', movementSchema, 'stock_movements');

/** Enough for every message that can still be under way; more would make a hot document heavy. */
const ENDS_REMEMBERED = 200;
const remember = (id: string, how: Stock['ended'][number]['how'], at: Date) => ({
  ended: { $each: [{ id, how, at }], $slice: -ENDS_REMEMBERED },
});
/** Every change says by when the sweep has to come by for it: an index over the leases themselves slows hot SKUs tenfold. */
const changing = (pieces: { onHand?: number; held?: number }, tendBy: Date | null) => ({
  $inc: { ...pieces, changes: 1 },
  ...(tendBy ? { $min: { tendAt: tendBy } } : {}),
});
const forgetBy = (at: Date): Date => plus(at, REMEMBER_ENDS_MS);
const postBy = (at: Date): Date => plus(at, POSTING_TAKES_MS);
/** This many pieces are neither promised nor (with `safety`) kept back. */
const atLeast = (quantity: number, keptBack: '$safety' | 0) => ({
  $expr: { $gte: [{ $subtract: ['$onHand', { $add: ['$held', keptBack] }] }, quantity] },
});
const holding = (holdId: string, quantity: number) => ({
  holds: { $elemMatch: { id: holdId, quantity } },
});
const notFinallyEnded = (holdId: string) => ({
  ended: { $not: { $elemMatch: { id: holdId, how: { $in: FINAL_ENDS } } } },
});

export type HoldEntry = Stock['holds'][number];

export const findStock = (id: string): Promise<Stock | null> => Stocks.findById(id).lean<Stock>();

export const findStocks = (
  locationIds: string[],
  skuIds: string[],
): Promise<Pick<Stock, 'locationId' | 'skuId' | 'onHand' | 'held' | 'safety'>[]> =>
  Stocks.find({ skuId: { $in: skuIds }, locationId: { $in: locationIds } })
    .select({ _id: 0, locationId: 1, skuId: 1, onHand: 1, held: 1, safety: 1 })
    .lean<Stock[]>();

/** Promises the goods if they are there and this id neither holds nor ever held them. */
export async function addHold(id: string, entry: HoldEntry): Promise<boolean> {
  const free = { _id: id, 'holds.id': { $ne: entry.id }, 'ended.id': { $ne: entry.id } };
  const { matchedCount } = await Stocks.updateOne(
    { ...free, ...atLeast(entry.quantity, '$safety') },
    { ...changing({ held: entry.quantity }, entry.until), $push: { holds: entry } },
  );
  return matchedCount === 1;
}

/** Promises again what a sweep gave back, for good. What the store keeps back may be used: the customer has paid. */
export async function retakeHold(id: string, holdId: string, quantity: number): Promise<boolean> {
  const { matchedCount } = await Stocks.updateOne(
    { _id: id, 'holds.id': { $ne: holdId }, ...notFinallyEnded(holdId), ...atLeast(quantity, 0) },
    {
      ...changing({ held: quantity }, null),
      $push: { holds: { id: holdId, quantity, until: null } },
      $pull: { ended: { id: holdId } },
    },
  );
  return matchedCount === 1;
}

export async function makeHoldLasting(id: string, holdId: string, quantity: number): Promise<boolean> {
  const { matchedCount } = await Stocks.updateOne(
    { _id: id, ...holding(holdId, quantity) },
    { $set: { 'holds.$.until': null } },
  );
  return matchedCount === 1;
}

/** Takes back a promise of a moment ago as if it had never been made. */
export async function undoHold(id: string, holdId: string, quantity: number): Promise<void> {
  await Stocks.updateOne(
    { _id: id, ...holding(holdId, quantity) },
    { $inc: { held: -quantity }, $pull: { holds: { id: holdId } } },
  );
}

export type Ending = { holdId: string; quantity: number; how: HoldEnd; at: Date };

/** Gives the promised goods back to sale. */
export async function freeHold(id: string, end: Ending): Promise<boolean> {
  const lease = end.how === 'swept' ? { until: { $lte: end.at } } : {};
  const { matchedCount } = await Stocks.updateOne(
    { _id: id, holds: { $elemMatch: { id: end.holdId, quantity: end.quantity, ...lease } } },
    {
      ...changing({ held: -end.quantity }, forgetBy(end.at)),
      $pull: { holds: { id: end.holdId } },
      $push: remember(end.holdId, end.how, end.at),
    },
  );
  return matchedCount === 1;
}

/** Remembers that this id is over although it holds nothing here (never did, not yet, or no more). */
export async function barHold(id: string, end: Ending): Promise<boolean> {
  const { matchedCount } = await Stocks.updateOne(
    { _id: id, 'holds.id': { $ne: end.holdId }, ...notFinallyEnded(end.holdId) },
    { ...changing({}, forgetBy(end.at)), $push: remember(end.holdId, end.how, end.at) },
  );
  return matchedCount === 1;
}

/** The promised goods leave the house. Answers the document if this call did it. */
export const takeHeld = (id: string, end: Ending, went: Movement): Promise<Stock | null> =>
  Stocks.findOneAndUpdate(
    { _id: id, ...holding(end.holdId, end.quantity) },
    {
      ...changing({ onHand: -end.quantity, held: -end.quantity }, postBy(end.at)),
      $pull: { holds: { id: end.holdId } },
      $push: { ...remember(end.holdId, 'taken', end.at), unposted: went },
    },
    { returnDocument: 'after' },
  ).lean<Stock>();

/** Goods leave the house whose promise a sweep had ended; only pieces nobody else was promised. */
export const takeUnheld = (id: string, end: Ending, went: Movement): Promise<Stock | null> =>
  Stocks.findOneAndUpdate(
    {
      _id: id,
      'holds.id': { $ne: end.holdId },
      'unposted._id': { $ne: went._id },
      ...notFinallyEnded(end.holdId),
      ...atLeast(end.quantity, 0),
    },
    {
      ...changing({ onHand: -end.quantity }, postBy(end.at)),
      $push: { ...remember(end.holdId, 'taken', end.at), unposted: went },
    },
    { returnDocument: 'after' },
  ).lean<Stock>();

/** Goods come back, once per movement. */
export const addReturned = (id: string, came: Movement): Promise<Stock | null> =>
  Stocks.findOneAndUpdate(
    { _id: id, 'ended.id': { $ne: came._id }, 'unposted._id': { $ne: came._id } },
    {
      ...changing({ onHand: came.quantity }, postBy(came.at)),
      $push: { ...remember(came._id, 'returned', came.at), unposted: came },
    },
    { returnDocument: 'after' },
  ).lean<Stock>();

export type Count = { onHand: number; safety: number };

/** Replaces the number on hand if it is still `before`. */
export const recount = (id: string, before: number, now: Count & { by: Movement }): Promise<Stock | null> =>
  Stocks.findOneAndUpdate(
    { _id: id, onHand: before },
    {
      $set: { onHand: now.onHand, safety: now.safety },
      ...changing({}, postBy(now.by.at)),
      ...(now.by.quantity === 0 ? {} : { $push: { unposted: now.by } }),
    },
    { returnDocument: 'after' },
  ).lean<Stock>();

/** A first document for this SKU here; false when there is one already. */
export async function insertStock(stock: Stock): Promise<boolean> {
  try {
    const tendAt = nextTending(stock);
    await Stocks.create([{ ...stock, ...(tendAt ? { tendAt } : {}) }]);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

export const wasMoved = async (movementId: string): Promise<boolean> =>
  (await Movements.exists({ _id: movementId })) !== null;

/** Writes what the document still carries into the ledger; once per movement, however often this runs. */
export async function postMovements(stock: Pick<Stock, '_id' | 'unposted'>): Promise<void> {
  if (stock.unposted.length === 0) return;
  await insertMissing(Movements.collection, stock.unposted);
  const ids = stock.unposted.map(({ _id }) => _id);
  await Stocks.updateOne({ _id: stock._id }, { $pull: { unposted: { _id: { $in: ids } } } });
}

const AT_ONCE = 500;

export const findDue = (at: Date): Promise<Stock[]> =>
  Stocks.find({ tendAt: { $lte: at } })
    .sort({ tendAt: 1 })
    .limit(AT_ONCE)
    .lean<Stock[]>();

export async function forgetEnds(id: string, before: Date): Promise<void> {
  await Stocks.updateOne(
    { _id: id, 'ended.at': { $lte: before } },
    { $pull: { ended: { at: { $lte: before } } } },
  );
}

/** Fails to match when something happened since `seen` was read; then the document stays due. */
export async function planTending(seen: Stock): Promise<void> {
  const next = nextTending(seen);
  await Stocks.updateOne(
    { _id: seen._id, changes: seen.changes },
    next ? { $set: { tendAt: next } } : { $unset: { tendAt: 1 } },
  );
}

/** The ledger's sum, for checks. */
export async function ledgerSum(id: string): Promise<number> {
  const [locationId, skuId] = id.split('/');
  const [sum] = await Movements.aggregate<{ total: number }>([
    { $match: { locationId, skuId } },
    { $group: { _id: null, total: { $sum: '$quantity' } } },
  ]);
  return sum?.total ?? 0;
}
