import type { GoodsSort, SearchQuery } from '../../api/views';

export type Filter = {
  colours: string[];
  sizes: string[];
  /** As typed, in yuan. */
  fromYuan: string;
  toYuan: string;
  inStock: boolean;
};
export type Wish = { keyword: string; categoryId: string | null; sort: GoodsSort; filter: Filter };

export const NO_FILTER: Filter = { colours: [], sizes: [], fromYuan: '', toYuan: '', inStock: false };
const MOST_YUAN = 1_000_000;

export const toggled = (values: readonly string[], value: string): string[] =>
  values.includes(value) ? values.filter((one) => one !== value) : [...values, value].slice(0, 10);

export const digitsOf = (typed: string): string => typed.replace(/\D/g, '').slice(0, 6);

const fenOf = (yuan: string): number | null =>
  yuan === '' ? null : Math.min(Number.parseInt(yuan, 10), MOST_YUAN) * 100;

/** How many kinds of wishes there are. */
export const countOf = ({ colours, sizes, fromYuan, toYuan, inStock }: Filter): number =>
  [colours.length > 0, sizes.length > 0, fromYuan !== '' || toYuan !== '', inStock].filter(Boolean).length;

/** A price range typed the wrong way round is turned. Stock is asked of the store, where one is chosen. */
export function queryOf({ keyword, categoryId, sort, filter }: Wish, storeId: string | null): SearchQuery {
  const prices = [fenOf(filter.fromYuan), fenOf(filter.toYuan)];
  const [from, to] =
    prices[0] !== null && prices[1] !== null ? prices.sort((a, b) => Number(a) - Number(b)) : prices;
  return {
    sort,
    ...(categoryId === null ? { keyword } : { categoryId }),
    ...(filter.colours.length > 0 ? { colours: filter.colours } : {}),
    ...(filter.sizes.length > 0 ? { sizes: filter.sizes } : {}),
    ...(typeof from === 'number' ? { fromFen: from } : {}),
    ...(typeof to === 'number' ? { toFen: to } : {}),
    ...(storeId === null ? {} : { storeId, inStock: filter.inStock }),
  };
}
