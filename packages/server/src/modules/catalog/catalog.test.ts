import type { SalesChannel } from '@omni/shared/contracts/common';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as catalog from '.';
import { aProduct } from './testing';

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite();
  const ctx = suite.ctx();
  await catalog.saveCategory(ctx, { categoryId: 'tops', name: '上衣', image: 'c-tops.svg', position: 2 });
  await catalog.saveCategory(ctx, { categoryId: 'shirts', name: '衬衫', image: 'c-shirts.svg', position: 1 });
});
afterAll(() => suite.close());

const titles = async (input: object): Promise<string[]> => {
  const { body } = await suite.call('catalog.listProducts', { limit: 50, ...input });
  return body.items.map((item) => item.title);
};

describe('the list of goods', () => {
  const made = ['红色连衣裙', '碎花连衣裙 (新)', '亚麻衬衫', 'Linen Shirt', '50% 羊毛衫', '下架的连衣裙'];
  beforeAll(async () => {
    for (const [i, title] of made.entries()) {
      const categoryId = title.includes('衬衫') ? 'shirts' : 'dresses';
      const publishedAt = new Date(Date.UTC(2026, 8, 1 + i));
      await catalog.saveProduct(
        suite.ctx(),
        aProduct({ productId: `L${i}`, title, categoryId, publishedAt, onShelf: !title.startsWith('下架') }),
      );
    }
  });

  test('shows what is on the shelf, newest first', async () => {
    expect(await titles({})).toEqual([...made].slice(0, 5).reverse());
  });

  test('finds a Chinese word in the middle of a title, and Latin letters in any case', async () => {
    expect(await titles({ keyword: '连衣裙' })).toEqual(['碎花连衣裙 (新)', '红色连衣裙']);
    expect(await titles({ keyword: 'linen' })).toEqual(['Linen Shirt']);
    expect(await titles({ keyword: '没有的东西' })).toEqual([]);
  });

  test('takes the signs of regular expressions for what they are', async () => {
    expect(await titles({ keyword: '50%' })).toEqual(['50% 羊毛衫']);
    expect(await titles({ keyword: '(新)' })).toEqual(['碎花连衣裙 (新)']);
    for (const keyword of ['.*', '^', '[', '\\', '(?=', '$where'])
      expect(await titles({ keyword })).toEqual([]);
  });

  test('combines category and keyword', async () => {
    expect(await titles({ categoryId: 'dresses', keyword: '红' })).toEqual(['红色连衣裙']);
    expect(await titles({ categoryId: 'shirts' })).toEqual(['亚麻衬衫']);
    expect(await titles({ categoryId: 'unknown' })).toEqual([]);
  });

  test('pages hold every product once, also when many came out at the same moment', async () => {
    const publishedAt = new Date(Date.UTC(2026, 9, 9));
    for (let i = 0; i < 7; i += 1)
      await catalog.saveProduct(
        suite.ctx(),
        aProduct({ productId: `same-${i}`, categoryId: 'same', publishedAt }),
      );
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const input = { categoryId: 'same', limit: 3, ...(cursor === null ? {} : { cursor }) };
      const { body } = (await suite.call('catalog.listProducts', input)) as {
        body: { items: { productId: string }[]; nextCursor: string | null };
      };
      seen.push(...body.items.map((item) => item.productId));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(Array.from({ length: 7 }, (_, i) => `same-${i}`));
  });

  test.each([
    ['a cursor we never wrote', { cursor: 'bm9uc2Vuc2U' }],
    ['a cursor that is no base64', { cursor: '页码' }],
    ['an empty keyword', { keyword: '   ' }],
    ['a page of none', { limit: 0 }],
    ['a page of too many', { limit: 51 }],
    ['an unknown field', { page: 2 }],
    ['an operator for a category', { categoryId: { $ne: '' } }],
  ])('%s is INVALID_INPUT', async (_what, input) => {
    expect(await suite.callRaw('catalog.listProducts', input)).toMatchObject({
      status: 400,
      code: 'INVALID_INPUT',
    });
  });
});

describe('goods detail', () => {
  test('shows each SKU at its own price, and pictures under our own address', async () => {
    await catalog.saveProduct(
      suite.ctx(),
      aProduct({ productId: 'D1', prices: [29_900, 25_900], listPriceFen: 39_900 }),
    );
    const { body } = await suite.call('catalog.getProduct', { productId: 'D1' });
    expect(body).toMatchObject({ priceFen: 25_900, listPriceFen: 39_900, categoryId: 'shirts' });
    expect(body.skus.map((sku) => [sku.skuId, sku.priceFen, sku.values[1]])).toEqual([
      ['D1-BLUE-S', 29_900, 'S'],
      ['D1-BLUE-M', 25_900, 'M'],
    ]);
    expect(body.imageUrls).toEqual([`${suite.url}/media/p001-blue.svg`]);
  });

  test('goods taken off the shelf are PRODUCT_OFF_SHELF, goods nobody knows NOT_FOUND', async () => {
    await catalog.saveProduct(suite.ctx(), aProduct({ productId: 'OFF', onShelf: false }));
    expect((await suite.call('catalog.getProduct', { productId: 'OFF' })).code).toBe('PRODUCT_OFF_SHELF');
    expect((await suite.call('catalog.getProduct', { productId: 'NOBODY' })).code).toBe('NOT_FOUND');
    expect((await suite.callRaw('catalog.getProduct', { productId: '../etc' })).code).toBe('INVALID_INPUT');
    expect((await suite.callRaw('catalog.getProduct', {})).code).toBe('INVALID_INPUT');
  });
});

