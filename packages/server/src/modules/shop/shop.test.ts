import type { Input } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { runs } from '../../kernel/testing';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as catalog from '../catalog';
import { aProduct } from '../catalog/testing';
import { aTemplate } from '../coupons/testing';
import * as inventory from '../inventory';
import { aPaidOrder, aPlace, openShop } from '../orders/testing';
import * as stores from '../stores';
import { aStore } from '../stores/testing';
import { countSold } from './count-sold';

type Query = Input<Contracts['shop.search']>;
let suite: Suite;
const here = { latitude: 31.2235, longitude: 121.4453 };

const TITLES = ['双面羊毛大衣', '羊毛围巾', '亚麻衬衫', 'Linen 衬衫裙', '50% 羊绒衫', '下架的大衣'];

beforeAll(async () => {
  suite = await startSuite();
  const ctx = suite.ctx();
  await catalog.saveCategory(ctx, { categoryId: 'coats', name: '外套', image: 'c.svg', position: 1 });
  await catalog.saveCategory(ctx, { categoryId: 'rest', name: '其他', image: 'c.svg', position: 2 });
  for (const [i, title] of TITLES.entries()) {
    const product = aProduct({
      productId: `G${i}`,
      title,
      categoryId: title.includes('大衣') ? 'coats' : 'rest',
      publishedAt: new Date(Date.UTC(2026, 9, 20 - i)),
      onShelf: !title.startsWith('下架'),
      prices: [10_000 * (i + 1), 10_000 * (i + 1) + 500],
    });
    const skus = product.skus.map((sku) => (i === 1 ? { ...sku, values: ['燕麦', sku.values[1]!] } : sku));
    const options = i === 1 ? [{ name: '颜色', values: ['燕麦'] }, product.options[1]!] : product.options;
    await catalog.saveProduct(ctx, { ...product, options, skus });
  }
  await stores.saveStores(ctx, [
    aStore({ storeId: 'NEAR', ...here }),
    aStore({ storeId: 'FAR', latitude: 31.3, longitude: 121.6 }),
    aStore({ storeId: 'GONE', status: 'closed_down' }),
  ]);
  await inventory.setOnHand(ctx, { locationId: 'NEAR', skuId: 'G2-BLUE-M', onHand: 5 });
  await inventory.setOnHand(ctx, { locationId: 'NEAR', skuId: 'G0-BLUE-S', onHand: 5 });
});
afterAll(() => suite.close());

const search = async (input: Query) => (await suite.call('shop.search', input)).body;
const found = async (input: Query) => (await search(input)).items.map(({ title }) => title);

