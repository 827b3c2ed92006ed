import { SalesChannel } from '@omni/shared/contracts/common';
import { Schema, model } from 'mongoose';
import { findPlain, listPlain } from '../../kernel/db';

export type Sku = {
  skuId: string;
  /** One value per option of the product, in their order. */
  values: string[];
  priceFen: number;
  /** Another price than `priceFen` in these channels; the mini-program always sells at `priceFen`. */
  channelPrices?: Partial<Record<SalesChannel, number>>;
  onSale: boolean;
};
export type Product = {
  productId: string;
  title: string;
  subtitle: string;
  description: string;
  categoryId: string;
  /** File names below `/media/`, or whole addresses; the first one is the cover. */
  images: string[];
  options: { name: string; values: string[] }[];
  skus: Sku[];
  details: { name: string; text: string }[];
  tags: string[];
  /** Struck-through price; null when there is none. */
  listPriceFen: number | null;
  onShelf: boolean;
  /** Newest first is by this time. */
  publishedAt: Date;
};
type ProductDoc = Omit<Product, 'productId'> & { _id: string };

const text = { type: String, required: true } as const;
const schema = new Schema<ProductDoc>(
  {
    _id: text,
    title: text,
    subtitle: { type: String, default: '' },
    description: { type: String, default: '' },
    categoryId: text,
    images: [String],
    options: [{ _id: false, name: text, values: [String] }],
    skus: [
      {
        _id: false,
        skuId: text,
        values: [String],
        priceFen: { type: Number, required: true },
        channelPrices: Object.fromEntries(SalesChannel.options.map((channel) => [channel, { type: Number }])),
        onSale: { type: Boolean, required: true },
      },
    ],
    details: [{ _id: false, name: text, text }],
    tags: [String],
    listPriceFen: { type: Number, default: null },
    onShelf: { type: Boolean, required: true },
    publishedAt: { type: Date, required: true },
  },
  { versionKey: false },
)
  .index({ onShelf: 1, publishedAt: -1, _id: 1 })
  .index({ categoryId: 1, onShelf: 1, publishedAt: -1, _id: 1 })
  // A SKU belongs to one product, whoever saves it.
  .index({ 'skus.skuId': 1 }, { unique: true });

const Products = model('product', schema, 'products');

const fromDoc = ({ _id, ...rest }: ProductDoc): Product => ({ productId: _id, ...rest });

export async function putProduct({ productId, ...rest }: Product): Promise<void> {
  await Products.replaceOne({ _id: productId }, rest, { upsert: true });
}

export async function findProduct(productId: string): Promise<Product | null> {
  const doc = await findPlain<ProductDoc>(Products, { _id: productId });
  return doc && fromDoc(doc);
}

export const findByIds = async (productIds: string[]): Promise<Product[]> =>
  (await Products.find({ _id: { $in: productIds } }).lean<ProductDoc[]>()).map(fromDoc);

export const findBySkus = async (skuIds: string[]): Promise<Product[]> =>
  (await listPlain<ProductDoc>(Products, { 'skus.skuId': { $in: skuIds } })).map(fromDoc);

/** Of these goods, by the words in their title or the beginning of a SKU, on the shelf or not. */
export const findByWords = async (words: string, limit: number): Promise<Product[]> => {
  const skuId = new RegExp(`^${literal(words).source}`, 'i');
  const docs = await Products.find({ $or: [{ title: literal(words) }, { 'skus.skuId': skuId }] })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<ProductDoc[]>();
  return docs.map(fromDoc);
};

/** In the order of their ids, from behind `after` on. */
export const listIds = async (after: string, limit: number): Promise<string[]> =>
  (
    await Products.find({ _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(limit)
      .select({ _id: 1 })
      .lean<{ _id: string }[]>()
  ).map(({ _id }) => _id);

/** A place in the newest-first order: everything after the goods with this time and id. */
export type After = { publishedAt: Date; productId: string };
export type ShelfQuery = { categoryId?: string; titleHolds?: string; after?: After; limit: number };

const literal = (words: string): RegExp => new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');

/** Goods on the shelf, newest first. A text index does not segment Chinese, so a keyword is matched as a substring. */
export async function listOnShelf(query: ShelfQuery): Promise<Product[]> {
  const { categoryId, titleHolds, after, limit } = query;
  const filter = {
    onShelf: true,
    ...(categoryId === undefined ? {} : { categoryId }),
    ...(titleHolds === undefined ? {} : { title: literal(titleHolds) }),
    ...(after === undefined
      ? {}
      : {
          $or: [
            { publishedAt: { $lt: after.publishedAt } },
            { publishedAt: after.publishedAt, _id: { $gt: after.productId } },
          ],
        }),
  };
  const docs = await Products.find(filter)
    .sort({ publishedAt: -1, _id: 1 })
    .limit(limit)
    .lean<ProductDoc[]>();
  return docs.map(fromDoc);
}
