import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as inventory from '../inventory';
import { aDelivery, aPaidOrder, aPlace, aSku, everythingDone, openShop, sellableAt } from '../orders/testing';
import type { Shop } from '../orders/testing';
import * as staff from '../staff';
import * as stores from '../stores';
import { aStore } from '../stores/testing';
import * as routing from '.';
import { expireOffers } from './answer-offer';
import { policyInForce } from './manage-policy';
import { assignmentOf } from './testing';

let suite: Suite;
let shop: Shop;
let lin: { id: string; token: string };
let clerk: string;
let otherClerk: string;
let operator: string;

beforeAll(async () => {
  suite = await startSuite();
  shop = await openShop(suite);
  await staff.saveStaff(suite.ctx(), { userid: 'yunying', name: '云英', role: 'operator', stores: [] });
  lin = { id: 'lin', token: await suite.loginShopper('lin') };
  const { sandbox, call } = suite;
  await call('identity.bindPhone', { code: (await sandbox.control.phoneCode('lin')).code }, lin.token);
  clerk = await suite.loginStaff('laozhou');
  otherClerk = await suite.loginStaff('aqiang');
  operator = await suite.loginStaff('yunying');
});
afterAll(async () => {
  await everythingDone(suite);
  await suite.close();
});

const home = { latitude: 31.2235, longitude: 121.4453 };
const lineOf = (skuId: string) => ({ lines: [{ skuId, quantity: 1 }] });
const pickupOf = (skuId: string) => aPaidOrder(suite, lin, aPlace(shop, lineOf(skuId)));
const explain = (orderId: string, token: string) => suite.call('routing.explain', { orderId }, token);
const reject = async (
  orderId: string,
  locationId: string,
  reason: Parameters<typeof routing.reject>[1]['reason'] = 'OTHER',
) => {
  await routing.reject(suite.ctx(), { orderId, locationId, reason });
  await everythingDone(suite);
};
const deliveryOf = (skuId: string) => {
  const input = aDelivery(shop, lineOf(skuId));
  const address = { ...input.address!, point: home };
  return aPaidOrder(suite, lin, { ...input, address });
};
/** So many of a new SKU in the warehouse and in a store nearby that ships. */
async function aShippingStore(onHand: number): Promise<{ storeId: string; skuId: string }> {
  const skuId = await aSku(suite, onHand, inventory.WAREHOUSE);
  const { storeId, ...rest } = aStore({ name: '发货店', hours: stores.AROUND_THE_CLOCK, shipsOrders: true });
  await stores.saveStore(suite.ctx(), { storeId, ...rest });
  await inventory.setOnHand(suite.ctx(), { locationId: storeId, skuId, onHand });
  return { storeId, skuId };
}
const orderOf = async (orderId: string) => (await suite.call('orders.get', { orderId }, lin.token)).body;
const policyNow = async () => (await suite.call('routing.getPolicy', {}, operator)).body;
async function changePolicy(change: object): Promise<void> {
  const { version, policy } = await policyNow();
  const { code } = await suite.call(
    'routing.savePolicy',
    { baseVersion: version, policy: { ...policy, ...change } },
    operator,
  );
  if (code) throw new Error(code);
}