describe('search', () => {
  test('finds parts of names, colours and categories; every word has to fit', async () => {
    expect(await found({ keyword: '羊毛' })).toEqual(['双面羊毛大衣', '羊毛围巾']);
    expect(await found({ keyword: '燕麦' })).toEqual(['羊毛围巾']);
    expect(await found({ keyword: '外套' })).toEqual(['双面羊毛大衣']);
    expect(await found({ keyword: '外套 羊毛' })).toEqual(['双面羊毛大衣']);
    expect(await found({ keyword: '羊毛 燕麦' })).toEqual(['羊毛围巾']);
    expect(await found({ keyword: 'LINEN' })).toEqual(['Linen 衬衫裙']);
    expect(await found({ keyword: '衣' })).toEqual(['双面羊毛大衣']);
    expect(await found({ keyword: '没有的' })).toEqual([]);
  });

  test('takes the signs of regular expressions for what they are', async () => {
    expect(await found({ keyword: '50%' })).toEqual(['50% 羊绒衫']);
    for (const keyword of ['.*', '^', '[', '\\', '(?=', '$where', '(a+)+$', '.'])
      expect(await found({ keyword })).toEqual([]);
  });

  test('narrows by category, colour, size and price, and says what there is to narrow by', async () => {
    expect(await found({ categoryId: 'coats' })).toEqual(['双面羊毛大衣']);
    expect(await found({ colours: ['燕麦'] })).toEqual(['羊毛围巾']);
    expect(await found({ sizes: ['XL'] })).toEqual([]);
    expect(await found({ fromFen: 20_000, toFen: 20_000 })).toEqual(['羊毛围巾']);
    expect(await found({ fromFen: 20_500, toFen: 20_500, sizes: ['S'] })).toEqual([]);
    const { choices, nextCursor } = await search({ keyword: '羊毛', limit: 1 });
    expect(choices).toEqual({ colours: ['雾蓝', '燕麦'], sizes: ['S', 'M'] });
    expect((await search({ keyword: '羊毛', limit: 1, cursor: nextCursor! })).choices).toBeNull();
  });

  test('sorts by price, newness and what was sold', async () => {
    const prices = async (sort: string) =>
      (await search({ sort } as Query)).items.map(({ priceFen }) => priceFen / 10_000);
    expect(await prices('priceUp')).toEqual([1, 2, 3, 4, 5]);
    expect(await prices('priceDown')).toEqual([5, 4, 3, 2, 1]);
    expect(await prices('newest')).toEqual([1, 2, 3, 4, 5]);
    await catalog.countSold(suite.ctx(), 'G3', 40);
    await catalog.countSold(suite.ctx(), 'G4', 2);
    expect(await prices('sold')).toEqual([4, 5, 1, 2, 3]);
    expect((await prices('best'))[0]).toBe(4);
  });

  test('what was sold stays counted when the goods are saved again', async () => {
    await catalog.saveProduct(
      suite.ctx(),
      aProduct({ productId: 'KEPT', title: '留住销量', categoryId: 'kept' }),
    );
    await catalog.countSold(suite.ctx(), 'KEPT', 1000);
    await catalog.saveProduct(
      suite.ctx(),
      aProduct({ productId: 'KEPT', title: '留住销量', categoryId: 'kept' }),
    );
    expect((await search({ sort: 'sold', limit: 1 })).items[0]?.productId).toBe('KEPT');
    await catalog.saveProduct(
      suite.ctx(),
      aProduct({ productId: 'KEPT', onShelf: false, categoryId: 'kept' }),
    );
    expect(await found({ categoryId: 'kept' })).toEqual([]);
  });

  test('says what the store has, and shows only that when asked', async () => {
    const { items } = await search({ storeId: 'NEAR', sort: 'newest' });
    expect(items.map(({ productId, inStock }) => [productId, inStock])).toEqual([
      ['G0', true],
      ['G1', false],
      ['G2', true],
      ['G3', false],
      ['G4', false],
    ]);
    expect(await found({ storeId: 'NEAR', inStock: true, sort: 'newest' })).toEqual([
      '双面羊毛大衣',
      '亚麻衬衫',
    ]);
    expect(await found({ storeId: 'NEAR', inStock: true, sizes: ['M'] })).toEqual(['亚麻衬衫']);
    expect(await found({ storeId: 'FAR', inStock: true })).toEqual([]);
    expect((await search({})).items[0]?.inStock).toBeNull();
  });

  test.each([
    ['stock without a store', { inStock: true }],
    ['a price range upside down', { fromFen: 2, toFen: 1 }],
    ['an empty word', { keyword: '  ' }],
    ['a cursor we never wrote', { cursor: 'bm9uc2Vuc2U' }],
    ['an operator for a colour', { colours: [{ $ne: '' }] }],
    ['an order nobody knows', { sort: 'random' }],
    ['a page of too many', { limit: 51 }],
  ])('%s is INVALID_INPUT', async (_what, input) => {
    expect(await suite.callRaw('shop.search', input)).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
  });

  test('a cursor of another order is INVALID_INPUT, an unknown store NOT_FOUND', async () => {
    const { nextCursor } = await search({ limit: 1, sort: 'priceUp' });
    expect((await suite.callRaw('shop.search', { cursor: nextCursor, sort: 'sold' })).code).toBe(
      'INVALID_INPUT',
    );
    expect((await suite.call('shop.search', { storeId: 'NOBODY' })).code).toBe('NOT_FOUND');
    expect((await suite.call('shop.search', { storeId: 'GONE' })).code).toBe('NOT_FOUND');
  });
});

describe('paging', () => {
  const SOME = 24;
  beforeAll(async () => {
    const ctx = suite.ctx();
    for (let i = 0; i < SOME; i += 1) {
      const productId = `page-${i}`;
      // Few different prices and days, so that many stand at the same place.
      const publishedAt = new Date(Date.UTC(2026, 8, 1 + (i % 3)));
      await catalog.saveProduct(
        ctx,
        aProduct({ productId, categoryId: 'pages', publishedAt, prices: [100 * (1 + (i % 4))] }),
      );
      if (i % 3 === 0) await catalog.countSold(ctx, productId, i % 5);
      if (i % 4 !== 0)
        await inventory.setOnHand(ctx, { locationId: 'NEAR', skuId: `${productId}-BLUE-S`, onHand: 3 });
    }
  });

  test('shows each of the goods once, in any order, for any size of page, with and without stock', async () => {
    const query = fc.record({
      sort: fc.constantFrom(
        'best' as const,
        'sold' as const,
        'priceUp' as const,
        'priceDown' as const,
        'newest' as const,
      ),
      limit: fc.integer({ min: 1, max: 30 }),
      inStock: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(query, async (asked) => {
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const next: { cursor?: string } = cursor === null ? {} : { cursor };
          const page: Awaited<ReturnType<typeof search>> = await search({
            ...asked,
            categoryId: 'pages',
            storeId: 'NEAR',
            ...next,
          });
          seen.push(...page.items.map(({ productId }) => productId));
          cursor = page.nextCursor;
        } while (cursor !== null);
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toHaveLength(asked.inStock ? (SOME * 3) / 4 : SOME);
      }),
      { numRuns: runs(40) },
    );
  });
});

