import type { GoodsSort } from '@omni/shared/contracts/shop';
import { AppError } from '../../kernel/errors';
import type { Product, Sku } from './product.model';
import { cheapestFen } from './product.rules';

/** What search knows of goods. `variants` are the SKUs on sale. */
export type Entry = {
  productId: string;
  onShelf: boolean;
  categoryId: string;
  publishedAt: Date;
  title: string;
  text: string;
  /** Single characters and pairs of neighbours in `text`: what an index can find a part of a Chinese word by. */
  grams: string[];
  variants: { colour: string; size: string; priceFen: number }[];
  priceFen: number;
  sold: number;
  rank: number;
};

/** Another number makes every entry anew. */
export const ENTRY_VERSION = 1;
const COLOUR = '颜色';
const SIZE = '尺码';
const MOST_WORDS = 5;
const DAY_MS = 86_400_000;

/** Full-width and half-width, upper and lower case are the same. */
export const normal = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** The first few words of what was typed, each once. */
export const wordsOf = (keyword: string): string[] =>
  [...new Set(normal(keyword).split(' '))].filter((word) => word !== '').slice(0, MOST_WORDS);

/** What has to be among the grams of a text that holds the word. */
export function gramsOfWord(word: string): string[] {
  const letters = [...word];
  if (letters.length === 1) return letters;
  return [...new Set(letters.slice(1).map((letter, i) => `${letters[i]}${letter}`))];
}

const gramsOfText = (text: string): string[] => [...new Set([...[...text], ...gramsOfWord(text)])];

const valueOf = (product: Pick<Product, 'options'>, sku: Sku, option: string): string =>
  sku.values[product.options.findIndex(({ name }) => name === option)] ?? '';

/** Much sold and new go first: twice as much sold is worth a week of being new. */
export const rankOf = ({ publishedAt, sold }: Pick<Entry, 'publishedAt' | 'sold'>): number =>
  Math.round((publishedAt.getTime() / DAY_MS + 7 * Math.log2(1 + sold)) * 1000);

export function entryOf(product: Product, sold: number): Entry {
  const { productId, onShelf, categoryId, publishedAt, title, subtitle, tags } = product;
  const variants = product.skus
    .filter((sku) => sku.onSale)
    .map((sku) => ({
      colour: valueOf(product, sku, COLOUR),
      size: valueOf(product, sku, SIZE),
      priceFen: sku.priceFen,
    }));
  const colours = [...new Set(variants.map(({ colour }) => colour))];
  const text = normal([title, subtitle, ...tags, ...colours].join('\n').replace(/\s+/g, ' '));
  const priceFen = cheapestFen(product);
  const rank = rankOf({ publishedAt, sold });
  const grams = gramsOfText(text);
  return { productId, onShelf, categoryId, publishedAt, title, text, grams, variants, priceFen, sold, rank };
}

export type Narrow = { colours: string[]; sizes: string[]; fromFen?: number; toFen?: number };

/** The SKUs on sale that fit; without wishes all of them. */
export const fittingSkus = (
  product: Product,
  { colours, sizes, fromFen = 0, toFen = Infinity }: Narrow,
): Sku[] =>
  product.skus.filter(
    (sku) =>
      sku.onSale &&
      (colours.length === 0 || colours.includes(valueOf(product, sku, COLOUR))) &&
      (sizes.length === 0 || sizes.includes(valueOf(product, sku, SIZE))) &&
      sku.priceFen >= fromFen &&
      sku.priceFen <= toFen,
  );

/** By which number goods stand, and whether the largest is first; the same number: by id. */
export const SORTS = {
  best: { by: 'rank', way: -1 },
  sold: { by: 'sold', way: -1 },
  priceUp: { by: 'priceFen', way: 1 },
  priceDown: { by: 'priceFen', way: -1 },
  newest: { by: 'publishedAt', way: -1 },
} as const satisfies Record<GoodsSort, { by: keyof Entry; way: 1 | -1 }>;

/** The place of goods in a sorted list. */
export type Mark = { sort: GoodsSort; value: number; productId: string };

export const markOf = (entry: Entry, sort: GoodsSort): Mark => ({
  sort,
  value: Number(entry[SORTS[sort].by]),
  productId: entry.productId,
});

const SHAPE = /^([a-zA-Z]{1,9})~(-?\d{1,15})~([0-9A-Za-z-]{1,32})$/;

export const writeMark = ({ sort, value, productId }: Mark): string =>
  Buffer.from(`${sort}~${value}~${productId}`).toString('base64url');

/** Refuses: INVALID_INPUT for a cursor that we did not write, or wrote for another order. */
export function readMark(cursor: string | undefined, sort: GoodsSort): Mark | undefined {
  if (cursor === undefined) return undefined;
  const match = SHAPE.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  const mark = match?.[3] ? { sort, value: Number(match[2]), productId: match[3] } : null;
  if (!mark || writeMark(mark) !== cursor) throw new AppError('INVALID_INPUT', { problem: 'cursor' });
  return mark;
}

/** Values in the order people expect: sizes by size, all else as they came. */
export function sortSizes(sizes: string[]): string[] {
  const known = ['XXS', 'XS', 'S', 'M', 'L', 'XL', '2XL', 'XXL', '3XL'];
  const place = (size: string) => {
    const at = known.indexOf(size);
    return at >= 0 ? at : 100 + (Number.parseFloat(size) || 0);
  };
  return [...sizes].sort((a, b) => place(a) - place(b));
}