describe('a paid pickup order', () => {
  test('is offered to the chosen store for ten minutes, and the record says what else there was', async () => {
    const skuId = await aSku(suite, 5, shop.storeId, shop.otherStoreId);
    const { orderId } = await pickupOf(skuId);
    const { state, offer, hop } = await assignmentOf(orderId);
    expect({ state, hop, at: offer?.locationId }).toEqual({ state: 'offered', hop: 0, at: shop.storeId });
    expect(offer!.leaseUntil!.getTime() - offer!.madeAt.getTime()).toBe(600_000);
    const { body } = await explain(orderId, clerk);
    expect(body).toMatchObject({ stateText: '待接单', locationId: shop.storeId, hop: 0 });
    expect(body.decisions[0]).toMatchObject({
      winner: shop.storeId,
      summary: expect.stringContaining('静安寺店'),
    });
  });

  test('is explained to staff of its stores and to head office, to nobody else', async () => {
    const { orderId } = await pickupOf(shop.skuId);
    expect((await explain(orderId, operator)).status).toBe(200);
    expect((await explain(orderId, otherClerk)).code).toBe('NOT_FOUND');
    expect((await explain(orderId, lin.token)).code).toBe('FORBIDDEN');
    expect((await explain('0'.repeat(20), operator)).code).toBe('NOT_FOUND');
  });

  test('can be accepted once, by its store alone, and given back until it is packed', async () => {
    const { orderId } = await pickupOf(shop.skuId);
    const ctx = suite.ctx();
    const at = (locationId: string) => routing.accept(ctx, { orderId, locationId });
    await expect(at(shop.otherStoreId)).rejects.toMatchObject({ code: 'ORDER_STATE_CONFLICT' });
    await at(shop.storeId);
    await expect(at(shop.storeId)).rejects.toMatchObject({ code: 'ORDER_STATE_CONFLICT' });
    await routing.progress(ctx, orderId, 'ready');
    await expect(
      routing.reject(ctx, { orderId, locationId: shop.storeId, reason: 'OTHER' }),
    ).rejects.toMatchObject({ code: 'ORDER_STATE_CONFLICT' });
    await routing.progress(ctx, orderId, 'closed');
    await routing.progress(ctx, orderId, 'handed_over');
    expect((await assignmentOf(orderId)).state).toBe('closed');
  });
});

describe('a store that gives an order back', () => {
  test('loses it to the next best, with its stock put right and the reason told', async () => {
    const skuId = await aSku(suite, 5, shop.storeId, shop.otherStoreId);
    const { orderId } = await pickupOf(skuId);
    await reject(orderId, shop.storeId, 'NOT_IN_STOCK');
    expect(await orderOf(orderId)).toMatchObject({ status: 'paid', store: { storeId: shop.otherStoreId } });
    expect(await sellableAt(suite, shop.storeId, skuId)).toBe(0);
    expect(await sellableAt(suite, shop.otherStoreId, skuId)).toBe(4);
    const { body } = await explain(orderId, clerk);
    expect(body).toMatchObject({ hop: 1, locationId: shop.otherStoreId, state: 'offered' });
    expect(body.decisions[1]).toMatchObject({
      winner: shop.otherStoreId,
      summary: '静安寺店：店内缺货，改由南京西路店履约：唯一符合条件',
    });
    const texts = body.decisions[1]!.candidates.map(({ text }) => text);
    expect(texts).toContainEqual(expect.stringMatching(/^静安寺店 .*落选：/));
    expect(texts).toContainEqual(expect.stringMatching(/^南京西路店 .*入选$/));
    expect((await explain(orderId, otherClerk)).status).toBe(200);
  });

  test.each([
    ['STOCK_MISMATCH', 4],
    ['DAMAGED', 4],
    ['STORE_BUSY', 5],
    ['OTHER', 5],
  ] as const)('%s of one of five pieces leaves %i to sell', async (reason, left) => {
    const skuId = await aSku(suite, 5, shop.storeId, shop.otherStoreId);
    const { orderId } = await pickupOf(skuId);
    await reject(orderId, shop.storeId, reason);
    expect(await sellableAt(suite, shop.storeId, skuId)).toBe(left);
  });

  test('may name the goods it means; the others stay as they were', async () => {
    const [a, b] = [
      await aSku(suite, 5, shop.storeId, shop.otherStoreId),
      await aSku(suite, 5, shop.storeId, shop.otherStoreId),
    ];
    const lines = [a, b].map((skuId) => ({ skuId, quantity: 1 }));
    const { orderId } = await aPaidOrder(suite, lin, aPlace(shop, { lines, expectedPayableFen: 240_00 }));
    const locationId = shop.storeId;
    await routing.reject(suite.ctx(), { orderId, locationId, reason: 'NOT_IN_STOCK', skuIds: [a] });
    await everythingDone(suite);
    expect(await sellableAt(suite, locationId, a)).toBe(0);
    expect(await sellableAt(suite, locationId, b)).toBe(5);
  });

  test('loses it as well by letting the time pass; an answer after that is too late', async () => {
    const { orderId } = await pickupOf(shop.skuId);
    await suite.advance(601);
    const ctx = suite.ctx();
    const late = routing.accept(ctx, { orderId, locationId: shop.storeId });
    await expect(late).rejects.toMatchObject({ code: 'ORDER_STATE_CONFLICT' });
    await expireOffers(ctx);
    await everythingDone(suite);
    expect((await orderOf(orderId)).store?.storeId).toBe(shop.otherStoreId);
    expect((await explain(orderId, operator)).body.decisions[1]!.summary).toContain('超时未接单');
  });

  test('after a second rejection of the same goods somebody has to count them', async () => {
    const skuId = await aSku(suite, 5, shop.storeId, shop.otherStoreId);
    const counts = async () =>
      (
        await suite.call('inventory.listCounts', { storeId: shop.storeId, state: 'open' }, operator)
      ).body.items.filter((task) => task.skuId === skuId);
    const first = await pickupOf(skuId);
    await reject(first.orderId, shop.storeId, 'STOCK_MISMATCH');
    expect(await counts()).toHaveLength(0);
    const second = await pickupOf(skuId);
    await reject(second.orderId, shop.storeId, 'STOCK_MISMATCH');
    expect(await counts()).toMatchObject([{ why: 'rejected' }]);
  });
});

