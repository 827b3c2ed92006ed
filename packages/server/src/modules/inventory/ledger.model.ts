import { Schema, model } from 'mongoose';
import { insertMissing } from '../../kernel/db';
import type { Movement } from './stock.rules';

const text = { type: String, required: true } as const;
export const movementFields = {
  _id: text,
  locationId: text,
  skuId: text,
  quantity: { type: Number, required: true },
  unsellable: { type: Number },
  reason: text,
  ref: text,
  at: { type: Date, required: true },
  by: { type: String },
  note: { type: String },
  counted: { type: Number },
} as const;

const movementSchema = new Schema<Movement>(movementFields, { versionKey: false }).index({
  locationId: 1,
  skuId: 1,
  at: 1,
});
const Movements = model('stockMovement', movementSchema, 'stock_movements');

export const insertMovements = (rows: readonly Movement[]): Promise<number> =>
  insertMissing(Movements.collection, rows);

export const findMovement = (movementId: string): Promise<Movement | null> =>
  Movements.findById(movementId).lean<Movement>().exec();

export const wasMoved = async (movementId: string): Promise<boolean> =>
  (await Movements.exists({ _id: movementId })) !== null;

type Sku = { locationId: string; skuId: string };
type Sums = { onHand: number; unsellable: number };
const sums = { onHand: { $sum: '$quantity' }, unsellable: { $sum: '$unsellable' } };

/** What the ledger of one SKU adds up to; with `upTo`, the rows up to this one in the order of the history. */
export async function ledgerSums({ locationId, skuId }: Sku, upTo?: { at: Date; id: string }): Promise<Sums> {
  const until = upTo && {
    $or: [{ at: { $lt: upTo.at } }, { at: upTo.at, _id: { $lte: upTo.id } }],
  };
  const [sum] = await Movements.aggregate<Sums>([
    { $match: { locationId, skuId, ...until } },
    { $group: { _id: null, ...sums } },
  ]);
  return { onHand: sum?.onHand ?? 0, unsellable: sum?.unsellable ?? 0 };
}

/** The sums of many SKUs of one location, without these movements; SKUs without a row are not in it. */
export async function ledgerSumsAt(
  locationId: string,
  skuIds: string[],
  without: string[],
): Promise<Map<string, Sums>> {
  const rows = await Movements.aggregate<Sums & { _id: string }>([
    { $match: { locationId, skuId: { $in: skuIds }, ...(without.length > 0 && { _id: { $nin: without } }) } },
    { $group: { _id: '$skuId', ...sums } },
  ]);
  return new Map(rows.map(({ _id, onHand, unsellable }) => [_id, { onHand, unsellable }]));
}

/** How many pieces came or went after `since`. */
export async function movedSince({ locationId, skuId }: Sku, since: Date): Promise<number> {
  const [sum] = await Movements.aggregate<{ total: number }>([
    { $match: { locationId, skuId, at: { $gt: since } } },
    { $group: { _id: null, total: { $sum: '$quantity' } } },
  ]);
  return sum?.total ?? 0;
}

/** Newest first; `after` names the last row seen. */
export const listMovements = (
  { locationId, skuId }: Sku,
  { after, limit }: { after?: { at: Date; id: string }; limit: number },
): Promise<Movement[]> =>
  Movements.find({
    locationId,
    skuId,
    ...(after && { $or: [{ at: { $lt: after.at } }, { at: after.at, _id: { $lt: after.id } }] }),
  })
    .sort({ at: -1, _id: -1 })
    .limit(limit)
    .lean<Movement[]>()
    .exec();

/** Every SKU the ledger knows of, by location, one at a time. */
export async function* ledgerSkus(): AsyncGenerator<Sku> {
  const cursor = Movements.aggregate<{ _id: Sku }>([
    { $group: { _id: { locationId: '$locationId', skuId: '$skuId' } } },
  ])
    .allowDiskUse(true)
    .cursor({ batchSize: 500 });
  for await (const { _id } of cursor) yield _id as Sku;
}

/** What came back under one ref, wherever that was. The ids of returns begin with it. */
export const findReturned = (ref: string): Promise<Movement[]> =>
  Movements.find({ _id: { $gte: `returned/${ref}/`, $lt: `returned/${ref}0` } })
    .lean<Movement[]>()
    .exec();
