import { redis } from '../../kernel/redis';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as catalog from '../catalog';
import { aProduct } from '../catalog/testing';
import * as staff from '../staff';
import * as stores from '.';
import { sceneOf } from './scene-code.model';
import { refreshIfBehind } from './store-index';
import { putStores } from './store.model';
import { aStore } from './testing';

let suite: Suite;
let guide: string;
beforeAll(async () => {
  suite = await startSuite();
  const ctx = suite.ctx();
  await stores.saveStores(ctx, [
    aStore({ storeId: 'S1', name: '静安寺店', hours: stores.AROUND_THE_CLOCK }),
    aStore({ storeId: 'S2', name: '南京西路店' }),
    aStore({ storeId: 'PAUSED', status: 'temporarily_closed' }),
    aStore({ storeId: 'GONE', status: 'closed_down' }),
  ]);
  await catalog.saveProduct(ctx, aProduct({ productId: 'P1' }));
  await catalog.saveProduct(ctx, aProduct({ productId: 'OFF', onShelf: false }));
  await staff.saveStaff(ctx, {
    userid: 'xiaomei',
    name: '小美',
    role: 'guide',
    stores: [{ storeId: 'S1', name: '静安寺店' }],
  });
  guide = await suite.loginStaff('xiaomei');
});
afterAll(() => suite.close());

describe('one store', () => {
  test('is shown with its hours of this moment', async () => {
    expect((await suite.call('stores.get', { storeId: 'S1' })).body).toMatchObject({
      name: '静安寺店',
      openNow: true,
      hoursText: '24 小时营业',
    });
    expect((await suite.call('stores.get', { storeId: 'PAUSED' })).body).toMatchObject({
      openNow: false,
      hoursText: '暂停营业',
    });
  });

  test('a store that closed for good, or never was, is NOT_FOUND; old orders still find its name', async () => {
    expect((await suite.call('stores.get', { storeId: 'GONE' })).code).toBe('NOT_FOUND');
    expect((await suite.call('stores.get', { storeId: 'NOBODY' })).code).toBe('NOT_FOUND');
    expect((await suite.callRaw('stores.get', { storeId: { $gt: '' } })).code).toBe('INVALID_INPUT');
    const found = await stores.findStores(suite.ctx(), ['GONE', 'NOBODY', 'S1']);
    expect(found.map((store) => store.storeId)).toEqual(['GONE', 'S1']);
  });

  test('impossible hours are never saved', async () => {
    await expect(stores.saveStore(suite.ctx(), aStore({ hours: stores.everyDay(600, 600) }))).rejects.toThrow(
      /hours are not seven possible days/,
    );
  });
});

describe('the search around a point', () => {
  const far = { latitude: 43.8, longitude: 125.3 };
  const idsAround = async (radiusMetres: number) =>
    (await stores.findWithin(suite.ctx(), far, radiusMetres)).map(({ store }) => store.storeId);

  test('holds stores exactly on the rim, nearest first, equals by id', async () => {
    await stores.saveStores(suite.ctx(), [
      aStore({ storeId: 'B-TWIN', ...far }),
      aStore({ storeId: 'A-TWIN', ...far }),
      aStore({ storeId: 'RIM', latitude: far.latitude, longitude: far.longitude + 0.03 }),
      aStore({ storeId: 'NEVER', ...far, status: 'closed_down' }),
    ]);
    const near = await stores.findWithin(suite.ctx(), far, 5000);
    expect(near.map(({ store }) => store.storeId)).toEqual(['A-TWIN', 'B-TWIN', 'RIM']);
    const rim = near[2]!.distanceMetres;
    expect(await idsAround(rim)).toContain('RIM');
    expect(await idsAround(rim - 1e-6)).not.toContain('RIM');
  });

  test('hears at once of a store that another process saved', async () => {
    await putStores([aStore({ storeId: 'NEWS', ...far })], new Date());
    expect(await idsAround(10)).not.toContain('NEWS');
    await redis().publish(`${(await import('../../config')).config().QUEUE_PREFIX}:store.changed`, '1');
    for (let i = 0; i < 100 && !(await idsAround(10)).includes('NEWS'); i += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await idsAround(10)).toContain('NEWS');
  });

  test('finds out by itself when the news got lost', async () => {
    await putStores([aStore({ storeId: 'LOST-NEWS', ...far })], new Date());
    await refreshIfBehind();
    expect(await idsAround(10)).toContain('LOST-NEWS');
  });

  test('a store that moved is found at its new place only', async () => {
    await stores.saveStore(suite.ctx(), aStore({ storeId: 'MOVED', ...far }));
    await stores.saveStore(suite.ctx(), aStore({ storeId: 'MOVED', latitude: 20, longitude: 110 }));
    expect(await idsAround(10)).not.toContain('MOVED');
  });
});

