import { newId } from '../../kernel/ids';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as inventory from '../inventory';
import * as stores from '../stores';
import type { Store } from '../stores';
import { aStore } from '../stores/testing';
import * as routing from '.';
import { usedOf } from './slot.model';
import { judgeAgain, reducedShares } from './standings';
import { aBegunOrder, assignmentOf } from './testing';

let suite: Suite;
beforeAll(async () => {
  // Nobody but routing knows these orders.
  suite = await startSuite({ LOG_LEVEL: 'silent' });
});
afterAll(() => suite.close());

const home = { latitude: 30.2, longitude: 120.1 };
const skuId = 'K1';
const lines = [{ skuId, quantity: 1 }];

async function openStore(given: Partial<Store> = {}, onHand = 50): Promise<Store> {
  const store = aStore({ ...home, hours: stores.AROUND_THE_CLOCK, ...given });
  await stores.saveStore(suite.ctx(), store);
  await inventory.setOnHand(suite.ctx(), { locationId: store.storeId, skuId, onHand });
  return store;
}
const anOrderAt = async ({ storeId }: Store) => {
  const { orderId } = await aBegunOrder(suite.ctx(), { locationId: storeId, lines, chosenStoreId: storeId });
  await suite.settle();
  return orderId;
};
const used = async (orderId: string) => {
  const slotId = (await assignmentOf(orderId)).offer!.slotId!;
  return (await usedOf([slotId])).get(slotId) ?? 0;
};
const nearby = async (storeId: string) => {
  const { body } = await suite.call('routing.findNearbyStores', { point: home, lines });
  return body.stores.find((store) => store.storeId === storeId);
};

describe("a store's hour", () => {
  test('counts the orders it was offered; a full hour is said to shoppers, and what ends undone frees a place', async () => {
    const store = await openStore({ capacityPerHour: 2 });
    const first = await anOrderAt(store);
    expect(await nearby(store.storeId)).toMatchObject({ offered: true, notOffered: null });
    const second = await anOrderAt(store);
    expect(await used(first)).toBe(2);
    expect((await nearby(store.storeId))?.notOffered).toEqual({
      filter: 'capacity',
      reason: 'NO_CAPACITY',
      text: '本时段备货位已满（2/2）',
    });
    await routing.progress(suite.ctx(), second, 'closed');
    await suite.settle();
    expect(await used(first)).toBe(1);
    await routing.accept(suite.ctx(), { orderId: first, locationId: store.storeId });
    await routing.progress(suite.ctx(), first, 'handed_over');
    await suite.settle();
    expect(await used(first)).toBe(1);
  });

  test('is the one in which it opens for orders that come at night', async () => {
    const store = await openStore({ capacityPerHour: 5, hours: stores.everyDay(600, 1320) });
    const night = { ...suite.ctx(), now: new Date('2026-11-23T23:30:00+08:00') };
    const { orderId } = await aBegunOrder(night, { locationId: store.storeId, lines });
    expect((await assignmentOf(orderId)).offer).toMatchObject({
      slotId: `${store.storeId}/2026-11-24T02`,
      startsAt: new Date('2026-11-24T09:45:00+08:00'),
      leaseUntil: new Date('2026-11-24T10:10:00+08:00'),
    });
  });
});