describe('the first screen', () => {
  test('is one answer, without goods that left the shelf and without banners about them', async () => {
    const ctx = suite.ctx();
    await catalog.saveProduct(ctx, aProduct({ productId: 'LOVED', title: '店铺最爱' }));
    await catalog.saveProduct(ctx, aProduct({ productId: 'GONE', onShelf: false }));
    const banner = (title: string, productId: string | null) => ({
      title,
      subtitle: '',
      image: 'b-1.svg',
      productId,
    });
    await catalog.saveHome(ctx, {
      banners: [banner('秋冬', null), banner('没了', 'GONE'), banner('在售', 'LOVED')],
      lovedProductIds: ['GONE', 'LOVED', 'NOBODY'],
    });
    const { body } = await suite.call('catalog.home', {});
    expect(body.banners.map(({ title, productId }) => [title, productId])).toEqual([
      ['秋冬', null],
      ['在售', 'LOVED'],
    ]);
    expect(body.loved.map((card) => card.productId)).toEqual(['LOVED']);
    expect(body.categories.map((category) => category.name)).toEqual(['衬衫', '上衣']);
    expect(body.newArrivals).toHaveLength(6);
    expect((await suite.callRaw('catalog.home', { now: true })).code).toBe('INVALID_INPUT');
  });
});

describe('prices of a cart', () => {
  test('are those of now, in the order of the cart', async () => {
    const ctx = suite.ctx();
    await catalog.saveProduct(ctx, aProduct({ productId: 'P1', title: '甲', prices: [100, 200] }));
    await catalog.saveProduct(
      ctx,
      aProduct({ productId: 'P2', title: '乙', prices: [300], categoryId: 'tops' }),
    );
    const lines = [
      { skuId: 'P2-BLUE-S', quantity: 2 },
      { skuId: 'P1-BLUE-M', quantity: 1 },
    ];
    expect(await catalog.priceLines(ctx, lines)).toMatchObject([
      {
        skuId: 'P2-BLUE-S',
        productId: 'P2',
        categoryId: 'tops',
        priceFen: 300,
        quantity: 2,
        valuesText: '雾蓝 / S',
      },
      { skuId: 'P1-BLUE-M', productId: 'P1', categoryId: 'shirts', priceFen: 200, quantity: 1, title: '甲' },
    ]);
    expect(await catalog.priceLines(ctx, [])).toEqual([]);
  });

  test('are those of the channel where a SKU has one, and of the mini-program everywhere else', async () => {
    const ctx = suite.ctx();
    const product = aProduct({ productId: 'P7', prices: [300, 400] });
    const [first, second] = product.skus;
    const skus = [{ ...first!, channelPrices: { douyin: 250, pos: 0 } }, second!];
    await catalog.saveProduct(ctx, { ...product, skus });
    const lines = skus.map(({ skuId }) => ({ skuId, quantity: 1 }));
    const prices = async (channel?: SalesChannel) =>
      (await catalog.priceLines(ctx, lines, channel)).map(({ priceFen }) => priceFen);
    expect(await prices()).toEqual([300, 400]);
    expect(await prices('douyin')).toEqual([250, 400]);
    expect(await prices('pos')).toEqual([0, 400]);
    expect(await prices('meituan')).toEqual([300, 400]);
    const { body } = await suite.call('catalog.getProduct', { productId: 'P7' });
    expect(body.skus[0]).toEqual({ skuId: first!.skuId, values: first!.values, priceFen: 300, onSale: true });
  });

  test('a SKU that is not sold any more is PRODUCT_OFF_SHELF and named, an unknown one NOT_FOUND', async () => {
    const ctx = suite.ctx();
    const product = aProduct({ productId: 'P3' });
    await catalog.saveProduct(ctx, {
      ...product,
      skus: product.skus.map((sku, i) => ({ ...sku, onSale: i > 0 })),
    });
    await catalog.saveProduct(ctx, aProduct({ productId: 'P4', onShelf: false }));
    const price = (skuId: string) => catalog.priceLines(ctx, [{ skuId, quantity: 1 }]);
    await expect(price('P3-BLUE-S')).rejects.toMatchObject({
      code: 'PRODUCT_OFF_SHELF',
      details: { skuIds: ['P3-BLUE-S'] },
    });
    await expect(price('P4-BLUE-S')).rejects.toMatchObject({ code: 'PRODUCT_OFF_SHELF' });
    await expect(price('NOBODY')).rejects.toMatchObject({ code: 'NOT_FOUND', details: { skuId: 'NOBODY' } });
  });

  test('one SKU id cannot be sold by two products', async () => {
    const product = aProduct({ productId: 'P5' });
    await catalog.saveProduct(suite.ctx(), product);
    await expect(catalog.saveProduct(suite.ctx(), { ...product, productId: 'P6' })).rejects.toThrow(
      /duplicate key/,
    );
  });
});