describe('printed codes', () => {
  const make = (input: { storeId: string; productId?: string }, token = guide) =>
    suite.call('stores.makeSceneCode', input, token);
  const resolve = (scene: string) => suite.call('stores.resolveScene', { scene });

  test("a guide prints the store's code; printed again it is the same code, and it opens the store", async () => {
    const { body } = await make({ storeId: 'S1' });
    expect(body.page).toBe('pages/home/index');
    expect(body.imageDataUrl).toMatch(/^data:image\/(png|jpeg);base64,[\w+/]{100}/);
    expect((await make({ storeId: 'S1' })).body.scene).toBe(body.scene);
    expect((await suite.sandbox.control.miniProgram.sceneCodes()).at(-1)).toMatchObject({
      scene: body.scene,
      page: body.page,
    });
    expect((await resolve(body.scene)).body).toMatchObject({
      page: 'store',
      store: { storeId: 'S1' },
      productId: null,
    });
    expect(await staff.listAudit(suite.ctx(), body.scene)).toMatchObject([
      { by: 'xiaomei', action: 'stores.makeSceneCode', storeId: 'S1' },
      { by: 'xiaomei', action: 'stores.makeSceneCode', storeId: 'S1' },
    ]);
  });

  test('a product has a code of its own in each store, and it opens the product there', async () => {
    const { body } = await make({ storeId: 'S1', productId: 'P1' });
    expect((await resolve(body.scene)).body).toMatchObject({
      page: 'product',
      store: { storeId: 'S1' },
      productId: 'P1',
    });
  });

  test('twenty askers at the same moment get one code', async () => {
    const target = { storeId: 'S1', productId: 'WANTED' };
    const scenes = await Promise.all(Array.from({ length: 20 }, () => sceneOf(target, suite.ctx().now)));
    expect(new Set(scenes).size).toBe(1);
  });

  test('goods off the shelf keep their code: the product page says so itself', async () => {
    await stores.saveSceneCode(suite.ctx(), { scene: 'off', storeId: 'S1', productId: 'OFF' });
    expect((await resolve('off')).body).toMatchObject({ page: 'product', productId: 'OFF' });
  });

  test('the code of a product that is no more opens its store', async () => {
    await stores.saveSceneCode(suite.ctx(), { scene: 'dead', storeId: 'S1', productId: 'NOBODY' });
    expect((await resolve('dead')).body).toMatchObject({ page: 'store', productId: null });
  });

  test('an unknown code, and one of a store that closed for good, are SCENE_UNKNOWN', async () => {
    await stores.saveSceneCode(suite.ctx(), { scene: 'gone', storeId: 'GONE', productId: null });
    expect(await resolve('gone')).toMatchObject({ status: 404, code: 'SCENE_UNKNOWN' });
    expect((await resolve('nobody')).code).toBe('SCENE_UNKNOWN');
    expect((await resolve('a'.repeat(33))).code).toBe('INVALID_INPUT');
    expect((await suite.callRaw('stores.resolveScene', { scene: { $ne: '' } })).code).toBe('INVALID_INPUT');
  });

  test('other stores, unknown goods, strangers and shoppers cannot print', async () => {
    expect((await make({ storeId: 'S2' })).code).toBe('NOT_FOUND');
    expect((await make({ storeId: 'S1', productId: 'NOBODY' })).code).toBe('NOT_FOUND');
    expect((await make({ storeId: 'S1' }, '')).code).toBe('LOGIN_REQUIRED');
    expect((await make({ storeId: 'S1' }, await suite.loginShopper('lin'))).code).toBe('FORBIDDEN');
    expect((await suite.callRaw('stores.makeSceneCode', {}, guide)).code).toBe('INVALID_INPUT');
  });

  test('while WeChat is out of order printing is PLATFORM_UNAVAILABLE, and the code stays the same after it', async () => {
    const before = (await make({ storeId: 'S1' })).body.scene;
    await suite.sandbox.control.faults({
      failNext: { path: '/wxa/getwxacodeunlimit', status: 502, times: 3 },
    });
    expect(await make({ storeId: 'S1' })).toMatchObject({ status: 503, code: 'PLATFORM_UNAVAILABLE' });
    await suite.sandbox.control.reset();
    expect((await make({ storeId: 'S1' })).body.scene).toBe(before);
  });
});
