import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { config } from '../../config';
import { aPaidOrder, aPlace, everythingDone, openShop, place, sellableAt, aSku } from '../orders/testing';
import type { Shop } from '../orders/testing';
import * as staff from '../staff';
import { qrText, withCheckDigit } from './code.rules';
import { closeTask, openTask } from './open-task';
import { endTelling, findTask } from './task.model';
import { aReadyOrder, anAcceptedOrder, codeOf } from './testing';
import type { Shopper } from './testing';
import { reportShipping, resumeReports, tellShopper } from './tell-wechat';

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
  await suite.close();
});

const ready = () => aReadyOrder(suite, { shopper: lin, clerk }, shop);
const call = (name: string, input: object, token = clerk) => suite.callRaw(`pickup.${name}`, input, token);
const redeem = (code: string, given: { storeId?: string; token?: string } = {}) =>
  call('redeem', { storeId: given.storeId ?? shop.storeId, code }, given.token);
const check = (code: string, given: { storeId?: string; token?: string } = {}) =>
  call('checkCode', { storeId: given.storeId ?? shop.storeId, code }, given.token);
const show = (orderId: string, token = lin.token) => call('showCode', { orderId }, token);
const refund = (orderId: string) =>
  suite.callRaw('orders.refund', { orderId, reason: '不想要了' }, lin.token);
const task = async (orderId: string) => (await findTask(suite.ctx(), orderId))!;
const messages = async (orderId: string) =>
  (await suite.sandbox.control.inbox('lin')).messages.filter((message) => message.page.includes(orderId));
const uploads = async () =>
  (await suite.sandbox.control.requests()).filter(({ path }) => path.includes('/upload_shipping_info'))
    .length;
const subscribe = () =>
  suite.sandbox.control.subscribe('lin', {
    templateIds: [config().SUBSCRIBE_TEMPLATE_PICKUP_READY],
    answer: 'accept',
  });

describe('the queue', () => {
  test('shows a paid pickup order with what staff need, and no phone number', async () => {
    const { code } = await suite.sandbox.control.phoneCode('lin');
    await suite.call('identity.bindPhone', { code }, lin.token);
    const order = await aPaidOrder(suite, lin, aPlace(shop, { remark: '请包装' }));
    const { body } = await suite.call(
      'pickup.listQueue',
      { storeId: shop.storeId, stage: 'to_accept' },
      clerk,
    );
    expect(body.items.find((item) => item.orderId === order.orderId)).toMatchObject({
      orderNo: order.orderNo,
      stageText: '待接单',
      customerText: '顾客 ****8001',
      remark: '请包装',
      actions: ['accept', 'reject'],
      lines: [{ skuId: shop.skuId, quantity: 1 }],
    });
    expect(JSON.stringify(body)).not.toContain('13800138001');
    expect(body.counts.to_accept).toBeGreaterThan(0);
  });

  test('never shows unpaid or delivery orders', async () => {
    const unpaid = await place(suite, lin.token, aPlace(shop));
    expect((await call('accept', { orderId: unpaid.orderId })).code).toBe('NOT_FOUND');
    expect(await findTask(suite.ctx(), unpaid.orderId)).toBeNull();
  });

  test('pages oldest first without gap or repeat', async () => {
    for (let i = 0; i < 3; i += 1) await aPaidOrder(suite, lin, aPlace(shop, { storeId: shop.otherStoreId }));
    const storeId = shop.otherStoreId;
    const seen: { orderId: string; paidAt: string }[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof queue>> = await queue({
        storeId,
        limit: 1,
        ...(cursor ? { cursor } : {}),
      });
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen.map(({ orderId }) => orderId)).size).toBe(3);
    expect(seen.map(({ paidAt }) => paidAt)).toEqual(seen.map(({ paidAt }) => paidAt).sort());
  });

  test('forgets what was finished more than a week ago', async () => {
    const order = await ready();
    await redeem((await codeOf(suite, lin, order.orderId)).digits);
    const finished = async () =>
      (await suite.call('pickup.listQueue', { storeId: shop.storeId, stage: 'handed_over' }, clerk)).body;
    const { items, counts } = await finished();
    expect(items.map(({ orderId }) => orderId)).toContain(order.orderId);
    expect(counts.handed_over).toBe(items.length);
    await suite.advance(8 * 24 * 3600);
    expect((await finished()).items).toEqual([]);
  });

  const queue = async (input: { storeId: string; limit: number; cursor?: string }) =>
    (await suite.call('pickup.listQueue', input, otherClerk)).body;

  test('is the same whatever order its news come in', async () => {
    const order = await aPaidOrder(suite, lin, aPlace(shop));
    await refund(order.orderId);
    await everythingDone(suite);
    const news = { ...order, customerId: '', storeId: shop.storeId };
    await openTask(suite.ctx(), news);
    await closeTask(suite.ctx(), news);
    expect((await task(order.orderId)).stage).toBe('closed');
  });
});

