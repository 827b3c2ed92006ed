import { config } from '../../config';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as catalog from '../catalog';
import { aProduct } from '../catalog/testing';
import * as inventory from '../inventory';
import * as stores from '../stores';
import { aStore } from '../stores/testing';

const home = { latitude: 31.2235, longitude: 121.4453 };
const lingang = { latitude: 30.9, longitude: 121.93 };
/** At 31° N a degree of longitude is some 95 km: to the east, about this many metres. */
const east = (metres: number) => ({ ...home, longitude: home.longitude + metres / 95_180 });

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite();
  const ctx = suite.ctx();
  await catalog.saveProduct(ctx, aProduct({ productId: 'P1', prices: [100, 100, 100] }));
  await stores.saveStores(ctx, [
    aStore({ storeId: 'NEAR', ...home, hours: stores.AROUND_THE_CLOCK }),
    aStore({ storeId: 'MID', ...east(2000), status: 'temporarily_closed' }),
    aStore({ storeId: 'EDGE', ...east(2990) }),
    aStore({ storeId: 'OUT', ...east(3020) }),
  ]);
  const count = (locationId: string, skuId: string, onHand: number) =>
    inventory.setOnHand(ctx, { locationId, skuId, onHand });
  await inventory.setOnHand(ctx, { locationId: 'NEAR', skuId: 'P1-BLUE-S', onHand: 3, safety: 1 });
  await count('EDGE', 'P1-BLUE-S', 5);
  await count('EDGE', 'P1-BLUE-M', 1);
  await count(inventory.WAREHOUSE, 'P1-BLUE-S', 50);
});
afterAll(() => suite.close());

const near = async (input: { point: typeof home; lines?: { skuId: string; quantity: number }[] }) =>
  (await suite.call('routing.findNearbyStores', input)).body;

describe('stores near a shopper', () => {
  test('are those within 3 km, nearest first, open or not', async () => {
    const { radiusMetres, stores: found, delivery } = await near({ point: home });
    expect(radiusMetres).toBe(3000);
    expect(found.map(({ storeId }) => storeId)).toEqual(['NEAR', 'MID', 'EDGE']);
    expect(found[0]).toMatchObject({
      distanceMetres: 0,
      openNow: true,
      hoursText: '24 小时营业',
      hasEverything: true,
      missing: [],
    });
    expect(found[1]).toMatchObject({ openNow: false, hoursText: '暂停营业' });
    expect(delivery).toMatchObject({ available: true, reason: null, freightFen: 1000, missing: [] });
  });

  test('each says what it lacks; what a store keeps back is not for sale', async () => {
    const lines = [
      { skuId: 'P1-BLUE-S', quantity: 3 },
      { skuId: 'P1-BLUE-M', quantity: 1 },
    ];
    const { stores: found, delivery } = await near({ point: home, lines });
    const missing = Object.fromEntries(found.map((store) => [store.storeId, store.missing]));
    expect(missing).toEqual({
      NEAR: [
        { skuId: 'P1-BLUE-S', wanted: 3, available: 2 },
        { skuId: 'P1-BLUE-M', wanted: 1, available: 0 },
      ],
      MID: [
        { skuId: 'P1-BLUE-S', wanted: 3, available: 0 },
        { skuId: 'P1-BLUE-M', wanted: 1, available: 0 },
      ],
      EDGE: [],
    });
    expect(found.map((store) => store.hasEverything)).toEqual([false, false, true]);
    expect(delivery).toMatchObject({
      available: false,
      reason: null,
      missing: [{ skuId: 'P1-BLUE-M', wanted: 1, available: 0 }],
    });
  });

  test('what another shopper holds is not available', async () => {
    const lines = [{ skuId: 'P1-BLUE-M', quantity: 1 }];
    const hold = { holdId: 'h1', locationId: 'EDGE', lines };
    await inventory.hold(suite.ctx(), { ...hold, until: new Date(Date.now() + 900_000) });
    expect((await near({ point: home, lines })).stores.at(-1)).toMatchObject({ hasEverything: false });
    await inventory.releaseHold(suite.ctx(), hold);
    expect((await near({ point: home, lines })).stores.at(-1)).toMatchObject({ hasEverything: true });
  });

  test('where there is none, delivery is offered with the reason', async () => {
    const lines = [{ skuId: 'P1-BLUE-S', quantity: 1 }];
    expect(await near({ point: lingang, lines })).toMatchObject({
      stores: [],
      delivery: { available: true, reason: '3 公里内没有门店，可由仓库配送到家', freightFen: 1000 },
    });
    const tooMany = [{ skuId: 'P1-BLUE-S', quantity: 51 }];
    expect((await near({ point: lingang, lines: tooMany })).delivery).toMatchObject({
      available: false,
      reason: '3 公里内没有门店，仓库也暂时缺货',
    });
  });

  test('the radius and the freight are those of the configuration', async () => {
    const { PICKUP_RADIUS_METRES, DELIVERY_FREIGHT_FEN } = config();
    Object.assign(config(), { PICKUP_RADIUS_METRES: 800, DELIVERY_FREIGHT_FEN: 0 });
    expect(await near({ point: east(1000) })).toMatchObject({
      radiusMetres: 800,
      stores: [],
      delivery: { reason: '800 米内没有门店，可由仓库配送到家', freightFen: 0 },
    });
    Object.assign(config(), { PICKUP_RADIUS_METRES, DELIVERY_FREIGHT_FEN });
  });

  test.each([
    ['no point', {}],
    ['a point off the globe', { point: { latitude: 91, longitude: 0 } }],
    ['a point of words', { point: { latitude: '31', longitude: '121' } }],
    ['no pieces', { point: home, lines: [{ skuId: 'A', quantity: 0 }] }],
    ['half a piece', { point: home, lines: [{ skuId: 'A', quantity: 0.5 }] }],
    [
      'too many lines',
      { point: home, lines: Array.from({ length: 51 }, (_, i) => ({ skuId: `A${i}`, quantity: 1 })) },
    ],
  ])('%s is INVALID_INPUT', async (_what, input) => {
    expect((await suite.callRaw('routing.findNearbyStores', input)).code).toBe('INVALID_INPUT');
  });
});

describe('the SKUs of a product in a store', () => {
  const asked = (storeId: string, productId: string) =>
    suite.call('routing.skuAvailability', { storeId, productId });

  test('each is there with what could be sold now', async () => {
    expect((await asked('EDGE', 'P1')).body.skus).toEqual([
      { skuId: 'P1-BLUE-S', available: 5 },
      { skuId: 'P1-BLUE-M', available: 1 },
      { skuId: 'P1-BLUE-L', available: 0 },
    ]);
  });

  test('nothing of goods that are not on sale can be sold', async () => {
    await catalog.saveProduct(suite.ctx(), aProduct({ productId: 'OFF', onShelf: false, prices: [100] }));
    await inventory.setOnHand(suite.ctx(), { locationId: 'EDGE', skuId: 'OFF-BLUE-S', onHand: 9 });
    expect((await asked('EDGE', 'OFF')).body.skus).toEqual([{ skuId: 'OFF-BLUE-S', available: 0 }]);
  });

  test('an unknown store and unknown goods are NOT_FOUND', async () => {
    expect((await asked('NOBODY', 'P1')).code).toBe('NOT_FOUND');
    expect((await asked('EDGE', 'NOBODY')).code).toBe('NOT_FOUND');
    expect((await suite.callRaw('routing.skuAvailability', { storeId: 'EDGE' })).code).toBe('INVALID_INPUT');
  });
});
