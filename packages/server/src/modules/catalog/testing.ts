import type { Product } from './product.model';

type Wish = Partial<Product> & { prices?: number[] };
let made = 0;

/** Goods on the shelf with one SKU per price, in sizes S, M, L, ... of one colour. */
export function aProduct({ prices = [19_900, 19_900], ...wish }: Wish = {}): Product {
  made += 1;
  const productId = wish.productId ?? `T${made}`;
  const sizes = prices.map((_, i) => ['S', 'M', 'L', 'XL', '2XL'][i] ?? `${i}`);
  return {
    productId,
    title: `测试衬衫 ${made}`,
    subtitle: '测试用',
    description: '测试用',
    categoryId: 'shirts',
    images: ['p001-blue.svg'],
    options: [
      { name: '颜色', values: ['雾蓝'] },
      { name: '尺码', values: sizes },
    ],
    skus: prices.map((priceFen, i) => ({
      skuId: `${productId}-BLUE-${sizes[i] ?? i}`,
      values: ['雾蓝', sizes[i] ?? `${i}`],
      priceFen,
      onSale: true,
    })),
    details: [{ name: '面料', text: '100% 棉' }],
    tags: [],
    listPriceFen: null,
    onShelf: true,
    publishedAt: new Date(Date.UTC(2026, 9, 1) + made * 1000),
    ...wish,
  };
}