describe('the work of the store', () => {
  test('goes accept, ready, and each step is the same when tapped twice', async () => {
    const { orderId } = await aPaidOrder(suite, lin, aPlace(shop));
    const accepts = await Promise.all([call('accept', { orderId }), call('accept', { orderId })]);
    accepts.forEach(({ body }) =>
      expect(body).toMatchObject({ stage: 'preparing', actions: ['markReady', 'reject'] }),
    );
    const readies = await Promise.all([call('markReady', { orderId }), call('markReady', { orderId })]);
    readies.forEach(({ body }) => expect(body).toMatchObject({ stage: 'ready', actions: ['handOver'] }));
    expect((await call('accept', { orderId })).body).toMatchObject({ stage: 'ready' });
    const { body } = await suite.call('orders.get', { orderId }, lin.token);
    expect(body).toMatchObject({
      status: 'ready',
      actions: ['showPickupCode', 'shareCode', 'extendPickup', 'refund'],
    });
    const actions = (await staff.listAudit(suite.ctx(), orderId)).map(({ action, by, storeId }) => [
      action,
      by,
      storeId,
    ]);
    expect(actions).toEqual([
      ['pickup.markReady', 'laozhou', shop.storeId],
      ['pickup.accept', 'laozhou', shop.storeId],
    ]);
  });

  test('refuses steps out of turn', async () => {
    const order = await aPaidOrder(suite, lin, aPlace(shop));
    expect((await call('markReady', { orderId: order.orderId })).code).toBe('ORDER_STATE_CONFLICT');
    await refund(order.orderId);
    expect((await call('accept', { orderId: order.orderId })).code).toBe('ORDER_STATE_CONFLICT');
    expect((await call('markReady', { orderId: order.orderId })).code).toBe('ORDER_STATE_CONFLICT');
  });

  test('stays in its store: others get NOT_FOUND', async () => {
    const { orderId } = await aPaidOrder(suite, lin, aPlace(shop));
    for (const step of ['accept', 'markReady'])
      expect((await call(step, { orderId }, otherClerk)).code).toBe('NOT_FOUND');
    expect((await call('listQueue', { storeId: shop.storeId }, otherClerk)).code).toBe('NOT_FOUND');
    expect((await check('12345678', { token: otherClerk })).code).toBe('NOT_FOUND');
    expect((await redeem('12345678', { token: otherClerk })).code).toBe('NOT_FOUND');
    expect((await call('accept', { orderId: '0'.repeat(20) })).code).toBe('NOT_FOUND');
  });

  test('is for staff, and wants proper input', async () => {
    const orderId = '0'.repeat(20);
    for (const step of ['accept', 'markReady']) {
      expect((await call(step, { orderId }, lin.token)).code).toBe('FORBIDDEN');
      expect((await suite.callRaw(`pickup.${step}`, { orderId })).code).toBe('LOGIN_REQUIRED');
      expect((await call(step, { orderId: 'x' })).code).toBe('INVALID_INPUT');
    }
    for (const name of ['checkCode', 'redeem']) {
      expect((await call(name, { storeId: shop.storeId, code: '123' })).code).toBe('INVALID_INPUT');
      expect((await call(name, { code: '12345678' })).code).toBe('INVALID_INPUT');
    }
    expect((await call('listQueue', { storeId: shop.storeId, stage: 'lost' })).code).toBe('INVALID_INPUT');
    expect((await call('listQueue', { storeId: shop.storeId, cursor: 'made-up' })).code).toBe(
      'INVALID_INPUT',
    );
    expect((await show('x')).code).toBe('INVALID_INPUT');
  });
});

