import { randomUUID } from 'node:crypto';
import type { Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { config } from './config';
import * as catalog from './modules/catalog';
import { aProduct } from './modules/catalog/testing';
import { aTemplate } from './modules/coupons/testing';
import * as inventory from './modules/inventory';
import * as staff from './modules/staff';
import * as stores from './modules/stores';
import { aStore } from './modules/stores/testing';
import { startSuite } from './testing';
import type { Suite } from './testing';

/**
 * The whole story, told over HTTP by the people of the sandbox: 林晓 buys, 小美 guides her, 老周 hands over in 静安寺, 阿强
 * works in another store, and 陈静 lives far away. The chapters build on each other.
 */
type Order = Reply<Contracts['orders.get']>;
const HERE = { latitude: 31.2235, longitude: 121.4453 };
const JINGAN = 'SH-JINGAN';
const NANJINGXI = 'SH-NANJINGXI';
const PRICE_FEN = 199_00;

let suite: Suite;
let skuId: string;
let productId: string;
const token = { lin: '', chen: '', xiaomei: '', laozhou: '', aqiang: '' };

beforeAll(async () => {
  suite = await startSuite();
  const ctx = suite.ctx();
  const always = { hours: stores.AROUND_THE_CLOCK };
  const [jingan, nanjingxi] = [
    aStore({ ...always, ...HERE, storeId: JINGAN, name: '静安寺店' }),
    aStore({ ...always, storeId: NANJINGXI, name: '南京西路店', latitude: 31.2294, longitude: 121.4548 }),
  ];
  await stores.saveStores(ctx, [jingan, nanjingxi]);
  const product = aProduct({ title: '雾蓝亚麻衬衫', prices: [PRICE_FEN, PRICE_FEN] });
  await catalog.saveProduct(ctx, product);
  productId = product.productId;
  skuId = product.skus[0]!.skuId;
  await inventory.setOnHand(ctx, { locationId: JINGAN, skuId, onHand: 5 });
  await inventory.setOnHand(ctx, { locationId: NANJINGXI, skuId, onHand: 0 });
  await inventory.setOnHand(ctx, { locationId: inventory.WAREHOUSE, skuId, onHand: 50 });
  await aTemplate(ctx, { templateId: 'WELCOME' });
  await aTemplate(ctx, { templateId: 'AGAIN' });
  await staff.saveStaff(ctx, { userid: 'xiaomei', name: '小美', role: 'guide', stores: [jingan] });
  await staff.saveStaff(ctx, { userid: 'laozhou', name: '老周', role: 'manager', stores: [jingan] });
  await staff.saveStaff(ctx, { userid: 'aqiang', name: '阿强', role: 'clerk', stores: [nanjingxi] });
});
afterAll(async () => {
  await everythingDone();
  await suite.close();
});

async function everythingDone(): Promise<void> {
  await suite.sandbox.control.settle();
  await suite.settle();
  await suite.sandbox.control.settle();
  await suite.settle();
}
const available = async (storeId = JINGAN): Promise<number> => {
  const { body } = await suite.call('routing.skuAvailability', { storeId, productId });
  return body.skus.find((sku) => sku.skuId === skuId)!.available;
};
const usableCoupons = async (): Promise<number> =>
  (await suite.call('coupons.listMine', {}, token.lin)).body.coupons.filter(
    ({ status }) => status === 'usable',
  ).length;
const get = async (orderId: string): Promise<Order> =>
  (await suite.call('orders.get', { orderId }, token.lin)).body;

async function place(expectedPayableFen: number, coupon: 'auto' | 'none' = 'none'): Promise<Order> {
  const lines = [{ skuId, quantity: 1 }];
  const input = { requestId: randomUUID(), storeId: JINGAN, lines, coupon, expectedPayableFen };
  const { body, code } = await suite.call('orders.place', { ...input, fulfilment: 'pickup' }, token.lin);
  expect(code).toBeUndefined();
  return body;
}
async function pay(orderId: string): Promise<void> {
  const { body: params } = await suite.call('orders.pay', { orderId }, token.lin);
  expect(await suite.sandbox.control.pay('lin', params)).toEqual({ errMsg: 'requestPayment:ok' });
  await everythingDone();
}
async function makeReady(orderId: string): Promise<{ digits: string; qrText: string }> {
  await suite.call('pickup.accept', { orderId }, token.laozhou);
  await suite.call('pickup.markReady', { orderId }, token.laozhou);
  await everythingDone();
  return (await suite.call('pickup.showCode', { orderId }, token.lin)).body;
}
const redeem = (code: string, by = { storeId: JINGAN, token: token.laozhou }) =>
  suite.call('pickup.redeem', { storeId: by.storeId, code }, by.token);

test('1 · everybody logs in, and Lin binds her phone, of which only a mask is shown', async () => {
  token.lin = await suite.loginShopper('lin');
  token.chen = await suite.loginShopper('chen');
  for (const userid of ['xiaomei', 'laozhou', 'aqiang'] as const)
    token[userid] = await suite.loginStaff(userid);
  const { code } = await suite.sandbox.control.phoneCode('lin');
  const bound = await suite.call('identity.bindPhone', { code }, token.lin);
  expect(bound.body.phoneMasked).toBe('138****8001');
  expect(JSON.stringify(bound.body)).not.toContain('13800138001');
});

test('2 · she allows personal advice, browses, and chooses a size', async () => {
  await suite.call('identity.setConsent', { purpose: 'profiling', granted: true }, token.lin);
  const { body: list } = await suite.call('catalog.listProducts', { keyword: '亚麻' });
  expect(list.items.map((item) => item.productId)).toEqual([productId]);
  const { body: product } = await suite.call('catalog.getProduct', { productId });
  expect(product.skus[0]).toMatchObject({ skuId, priceFen: PRICE_FEN, onSale: true });
  const seen = {
    eventId: randomUUID(),
    type: 'product.viewed' as const,
    at: suite.ctx().now.toISOString(),
    productId,
  };
  expect((await suite.call('audience.track', { events: [seen] }, token.lin)).body).toEqual({
    kept: 1,
    ignored: 0,
  });
});

test('3 · she finds the stores within three kilometres and what they lack; Chen is offered delivery', async () => {
  const lines = [{ skuId, quantity: 1 }];
  const { body: near } = await suite.call('routing.findNearbyStores', { point: HERE, lines });
  expect(near.stores.map((store) => [store.storeId, store.hasEverything])).toEqual([
    [JINGAN, true],
    [NANJINGXI, false],
  ]);
  expect(near.stores[1]!.distanceMetres).toBeGreaterThan(900);
  const { latitude, longitude } = await suite.sandbox.control.location('chen');
  const { body: far } = await suite.call('routing.findNearbyStores', {
    point: { latitude, longitude },
    lines,
  });
  expect(far.stores).toEqual([]);
  expect(far.delivery).toMatchObject({ available: true, reason: expect.any(String) });
});

test('4 · she claims a coupon once, and the cart takes it by itself', async () => {
  expect((await suite.call('coupons.claim', { templateId: 'WELCOME' }, token.lin)).status).toBe(200);
  expect((await suite.call('coupons.claim', { templateId: 'WELCOME' }, token.lin)).code).toBe(
    'COUPON_LIMIT_REACHED',
  );
  const lines = [{ skuId, quantity: 1 }];
  const draft = { fulfilment: 'pickup' as const, storeId: JINGAN, lines };
  const { body: quote } = await suite.call('orders.quote', draft, token.lin);
  expect(quote).toMatchObject({ goodsFen: PRICE_FEN, discountFen: 20_00, freightFen: 0, payableFen: 179_00 });
});

let order: Order;
test('5 · she places the order: stock and coupon are held for fifteen minutes', async () => {
  order = await place(179_00, 'auto');
  expect(order).toMatchObject({ status: 'pending_payment', store: { name: '静安寺店' }, payableFen: 179_00 });
  expect(await available()).toBe(4);
  expect(await usableCoupons()).toBe(0);
  expect((await suite.call('orders.get', { orderId: order.orderId }, token.chen)).code).toBe('NOT_FOUND');
});

test('6 · she pays by WeChat Pay, and the notice makes it so', async () => {
  await suite.sandbox.control.subscribe('lin', {
    templateIds: [config().SUBSCRIBE_TEMPLATE_PICKUP_READY],
    answer: 'accept',
  });
  await pay(order.orderId);
  expect(await get(order.orderId)).toMatchObject({ status: 'paid', statusText: '待接单' });
  const { payments } = await suite.sandbox.control.inbox('lin');
  expect(payments.filter(({ transactionId }) => transactionId)).toMatchObject([{ amountFen: 179_00 }]);
});

test('7 · the store sees the order, and only this store; Zhou accepts and packs it', async () => {
  const { body: queue } = await suite.call(
    'pickup.listQueue',
    { storeId: JINGAN, stage: 'to_accept' },
    token.laozhou,
  );
  expect(queue.items).toMatchObject([
    { orderNo: order.orderNo, customerText: '顾客 ****8001', actions: ['accept', 'reject'] },
  ]);
  const { orderId } = order;
  expect((await suite.call('pickup.accept', { orderId }, token.aqiang)).code).toBe('NOT_FOUND');
  expect((await suite.call('pickup.markReady', { orderId }, token.laozhou)).code).toBe(
    'ORDER_STATE_CONFLICT',
  );
  expect((await suite.call('pickup.accept', { orderId }, token.laozhou)).body.stage).toBe('preparing');
});

test('8 · ready: Lin gets one message, WeChat gets one shipping record', async () => {
  const { orderId } = order;
  expect((await suite.call('pickup.showCode', { orderId }, token.lin)).code).toBe('PICKUP_NOT_READY');
  await suite.call('pickup.markReady', { orderId }, token.laozhou);
  await everythingDone();
  const { messages } = await suite.sandbox.control.inbox('lin');
  expect(messages).toMatchObject([
    { title: '取货提醒', data: { thing1: '静安寺店', character_string2: order.orderNo } },
  ]);
  const uploads = (await suite.sandbox.control.requests()).filter(({ path }) =>
    path.includes('upload_shipping_info'),
  );
  expect(uploads).toHaveLength(1);
});

test('9 · her guide sees who she is and what to say; somebody else sees nothing', async () => {
  const { shoppers } = await suite.sandbox.control.people();
  const externalUserid = shoppers.find(({ id }) => id === 'lin')!.external_userid;
  const { body: profile } = await suite.call('guides.getCustomer', { externalUserid }, token.xiaomei);
  expect(profile).toMatchObject({
    known: true,
    phoneMasked: '138****8001',
    summary: { orders: 1, paidFen: 179_00 },
    orders: [{ orderNo: order.orderNo, statusText: '待取货', storeName: '静安寺店' }],
    browsing: [{ productId }],
  });
  const { body } = await suite.call(
    'guides.suggestScripts',
    { externalUserid, storeId: JINGAN },
    token.xiaomei,
  );
  expect(body.scripts.length).toBeGreaterThan(0);
  body.scripts.forEach((script) => expect(script.reason).not.toBe(''));
  expect((await suite.call('guides.getCustomer', { externalUserid }, token.aqiang)).code).toBe('NOT_FOUND');
});

test('10 · the code opens the order once, in its store, while it is fresh', async () => {
  const { orderId } = order;
  const first = (await suite.call('pickup.showCode', { orderId }, token.lin)).body;
  const elsewhere = await redeem(first.digits, { storeId: NANJINGXI, token: token.aqiang });
  expect(elsewhere.code).toBe('PICKUP_WRONG_STORE');
  expect(elsewhere.body).toMatchObject({ error: { details: { storeName: '静安寺店' } } });
  await suite.advance(61);
  expect((await redeem(first.qrText)).code).toBe('PICKUP_CODE_EXPIRED');
  const { qrText } = (await suite.call('pickup.showCode', { orderId }, token.lin)).body;
  const seen = await suite.call('pickup.checkCode', { storeId: JINGAN, code: qrText }, token.laozhou);
  expect(seen.body).toMatchObject({ orderId, stage: 'ready', actions: ['handOver'] });
  expect((await redeem(qrText)).body).toMatchObject({ stage: 'handed_over' });
  expect((await redeem(qrText)).code).toBe('PICKUP_ALREADY_HANDED_OVER');
  expect((await redeem(first.digits)).code).toBe('PICKUP_ALREADY_HANDED_OVER');
  await everythingDone();
  expect(await get(orderId)).toMatchObject({ status: 'handed_over', actions: ['aftersale', 'buyAgain'] });
  expect(await available()).toBe(4);
});

describe('11 · what does not happen is undone', () => {
  test('a cancelled order gives its goods back', async () => {
    const cancelled = await place(PRICE_FEN);
    expect(await available()).toBe(3);
    const { body } = await suite.call('orders.cancel', { orderId: cancelled.orderId }, token.lin);
    expect(body.status).toBe('cancelled');
    await everythingDone();
    expect(await available()).toBe(4);
  });

  test('an order nobody pays is cancelled after fifteen minutes', async () => {
    const forgotten = await place(PRICE_FEN);
    await suite.call('orders.pay', { orderId: forgotten.orderId }, token.lin);
    await suite.advance(15 * 60 + 1);
    await everythingDone();
    expect((await get(forgotten.orderId)).status).toBe('cancelled');
    expect((await suite.call('orders.pay', { orderId: forgotten.orderId }, token.lin)).code).toBe(
      'ORDER_NOT_PAYABLE',
    );
    expect(await available()).toBe(4);
  });

  test('a refunded order gives money, goods and coupon back, and its code opens nothing', async () => {
    await suite.call('coupons.claim', { templateId: 'AGAIN' }, token.lin);
    const refunded = await place(179_00, 'auto');
    await pay(refunded.orderId);
    expect(await usableCoupons()).toBe(0);
    const { digits } = await makeReady(refunded.orderId);
    const input = { orderId: refunded.orderId, reason: '尺码买错了' };
    expect((await suite.call('orders.refund', input, token.lin)).body.status).toBe('refunding');
    expect((await redeem(digits)).code).toBe('PICKUP_ORDER_CLOSED');
    await everythingDone();
    expect(await get(refunded.orderId)).toMatchObject({ status: 'refunded', closedReason: '尺码买错了' });
    const { refunds } = await suite.sandbox.control.inbox('lin');
    expect(refunds).toMatchObject([{ amountFen: 179_00, status: 'SUCCESS' }]);
    expect(await available()).toBe(4);
    expect(await usableCoupons()).toBe(1);
    const handedOver = { orderId: order.orderId, reason: '不想要了' };
    expect((await suite.call('orders.refund', handedOver, token.lin)).code).toBe('ORDER_NOT_REFUNDABLE');
  });

  test('a code scanned in the store opens the product there', async () => {
    const printed = await suite.call('stores.makeSceneCode', { storeId: JINGAN, productId }, token.laozhou);
    expect(printed.body.imageDataUrl).toMatch(/^data:image\//);
    const { body } = await suite.call('stores.resolveScene', { scene: printed.body.scene });
    expect(body).toMatchObject({ page: 'product', productId, store: { storeId: JINGAN } });
    expect((await suite.call('stores.resolveScene', { scene: 'made-up' })).code).toBe('SCENE_UNKNOWN');
  });

  test('a delivery comes from the warehouse', async () => {
    const address = { name: '陈静', phone: '13800138003', region: '上海市浦东新区', street: '环湖西路 1 号' };
    const lines = [{ skuId, quantity: 1 }];
    const wish = { requestId: randomUUID(), lines, expectedPayableFen: PRICE_FEN, address };
    const { body } = await suite.call('orders.place', { ...wish, fulfilment: 'delivery' }, token.chen);
    expect(body).toMatchObject({
      status: 'pending_payment',
      fulfilment: 'delivery',
      store: null,
      freightFen: 0,
    });
  });

  test('her orders are all there, newest first', async () => {
    const { body } = await suite.call('orders.list', {}, token.lin);
    expect(body.items.map(({ status }) => status)).toEqual([
      'refunded',
      'cancelled',
      'cancelled',
      'handed_over',
    ]);
  });
});
