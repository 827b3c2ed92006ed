import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as catalog from '../catalog';
import { aProduct } from '../catalog/testing';
import { aCoupon, stackable } from '../coupons/testing';
import * as inventory from '../inventory';
import {
  PRICE_FEN,
  aDelivery,
  aMember,
  aPaidOrder,
  aPlace,
  aSku,
  everythingDone,
  openShop,
  place,
  sellableAt,
} from './testing';
import type { Shop } from './testing';

let suite: Suite;
let shop: Shop;
let me: { customerId: string; token: string };

beforeAll(async () => {
  suite = await startSuite();
  shop = await openShop(suite);
});
afterAll(() => suite.close());
beforeEach(async () => {
  me = await aMember(suite);
});

type Terms = Parameters<typeof aCoupon>[1];
const mine = (given: Terms = {}) =>
  aCoupon(suite.ctx(), { stacking: stackable(), ...given, customerId: me.customerId }).then(
    ({ couponId }) => couponId,
  );
const amount = (given: Terms = {}) => mine({ title: '满减', ...given });
const percent = () => mine({ title: '九折', kind: { type: 'percentOff', percent: 90 } });
const quote = async (input: Parameters<typeof aDelivery>[1]) => {
  const { fulfilment, lines, coupon } = aDelivery(shop, input);
  const body = { fulfilment, lines, ...(coupon === undefined ? {} : { coupon }) };
  return suite.call('orders.quote', body, me.token);
};
const reasonOf = (body: unknown) => (body as { error: { details: { reason: string } } }).error.details.reason;
const statusesOf = async (token = me.token) =>
  (await suite.call('coupons.listMine', {}, token)).body.coupons.map(({ status }) => status);

async function cheapSku(): Promise<string> {
  const product = aProduct({ prices: [30_00] });
  await catalog.saveProduct(suite.ctx(), product);
  const skuId = product.skus[0]?.skuId ?? '';
  await inventory.setOnHand(suite.ctx(), { locationId: inventory.WAREHOUSE, skuId, onHand: 100 });
  return skuId;
}

describe('several coupons in one order', () => {
  test('are applied in their order, named, divided over the lines, held together and given back together', async () => {
    await percent();
    const off = await amount();
    const lines = [
      { skuId: shop.skuId, quantity: 1 },
      { skuId: shop.otherSkuId, quantity: 1 },
    ];
    const { body } = await quote({ lines, coupon: 'auto' });
    expect(body.coupons.map(({ title, discountFen }) => [title, discountFen])).toEqual([
      ['满减', 20_00],
      ['九折', 22_00],
    ]);
    expect(body).toMatchObject({ goodsFen: 2 * PRICE_FEN, discountFen: 42_00, payableFen: 198_00 });
    expect(body.lines.map(({ discountFen }) => discountFen)).toEqual([21_00, 21_00]);

    const order = await place(
      suite,
      me.token,
      aDelivery(shop, { lines, coupon: 'auto', expectedPayableFen: 198_00 }),
    );
    expect(order.couponTitle).toBe('满减、九折');
    expect(await statusesOf()).toEqual(['held', 'held']);
    const taken = await quote({ coupon: off });
    expect([taken.code, reasonOf(taken.body)]).toEqual(['COUPON_UNUSABLE', '已被其他订单占用']);
    await suite.call('orders.cancel', { orderId: order.orderId }, me.token);
    await everythingDone(suite);
    expect(await statusesOf()).toEqual(['usable', 'usable']);
  });

  test('that were chosen but do not go together are refused with the reason', async () => {
    const [off, alone] = [await amount(), await amount({ title: '独用', stacking: {} })];
    const { code, body } = await quote({ coupon: [off, alone] });
    expect([code, reasonOf(body)]).toEqual(['COUPON_UNUSABLE', expect.stringContaining('不能同用')]);
    expect((await quote({ coupon: [off, off] as string[] })).code).toBe('INVALID_INPUT');
    const one = await quote({ coupon: [off] });
    expect(one.body.losers).toMatchObject([{ couponId: alone, usable: true, addable: false }]);
  });

  test('may take the freight too, which is no discount on goods', async () => {
    const skuId = await cheapSku();
    await mine({ title: '免运费', kind: { type: 'freight' } });
    await amount({ kind: { type: 'amountOff', thresholdFen: 0, offFen: 5_00 } });
    const { body } = await quote({ lines: [{ skuId, quantity: 1 }], coupon: 'auto' });
    expect(body).toMatchObject({ goodsFen: 30_00, discountFen: 5_00, freightFen: 0, payableFen: 25_00 });
    expect(body.coupons.map(({ title, discountFen }) => [title, discountFen])).toContainEqual([
      '免运费',
      10_00,
    ]);
  });
});