describe('telling WeChat', () => {
  test('sends one message to who asked for it, and reports self-pickup', async () => {
    await subscribe();
    const before = await uploads();
    const order = await ready();
    const [message] = await messages(order.orderId);
    expect(message).toMatchObject({ title: '取货提醒', page: `order/detail/index?orderId=${order.orderId}` });
    expect(message!.data).toMatchObject({ thing1: '静安寺店', character_string2: order.orderNo });
    expect(await uploads()).toBe(before + 1);
    await Promise.all([tellShopper(suite.ctx(), order.orderId), reportShipping(suite.ctx(), order.orderId)]);
    expect(await messages(order.orderId)).toHaveLength(1);
    expect(await uploads()).toBe(before + 1);
    expect(await task(order.orderId)).toMatchObject({
      message: { state: 'done' },
      shipping: { state: 'done' },
    });
  });

  test('writes down that nobody asked for a message, and does not try again', async () => {
    const order = await ready();
    expect((await task(order.orderId)).message).toMatchObject({ state: 'refused', code: '43101' });
    expect(await messages(order.orderId)).toHaveLength(0);
  });

  test('goes on trying while WeChat does not answer', async () => {
    await subscribe();
    const order = await anAcceptedOrder(suite, { shopper: lin, clerk }, shop);
    await suite.sandbox.control.faults({ failNext: { path: '/cgi-bin/message/subscribe/send', drop: true } });
    await suite.sandbox.control.faults({
      failNext: { path: '/wxa/sec/order/upload_shipping_info', errcode: -1 },
    });
    await call('markReady', { orderId: order.orderId });
    await everythingDone(suite);
    expect(await messages(order.orderId)).toHaveLength(1);
    expect(await task(order.orderId)).toMatchObject({
      message: { state: 'done' },
      shipping: { state: 'done' },
    });
  });

  test('takes a report up again whose job was lost', async () => {
    const order = await ready();
    const lost = { state: 'due', at: suite.ctx().now, code: null } as const;
    await endTelling(order.orderId, 'shipping', lost);
    await resumeReports(suite.ctx());
    await everythingDone(suite);
    expect((await task(order.orderId)).shipping.state).toBe('due');
    await suite.advance(3 * 3600 + 1);
    await resumeReports(suite.ctx());
    await everythingDone(suite);
    expect((await task(order.orderId)).shipping).toMatchObject({ state: 'done', code: '10060023' });
  });

  test('takes "already shipped" for an answer', async () => {
    const order = await anAcceptedOrder(suite, { shopper: lin, clerk }, shop);
    const path = '/wxa/sec/order/upload_shipping_info';
    await suite.sandbox.control.faults({ failNext: { path, errcode: 10060002 } });
    await call('markReady', { orderId: order.orderId });
    await everythingDone(suite);
    expect((await task(order.orderId)).shipping).toMatchObject({ state: 'done', code: '10060002' });
  });
});

