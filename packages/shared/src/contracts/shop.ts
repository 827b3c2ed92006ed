import { z } from 'zod';
import { endpoint } from '../contract';
import { Fen } from '../money';
import { CategoryView, ProductCard } from './catalog';
import { Code, Cursor, PointInput } from './common';
import { CouponOffer } from './coupons';
import { StoreView } from './stores';

/** `best`: new and much sold goods first. */
export const GoodsSort = z.enum(['best', 'sold', 'priceUp', 'priceDown', 'newest']);
export type GoodsSort = z.output<typeof GoodsSort>;

/** A card, and whether the store that was asked about has any of it; null: no store was asked about. */
export const StockedCard = ProductCard.extend({ inStock: z.boolean().nullable() });
const Values = z.array(z.string().trim().min(1).max(20)).max(10).default([]);

export const shop = {
  'shop.home': endpoint({
    for: 'public',
    summary:
      'First screen in one request, for the chosen store or else the nearest: store, its offers, shelves with what is there',
    input: z.strictObject({ storeId: Code.optional(), point: PointInput.optional() }),
    output: z.object({
      /** The chosen store, or the nearest one that serves the point; null: neither. */
      store: StoreView.extend({ distanceMetres: z.int().nullable() }).nullable(),
      /** Can be claimed now and used in that store. */
      offers: z.array(CouponOffer.extend({ onlyHere: z.boolean() })),
      banners: z.array(
        z.object({
          title: z.string(),
          subtitle: z.string(),
          imageUrl: z.string(),
          productId: z.string().nullable(),
        }),
      ),
      categories: z.array(CategoryView),
      newArrivals: z.array(StockedCard),
      loved: z.array(StockedCard),
    }),
    errors: [],
  }),
  'shop.search': endpoint({
    for: 'public',
    summary:
      'Goods by words, category, colour, size and price, sorted, paged by key; with `inStock` only what the store has. A page may be short before the last',
    input: z
      .strictObject({
        /** Every word has to be in the name, a tag, a colour or the category. */
        keyword: z.string().trim().min(1).max(40).optional(),
        categoryId: Code.optional(),
        /** One of these colours and one of these sizes and a price in between, all in one SKU. */
        colours: Values,
        sizes: Values,
        fromFen: Fen.optional(),
        toFen: Fen.optional(),
        storeId: Code.optional(),
        inStock: z.boolean().default(false),
        sort: GoodsSort.default('best'),
        cursor: Cursor.optional(),
        limit: z.int().min(1).max(50).default(20),
      })
      .refine(({ inStock, storeId }) => !inStock || storeId !== undefined, {
        message: '请先选择门店',
        path: ['inStock'],
      })
      .refine(({ fromFen = 0, toFen = Infinity }) => fromFen <= toFen, {
        message: '最低价不能高于最高价',
        path: ['fromFen'],
      }),
    output: z.object({
      items: z.array(StockedCard),
      nextCursor: z.string().nullable(),
      /** What the goods found by words and category can be narrowed down to; null after the first page. */
      choices: z.object({ colours: z.array(z.string()), sizes: z.array(z.string()) }).nullable(),
    }),
    errors: [],
  }),
};
