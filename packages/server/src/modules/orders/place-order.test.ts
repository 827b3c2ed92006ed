import mongoose from 'mongoose';
import { newId } from '../../kernel/ids';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as catalog from '../catalog';
import { aProduct } from '../catalog/testing';
import { aCoupon } from '../coupons/testing';
import * as inventory from '../inventory';
import { sweepExpiredHolds } from '../inventory/sweep-holds';
import { beginAttempt, endAttempt } from './attempt';
import { intentOf } from './intent.rules';
import {
  PRICE_FEN,
  aDelivery,
  aMember,
  aPlace,
  aSku,
  everythingDone,
  openShop,
  place,
  sellableAt,
} from './testing';
import type { Shop, TestMember } from './testing';

let suite: Suite;
let shop: Shop;
let me: TestMember;

beforeAll(async () => {
  suite = await startSuite();
  shop = await openShop(suite);
});
afterAll(async () => {
  await everythingDone(suite);
  await suite.close();
});
beforeEach(async () => {
  me = await aMember(suite);
});

const quote = (input: object, token = me.token) => suite.callRaw('orders.quote', input, token);
const tryPlace = (input: object, token = me.token) => suite.callRaw('orders.place', input, token);
const aDraft = (given: object = {}) => {
  const { fulfilment, storeId, lines, coupon } = aPlace(shop);
  return { fulfilment, storeId, lines, coupon, ...given };
};
const stored = (orderId: string) =>
  mongoose.connection.collection<{ _id: string; came?: unknown }>('orders').findOne({ _id: orderId });

describe('the link that led to an order', () => {
  const came = { guide: 'laozhou', utmSource: 'moments', utmCampaign: 'winter' };

  test('is kept with it; a guide nobody knows is left out', async () => {
    const known = await place(suite, me.token, aPlace(shop, { came }));
    expect((await stored(known.orderId))?.came).toEqual(came);
    const unknown = await place(suite, me.token, aPlace(shop, { came: { ...came, guide: 'nobody' } }));
    const { guide: _guide, ...campaign } = came;
    expect((await stored(unknown.orderId))?.came).toEqual(campaign);
    const nothing = await place(suite, me.token, aPlace(shop, { came: { guide: 'nobody' } }));
    expect((await stored(nothing.orderId))?.came).toBeNull();
  });

  test('does not make another order of the same intent', async () => {
    const input = aPlace(shop, { came });
    const first = await place(suite, me.token, input);
    const again = await place(suite, me.token, { ...input, came: { utmSource: 'chat' } });
    expect(again.orderId).toBe(first.orderId);
  });

  test('has marks of some length and no others', async () => {
    for (const bad of [{ utmSource: 'x'.repeat(65) }, { guide: '' }, { ref: 'x' }, { guide: { $ne: '' } }])
      expect((await tryPlace({ ...aPlace(shop), came: bad })).code).toBe('INVALID_INPUT');
  });
});