describe('the pickup code', () => {
  test('is shown to its owner while the order waits, and to nobody else', async () => {
    const order = await anAcceptedOrder(suite, { shopper: lin, clerk }, shop);
    expect((await show(order.orderId)).code).toBe('PICKUP_NOT_READY');
    await call('markReady', { orderId: order.orderId });
    const { body } = await suite.call('pickup.showCode', { orderId: order.orderId }, lin.token);
    expect(body.digits).toMatch(/^\d{8}$/);
    expect(body.qrText).toMatch(/^PK1\./);
    expect(body.refreshInSeconds).toBeLessThanOrEqual(30);
    const wang = await suite.loginShopper('wang');
    expect((await show(order.orderId, wang)).code).toBe('NOT_FOUND');
    expect((await show(order.orderId, clerk)).code).toBe('FORBIDDEN');
    await redeem(body.digits);
    expect((await show(order.orderId)).code).toBe('PICKUP_ALREADY_HANDED_OVER');
    const closed = await ready();
    await refund(closed.orderId);
    expect((await show(closed.orderId)).code).toBe('PICKUP_ORDER_CLOSED');
  });

  test('opens the order by digits and by QR, and is looked at before it is used', async () => {
    const order = await ready();
    const { digits, qrText: qr } = await codeOf(suite, lin, order.orderId);
    expect((await check(digits)).body).toMatchObject({ orderId: order.orderId, stage: 'ready' });
    expect((await check(`${digits.slice(0, 4)} ${digits.slice(4)}`)).status).toBe(200);
    expect((await redeem(qr)).body).toMatchObject({ stage: 'handed_over', actions: [] });
    const { body } = await suite.call('orders.get', { orderId: order.orderId }, lin.token);
    expect(body).toMatchObject({ status: 'handed_over', statusText: '已取货' });
    expect(body.handedOverAt).not.toBeNull();
    const actions = (await staff.listAudit(suite.ctx(), order.orderId)).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['pickup.checkCode', 'pickup.redeem']));
  });

  test('takes the goods out of the stock when they are handed over', async () => {
    const skuId = await aSku(suite, 2, shop.storeId);
    const order = await aPaidOrder(suite, lin, aPlace(shop, { lines: [{ skuId, quantity: 1 }] }));
    for (const step of ['accept', 'markReady']) await call(step, { orderId: order.orderId });
    await redeem((await codeOf(suite, lin, order.orderId)).digits);
    await everythingDone(suite);
    expect(await sellableAt(suite, shop.storeId, skuId)).toBe(1);
  });

  test('works once: the second time says when it was used', async () => {
    const order = await ready();
    const { digits, qrText: qr } = await codeOf(suite, lin, order.orderId);
    await redeem(digits);
    for (const code of [digits, qr]) {
      for (const again of [await redeem(code), await check(code)]) {
        expect(again.code).toBe('PICKUP_ALREADY_HANDED_OVER');
        expect(again.body).toMatchObject({ error: { details: { at: expect.any(String) } } });
      }
    }
  });

  test('names the right store in the wrong one', async () => {
    const order = await ready();
    const { digits, qrText: qr } = await codeOf(suite, lin, order.orderId);
    const elsewhere = { storeId: shop.otherStoreId, token: otherClerk };
    for (const code of [digits, qr]) {
      for (const refused of [await check(code, elsewhere), await redeem(code, elsewhere)]) {
        expect(refused.code).toBe('PICKUP_WRONG_STORE');
        expect(refused.body).toMatchObject({ error: { details: { storeName: '静安寺店' } } });
      }
    }
    expect((await redeem(qr)).status).toBe(200);
  });

  test('changes every half-minute: the one before still opens, older ones do not', async () => {
    const order = await ready();
    const { qrText: qr } = await codeOf(suite, lin, order.orderId);
    await suite.advance(30);
    expect((await check(qr)).status).toBe(200);
    await suite.advance(30);
    expect((await check(qr)).code).toBe('PICKUP_CODE_EXPIRED');
    expect((await redeem(qr)).code).toBe('PICKUP_CODE_EXPIRED');
    expect((await redeem((await codeOf(suite, lin, order.orderId)).qrText)).status).toBe(200);
  });

  test('has digits for seven days; who looks later gets new ones', async () => {
    const order = await ready();
    const { digits } = await codeOf(suite, lin, order.orderId);
    // The order itself would end with its seven days.
    expect((await suite.call('pickup.extend', { orderId: order.orderId }, lin.token)).status).toBe(200);
    await suite.advance(7 * 24 * 3600 + 60);
    expect((await check(digits)).code).toBe('PICKUP_CODE_EXPIRED');
    expect((await redeem(digits)).code).toBe('PICKUP_CODE_EXPIRED');
    const renewed = await codeOf(suite, lin, order.orderId);
    expect(renewed.digits).not.toBe(digits);
    expect((await redeem(renewed.digits)).status).toBe(200);
  });

  test('does not open a refunded order', async () => {
    const order = await ready();
    const { digits, qrText: qr } = await codeOf(suite, lin, order.orderId);
    await refund(order.orderId);
    for (const code of [digits, qr]) {
      expect((await check(code)).code).toBe('PICKUP_ORDER_CLOSED');
      expect((await redeem(code)).code).toBe('PICKUP_ORDER_CLOSED');
    }
  });

  test('is not the order number, which only tells to wait', async () => {
    const order = await anAcceptedOrder(suite, { shopper: lin, clerk }, shop);
    expect((await check(order.orderNo)).code).toBe('PICKUP_NOT_READY');
    expect((await redeem(order.orderNo)).code).toBe('PICKUP_NOT_READY');
    await call('markReady', { orderId: order.orderId });
    expect((await redeem(order.orderNo)).code).toBe('PICKUP_CODE_UNKNOWN');
  });

  test('cannot be forged from what is printed on the order', async () => {
    const order = await ready();
    const secret = Buffer.alloc(32).toString('base64');
    const forged = qrText({ orderId: order.orderId, storeId: shop.storeId, secret }, suite.ctx().now);
    expect((await redeem(forged)).code).toBe('PICKUP_CODE_UNKNOWN');
    expect((await suite.call('orders.get', { orderId: order.orderId }, lin.token)).body.status).toBe('ready');
  });
});

