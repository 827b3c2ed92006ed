import { Schema, model } from 'mongoose';
import { ENTRY_VERSION, SORTS, gramsOfWord, rankOf } from './search.rules';
import type { Entry, Mark, Narrow } from './search.rules';

type EntryDoc = Omit<Entry, 'productId'> & { _id: string; version: number };

const text = { type: String, required: true } as const;
const count = { type: Number, required: true } as const;
const schema = new Schema<EntryDoc>(
  {
    _id: text,
    version: count,
    onShelf: { type: Boolean, required: true },
    categoryId: text,
    publishedAt: { type: Date, required: true },
    title: text,
    text,
    grams: [String],
    variants: [
      {
        _id: false,
        colour: { type: String, default: '' },
        size: { type: String, default: '' },
        priceFen: count,
      },
    ],
    priceFen: count,
    sold: count,
    rank: count,
  },
  { versionKey: false },
)
  .index({ onShelf: 1, grams: 1 })
  .index({ onShelf: 1, rank: -1, _id: 1 })
  .index({ onShelf: 1, sold: -1, _id: 1 })
  .index({ onShelf: 1, priceFen: 1, _id: 1 })
  .index({ onShelf: 1, priceFen: -1, _id: 1 })
  .index({ onShelf: 1, publishedAt: -1, _id: 1 })
  .index({ categoryId: 1, onShelf: 1, rank: -1, _id: 1 });
const Entries = model('goodsEntry', schema, 'goods_entries');

const fromDoc = ({ _id, version: _version, ...rest }: EntryDoc): Entry => ({ productId: _id, ...rest });

/** What was sold stays counted; the rank is that of `entry` until the next piece is sold. */
export async function putEntry({ productId, sold, ...rest }: Entry): Promise<void> {
  await Entries.updateOne(
    { _id: productId },
    { $set: { ...rest, version: ENTRY_VERSION }, $setOnInsert: { sold } },
    { upsert: true },
  );
}

export const findEntry = async (productId: string): Promise<Entry | null> => {
  const doc = await Entries.findById(productId).lean<EntryDoc>();
  return doc && fromDoc(doc);
};

/** Of these goods, those whose entry is as this version makes them. */
export const findCurrent = async (productIds: string[]): Promise<string[]> =>
  (
    await Entries.find({ _id: { $in: productIds }, version: ENTRY_VERSION })
      .select({ _id: 1 })
      .lean<{ _id: string }[]>()
  ).map(({ _id }) => _id);

/** Joins the caller's transaction. Goods without an entry are not counted. */
export async function addSold(productId: string, pieces: number): Promise<void> {
  const doc = await Entries.findOneAndUpdate(
    { _id: productId },
    { $inc: { sold: pieces } },
    { returnDocument: 'after' },
  ).lean<EntryDoc>();
  if (doc) await Entries.updateOne({ _id: productId }, { $set: { rank: rankOf(doc) } });
}

/** A word, and the categories that are called like it. */
export type Word = { text: string; categoryIds: string[] };
export type EntryQuery = {
  words: Word[];
  categoryId?: string | undefined;
  narrow: Narrow;
  sort: Mark['sort'];
  after?: Mark | undefined;
  limit: number;
};

const literal = (words: string): RegExp => new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

const holds = ({ text: word, categoryIds }: Word) => ({
  $or: [
    { grams: { $all: gramsOfWord(word) }, text: literal(word) },
    ...(categoryIds.length === 0 ? [] : [{ categoryId: { $in: categoryIds } }]),
  ],
});

function variantIn({ colours, sizes, fromFen, toFen }: Narrow) {
  const price = {
    ...(fromFen === undefined ? {} : { $gte: fromFen }),
    ...(toFen === undefined ? {} : { $lte: toFen }),
  };
  const wanted = {
    ...(colours.length === 0 ? {} : { colour: { $in: colours } }),
    ...(sizes.length === 0 ? {} : { size: { $in: sizes } }),
    ...(Object.keys(price).length === 0 ? {} : { priceFen: price }),
  };
  return Object.keys(wanted).length === 0 ? [] : [{ variants: { $elemMatch: wanted } }];
}

function behind({ sort, value, productId }: Mark) {
  const { by, way } = SORTS[sort];
  const at = by === 'publishedAt' ? new Date(value) : value;
  return { $or: [{ [by]: way === 1 ? { $gt: at } : { $lt: at } }, { [by]: at, _id: { $gt: productId } }] };
}

/** Goods on the shelf, sorted, from behind `after` on. */
export async function listEntries(query: EntryQuery): Promise<Entry[]> {
  const { words, categoryId, narrow, sort, after, limit } = query;
  const all = [...words.map(holds), ...variantIn(narrow), ...(after ? [behind(after)] : [])];
  const { by, way } = SORTS[sort];
  const docs = await Entries.find({
    onShelf: true,
    ...(categoryId === undefined ? {} : { categoryId }),
    ...(all.length === 0 ? {} : { $and: all }),
  })
    .sort({ [by]: way, _id: 1 })
    .limit(limit)
    .lean<EntryDoc[]>();
  return docs.map(fromDoc);
}
