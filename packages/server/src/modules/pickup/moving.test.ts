import { config } from '../../config';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as inventory from '../inventory';
import { followOffer } from '../orders/move-fulfilment';
import { completeForgotten } from '../orders/confirm-receipt';
import { findById } from '../orders/order.model';
import { aDelivery, aPaidOrder, aPlace, aSku, everythingDone, openShop, sellableAt } from '../orders/testing';
import type { Shop } from '../orders/testing';
import { expireOffers } from '../routing/answer-offer';
import * as staff from '../staff';
import { findTask } from './task.model';
import { anAcceptedOrder, counterErrors } from './testing';
import type { Shopper } from './testing';

const DELIVERY_FEN = 120_00;

let suite: Suite;
let shop: Shop;
let lin: Shopper;
let clerk: string;
let otherClerk: string;
let operator: string;

beforeAll(async () => {
  suite = await startSuite();
  shop = await openShop(suite);
  lin = { id: 'lin', token: await suite.loginShopper('lin') };
  clerk = await suite.loginStaff('laozhou');
  otherClerk = await suite.loginStaff('aqiang');
  await staff.saveStaff(suite.ctx(), { userid: 'yunying', name: '云英', role: 'operator', stores: [] });
  operator = await suite.loginStaff('yunying');
});
afterAll(async () => {
  await everythingDone(suite);
  expect(await counterErrors(suite)).toEqual([]);
  await suite.close();
});

const call = (name: string, input: object, token = clerk) => suite.callRaw(`pickup.${name}`, input, token);
const look = async (orderId: string) => (await suite.call('orders.get', { orderId }, lin.token)).body;
const task = async (orderId: string) => (await findTask(suite.ctx(), orderId))!;
const reject = (orderId: string, reason = 'STORE_BUSY', token = clerk) =>
  call('reject', { orderId, reason }, token);
const queueOf = async (storeId: string, token: string) =>
  (await suite.call('pickup.listQueue', { storeId }, token)).body.items.map(({ orderId }) => orderId);