describe('an order that no place can take', () => {
  const aStuckOrder = async () => {
    const skuId = await aSku(suite, 3, shop.storeId);
    const { orderId } = await pickupOf(skuId);
    await reject(orderId, shop.storeId, 'STORE_BUSY');
    return { orderId, skuId };
  };
  const stuck = async () => (await suite.call('routing.listStuck', { limit: 50 }, operator)).body.items;
  const resolve = (input: object, token = operator) => suite.callRaw('routing.resolveStuck', input, token);

  test('waits for a person, who sees why; shoppers and clerks do not', async () => {
    const { orderId } = await aStuckOrder();
    expect(await stuck()).toContainEqual(
      expect.objectContaining({
        orderId,
        reason: '静安寺店：门店忙不过来；附近没有其他门店能接单',
        excluded: [{ locationId: shop.storeId, name: '静安寺店' }],
      }),
    );
    const page = (await suite.call('routing.listStuck', { limit: 1 }, operator)).body;
    expect(page.items).toHaveLength(1);
    expect((await suite.call('routing.listStuck', {}, clerk)).code).toBe('FORBIDDEN');
    expect((await suite.call('routing.listStuck', {}, lin.token)).code).toBe('FORBIDDEN');
    expect((await resolve({ orderId, action: 'refund' }, clerk)).code).toBe('FORBIDDEN');
  });

  test('is given to a store that has the goods, once', async () => {
    const { orderId, skuId } = await aStuckOrder();
    const assign = (storeId: string) => resolve({ orderId, action: 'assign', storeId });
    expect((await assign(shop.otherStoreId)).code).toBe('OUT_OF_STOCK');
    expect((await assign('NOBODY')).code).toBe('NOT_FOUND');
    expect((await assign('WAREHOUSE')).code).toBe('NOT_FOUND');
    expect((await resolve({ orderId, action: 'assign' })).code).toBe('INVALID_INPUT');
    await inventory.setOnHand(suite.ctx(), { locationId: shop.otherStoreId, skuId, onHand: 1 });
    expect((await assign(shop.otherStoreId)).body).toEqual({ orderId, state: 'offered' });
    await everythingDone(suite);
    expect((await orderOf(orderId)).store?.storeId).toBe(shop.otherStoreId);
    expect((await assign(shop.otherStoreId)).code).toBe('ROUTING_NOT_STUCK');
    expect((await resolve({ orderId: '0'.repeat(20), action: 'refund' })).code).toBe('NOT_FOUND');
    expect((await stuck()).map((one) => one.orderId)).not.toContain(orderId);
  });

  test('is refunded when a person says so', async () => {
    const { orderId } = await aStuckOrder();
    expect((await resolve({ orderId, action: 'refund' })).body).toEqual({ orderId, state: 'closed' });
    await everythingDone(suite);
    expect((await orderOf(orderId)).status).toBe('refunded');
    expect(await staff.listAudit(suite.ctx(), orderId)).toContainEqual(
      expect.objectContaining({ action: 'routing.resolveStuck', by: 'yunying' }),
    );
  });
});

