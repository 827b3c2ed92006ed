import { SalesChannel } from '@omni/shared/contracts/common';
import { Schema, model } from 'mongoose';
import { QUICK, changePlain, isDuplicateKey } from '../../kernel/db';
import { insertMovements, movementFields } from './ledger.model';
import {
  FINAL_ENDS,
  hasSafetyByDefault,
  nextTending,
  plus,
  POSTING_TAKES_MS,
  REMEMBER_ENDS_MS,
  stockId,
} from './stock.rules';
import type { HoldEnd, Movement, Stock } from './stock.rules';

const text = { type: String, required: true } as const;
const count = { type: Number, required: true } as const;
const time = { type: Date, required: true } as const;

const stockSchema = new Schema<Stock>(
  {
    _id: text,
    locationId: text,
    skuId: text,
    onHand: count,
    held: count,
    safety: count,
    channelSafety: Object.fromEntries(SalesChannel.options.map((channel) => [channel, { type: Number }])),
    unsellable: { type: Number },
    holds: [{ _id: false, id: text, quantity: count, until: { type: Date, default: null } }],
    ended: [{ _id: false, id: text, how: text, at: time }],
    unposted: [movementFields],
    tendAt: { type: Date },
    changes: count,
    moved: { type: Number },
    imported: { type: { _id: false, id: text, part: count, startedAt: time } },
  },
  { versionKey: false },
)
  .index({ skuId: 1, locationId: 1 })
  .index({ tendAt: 1 }, { partialFilterExpression: { tendAt: { $exists: true } } });
const Stocks = model('stock', stockSchema, 'stocks');

/** Enough for every message that can still be under way; more would make a hot document heavy. */
const ENDS_REMEMBERED = 200;
const remember = (id: string, how: Stock['ended'][number]['how'], at: Date) => ({
  ended: { $each: [{ id, how, at }], $slice: -ENDS_REMEMBERED },
});
/** Every change says by when the sweep has to come by for it: an index over the leases themselves slows hot SKUs tenfold. */
const changing = (
  pieces: { onHand?: number; held?: number; unsellable?: number; moved?: number },
  tendBy: Date | null,
) => ({
  $inc: { ...pieces, changes: 1 },
  ...(tendBy ? { $min: { tendAt: tendBy } } : {}),
});
const forgetBy = (at: Date): Date => plus(at, REMEMBER_ENDS_MS);
const postBy = (at: Date): Date => plus(at, POSTING_TAKES_MS);
/** Documents of before there were damaged pieces and counted movements do not have these fields. */
const orMissing = (value: number) => (value === 0 ? { $in: [0, null] } : value);
/** This many pieces are neither promised, nor set aside, nor kept back. */
const atLeast = (quantity: number, keptBack: object | 0) => ({
  $expr: {
    $gte: [
      { $subtract: ['$onHand', { $add: ['$held', { $ifNull: ['$unsellable', 0] }, keptBack] }] },
      quantity,
    ],
  },
});
const keptBackFrom = (channel: SalesChannel) => ({
  $ifNull: [`$channelSafety.${channel}`, hasSafetyByDefault(channel) ? '$safety' : 0],
});
const holding = (holdId: string, quantity: number) => ({
  holds: { $elemMatch: { id: holdId, quantity } },
});
const notFinallyEnded = (holdId: string) => ({
  ended: { $not: { $elemMatch: { id: holdId, how: { $in: FINAL_ENDS } } } },
});

export type HoldEntry = Stock['holds'][number];

export const findStock = (id: string): Promise<Stock | null> => Stocks.findById(id).lean<Stock>();

/** What people and channels ask for; not the holds, of which there may be many. */
const FIGURES = { locationId: 1, skuId: 1, onHand: 1, held: 1, unsellable: 1, safety: 1, channelSafety: 1 };
export type StockFigures = Pick<Stock, Exclude<keyof typeof FIGURES, '_id'>>;

export const findStocks = (locationIds: string[], skuIds: string[]): Promise<StockFigures[]> =>
  Stocks.find({ skuId: { $in: skuIds }, locationId: { $in: locationIds } })
    .select({ _id: 0, ...FIGURES })
    .lean<StockFigures[]>();

/** Promises the goods if this channel may sell them and this id neither holds nor ever held them. */
export async function addHold(id: string, entry: HoldEntry, channel: SalesChannel): Promise<boolean> {
  const free = { _id: id, 'holds.id': { $ne: entry.id }, 'ended.id': { $ne: entry.id } };
  // Quick: an order without its hold, which only a failover could leave, takes it again when it is paid, or is refunded.
  const { matchedCount } = await changePlain(
    Stocks,
    { ...free, ...atLeast(entry.quantity, keptBackFrom(channel)) },
    { ...changing({ held: entry.quantity }, entry.until), $push: { holds: entry } },
    QUICK,
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
  const lasting = { $set: { 'holds.$.until': null } };
  const { matchedCount } = await changePlain(Stocks, { _id: id, ...holding(holdId, quantity) }, lasting);
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
      ...changing({ onHand: -end.quantity, held: -end.quantity, moved: 1 }, postBy(end.at)),
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
      ...changing({ onHand: -end.quantity, moved: 1 }, postBy(end.at)),
      $push: { ...remember(end.holdId, 'taken', end.at), unposted: went },
    },
    { returnDocument: 'after' },
  ).lean<Stock>();

