import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { config } from '../../config';
import { aMember, aPaidOrder, aPlace, aSku, everythingDone, openShop, sellableAt } from '../orders/testing';
import type { Shop } from '../orders/testing';
import { findById } from '../orders/order.model';
import * as staff from '../staff';
import { sweepUncollected } from './keep-longer';
import { findTask } from './task.model';
import { aReadyOrder, anAcceptedOrder, codeOf, counterErrors } from './testing';
import type { Shopper } from './testing';

const DAY = 24 * 3600;
const TWO_FEN = 240_00;

let suite: Suite;
let shop: Shop;
let lin: Shopper;
let clerk: string;
let otherClerk: string;

beforeAll(async () => {
  suite = await startSuite();
  shop = await openShop(suite);
  lin = { id: 'lin', token: await suite.loginShopper('lin') };
  clerk = await suite.loginStaff('laozhou');
  otherClerk = await suite.loginStaff('aqiang');
});
afterAll(async () => {
  await everythingDone(suite);
  expect(await counterErrors(suite)).toEqual([]);
  await suite.close();
});

const call = (name: string, input: object, token = clerk) => suite.callRaw(`pickup.${name}`, input, token);
const redeem = (code: string, given: { lineNos?: number[]; storeId?: string } = {}, token = clerk) =>
  call('redeem', { storeId: shop.storeId, code, ...given }, token);
const own = (name: string, orderId: string, token = lin.token) => call(name, { orderId }, token);
const look = async (orderId: string) => (await suite.call('orders.get', { orderId }, lin.token)).body;
const task = async (orderId: string) => (await findTask(suite.ctx(), orderId))!;
const refund = (orderId: string) =>
  suite.callRaw('orders.refund', { orderId, reason: '不想要了' }, lin.token);
const ready = (given: Parameters<typeof aPlace>[1] = {}) =>
  aReadyOrder(suite, { shopper: lin, clerk, place: given }, shop);
const twoSkus = async () => {
  const skuIds = [
    await aSku(suite, 3, shop.storeId, shop.otherStoreId),
    await aSku(suite, 3, shop.storeId, shop.otherStoreId),
  ];
  const lines = skuIds.map((skuId) => ({ skuId, quantity: 1 }));
  return { skuIds, order: await ready({ lines, expectedPayableFen: TWO_FEN }) };
};
const digitsOf = async (orderId: string) => (await codeOf(suite, lin, orderId)).digits;

describe('collecting line by line', () => {
  test('leaves the rest ready, takes the stock of each, and ends with the last', async () => {
    const { skuIds, order } = await twoSkus();
    const { orderId } = order;
    const digits = await digitsOf(orderId);
    const first = await redeem(digits, { lineNos: [2] });
    expect(first.body).toMatchObject({
      stage: 'ready',
      lines: [{ handedOver: false }, { handedOver: true }],
    });
    await everythingDone(suite);
    const onHand = async () => Promise.all(skuIds.map((skuId) => sellableAt(suite, shop.storeId, skuId)));
    expect(await onHand()).toEqual([2, 2]);
    expect((await redeem(digits, { lineNos: [2] })).code).toBe('PICKUP_ALREADY_HANDED_OVER');
    expect((await redeem(digits, { lineNos: [7] })).code).toBe('INVALID_INPUT');
    expect((await refund(orderId)).code).toBe('ORDER_NOT_REFUNDABLE');
    expect((await look(orderId)).actions).toContain('aftersale');
    expect((await redeem(digits)).body).toMatchObject({ stage: 'handed_over' });
    expect((await redeem(digits)).code).toBe('PICKUP_ALREADY_HANDED_OVER');
    await everythingDone(suite);
    const actions = (await staff.listAudit(suite.ctx(), orderId)).map(({ action }) => action);
    expect(actions.filter((action) => action.startsWith('pickup.redeem'))).toEqual([
      'pickup.redeem',
      'pickup.redeemPart',
    ]);
    expect(await counterErrors(suite)).toEqual([]);
  });

  test('pays what is never collected back, and keeps sold what was', async () => {
    const { skuIds, order } = await twoSkus();
    await redeem(await digitsOf(order.orderId), { lineNos: [1] });
    await suite.advance(7 * DAY + 1);
    await sweepUncollected(suite.ctx());
    await everythingDone(suite);
    expect(await look(order.orderId)).toMatchObject({ status: 'handed_over', refundedFen: 120_00 });
    expect((await task(order.orderId)).stage).toBe('handed_over');
    expect(await sellableAt(suite, shop.storeId, skuIds[1]!)).toBe(3);
  });
});