describe('quoting', () => {
  test('tells the price of now, the best coupon and why the others lost', async () => {
    const { couponId } = await aCoupon(suite.ctx(), { customerId: me.customerId });
    await aCoupon(suite.ctx(), {
      customerId: me.customerId,
      title: '满500减50',
      kind: { type: 'amountOff', thresholdFen: 500_00, offFen: 50_00 },
    });
    const { body } = await suite.call('orders.quote', { ...aPlaceDraft(), coupon: 'auto' }, me.token);
    expect(body).toMatchObject({
      goodsFen: PRICE_FEN,
      discountFen: 20_00,
      freightFen: 0,
      payableFen: 100_00,
      coupons: [{ couponId, discountFen: 20_00 }],
      losers: [{ title: '满500减50' }],
    });
    expect(body.losers[0]!.reason).not.toBe('');
    expect(body.lines[0]!.discountFen).toBe(20_00);
  });

  test('adds freight to a small delivery and none to a big one', async () => {
    const skuId = await cheapSku();
    const small = await quote({ fulfilment: 'delivery', lines: [{ skuId, quantity: 1 }] });
    expect(small.body).toMatchObject({ goodsFen: 30_00, freightFen: 10_00, payableFen: 40_00 });
    const big = await quote({ fulfilment: 'delivery', lines: [{ skuId, quantity: 4 }] });
    expect(big.body).toMatchObject({ goodsFen: 120_00, freightFen: 0, payableFen: 120_00 });
  });

  test('refuses what nobody sells, what is off the shelf, an unknown store and an unusable coupon', async () => {
    expect((await quote(aDraft({ lines: [{ skuId: 'NOBODY-1', quantity: 1 }] }))).code).toBe('NOT_FOUND');
    expect((await quote(aDraft({ storeId: 'NOWHERE' }))).code).toBe('NOT_FOUND');
    expect((await quote(aDraft({ lines: [{ skuId: await offShelf(), quantity: 1 }] }))).code).toBe(
      'PRODUCT_OFF_SHELF',
    );
    const { couponId } = await aCoupon(suite.ctx(), {
      customerId: me.customerId,
      kind: { type: 'amountOff', thresholdFen: 999_00, offFen: 1_00 },
    });
    expect((await quote(aDraft({ coupon: couponId }))).code).toBe('COUPON_UNUSABLE');
    const foreign = await aCoupon(suite.ctx());
    expect((await quote(aDraft({ coupon: foreign.couponId }))).code).toBe('NOT_FOUND');
  });

  test('refuses bad input: no lines, a SKU twice, a store for delivery, none for pickup', async () => {
    const line = { skuId: shop.skuId, quantity: 1 };
    const { storeId: _storeId, ...storeless } = aDraft();
    const bad = [
      aDraft({ lines: [] }),
      aDraft({ lines: [line, line] }),
      aDraft({ lines: [{ ...line, quantity: 0 }] }),
      aDraft({ fulfilment: 'delivery' }),
      aDraft({ coupon: 'best' }),
      storeless,
      {},
    ];
    for (const input of bad) expect((await quote(input)).code).toBe('INVALID_INPUT');
  });

  test('is for members', async () => {
    expect((await suite.callRaw('orders.quote', aDraft())).code).toBe('LOGIN_REQUIRED');
    const clerk = await suite.loginStaff('laozhou');
    expect((await quote(aDraft(), clerk)).code).toBe('FORBIDDEN');
  });
});

