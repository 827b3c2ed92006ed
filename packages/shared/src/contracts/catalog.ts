import { z } from 'zod';
import { endpoint } from '../contract';
import { Fen } from '../money';
import { Code, Cursor } from './common';

export const ProductCard = z.object({
  productId: z.string(),
  title: z.string(),
  subtitle: z.string(),
  imageUrl: z.string(),
  priceFen: Fen,
  /** Struck-through price; null when there is none. */
  listPriceFen: Fen.nullable(),
  tags: z.array(z.string()),
});
export const CategoryView = z.object({ categoryId: z.string(), name: z.string(), imageUrl: z.string() });
export const SkuView = z.object({
  skuId: z.string(),
  /** One value per option of the product, in their order: `['雾蓝', 'M']`. */
  values: z.array(z.string()),
  priceFen: Fen,
  onSale: z.boolean(),
});
export const ProductView = ProductCard.extend({
  description: z.string(),
  imageUrls: z.array(z.string()),
  categoryId: z.string(),
  options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
  skus: z.array(SkuView),
  details: z.array(z.object({ name: z.string(), text: z.string() })),
});
/** `hot` is one of the shop keeper's words. `id`: the category or product that is meant; null: search for the text. */
export const SearchHint = z.object({
  kind: z.enum(['hot', 'category', 'colour', 'product']),
  text: z.string(),
  id: z.string().nullable(),
});

export const catalog = {
  'catalog.home': endpoint({
    for: 'public',
    summary: 'First screen in one request: banners, categories, new and loved goods',
    input: z.strictObject({}),
    output: z.object({
      banners: z.array(
        z.object({
          title: z.string(),
          subtitle: z.string(),
          imageUrl: z.string(),
          productId: z.string().nullable(),
        }),
      ),
      categories: z.array(CategoryView),
      newArrivals: z.array(ProductCard),
      loved: z.array(ProductCard),
    }),
    errors: [],
  }),
  'catalog.listProducts': endpoint({
    for: 'public',
    summary: 'Goods of a category, or those whose title holds the keyword; newest first, paged by key',
    input: z.strictObject({
      categoryId: Code.optional(),
      keyword: z.string().trim().min(1).max(40).optional(),
      cursor: Cursor.optional(),
      limit: z.int().min(1).max(50).default(20),
    }),
    output: z.object({ items: z.array(ProductCard), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  'catalog.getProduct': endpoint({
    for: 'public',
    summary:
      'Goods detail with its SKUs; unknown goods are NOT_FOUND, goods taken off the shelf PRODUCT_OFF_SHELF',
    input: z.strictObject({ productId: Code }),
    output: ProductView,
    errors: ['PRODUCT_OFF_SHELF'],
  }),
  'catalog.suggest': endpoint({
    for: 'public',
    summary:
      'At most ten hints for what was typed so far, those that begin with it first; nothing typed: hot words',
    input: z.strictObject({ text: z.string().trim().max(40).default('') }),
    output: z.object({ hints: z.array(SearchHint) }),
    errors: [],
  }),
};