describe('a store that is near and not offered', () => {
  test.each<[Partial<Store>, number, string, string]>([
    [{ offersPickup: false }, 5, 'service', '不支持到店自提'],
    [{ radiusMetres: 0, latitude: home.latitude + 0.01 }, 5, 'reach', '超出 0 米服务范围'],
    [{ status: 'temporarily_closed' }, 5, 'hours', '暂停营业'],
    [{}, 0, 'stock', 'K1 可售不足（需 1，可售 0）'],
  ])('says why: %j with %i pieces', async (...[given, onHand, filter, text]) => {
    const store = await openStore(given, onHand);
    expect(await nearby(store.storeId)).toMatchObject({ offered: false, notOffered: { filter, text } });
  });

  test('says when it opens again', async () => {
    const week = stores.everyDay(600, 1320);
    const store = await openStore({ hours: week.map(() => null) });
    expect((await nearby(store.storeId))?.notOffered).toMatchObject({
      filter: 'hours',
      reason: 'CLOSED_STORE',
    });
    const { minutes } = stores.clockOf(suite.ctx().now);
    const soon = (minutes + 120) % 1440;
    const later = await openStore({ hours: stores.everyDay(soon, soon + 60) });
    expect((await nearby(later.storeId))?.notOffered?.text).toMatch(/^休息中 · .+ 营业$/);
  });

  test('never carried the goods', async () => {
    const store = aStore({ ...home, hours: stores.AROUND_THE_CLOCK });
    await stores.saveStore(suite.ctx(), store);
    expect((await nearby(store.storeId))?.notOffered).toMatchObject({ filter: 'sells', reason: 'NOT_SOLD' });
  });

  test('serves farther than others with a radius of its own', async () => {
    const away = { latitude: home.latitude + 0.045 };
    const wide = await openStore({ ...away, radiusMetres: 6000 });
    const usual = await openStore(away);
    expect(await nearby(wide.storeId)).toMatchObject({ offered: true });
    expect(await nearby(usual.storeId)).toBeUndefined();
  });
});

describe('a store that rejects', () => {
  const reject = async (store: Store, reason: Parameters<typeof routing.reject>[1]['reason']) => {
    const orderId = await anOrderAt(store);
    await routing.reject(suite.ctx(), { orderId, locationId: store.storeId, reason });
    await routing.progress(suite.ctx(), orderId, 'closed');
    await suite.settle();
  };

  test('too often keeps half its capacity, until the week is over', async () => {
    const store = await openStore({ capacityPerHour: 20 });
    for (let i = 0; i < 4; i += 1) await anOrderAt(store);
    await reject(store, 'STORE_BUSY');
    expect((await reducedShares(suite.ctx())).get(store.storeId)).toBeUndefined();
    await reject(store, 'STORE_BUSY');
    expect((await reducedShares(suite.ctx())).get(store.storeId)).toBe(0.5);
    await judgeAgain(suite.ctx());
    expect((await reducedShares(suite.ctx())).get(store.storeId)).toBe(0.5);
    await judgeAgain({ ...suite.ctx(), now: new Date(suite.ctx().now.getTime() + 8 * 86_400_000) });
    expect((await reducedShares(suite.ctx())).get(store.storeId)).toBeUndefined();
  });

  test('because it is closing takes no orders for the rest of its day', async () => {
    const store = await openStore();
    await reject(store, 'STORE_CLOSING');
    const now = await stores.requireStore(suite.ctx(), store.storeId);
    expect(stores.isOpen(now, suite.ctx().now)).toBe(false);
    expect(now.outage?.until).toEqual(stores.closesAt(now, suite.ctx().now));
  });
});

describe('an order that becomes another', () => {
  test('starts anew as the next hop with the goods its owner holds; once it is being packed it does not', async () => {
    const [from, to] = [await openStore(), await openStore()];
    const begun = await aBegunOrder(suite.ctx(), { locationId: from.storeId, lines });
    const holdId = newId();
    const input = { ...begun, locationId: to.storeId, chosenStoreId: to.storeId, holdId };
    await routing.restart(suite.ctx(), input);
    const after = await assignmentOf(begun.orderId);
    expect(after).toMatchObject({
      hop: 1,
      state: 'offered',
      moves: 0,
      offer: { locationId: to.storeId, holdId },
    });
    await routing.accept(suite.ctx(), { orderId: begun.orderId, locationId: to.storeId });
    await routing.progress(suite.ctx(), begun.orderId, 'ready');
    await expect(routing.restart(suite.ctx(), input)).rejects.toMatchObject({ code: 'ORDER_STATE_CONFLICT' });
  });
});