describe('guessing', () => {
  const userid = 'yunying';
  const wrong = (n: number) => withCheckDigit(String(n).padStart(7, '0'));

  test('is stopped after five unknown codes in ten minutes, whatever the sixth one is', async () => {
    await staff.saveStaff(suite.ctx(), {
      userid,
      name: '云英',
      role: 'operator',
      stores: [],
    });
    const token = await suite.loginStaff(userid);
    const order = await ready();
    const { digits } = await codeOf(suite, lin, order.orderId);
    await suite.advance(11 * 60);
    const tries = await Promise.all(Array.from({ length: 12 }, (_, i) => redeem(wrong(i), { token })));
    const answers = tries.map(({ code }) => code);
    expect(answers.filter((code) => code === 'PICKUP_CODE_UNKNOWN')).toHaveLength(5);
    expect(answers.filter((code) => code === 'TOO_MANY_TRIES')).toHaveLength(7);
    expect((await redeem(digits, { token })).code).toBe('TOO_MANY_TRIES');
    expect((await check(digits, { token })).code).toBe('TOO_MANY_TRIES');
    expect((await check(digits)).status).toBe(200);
    await suite.advance(10 * 60 + 1);
    expect((await check(wrong(99), { token })).code).toBe('PICKUP_CODE_UNKNOWN');
    expect((await redeem(digits, { token })).status).toBe(200);
  });

  test('is not what a clerk does who is right', async () => {
    const order = await ready();
    const { digits } = await codeOf(suite, lin, order.orderId);
    for (let i = 0; i < 8; i += 1) expect((await check(digits)).status).toBe(200);
  });
});
