import type { Product } from '../modules/catalog';
import { ACCESSORIES, BAGS, DRESSES, PANTS } from './goods-others';
import { COATS, KNITWEAR, SHIRTS, TOPS } from './goods-upper';
import { COLOURS } from './palette';
import type { ColourCode } from './palette';

/** Goods as a buyer would write them down; options, SKUs and pictures follow from colours and sizes. */
export type Goods = {
  productId: string;
  title: string;
  subtitle: string;
  description: string;
  colours: ColourCode[];
  sizes: readonly string[];
  yuan: number;
  /** More for some sizes or colours: `{ XL: 20 }`. */
  extraYuan?: Record<string, number>;
  listYuan?: number;
  tags?: string[];
  details: Record<string, string>;
  /** Month-day of 2026. */
  since: string;
  onShelf?: boolean;
  /** SKUs no longer made, as `BLUE-S`. */
  ended?: string[];
};

/** Codes hold no Chinese: one size is `F`, `95cm` is `95`. */
const codeOf = (size: string): string => (size === '均码' ? 'F' : size.replace('cm', ''));
export const skuIdOf = (productId: string, colour: ColourCode, size: string): string =>
  `${productId}-${colour}-${codeOf(size)}`;
export const pictureOf = (productId: string, colour: ColourCode): string =>
  `${productId}-${colour}.svg`.toLowerCase();

export const SHELVES = [
  { categoryId: 'coats', name: '外套', goods: COATS },
  { categoryId: 'knitwear', name: '针织', goods: KNITWEAR },
  { categoryId: 'tops', name: '上衣', goods: TOPS },
  { categoryId: 'shirts', name: '衬衫', goods: SHIRTS },
  { categoryId: 'dresses', name: '裙装', goods: DRESSES },
  { categoryId: 'pants', name: '裤装', goods: PANTS },
  { categoryId: 'bags', name: '包袋', goods: BAGS },
  { categoryId: 'accessories', name: '配饰', goods: ACCESSORIES },
];

export const categoryImage = (categoryId: string): string => `category-${categoryId}.svg`;

function toProduct(goods: Goods, categoryId: string): Product {
  const { productId, colours, sizes, extraYuan = {}, ended = [] } = goods;
  const extra = (key: string) => extraYuan[key] ?? 0;
  return {
    productId,
    title: goods.title,
    subtitle: goods.subtitle,
    description: goods.description,
    categoryId,
    images: colours.map((colour) => pictureOf(productId, colour)),
    options: [
      { name: '颜色', values: colours.map((colour) => COLOURS[colour].name) },
      { name: '尺码', values: [...sizes] },
    ],
    skus: colours.flatMap((colour) =>
      sizes.map((size) => ({
        skuId: skuIdOf(productId, colour, size),
        values: [COLOURS[colour].name, size],
        priceFen: (goods.yuan + extra(size) + extra(colour)) * 100,
        onSale: !ended.includes(`${colour}-${codeOf(size)}`),
      })),
    ),
    details: Object.entries(goods.details).map(([name, text]) => ({ name, text })),
    tags: goods.tags ?? [],
    listPriceFen: goods.listYuan === undefined ? null : goods.listYuan * 100,
    onShelf: goods.onShelf ?? true,
    publishedAt: new Date(`2026-${goods.since}T02:00:00Z`),
  };
}

export const PRODUCTS: Product[] = SHELVES.flatMap(({ categoryId, goods }) =>
  goods.map((one) => toProduct(one, categoryId)),
);