/** Under which conditions a movement may be made. */
export type MoveGuard = {
  /** So many pieces are neither promised nor set aside. */
  free?: number;
  /** So many pieces are set aside. */
  setAside?: number;
  /** As many pieces are on hand, promised and set aside as were seen. */
  as?: Stock;
  /** No piece came or went since. */
  moved?: number;
  /** The last import is still this one (null: there was none). */
  importId?: string | null;
};
const allowed = ({ free, setAside, as, moved, importId }: MoveGuard) => ({
  ...(importId === undefined ? {} : { 'imported.id': importId }),
  ...(free ? atLeast(free, 0) : {}),
  ...(setAside ? { unsellable: { $gte: setAside } } : {}),
  ...(as ? { onHand: as.onHand, held: as.held, unsellable: orMissing(as.unsellable ?? 0) } : {}),
  ...(moved === undefined ? {} : { moved: orMissing(moved) }),
});

export type MoveSet = Pick<Partial<Stock>, 'safety' | 'imported'>;

/** Makes a movement, once: a document that carries it, or carried it within the hour, does not match. */
export const applyMovement = (
  id: string,
  by: Movement,
  { where = {}, set = {} }: { where?: MoveGuard; set?: MoveSet } = {},
): Promise<Stock | null> =>
  Stocks.findOneAndUpdate(
    { _id: id, 'ended.id': { $ne: by._id }, 'unposted._id': { $ne: by._id }, ...allowed(where) },
    {
      ...(Object.keys(set).length > 0 ? { $set: set } : {}),
      ...changing({ onHand: by.quantity, unsellable: by.unsellable ?? 0, moved: 1 }, postBy(by.at)),
      $push: { ...remember(by._id, 'moved', by.at), unposted: by },
    },
    { returnDocument: 'after' },
  ).lean<Stock>();

/** An import found what was there already. */
export const markImported = (id: string, where: MoveGuard, set: MoveSet): Promise<Stock | null> =>
  Stocks.findOneAndUpdate(
    { _id: id, ...allowed(where) },
    { $set: set },
    { returnDocument: 'after' },
  ).lean<Stock>();

/** Sets what is kept back; a channel at null has the default again. False: there is no such stock. */
export async function changeSafety(
  id: string,
  { safety, channels }: { safety?: number; channels: Partial<Record<SalesChannel, number | null>> },
): Promise<boolean> {
  const entries = Object.entries(channels).map(
    ([channel, pieces]) => [`channelSafety.${channel}`, pieces] as const,
  );
  const set = Object.fromEntries(entries.filter(([, pieces]) => pieces !== null));
  const unset = Object.fromEntries(
    entries.filter(([, pieces]) => pieces === null).map(([path]) => [path, 1]),
  );
  const { matchedCount } = await Stocks.updateOne(
    { _id: id },
    {
      $set: { ...set, ...(safety === undefined ? {} : { safety }) },
      ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}),
    },
  );
  return matchedCount === 1;
}

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

/** Writes what the document still carries into the ledger; once per movement, however often this runs. */
export async function postMovements(stock: Pick<Stock, '_id' | 'unposted'>): Promise<void> {
  if (stock.unposted.length === 0) return;
  await insertMovements(stock.unposted);
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

/** A location's stock by SKU: everything after `after`, in this selection. */
export const listStocks = (
  locationId: string,
  query: { skuIds?: string[]; availableAtMost?: number; after?: string; limit: number },
): Promise<StockFigures[]> => {
  const { skuIds, availableAtMost, after, limit } = query;
  return Stocks.find({
    // Ids are `<location>/<SKU>`, so the primary key is the order of the list; `0` is what comes after `/`.
    _id: { $gt: `${locationId}/${after ?? ''}`, $lt: `${locationId}0` },
    ...(skuIds ? { skuId: { $in: skuIds } } : {}),
    ...(availableAtMost === undefined
      ? {}
      : { $nor: [atLeast(availableAtMost + 1, keptBackFrom('mini_program'))] }),
  })
    .sort({ _id: 1 })
    .limit(limit)
    .select(FIGURES)
    .lean<StockFigures[]>()
    .exec();
};

/** How many movements each of these has seen; those without a document have seen none. */
export const movedBy = async (locationId: string, skuIds: string[]): Promise<Map<string, number>> => {
  const ids = skuIds.map((skuId) => stockId(locationId, skuId));
  const found = await Stocks.find({ _id: { $in: ids } })
    .select({ skuId: 1, moved: 1 })
    .lean<Stock[]>();
  return new Map(found.map(({ skuId, moved }) => [skuId, moved ?? 0]));
};

/** Every stock there is, one at a time. */
export async function* eachStock(): AsyncGenerator<Stock> {
  for await (const stock of Stocks.find().sort({ _id: 1 }).lean<Stock>().cursor({ batchSize: 200 }))
    yield stock as Stock;
}

export const stockIdsAmong = async (ids: string[]): Promise<Set<string>> => {
  const found = await Stocks.find({ _id: { $in: ids } })
    .select({ _id: 1 })
    .lean<{ _id: string }[]>();
  return new Set(found.map(({ _id }) => _id));
};