describe('a friend', () => {
  const share = async (orderId: string) =>
    (await suite.call('pickup.shareCode', { orderId }, lin.token)).body;

  test('sees where to go and for what, collects once, and leaves a trace', async () => {
    const { orderId } = await ready();
    const { token, qrText } = await share(orderId);
    const friend = await aMember(suite);
    const { body } = await suite.call('pickup.openShare', { token }, friend.token);
    expect(body).toMatchObject({
      state: 'open',
      qrText,
      store: { name: '静安寺店' },
      lines: [{ quantity: 1 }],
    });
    expect(JSON.stringify(body)).not.toContain(orderId);
    const checked = await call('checkCode', { storeId: shop.storeId, code: qrText });
    expect((checked.body as { customerText: string }).customerText).toMatch(/朋友代取/);
    expect((await redeem(token)).body).toMatchObject({ stage: 'handed_over' });
    expect((await redeem(qrText)).code).toBe('PICKUP_ALREADY_HANDED_OVER');
    expect((await suite.call('pickup.openShare', { token }, friend.token)).body).toMatchObject({
      state: 'used',
      qrText: null,
      lines: [],
    });
    const actions = (await staff.listAudit(suite.ctx(), orderId)).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['pickup.shareCode', 'pickup.friendCollected']));
    expect((await own('shareCode', orderId)).code).toBe('PICKUP_ALREADY_HANDED_OVER');
  });

  test('has one day, until the shopper changes their mind or asks another friend', async () => {
    const { orderId } = await ready();
    const old = await share(orderId);
    const taken = await share(orderId);
    expect((await redeem(old.token)).code).toBe('PICKUP_CODE_EXPIRED');
    expect((await own('revokeShare', orderId)).body).toEqual({ revoked: true });
    expect((await own('revokeShare', orderId)).body).toEqual({ revoked: false });
    expect((await redeem(taken.token)).code).toBe('PICKUP_CODE_EXPIRED');
    const late = await share(orderId);
    await suite.advance(DAY);
    expect((await redeem(late.token)).code).toBe('PICKUP_CODE_EXPIRED');
    expect((await suite.call('pickup.openShare', { token: late.token }, lin.token)).body.state).toBe('over');
    expect((await redeem(await digitsOf(orderId))).status).toBe(200);
  });

  test('gets a code only for an own order that is ready, and only where the goods are', async () => {
    const { orderId } = await anAcceptedOrder(suite, { shopper: lin, clerk }, shop);
    expect((await own('shareCode', orderId)).code).toBe('PICKUP_NOT_READY');
    const stranger = await aMember(suite);
    expect((await own('shareCode', orderId, stranger.token)).code).toBe('NOT_FOUND');
    expect((await own('revokeShare', orderId, stranger.token)).code).toBe('NOT_FOUND');
    await call('markReady', { orderId });
    const { token } = await share(orderId);
    const elsewhere = await redeem(token, { storeId: shop.otherStoreId }, otherClerk);
    expect(elsewhere.code).toBe('PICKUP_WRONG_STORE');
    await refund(orderId);
    expect((await own('shareCode', orderId)).code).toBe('PICKUP_ORDER_CLOSED');
    expect((await redeem(token)).code).toBe('PICKUP_ORDER_CLOSED');
    expect((await call('openShare', { token: 'a'.repeat(16) }, lin.token)).code).toBe('NOT_FOUND');
  });
});

