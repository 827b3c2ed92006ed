import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { distanceMetres } from '@omni/shared/geo';
import * as inventory from '../modules/inventory';
import * as staff from '../modules/staff';
import { startSuite } from '../testing';
import type { Suite } from '../testing';
import { PRODUCTS } from './goods';
import { drawAll } from './pictures';
import { seedShop } from './seed-shop';
import { FIXED } from './stock';
import { STORES } from './stores';

const media = path.resolve(__dirname, '../../media');

describe('pictures of the demo shop', () => {
  test('are those that the script draws, and small', () => {
    const drawn = drawAll();
    expect(readdirSync(media).sort()).toEqual([...drawn.keys()].sort());
    for (const [file, svg] of drawn) expect(readFileSync(path.join(media, file), 'utf8') === svg).toBe(true);
    const total = readdirSync(media).reduce((sum, file) => sum + statSync(path.join(media, file)).size, 0);
    expect(total).toBeLessThan(400_000);
  });
});

describe('the demo shop', () => {
  let suite: Suite;
  beforeAll(async () => {
    suite = await startSuite();
    await seedShop(suite.ctx());
  });
  afterAll(() => suite.close());

  const stockOf = async (locationId: string, skuId: string) =>
    (await inventory.availableAt(suite.ctx(), [locationId], [skuId])).get(locationId)?.get(skuId);

  test('opens with banners, eight categories, new and loved goods, and every picture can be fetched', async () => {
    const { body } = await suite.call('catalog.home', {});
    expect(body.categories.map((category) => category.name)).toEqual([
      '外套',
      '针织',
      '上衣',
      '衬衫',
      '裙装',
      '裤装',
      '包袋',
      '配饰',
    ]);
    expect([body.banners.length, body.newArrivals.length, body.loved.length]).toEqual([3, 6, 8]);
    const pictures = [...body.banners, ...body.categories, ...body.newArrivals, ...body.loved];
    for (const { imageUrl } of pictures) {
      const answer = await fetch(imageUrl);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
    }
  });

  test('has 28 products, each sold somewhere, with ids that fit the contract', async () => {
    expect(PRODUCTS).toHaveLength(28);
    const ids = PRODUCTS.flatMap(({ productId, skus }) => [productId, ...skus.map((sku) => sku.skuId)]);
    expect(ids.every((id) => /^[0-9A-Za-z-]{1,32}$/.test(id))).toBe(true);
    const { body } = await suite.call('catalog.listProducts', { limit: 50 });
    expect(body.items).toHaveLength(27);
    const product = await suite.call('catalog.getProduct', { productId: 'P001' });
    expect(product.body.skus.find((sku) => sku.skuId === 'P001-BLUE-M')).toEqual({
      skuId: 'P001-BLUE-M',
      values: ['雾蓝', 'M'],
      priceFen: 12_900,
      onSale: true,
    });
    expect((await suite.call('catalog.getProduct', { productId: 'P028' })).code).toBe('PRODUCT_OFF_SHELF');
  });

  test('has stores around 静安寺, two of them open all night, and none near 临港', async () => {
    const around = async (latitude: number, longitude: number) =>
      (await suite.call('routing.findNearbyStores', { point: { latitude, longitude } })).body.stores;
    const near = await around(31.2235, 121.4453);
    expect(near[0]).toMatchObject({ storeId: 'SH001', hoursText: '24 小时营业', openNow: true });
    expect(near.map((store) => store.storeId)).toEqual(expect.arrayContaining(['SH002', 'SH005', 'SH008']));
    expect(near.find((store) => store.storeId === 'SH008')).toMatchObject({
      openNow: false,
      hoursText: '暂停营业',
    });
    expect(await around(30.9, 121.93)).toEqual([]);
    for (const store of STORES)
      expect(distanceMetres(store, { latitude: 31.2235, longitude: 121.4453 })).toBeLessThan(8000);
  });

  test('stock is what journeys rely on, and opening the shop again does not fill it up', async () => {
    for (const [place, onHand] of Object.entries(FIXED)) {
      const [locationId = '', skuId = ''] = place.split('/');
      expect([place, await stockOf(locationId, skuId)]).toEqual([place, onHand]);
    }
    await inventory.setOnHand(suite.ctx(), { locationId: 'SH001', skuId: 'P001-BLUE-M', onHand: 4 });
    const before = await staff.listAudit(suite.ctx(), 'xiaomei');
    await seedShop(suite.ctx());
    expect(await stockOf('SH001', 'P001-BLUE-M')).toBe(4);
    expect(await staff.listAudit(suite.ctx(), 'xiaomei')).toHaveLength(before.length);
  });

  test('printed codes are known, staff can log in, and offers are of every kind', async () => {
    expect((await suite.call('stores.resolveScene', { scene: 'sh001-p001' })).body).toMatchObject({
      page: 'product',
      productId: 'P001',
      store: { storeId: 'SH001' },
    });
    expect((await suite.call('stores.resolveScene', { scene: 'sh002' })).body).toMatchObject({
      page: 'store',
    });
    const token = await suite.loginStaff('yunying');
    expect((await suite.call('staff.me', {}, token)).body).toMatchObject({ role: 'operator' });
    const shopper = await suite.loginShopper('lin');
    const { offers } = (await suite.call('coupons.listOffers', {}, shopper)).body;
    const claimable = Object.fromEntries(offers.map((offer) => [offer.templateId, offer.claimable]));
    expect(claimable).toMatchObject({
      OFF30: true,
      KNIT50: true,
      WELCOME20: true,
      'SOLD-OUT': false,
      SOON80: false,
    });
  });
});
