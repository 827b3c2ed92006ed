import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { findProducts } from './find-products';
import { listIds } from './product.model';
import type { Product } from './product.model';
import { addSold, findCurrent, findEntry, listEntries, putEntry } from './search.model';
import type { EntryQuery, Word } from './search.model';
import { entryOf, markOf, normal, readMark, sortSizes, wordsOf, writeMark } from './search.rules';
import type { Entry, Mark, Narrow } from './search.rules';
import { listCategories, readHome } from './shop-window.model';

type Suggest = Contracts['catalog.suggest'];
type Hint = Answer<Suggest>['hints'][number];

export type GoodsQuery = {
  keyword?: string | undefined;
  categoryId?: string | undefined;
  narrow: Narrow;
  sort: Mark['sort'];
  cursor?: string | undefined;
  limit: number;
};
/** Each of `goods` with the cursor of what stands behind it. */
export type GoodsPage = { goods: { product: Product; cursor: string }[]; more: boolean };

/** How many goods are looked at to say which colours and sizes there are. */
const LOOKED_AT = 200;
const HINTS = 10;
const HINTS_FROM = 50;

const wordsWithCategories = async (keyword: string | undefined): Promise<Word[]> => {
  const words = wordsOf(keyword ?? '');
  const categories = words.length === 0 ? [] : await listCategories();
  return words.map((text) => ({
    text,
    categoryIds: categories
      .filter(({ name }) => normal(name).includes(text))
      .map(({ categoryId }) => categoryId),
  }));
};

async function listSome(query: GoodsQuery): Promise<Entry[]> {
  const { keyword, cursor, ...rest } = query;
  const after = readMark(cursor, query.sort);
  const asked: EntryQuery = { ...rest, words: await wordsWithCategories(keyword), after };
  return listEntries(asked);
}

/** One page of goods on the shelf. Refuses: INVALID_INPUT (a cursor that is not ours, or of another order). */
export async function searchGoods(ctx: Ctx, query: GoodsQuery): Promise<GoodsPage> {
  const entries = await listSome({ ...query, limit: query.limit + 1 });
  const page = entries.slice(0, query.limit);
  const products = await findProducts(
    ctx,
    page.map(({ productId }) => productId),
  );
  const found = new Map(products.map((product) => [product.productId, product]));
  const goods = page.flatMap((entry) => {
    const product = found.get(entry.productId);
    return product ? [{ product, cursor: writeMark(markOf(entry, query.sort)) }] : [];
  });
  return { goods, more: entries.length > query.limit };
}

/** Colours and sizes of what is found by words and category; of the first goods, best first. */
export async function choicesOf(
  _ctx: Ctx,
  { keyword, categoryId }: Pick<GoodsQuery, 'keyword' | 'categoryId'>,
): Promise<{ colours: string[]; sizes: string[] }> {
  const narrow = { colours: [], sizes: [] };
  const entries = await listSome({ keyword, categoryId, narrow, sort: 'best', limit: LOOKED_AT });
  const variants = entries.flatMap((entry) => entry.variants);
  const some = (values: string[]) => [...new Set(values)].filter((value) => value !== '');
  return {
    colours: some(variants.map(({ colour }) => colour)).slice(0, 40),
    sizes: sortSizes(some(variants.map(({ size }) => size))).slice(0, 40),
  };
}

/** Hints for what was typed so far: those that begin with it first; categories, then colours, then goods. */
export async function suggest(_ctx: Ctx, input: Parsed<Suggest>): Promise<Answer<Suggest>> {
  const typed = normal(input.text);
  if (typed === '') return { hints: await hotHints() };
  const narrow = { colours: [], sizes: [] };
  const [categories, entries] = await Promise.all([
    listCategories(),
    listSome({ keyword: typed, narrow, sort: 'best', limit: HINTS_FROM }),
  ]);
  const colours = new Set(entries.flatMap(({ variants }) => variants.map(({ colour }) => colour)));
  const hints: Hint[] = [
    ...categories.map(({ categoryId, name }) => ({ kind: 'category' as const, text: name, id: categoryId })),
    ...[...colours].map((text) => ({ kind: 'colour' as const, text, id: null })),
    ...entries.map(({ productId, title }) => ({ kind: 'product' as const, text: title, id: productId })),
  ];
  const fitting = hints.filter(({ text }) => text !== '' && normal(text).includes(typed));
  const begins = ({ text }: Hint) => normal(text).startsWith(typed);
  return { hints: [...fitting.filter(begins), ...fitting.filter((hint) => !begins(hint))].slice(0, HINTS) };
}

/** The shop keeper's words; none yet: what the categories are called. */
async function hotHints(): Promise<Hint[]> {
  const { hotWords } = await readHome();
  const words = hotWords.length > 0 ? hotWords : (await listCategories()).map(({ name }) => name);
  return words.slice(0, HINTS).map((text) => ({ kind: 'hot', text, id: null }));
}

export async function indexGoods(product: Product): Promise<void> {
  const earlier = await findEntry(product.productId);
  await putEntry(entryOf(product, earlier?.sold ?? 0));
}

/** Counts pieces of goods as sold (or, below nothing, as given back). Joins the caller's transaction. */
export const countSold = (_ctx: Ctx, productId: string, pieces: number): Promise<void> =>
  addSold(productId, pieces);

const AT_ONCE = 200;

/** Goods that were saved before search knew them, or knew them like this, are made findable. Answers how many those were. */
export async function indexMissing(ctx: Ctx): Promise<number> {
  let made = 0;
  for (let after = ''; ;) {
    const ids = await listIds(after, AT_ONCE);
    const current = new Set(await findCurrent(ids));
    for (const product of await findProducts(
      ctx,
      ids.filter((id) => !current.has(id)),
    )) {
      await inTransaction(() => indexGoods(product));
      made += 1;
    }
    const last = ids.at(-1);
    if (last === undefined || ids.length < AT_ONCE) return made;
    after = last;
  }
}
