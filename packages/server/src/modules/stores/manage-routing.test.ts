import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as staff from '../staff';
import * as stores from '.';
import { importStores } from './import-stores';
import { aStore } from './testing';

let suite: Suite;
let manager: string;
let clerk: string;
let operator: string;
beforeAll(async () => {
  suite = await startSuite();
  const ctx = suite.ctx();
  await stores.saveStores(ctx, [
    aStore({ storeId: 'S1', hours: stores.AROUND_THE_CLOCK }),
    aStore({ storeId: 'S2' }),
    aStore({ storeId: 'GONE', status: 'closed_down' }),
  ]);
  const at = (storeId: string) => [{ storeId, name: storeId }];
  await staff.saveStaff(ctx, { userid: 'laozhou', name: '老周', role: 'manager', stores: at('S1') });
  await staff.saveStaff(ctx, { userid: 'aqiang', name: '阿强', role: 'clerk', stores: at('S1') });
  await staff.saveStaff(ctx, { userid: 'yunying', name: '云英', role: 'operator', stores: [] });
  manager = await suite.loginStaff('laozhou');
  clerk = await suite.loginStaff('aqiang');
  operator = await suite.loginStaff('yunying');
});
afterAll(() => suite.close());

const set = (input: object, token = manager) => suite.callRaw('stores.setRouting', input, token);
const get = async (token = clerk) => suite.call('stores.getRouting', { storeId: 'S1' }, token);
const outage = (input: object, token = manager) => suite.callRaw('stores.setOutage', input, token);

describe('how orders reach a store', () => {
  test('is as usual until somebody says otherwise', async () => {
    expect((await get()).body).toEqual({
      storeId: 'S1',
      specialDays: [],
      holidayHours: 'normal',
      radiusMetres: null,
      area: null,
      capacityPerHour: null,
      offersPickup: true,
      shipsOrders: false,
      prepMinutes: 30,
      fittingRooms: 2,
      outage: null,
    });
  });

  test('is changed by its manager, only what is named, and searches see it at once', async () => {
    const area = [
      { latitude: 31.3, longitude: 121.4 },
      { latitude: 31.3, longitude: 121.5 },
      { latitude: 31.4, longitude: 121.45 },
    ];
    expect((await set({ storeId: 'S1', capacityPerHour: 20, shipsOrders: true })).status).toBe(200);
    expect((await set({ storeId: 'S1', area })).body).toMatchObject({
      capacityPerHour: 20,
      shipsOrders: true,
      area,
    });
    const inside = { latitude: 31.33, longitude: 121.45 };
    const { body } = await suite.call('routing.findNearbyStores', { point: inside });
    expect(body.stores.map(({ storeId }) => storeId)).toEqual(['S1']);
    const outside = { latitude: 31.2235, longitude: 121.4453 };
    const near = (await suite.call('routing.findNearbyStores', { point: outside })).body.stores;
    expect(near.find(({ storeId }) => storeId === 'S1')).toMatchObject({
      offered: false,
      notOffered: { filter: 'reach', reason: 'OUT_OF_AREA', text: '不在门店服务区域内' },
    });
    await set({ storeId: 'S1', area: null, capacityPerHour: null, shipsOrders: false });
    expect(await staff.listAudit(suite.ctx(), 'S1')).toContainEqual(
      expect.objectContaining({ action: 'stores.setRouting', by: 'laozhou' }),
    );
  });

  test('stays as it was when the store is imported anew', async () => {
    await set({ storeId: 'S1', prepMinutes: 45 });
    const row = { row: 1, id: 'S1', name: '新名字', city: '上海市', address: ['测试路 1 号'], phone: '' };
    const where = { latitude: 31.2235, longitude: 121.4453, open: '00:00', close: '24:00' };
    await importStores(suite.ctx(), { rows: [{ ...row, ...where }], datum: 'gcj02', dryRun: false });
    expect(await stores.requireStore(suite.ctx(), 'S1')).toMatchObject({ name: '新名字', prepMinutes: 45 });
  });

  test('is not for clerks to change, nor for managers of others, nor for shoppers', async () => {
    expect((await set({ storeId: 'S1', prepMinutes: 5 }, clerk)).code).toBe('FORBIDDEN');
    expect((await set({ storeId: 'S2', prepMinutes: 5 })).code).toBe('NOT_FOUND');
    expect((await set({ storeId: 'S2', prepMinutes: 5 }, operator)).status).toBe(200);
    expect((await set({ storeId: 'GONE', prepMinutes: 5 }, operator)).code).toBe('NOT_FOUND');
    expect((await get(await suite.loginShopper('lin'))).code).toBe('FORBIDDEN');
    expect((await suite.call('stores.getRouting', { storeId: 'S2' }, clerk)).code).toBe('NOT_FOUND');
  });

  test.each([
    [
      'two corners',
      {
        area: [
          { latitude: 31, longitude: 121 },
          { latitude: 31, longitude: 122 },
        ],
      },
    ],
    ['a closing before the opening', { holidayHours: { openMinute: 600, closeMinute: 500 } }],
    ['a day that is none', { specialDays: [{ date: '2026-13-01', hours: null }] }],
    ['a negative capacity', { capacityPerHour: -1 }],
    ['an unknown fact', { mood: 'good' }],
  ])('%s is INVALID_INPUT', async (_what, facts) => {
    expect((await set({ storeId: 'S1', ...facts })).code).toBe('INVALID_INPUT');
  });
});

describe('an outage', () => {
  const inAnHour = () => new Date(suite.ctx().now.getTime() + 3600_000);
  const openNow = async () => (await suite.call('stores.get', { storeId: 'S1' })).body;

  test('shuts the store at once, with its reason, until it is over or ended', async () => {
    const until = inAnHour().toISOString();
    expect((await outage({ storeId: 'S1', until, reason: '停电' })).body).toMatchObject({
      outage: { until, reason: '停电' },
    });
    expect(await openNow()).toMatchObject({ openNow: false, hoursText: '暂停接单 · 停电' });
    const { body } = await suite.call('routing.findNearbyStores', {
      point: { latitude: 31.2235, longitude: 121.4453 },
    });
    expect(body.stores.find(({ storeId }) => storeId === 'S1')?.notOffered).toEqual({
      filter: 'outage',
      reason: 'OUTAGE',
      text: '临时停止接单（停电）',
    });
    expect((await outage({ storeId: 'S1', until: null })).body).toMatchObject({ outage: null });
    expect(await openNow()).toMatchObject({ openNow: true });
    expect((await outage({ storeId: 'S1', until }, clerk)).code).toBe('FORBIDDEN');
    expect((await outage({ storeId: 'S2', until })).code).toBe('NOT_FOUND');
  });

  test('told twice is the same, a shorter one does not end a longer, one of a store that is no more is nothing', async () => {
    const long = inAnHour();
    await stores.declareOutage(suite.ctx(), 'S1', { until: long, reason: '打烊' });
    await stores.declareOutage(suite.ctx(), 'S1', {
      until: new Date(long.getTime() - 60_000),
      reason: '别的',
    });
    expect((await get()).body.outage).toEqual({ until: long.toISOString(), reason: '打烊' });
    await stores.declareOutage(suite.ctx(), 'NOBODY', { until: long, reason: '打烊' });
    await outage({ storeId: 'S1', until: null });
  });
});