describe('an order that its store cannot serve', () => {
  test('goes to the next one: order, goods and task together, and the shopper reads it', async () => {
    const skuId = await aSku(suite, 2, shop.storeId, shop.otherStoreId);
    const lines = [{ skuId, quantity: 1 }];
    const { orderId } = await anAcceptedOrder(suite, { shopper: lin, clerk, place: { lines } }, shop);
    const { body } = await reject(orderId);
    expect(body).toMatchObject({ stage: 'closed', actions: [] });
    await everythingDone(suite);
    expect(await look(orderId)).toMatchObject({
      status: 'paid',
      store: { name: '南京西路店' },
      movedText: '因门店忙不过来，订单已由「静安寺店」改为「南京西路店」备货',
    });
    expect(await sellableAt(suite, shop.storeId, skuId)).toBe(2);
    expect(await sellableAt(suite, shop.otherStoreId, skuId)).toBe(1);
    expect(await queueOf(shop.storeId, clerk)).not.toContain(orderId);
    expect(await queueOf(shop.otherStoreId, otherClerk)).toContain(orderId);
    expect(await task(orderId)).toMatchObject({
      stage: 'to_accept',
      movedText: '由「静安寺店」转来：门店忙不过来',
    });
    expect((await reject(orderId)).body).toMatchObject({ stage: 'closed', storeId: shop.storeId });
    expect((await call('accept', { orderId }, clerk)).code).toBe('NOT_FOUND');
    expect((await call('accept', { orderId }, otherClerk)).body).toMatchObject({ stage: 'preparing' });
    expect(await counterErrors(suite)).toEqual([]);
  });

  test('is told by one message, however often it moves', async () => {
    const templateId = config().SUBSCRIBE_TEMPLATE_PICKUP_READY;
    config().SUBSCRIBE_TEMPLATE_ORDER_MOVED = templateId;
    for (let i = 0; i < 2; i += 1)
      await suite.sandbox.control.subscribe('lin', { templateIds: [templateId], answer: 'accept' });
    const { orderId } = await aPaidOrder(suite, lin, aPlace(shop));
    const messages = async () =>
      (await suite.sandbox.control.inbox('lin')).messages.filter(({ page }) => page.includes(orderId));
    await reject(orderId);
    await everythingDone(suite);
    const told = await messages();
    expect(told).toHaveLength(1);
    expect(told[0]?.data).toMatchObject({ thing1: '南京西路店', thing4: '原门店无法备货，已换门店' });
    await reject(orderId, 'OTHER', otherClerk);
    await everythingDone(suite);
    expect(await messages()).toHaveLength(1);
    delete config().SUBSCRIBE_TEMPLATE_ORDER_MOVED;
    const untold = await aPaidOrder(suite, lin, aPlace(shop));
    await reject(untold.orderId);
    await everythingDone(suite);
    expect((await task(untold.orderId)).moved).toMatchObject({ state: 'refused', code: 'over' });
    expect((await look(untold.orderId)).movedText).not.toBeNull();
  });

  test('waits for a person when no store is left, and comes back to life or is paid back', async () => {
    const skuId = await aSku(suite, 1, shop.storeId);
    const stuck = async () => {
      const { orderId } = await aPaidOrder(suite, lin, aPlace(shop, { lines: [{ skuId, quantity: 1 }] }));
      expect((await reject(orderId)).status).toBe(200);
      await everythingDone(suite);
      expect((await findById(orderId))?.needsAttention).toMatch(/没有门店能履约/);
      expect((await call('accept', { orderId })).code).toBe('ORDER_STATE_CONFLICT');
      expect((await task(orderId)).stage).toBe('closed');
      return orderId;
    };
    const assigned = await stuck();
    const assign = { orderId: assigned, action: 'assign', storeId: shop.storeId };
    expect((await suite.callRaw('routing.resolveStuck', assign, operator)).status).toBe(200);
    await everythingDone(suite);
    expect((await findById(assigned))?.needsAttention).toBeNull();
    expect((await call('accept', { orderId: assigned })).body).toMatchObject({ stage: 'preparing' });
    await suite.callRaw('orders.refund', { orderId: assigned, reason: '不想要了' }, lin.token);
    await everythingDone(suite);
    const given = await stuck();
    const refund = { orderId: given, action: 'refund' };
    expect((await suite.callRaw('routing.resolveStuck', refund, operator)).status).toBe(200);
    await everythingDone(suite);
    expect(await look(given)).toMatchObject({ status: 'refunded', closedReason: '门店无法履约，已为您退款' });
    expect(await sellableAt(suite, shop.storeId, skuId)).toBe(1);
  });

  test('moves by itself when nobody answers in time, and then the first store is too late', async () => {
    const { orderId } = await aPaidOrder(suite, lin, aPlace(shop));
    await suite.advance(3600);
    const late = await call('accept', { orderId });
    expect(late.code).toBe('ORDER_STATE_CONFLICT');
    await expireOffers(suite.ctx());
    await everythingDone(suite);
    expect((await look(orderId)).movedText).toMatch(/门店超时未接单/);
    expect((await task(orderId)).storeId).toBe(shop.otherStoreId);
  });

  test('gives a late or doubled offer no second life', async () => {
    const skuId = await aSku(suite, 3, shop.storeId, shop.otherStoreId);
    const { orderId } = await aPaidOrder(suite, lin, aPlace(shop, { lines: [{ skuId, quantity: 1 }] }));
    await suite.callRaw('orders.refund', { orderId, reason: '不想要了' }, lin.token);
    await everythingDone(suite);
    const locationId = shop.otherStoreId;
    const holdId = `${orderId}-late`;
    const until = new Date(suite.ctx().now.getTime() + 600_000);
    await inventory.hold(suite.ctx(), { holdId, locationId, lines: [{ skuId, quantity: 1 }], until });
    const offer = { orderId, hop: 1, locationId, store: null, holdId, reason: null };
    await followOffer(suite.ctx(), offer);
    await followOffer(suite.ctx(), offer);
    expect(await sellableAt(suite, locationId, skuId)).toBe(3);
    expect(await look(orderId)).toMatchObject({ status: 'refunded', movedText: null });
  });

  test('cannot be given back once it is packed, nor by anybody else', async () => {
    const { orderId } = await anAcceptedOrder(suite, { shopper: lin, clerk }, shop);
    expect((await reject(orderId, 'OTHER', otherClerk)).code).toBe('NOT_FOUND');
    await call('markReady', { orderId });
    expect((await reject(orderId)).code).toBe('ORDER_STATE_CONFLICT');
    expect((await call('reject', { orderId, reason: 'TIRED' })).code).toBe('INVALID_INPUT');
  });
});