describe('the wrong store', () => {
  const here = (code: string, token = otherClerk) =>
    call('transferHere', { storeId: shop.otherStoreId, code }, token);
  const checkHere = (code: string) => call('checkCode', { storeId: shop.otherStoreId, code }, otherClerk);

  test('is told the right one, and can take the order over with one tap', async () => {
    const { skuIds, order } = await twoSkus();
    const { orderId } = order;
    const { digits, qrText } = await codeOf(suite, lin, orderId);
    const details = { storeName: '静安寺店', canTransfer: true };
    expect((await checkHere(qrText)).body).toMatchObject({ error: { details } });
    expect((await here(digits)).body).toMatchObject({ stage: 'ready', storeId: shop.otherStoreId });
    await everythingDone(suite);
    expect(await look(orderId)).toMatchObject({
      status: 'ready',
      movedText: '因顾客到店自提，订单已由「静安寺店」改为「南京西路店」备货',
    });
    expect(await sellableAt(suite, shop.storeId, skuIds[0]!)).toBe(3);
    expect(await sellableAt(suite, shop.otherStoreId, skuIds[0]!)).toBe(2);
    const renewed = await codeOf(suite, lin, orderId);
    expect((await here(renewed.qrText)).status).toBe(200);
    expect((await redeem(renewed.digits)).code).toBe('PICKUP_WRONG_STORE');
    const over = await redeem(renewed.digits, { storeId: shop.otherStoreId }, otherClerk);
    expect(over.body).toMatchObject({ stage: 'handed_over' });
    await everythingDone(suite);
    expect(await counterErrors(suite)).toEqual([]);
  });

  test('packs an order that is not ready elsewhere by its number', async () => {
    const { orderId, orderNo } = await aPaidOrder(suite, lin, aPlace(shop));
    expect((await here(orderNo)).body).toMatchObject({ stage: 'preparing' });
    await everythingDone(suite);
    expect((await look(orderId)).status).toBe('accepted');
    expect((await call('markReady', { orderId }, otherClerk)).body).toMatchObject({ stage: 'ready' });
  });

  test('cannot without the goods, the code, or an order that is still whole', async () => {
    const skuId = await aSku(suite, 1, shop.storeId);
    const only = await ready({ lines: [{ skuId, quantity: 1 }] });
    const code = await codeOf(suite, lin, only.orderId);
    expect((await checkHere(code.qrText)).body).toMatchObject({ error: { details: { canTransfer: false } } });
    expect((await here(code.qrText)).code).toBe('OUT_OF_STOCK');
    expect((await here('PF1.0000000000000a0a')).code).toBe('PICKUP_CODE_UNKNOWN');
    await suite.advance(120);
    expect((await here(code.qrText)).code).toBe('PICKUP_CODE_EXPIRED');
    const { order } = await twoSkus();
    const digits = await digitsOf(order.orderId);
    await redeem(digits, { lineNos: [1] });
    expect((await here(digits)).code).toBe('ORDER_STATE_CONFLICT');
    const { qrText } = await codeOf(suite, lin, order.orderId);
    await redeem(digits);
    expect((await here(qrText)).code).toBe('PICKUP_ALREADY_HANDED_OVER');
    await refund(only.orderId);
    const fresh = (await codeOf(suite, lin, (await ready()).orderId)).qrText;
    expect((await here(code.qrText)).code).toBe('PICKUP_ORDER_CLOSED');
    expect((await here(fresh, clerk)).code).toBe('NOT_FOUND');
    for (let i = 0; i < 5; i += 1) await here(`PF1.00000000000000${i}b`);
    expect((await here(fresh)).code).toBe('TOO_MANY_TRIES');
    await suite.advance(601);
  });
});

describe('goods nobody collects', () => {
  test('are reminded of after two days, and go back with the money after seven', async () => {
    const templateId = config().SUBSCRIBE_TEMPLATE_PICKUP_READY;
    // One for each order of the tests before that is reminded of at the same time.
    for (let i = 0; i < 20; i += 1)
      await suite.sandbox.control.subscribe('lin', { templateIds: [templateId], answer: 'accept' });
    const skuId = await aSku(suite, 1, shop.storeId);
    const { orderId } = await ready({ lines: [{ skuId, quantity: 1 }] });
    await suite.advance(2 * DAY + 1);
    await everythingDone(suite);
    const { messages } = await suite.sandbox.control.inbox('lin');
    const mine = messages.filter(({ page }) => page.includes(orderId));
    expect(mine.map(({ data }) => data.thing4)).toEqual([
      '请凭小程序里的取货码到店取货',
      '商品仍在等您，请在此前取货',
    ]);
    await suite.advance(5 * DAY);
    await everythingDone(suite);
    expect(await look(orderId)).toMatchObject({
      status: 'refunded',
      closedReason: '超过保留时间未取货，已自动退款',
    });
    expect(await sellableAt(suite, shop.storeId, skuId)).toBe(1);
  });

  test('wait seven days longer when the shopper asks, once', async () => {
    const { orderId } = await ready();
    const before = (await findById(orderId))?.collectBefore;
    const longer = new Date(before!.getTime() + 7 * DAY * 1000).toISOString();
    expect((await own('extend', orderId)).body).toEqual({ collectBefore: longer });
    expect((await own('extend', orderId)).body).toEqual({ collectBefore: longer });
    expect((await look(orderId)).actions).not.toContain('extendPickup');
    await suite.advance(7 * DAY + 1);
    await everythingDone(suite);
    expect((await look(orderId)).status).toBe('ready');
    expect((await redeem(await digitsOf(orderId))).status).toBe(200);
    expect((await own('extend', orderId)).code).toBe('PICKUP_ALREADY_HANDED_OVER');
    const early = await aPaidOrder(suite, lin, aPlace(shop));
    expect((await own('extend', early.orderId)).code).toBe('PICKUP_NOT_READY');
    await refund(early.orderId);
    expect((await own('extend', early.orderId)).code).toBe('PICKUP_ORDER_CLOSED');
  });
});