describe('goods for nothing', () => {
  test('a sample is a line of its own whose stock is held; when none is left the order goes without', async () => {
    const gift = await aSku(suite, 1, shop.storeId);
    await mine({ title: '赠小样', kind: { type: 'sample', skuId: gift, text: '小样' } });
    const wish = aPlace(shop, { coupon: 'auto' });
    const order = await place(suite, me.token, wish);
    expect(order.lines).toMatchObject([
      { lineNo: 1, isGift: false },
      { lineNo: 2, skuId: gift, isGift: true, priceFen: 0, discountFen: 0 },
    ]);
    expect(order.payableFen).toBe(PRICE_FEN);
    expect(await sellableAt(suite, shop.storeId, gift)).toBe(0);

    me = await aMember(suite);
    await mine({ title: '赠小样', kind: { type: 'sample', skuId: gift, text: '小样' } });
    const without = await place(suite, me.token, aPlace(shop, { coupon: 'auto' }));
    expect(without.lines).toHaveLength(1);
    expect(await statusesOf()).toEqual(['usable']);
  });

  test('an exchange frees a piece in the cart, or brings one when chosen', async () => {
    const socks = await aSku(suite, 5, shop.storeId);
    const kind = { type: 'exchange' as const, skuIds: [socks], text: '袜子', thresholdFen: 100_00 };
    const exchange = await mine({ title: '换购', kind });
    const both = [
      { skuId: shop.skuId, quantity: 1 },
      { skuId: socks, quantity: 1 },
    ];
    const order = aPlace(shop, { lines: both, coupon: 'auto', expectedPayableFen: PRICE_FEN });
    expect((await place(suite, me.token, order)).lines.map(({ discountFen }) => discountFen)).toEqual([
      0,
      PRICE_FEN,
    ]);

    const other = await mine({ title: '换购', kind });
    const brought = await place(suite, me.token, aPlace(shop, { coupon: other }));
    expect(brought.lines[1]).toMatchObject({ skuId: socks, isGift: true });
    expect(exchange).not.toBe(other);
  });
});

describe('who may use it, and how much', () => {
  test('a coupon for new members is good until the first order is paid', async () => {
    const lin = { id: 'lin', token: await suite.loginShopper('lin') };
    const { body } = await suite.call('orders.quote', draftOf(), lin.token);
    expect(body.coupons).toEqual([]);
    const order = await aPaidOrder(suite, lin, aPlace(shop));
    const row = await mongoose.connection
      .collection<{ _id: string; customerId: string }>('orders')
      .findOne({ _id: order.orderId });
    await aCoupon(suite.ctx(), { customerId: row!.customerId, newMembersOnly: true });
    const old = await suite.call('orders.quote', draftOf(), lin.token);
    expect(old.body).toMatchObject({ coupons: [], losers: [{ reason: '仅限首单使用' }] });
    await mine({ newMembersOnly: true });
    expect((await suite.call('orders.quote', draftOf(), me.token)).body.coupons).toHaveLength(1);
  });

  test('a campaign with money for one coupon serves one order, and the next again when that is cancelled', async () => {
    const budget = { campaign: `C-${randomUUID().slice(0, 8)}`, totalFen: 30_00 };
    const first = me;
    await amount({ budget });
    const wish = { coupon: 'auto' as const, expectedPayableFen: PRICE_FEN - 20_00 };
    const order = await place(suite, first.token, aPlace(shop, wish));
    me = await aMember(suite);
    await amount({ budget });
    const late = await suite.call('orders.quote', draftOf(), me.token);
    expect(late.body).toMatchObject({ coupons: [], losers: [{ reason: '活动预算已用完' }] });
    await suite.call('orders.cancel', { orderId: order.orderId }, first.token);
    await everythingDone(suite);
    // The budget gets it back when the sweep comes round.
    const taken = async () => (await suite.call('orders.quote', draftOf(), me.token)).body.coupons.length;
    while ((await taken()) === 0) await new Promise((resolve) => setTimeout(resolve, 100));
  });
});

const draftOf = () => {
  const { fulfilment, storeId, lines } = aPlace(shop);
  return { fulfilment, ...(storeId === undefined ? {} : { storeId }), lines, coupon: 'auto' as const };
};

test('a quote asks for coupons once, an order without them not at all', async () => {
  const asked: string[] = [];
  const about = (collection: string) => asked.filter((one) => one.startsWith(collection));
  mongoose.set('debug', (collection: string, method: string) => asked.push(`${collection}.${method}`));
  try {
    await suite.call('orders.quote', draftOf(), me.token);
    expect(about('coupon')).toEqual(['coupons.find']);
    asked.length = 0;
    await place(suite, me.token, aPlace(shop, { coupon: 'none' }));
    expect(about('coupon')).toEqual([]);
    asked.length = 0;
    await place(suite, me.token, aPlace(shop, { coupon: 'auto' }));
    expect(about('coupon')).toEqual(['coupons.find']);
  } finally {
    mongoose.set('debug', false);
  }
});