describe('a parcel', () => {
  const toWarehouse = () => aPaidOrder(suite, lin, aDelivery(shop, { expectedPayableFen: DELIVERY_FEN }));
  const ship = (orderId: string, given: object = {}, token = operator) =>
    call('ship', { orderId, company: 'SF', number: 'SF1234567890', ...given }, token);

  test('is accepted, labelled and sent by the warehouse, and WeChat is told the number', async () => {
    const { orderId } = await toWarehouse();
    expect(await queueOf(inventory.WAREHOUSE, operator)).toContain(orderId);
    expect((await ship(orderId)).code).toBe('ORDER_STATE_CONFLICT');
    expect((await call('showLabel', { orderId }, operator)).code).toBe('ORDER_STATE_CONFLICT');
    expect((await call('accept', { orderId }, operator)).body).toMatchObject({ actions: ['ship', 'reject'] });
    expect((await call('markReady', { orderId }, operator)).code).toBe('ORDER_STATE_CONFLICT');
    const label = await suite.call('pickup.showLabel', { orderId }, operator);
    expect(label.body).toEqual({
      name: '林晓',
      phone: '13800138001',
      region: '上海市静安区',
      street: '测试路 1 号',
    });
    expect((await ship(orderId)).body).toMatchObject({
      stage: 'shipped',
      tracking: { companyName: '顺丰速运' },
    });
    expect((await ship(orderId)).status).toBe(200);
    expect((await ship(orderId, { number: 'SF0000000000' })).code).toBe('ORDER_STATE_CONFLICT');
    await everythingDone(suite);
    const words = 'upload_shipping_info SF1234567890 138****8001';
    expect(await suite.sandbox.control.requests(words)).toHaveLength(1);
    expect((await task(orderId)).shipping).toMatchObject({ state: 'done' });
    expect(await look(orderId)).toMatchObject({ status: 'shipped', statusText: '已发货' });
    const actions = (await staff.listAudit(suite.ctx(), orderId)).map(({ action }) => action);
    expect(actions).toEqual(['pickup.ship', 'pickup.showLabel', 'pickup.accept']);
    const done = await suite.call('orders.confirmReceipt', { orderId }, lin.token);
    expect(done.body).toMatchObject({ status: 'completed', actions: ['aftersale', 'buyAgain'] });
    expect((await suite.callRaw('orders.confirmReceipt', { orderId }, lin.token)).status).toBe(200);
  });

  test('completes by itself after ten days, and not before', async () => {
    const { orderId } = await toWarehouse();
    expect((await suite.callRaw('orders.confirmReceipt', { orderId }, lin.token)).code).toBe(
      'ORDER_STATE_CONFLICT',
    );
    await call('accept', { orderId }, operator);
    await ship(orderId, { company: 'ZTO' });
    await suite.advance(10 * 24 * 3600 - 60);
    await everythingDone(suite);
    expect((await look(orderId)).status).toBe('shipped');
    await suite.advance(61);
    await completeForgotten(suite.ctx());
    await everythingDone(suite);
    expect((await look(orderId)).status).toBe('completed');
  });

  test('whose shipping WeChat refuses shows the reason to staff', async () => {
    const { orderId } = await toWarehouse();
    await call('accept', { orderId }, operator);
    const path = '/wxa/sec/order/upload_shipping_info';
    await suite.sandbox.control.faults({ failNext: { path, errcode: 268485227 } });
    await ship(orderId);
    await everythingDone(suite);
    const { body } = await suite.call(
      'pickup.listQueue',
      { storeId: 'WAREHOUSE', stage: 'shipped' },
      operator,
    );
    expect(body.items.find((item) => item.orderId === orderId)).toMatchObject({
      shippingProblem: '268485227',
    });
  });

  test('is the business of operators, not of stores or the market', async () => {
    const { orderId } = await toWarehouse();
    for (const [name, input] of [
      ['listQueue', { storeId: 'WAREHOUSE' }],
      ['accept', { orderId }],
      ['reject', { orderId, reason: 'OTHER' }],
      ['showLabel', { orderId }],
      ['ship', { orderId, company: 'SF', number: 'SF1234567890' }],
    ] as const)
      expect((await call(name, input, clerk)).code).toBe('NOT_FOUND');
    await staff.saveStaff(suite.ctx(), { userid: 'xiaomei', name: '小美', role: 'marketer', stores: [] });
    const token = await suite.loginStaff('xiaomei');
    expect((await call('listQueue', { storeId: 'WAREHOUSE' }, token)).code).toBe('FORBIDDEN');
    expect((await call('accept', { orderId }, token)).code).toBe('FORBIDDEN');
    expect((await ship(orderId, { company: 'NOBODY' })).code).toBe('INVALID_INPUT');
  });
});