describe('a delivery', () => {
  test('waits in the warehouse without a time limit; given back there, a person decides', async () => {
    const skuId = await aSku(suite, 3, inventory.WAREHOUSE);
    const { orderId } = await deliveryOf(skuId);
    expect((await assignmentOf(orderId)).offer).toMatchObject({ locationId: 'WAREHOUSE', leaseUntil: null });
    await reject(orderId, 'WAREHOUSE', 'DAMAGED');
    expect((await assignmentOf(orderId)).state).toBe('stuck');
  });

  test('goes to a store near the shopper that ships if the rules say so, and back when that store cannot', async () => {
    const { storeId, skuId } = await aShippingStore(3);
    await changePolicy({ shipFromStore: true });
    const { orderId } = await deliveryOf(skuId);
    const moved = await assignmentOf(orderId);
    expect(moved).toMatchObject({ hop: 1, offer: { locationId: storeId, state: 'offered' } });
    expect(await sellableAt(suite, inventory.WAREHOUSE, skuId)).toBe(3);
    expect(await sellableAt(suite, storeId, skuId)).toBe(2);
    await reject(orderId, storeId, 'STORE_BUSY');
    expect(await assignmentOf(orderId)).toMatchObject({ hop: 2, offer: { locationId: 'WAREHOUSE' } });
    const { body } = await explain(orderId, operator);
    expect(body.decisions.map(({ summary }) => summary)).toEqual([
      '商品已为顾客留在仓库，由其履约',
      '改由发货店就近发货：唯一符合条件',
      '发货店：门店忙不过来，改由仓库履约',
    ]);
    await changePolicy({ shipFromStore: false });
  });
});

describe('the rules', () => {
  test('are versioned, for operators, and nobody overwrites another', async () => {
    const { version, policy } = await policyNow();
    const save = (input: object, token = operator) => suite.callRaw('routing.savePolicy', input, token);
    expect((await save({ baseVersion: version, policy }, clerk)).code).toBe('FORBIDDEN');
    expect((await suite.call('routing.getPolicy', {}, clerk)).code).toBe('FORBIDDEN');
    const first = { baseVersion: version, policy: { ...policy, maxHops: 2 } };
    expect((await save(first)).body).toMatchObject({ version: version + 1, savedBy: 'yunying' });
    expect((await save(first)).code).toBe('ROUTING_POLICY_CHANGED');
    expect((await policyInForce()).policy.maxHops).toBe(2);
    const twice = { ...policy, rules: ['distance', 'distance'] };
    expect((await save({ baseVersion: version + 1, policy: twice })).code).toBe('INVALID_INPUT');
    await changePolicy({ maxHops: 3 });
  });

  test('limit how often an order moves', async () => {
    await changePolicy({ maxHops: 0 });
    const { orderId } = await pickupOf(shop.skuId);
    await reject(orderId, shop.storeId);
    expect((await assignmentOf(orderId)).state).toBe('stuck');
    await changePolicy({ maxHops: 3 });
  });

  test('what if they were others: the orders of these days decided again', async () => {
    const { storeId, skuId } = await aShippingStore(3);
    await deliveryOf(skuId);
    expect(await sellableAt(suite, storeId, skuId)).toBe(3);
    const { policy } = await policyNow();
    const ask = (change: object, token = operator) =>
      suite.call('routing.whatIf', { days: 7, policy: { ...policy, ...change } }, token);
    expect((await ask({}, clerk)).code).toBe('FORBIDDEN');
    const same = (await ask({})).body;
    expect(same.orders).toBeGreaterThan(5);
    expect(same.changed).toBe(0);
    expect(same.after).toEqual(same.before);
    const shares = ({ storePercent, warehousePercent, humanPercent }: typeof same.before) =>
      storePercent + warehousePercent + humanPercent;
    expect(shares(same.before)).toBeCloseTo(100, 1);
    const shipping = (await ask({ shipFromStore: true, radiusMetres: 9000 })).body;
    expect(shipping.after.warehousePercent).toBeLessThan(shipping.before.warehousePercent);
    expect(shipping.changed).toBeGreaterThan(0);
    expect(shipping.notes.join()).toContain('更远的门店未参与比较');
  });
});
