import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import * as catalog from '../catalog';
import * as stores from '../stores';
import { presentStocked, thoseInStock } from './stocked';
import type { StockedCard } from './stocked';

type Search = Contracts['shop.search'];
type Found = { items: StockedCard[]; nextCursor: string | null };

/** So often the catalogue is asked for goods that the store may have, before a short page is answered. */
const MOST_LOOKS = 5;
const LOOK_AT = 50;

/**
 * One page of goods. With `inStock` the catalogue is gone through in its order and what the store lacks is left out; after a few
 * looks the page goes out as it is, even empty, with a cursor to go on from. Refuses: INVALID_INPUT (a cursor that is not ours, or
 * of another order), NOT_FOUND (no such store).
 */
export async function searchShop(ctx: Ctx, input: Parsed<Search>): Promise<Answer<Search>> {
  const { keyword, categoryId, storeId, cursor } = input;
  if (storeId !== undefined) await stores.requireStore(ctx, storeId);
  const [found, choices] = await Promise.all([
    collect(ctx, input),
    cursor === undefined ? catalog.choicesOf(ctx, { keyword, categoryId }) : null,
  ]);
  return { ...found, choices };
}

async function collect(ctx: Ctx, input: Parsed<Search>): Promise<Found> {
  const items: StockedCard[] = [];
  let { cursor } = input;
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const look = await lookOnce(ctx, { ...input, cursor }, input.limit - items.length);
    items.push(...look.items);
    cursor = look.nextCursor ?? undefined;
    if (cursor === undefined || items.length >= input.limit) break;
  }
  return { items, nextCursor: cursor ?? null };
}

async function lookOnce(ctx: Ctx, input: Parsed<Search>, room: number): Promise<Found> {
  const { keyword, categoryId, sort, cursor, storeId, inStock } = input;
  const narrow = narrowOf(input);
  const limit = inStock ? LOOK_AT : room;
  const { goods, more } = await catalog.searchGoods(ctx, {
    keyword,
    categoryId,
    narrow,
    sort,
    cursor,
    limit,
  });
  const asked = goods.map(({ product }) => ({
    product,
    skuIds: catalog.fittingSkus(product, narrow).map(({ skuId }) => skuId),
  }));
  const there = storeId === undefined ? null : await thoseInStock(ctx, storeId, asked);
  const kept = inStock ? goods.filter(({ product }) => there?.has(product.productId)) : goods;
  const shown = kept.slice(0, room);
  // What did not fit on this page comes again on the next: that one begins behind the last shown.
  const last = kept.length > room ? shown.at(-1) : goods.at(-1);
  const goesOn = more || kept.length > room;
  return {
    items: shown.map(({ product }) => presentStocked(product, there)),
    nextCursor: goesOn && last ? last.cursor : null,
  };
}

const narrowOf = ({ colours, sizes, fromFen, toFen }: Parsed<Search>): catalog.Narrow => ({
  colours,
  sizes,
  ...(fromFen === undefined ? {} : { fromFen }),
  ...(toFen === undefined ? {} : { toFen }),
});