describe('placing', () => {
  test('holds stock and coupon and gives fifteen minutes to pay', async () => {
    const skuId = await aSku(suite, 3, shop.storeId);
    const { couponId } = await aCoupon(suite.ctx(), { customerId: me.customerId });
    const input = aPlace(shop, {
      lines: [{ skuId, quantity: 2 }],
      coupon: couponId,
      expectedPayableFen: 220_00,
    });
    const order = await place(suite, me.token, { ...input, remark: '请包装' });
    expect(order).toMatchObject({
      status: 'pending_payment',
      statusText: '待支付',
      actions: ['pay', 'cancel'],
      payableFen: 220_00,
      discountFen: 20_00,
      couponTitle: '满100减20',
      store: { storeId: shop.storeId, name: '静安寺店' },
    });
    expect(order.orderNo).toMatch(/^\d{18}$/);
    expect(Date.parse(order.payBefore!) - Date.parse(order.placedAt)).toBe(15 * 60_000);
    expect(await sellableAt(suite, shop.storeId, skuId)).toBe(1);
    const { body } = await suite.call('coupons.listMine', {}, me.token);
    expect(body.coupons.find((coupon) => coupon.couponId === couponId)?.status).toBe('held');
  });

  test('gives the same order for the same requestId, once and for all', async () => {
    const skuId = await aSku(suite, 3, shop.storeId);
    const input = aPlace(shop, { lines: [{ skuId, quantity: 1 }] });
    const first = await place(suite, me.token, input);
    const again = await place(suite, me.token, input);
    expect(again.orderId).toBe(first.orderId);
    expect(again.orderNo).toBe(first.orderNo);
    expect(await sellableAt(suite, shop.storeId, skuId)).toBe(2);
  });

  test('answers the same order when its answer got lost and the price has moved since', async () => {
    await aCoupon(suite.ctx(), { customerId: me.customerId });
    const input = aPlace(shop, { coupon: 'auto', expectedPayableFen: 100_00 });
    const first = await place(suite, me.token, input);
    const { requestId: _id, expectedPayableFen: _seen, ...draft } = input;
    const { body } = await suite.call('orders.quote', draft, me.token);
    expect(body.payableFen).toBe(PRICE_FEN);
    const again = await place(suite, me.token, { ...input, expectedPayableFen: body.payableFen });
    expect(again).toMatchObject({ orderId: first.orderId, payableFen: 100_00 });
  });

  test('refuses other content under a used requestId', async () => {
    const input = aPlace(shop);
    await place(suite, me.token, input);
    expect((await tryPlace({ ...input, remark: '快一点' })).code).toBe('REQUEST_REUSED');
    const lines = [{ skuId: shop.skuId, quantity: 2 }];
    expect((await tryPlace({ ...input, lines })).code).toBe('REQUEST_REUSED');
  });

  test('lets two people use the same requestId', async () => {
    const input = aPlace(shop);
    const other = await aMember(suite);
    expect((await place(suite, other.token, input)).orderId).not.toBe(
      (await place(suite, me.token, input)).orderId,
    );
  });

  test('makes one order of a double tap', async () => {
    const skuId = await aSku(suite, 10, shop.storeId);
    const { couponId } = await aCoupon(suite.ctx(), { customerId: me.customerId });
    const input = aPlace(shop, {
      lines: [{ skuId, quantity: 1 }],
      coupon: 'auto',
      expectedPayableFen: 100_00,
    });
    const taps = await Promise.all(Array.from({ length: 6 }, () => place(suite, me.token, input)));
    expect(new Set(taps.map((order) => order.orderId)).size).toBe(1);
    expect(taps.every((order) => order.couponTitle === '满100减20')).toBe(true);
    expect(await sellableAt(suite, shop.storeId, skuId)).toBe(9);
    const { body } = await suite.call('coupons.listMine', {}, me.token);
    expect(body.coupons.find((coupon) => coupon.couponId === couponId)?.status).toBe('held');
  });

  test('refuses a price the shopper has not seen, and tells the new one', async () => {
    const refused = await tryPlace(aPlace(shop, { expectedPayableFen: 1 }));
    expect(refused.code).toBe('PRICE_CHANGED');
    expect(refused.body).toMatchObject({ error: { details: { payableFen: PRICE_FEN } } });
  });

  test('refuses when the store rests, when it is unknown, and when goods are off the shelf', async () => {
    expect((await tryPlace(aPlace(shop, { storeId: shop.shutStoreId }))).code).toBe('STORE_CLOSED');
    expect((await tryPlace(aPlace(shop, { storeId: 'NOWHERE' }))).code).toBe('NOT_FOUND');
    const lines = [{ skuId: await offShelf(), quantity: 1 }];
    expect((await tryPlace(aPlace(shop, { lines }))).code).toBe('PRODUCT_OFF_SHELF');
  });

  test('refuses when stock is short, names what is missing, and holds nothing of the rest', async () => {
    const scarce = await aSku(suite, 1, shop.storeId);
    const plenty = await aSku(suite, 5, shop.storeId);
    const lines = [
      { skuId: plenty, quantity: 1 },
      { skuId: scarce, quantity: 2 },
    ];
    const refused = await tryPlace(aPlace(shop, { lines, expectedPayableFen: 3 * PRICE_FEN }));
    expect(refused.code).toBe('OUT_OF_STOCK');
    expect(refused.body).toMatchObject({
      error: { details: { missing: [{ skuId: scarce, wanted: 2, available: 1 }] } },
    });
    expect(await sellableAt(suite, shop.storeId, plenty)).toBe(5);
    expect(await sellableAt(suite, shop.storeId, scarce)).toBe(1);
  });

  test('takes the same intent on again once goods are back', async () => {
    const skuId = await aSku(suite, 0, shop.storeId);
    const input = aPlace(shop, { lines: [{ skuId, quantity: 1 }] });
    expect((await tryPlace(input)).code).toBe('OUT_OF_STOCK');
    await inventory.setOnHand(suite.ctx(), { locationId: shop.storeId, skuId, onHand: 1 });
    expect((await tryPlace(input)).status).toBe(200);
  });

  test('gives the stock back when the coupon turns out to be in another order', async () => {
    const skuId = await aSku(suite, 5, shop.storeId);
    const { couponId } = await aCoupon(suite.ctx(), { customerId: me.customerId });
    const input = { lines: [{ skuId, quantity: 1 }], coupon: couponId, expectedPayableFen: 100_00 };
    await place(suite, me.token, aPlace(shop, input));
    expect((await tryPlace(aPlace(shop, input))).code).toBe('COUPON_UNUSABLE');
    expect(await sellableAt(suite, shop.storeId, skuId)).toBe(4);
  });

  test('wants an address for delivery, ships from the warehouse, and keeps the address sealed', async () => {
    const skuId = await aSku(suite, 1, inventory.WAREHOUSE);
    const input = aDelivery(shop, { lines: [{ skuId, quantity: 1 }] });
    const { address: _address, ...nowhere } = input;
    expect((await tryPlace(nowhere)).code).toBe('ADDRESS_REQUIRED');
    const order = await place(suite, me.token, input);
    expect(order).toMatchObject({ fulfilment: 'delivery', store: null, freightFen: 0 });
    expect(await sellableAt(suite, inventory.WAREHOUSE, skuId)).toBe(0);
    const row = JSON.stringify(await stored(order.orderId));
    expect(row).not.toMatch(/13800138001|林晓|测试路/);
  });

  test('keeps a coupon from making an order free', async () => {
    const skuId = await cheapSku();
    await aCoupon(suite.ctx(), {
      customerId: me.customerId,
      kind: { type: 'amountOff', thresholdFen: 0, offFen: 999_00 },
    });
    const input = aPlace(shop, { lines: [{ skuId, quantity: 1 }], coupon: 'auto', expectedPayableFen: 1 });
    expect(await place(suite, me.token, input)).toMatchObject({ discountFen: 29_99, payableFen: 1 });
  });

  test('refuses an amount no payment can carry', async () => {
    const product = aProduct({ prices: [90_000_000] });
    await catalog.saveProduct(suite.ctx(), product);
    const lines = [{ skuId: product.skus[0]!.skuId, quantity: 99 }];
    expect((await quote(aDraft({ lines }))).code).toBe('INVALID_INPUT');
  });

  test('refuses bad input', async () => {
    const bad = [
      { ...aPlace(shop), requestId: 'again' },
      { ...aPlace(shop), expectedPayableFen: 1.5 },
      { ...aPlace(shop), remark: '长'.repeat(101) },
      { ...aDelivery(shop), address: { name: '', phone: '1', region: '', street: '' } },
      { ...aDelivery(shop), storeId: shop.storeId },
      { ...aPlace(shop), payableFen: 1 },
      null,
    ];
    for (const input of bad)
      expect((await suite.callRaw('orders.place', input, me.token)).code).toBe('INVALID_INPUT');
  });

  test('gives the stock back when the order cannot be written, and takes the intent on again', async () => {
    const skuId = await aSku(suite, 1, shop.storeId);
    const input = aPlace(shop, { lines: [{ skuId, quantity: 1 }] });
    const outage = jest
      .spyOn(mongoose.connection, 'transaction')
      .mockRejectedValueOnce(new mongoose.mongo.MongoNetworkError('outage'));
    expect((await tryPlace(input)).code).toBe('BUSY');
    outage.mockRestore();
    expect(await sellableAt(suite, shop.storeId, skuId)).toBe(1);
    expect((await tryPlace(input)).status).toBe(200);
  });

  test('after a process died between hold and order, the lease runs out and the same intent goes through', async () => {
    const skuId = await aSku(suite, 1, shop.storeId);
    const input = aPlace(shop, { lines: [{ skuId, quantity: 1 }] });
    const { requestId, expectedPayableFen: _seen, ...content } = input;
    const left = { ...intentOf(me.origin, requestId, content), holdId: newId() };
    const { now } = suite.ctx();
    await beginAttempt(suite.ctx(), left);
    const until = new Date(now.getTime() + 20 * 60_000);
    const held = { holdId: left.holdId, locationId: shop.storeId, lines: input.lines };
    await inventory.hold(suite.ctx(), { ...held, until });

    // What time does to the lease of the attempt, which lives by the machine's clock.
    await endAttempt(left);
    await suite.advance(60);
    expect((await tryPlace(input)).code).toBe('OUT_OF_STOCK');
    await suite.advance(20 * 60);
    await sweepExpiredHolds(suite.ctx());
    expect((await tryPlace(input)).body).toMatchObject({ orderId: left.orderId });
    expect(await sellableAt(suite, shop.storeId, skuId)).toBe(0);
  });
});

function aPlaceDraft() {
  const { fulfilment, storeId, lines } = aPlace(shop);
  return { fulfilment, storeId, lines };
}

async function cheapSku(): Promise<string> {
  const product = aProduct({ prices: [30_00] });
  await catalog.saveProduct(suite.ctx(), product);
  const skuId = product.skus[0]!.skuId;
  for (const locationId of [shop.storeId, inventory.WAREHOUSE])
    await inventory.setOnHand(suite.ctx(), { locationId, skuId, onHand: 10 });
  return skuId;
}

async function offShelf(): Promise<string> {
  const product = aProduct({ onShelf: false });
  await catalog.saveProduct(suite.ctx(), product);
  return product.skus[0]!.skuId;
}