describe('hints', () => {
  const hints = async (text: string) => (await suite.call('catalog.suggest', { text })).body.hints;

  test('those that begin with what was typed come first; never more than ten', async () => {
    expect((await hints('羊毛')).map(({ kind, text }) => [kind, text])).toEqual([
      ['product', '羊毛围巾'],
      ['product', '双面羊毛大衣'],
    ]);
    expect(await hints('外')).toEqual([{ kind: 'category', text: '外套', id: 'coats' }]);
    expect(await hints('燕')).toEqual([{ kind: 'colour', text: '燕麦', id: null }]);
    expect((await hints('测试')).length).toBe(10);
    for (const text of ['.*', '$where', '[', 'zzz']) expect(await hints(text)).toEqual([]);
  });

  test('nothing typed: the words of the shop keeper, or else the categories', async () => {
    expect(await hints(' ')).toEqual(['外套', '其他'].map((text) => ({ kind: 'hot', text, id: null })));
    await catalog.saveHome(suite.ctx(), { banners: [], lovedProductIds: ['G0', 'G1'], hotWords: ['大衣'] });
    expect(await hints('')).toEqual([{ kind: 'hot', text: '大衣', id: null }]);
    expect((await suite.callRaw('catalog.suggest', { text: 'x'.repeat(41) })).code).toBe('INVALID_INPUT');
  });

  test('goods of before there were entries are made findable, once', async () => {
    await mongoose.connection.collection('goods_entries').deleteOne({ _id: 'G1' as never });
    expect(await found({ keyword: '围巾' })).toEqual([]);
    expect(await catalog.indexMissing(suite.ctx())).toBe(1);
    expect(await catalog.indexMissing(suite.ctx())).toBe(0);
    expect(await found({ keyword: '围巾' })).toEqual(['羊毛围巾']);
  });
});

describe('the first screen', () => {
  beforeAll(async () => {
    const ctx = suite.ctx();
    await aTemplate(ctx, { templateId: 'everywhere', title: '处处可用' });
    await aTemplate(ctx, { templateId: 'near-only', title: '近店专享', storeIds: ['NEAR'] });
    await aTemplate(ctx, { templateId: 'far-only', title: '远店专享', storeIds: ['FAR'] });
    await aTemplate(ctx, { templateId: 'given', title: '导购发放', giveOnly: true });
  });
  const home = async (input: object, token?: string) => (await suite.call('shop.home', input, token)).body;

  test('is of the chosen store: its card, its offers, what it has', async () => {
    const body = await home({ storeId: 'NEAR', point: here });
    expect(body.store).toMatchObject({ storeId: 'NEAR', distanceMetres: 0, openNow: expect.any(Boolean) });
    expect(body.offers.map(({ templateId, onlyHere }) => [templateId, onlyHere])).toEqual([
      ['near-only', true],
      ['everywhere', false],
    ]);
    expect(body.loved.map(({ productId, inStock }) => [productId, inStock])).toEqual([
      ['G0', true],
      ['G1', false],
    ]);
    expect(body.categories).toHaveLength(2);
  });

  test('is of the nearest store where none is chosen, or the chosen one closed for good', async () => {
    expect((await home({ point: here })).store?.storeId).toBe('NEAR');
    expect((await home({ storeId: 'GONE', point: here })).store?.storeId).toBe('NEAR');
    expect((await home({ storeId: 'FAR', point: here })).store?.storeId).toBe('FAR');
  });

  test('is of no store without a place', async () => {
    const body = await home({});
    expect(body.store).toBeNull();
    expect(body.offers.map(({ templateId }) => templateId)).toEqual(['everywhere']);
    expect(body.loved[0]?.inStock).toBeNull();
    expect((await home({ storeId: 'NOBODY' })).store).toBeNull();
  });

  test('does not offer what the member took already', async () => {
    const token = await suite.loginShopper('lin');
    await suite.call('coupons.claim', { templateId: 'everywhere' }, token);
    const ids = async (as?: string) => (await home({}, as)).offers.map(({ templateId }) => templateId);
    expect(await ids(token)).toEqual([]);
    expect(await ids()).toEqual(['everywhere']);
    expect(await ids('a'.repeat(40))).toEqual(['everywhere']);
  });
});

test('news of a paid order that nobody knows counts nothing, and twice nothing either', async () => {
  await countSold(suite.ctx(), 'no-such-order');
  await countSold(suite.ctx(), 'no-such-order');
  expect(await mongoose.connection.collection('counted_orders').countDocuments()).toBe(1);
});

test('a paid order counts its pieces as sold, however often the news comes', async () => {
  const shop = await openShop(suite);
  const token = await suite.loginShopper('lin');
  const lines = [{ skuId: shop.skuId, quantity: 2 }];
  const order = await aPaidOrder(
    suite,
    { id: 'lin', token },
    aPlace(shop, { lines, expectedPayableFen: 240_00 }),
  );
  await Promise.all([countSold(suite.ctx(), order.orderId), countSold(suite.ctx(), order.orderId)]);
  const productId = order.lines[0]!.productId;
  const entry = await mongoose.connection.collection('goods_entries').findOne({ _id: productId as never });
  expect(entry).toMatchObject({ sold: 2 });
});
