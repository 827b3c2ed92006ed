import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { aCoupon } from '../coupons/testing';
import * as identity from '../identity';
import * as inventory from '../inventory';
import { sweepExpiredHolds } from '../inventory/sweep-holds';
import { sweepForgottenOrders } from './cancel-order';
import { findById, setFacts } from './order.model';
import { settlePayment } from './settle-payment';
import {
  PRICE_FEN,
  aDelivery,
  aMember,
  aPaidOrder,
  aPlace,
  aSku,
  everythingDone,
  openShop,
  payAs,
  place,
  sellableAt,
} from './testing';
import type { Shop } from './testing';

let suite: Suite;
let shop: Shop;
let lin: { id: string; token: string };

beforeAll(async () => {
  suite = await startSuite();
  shop = await openShop(suite);
  lin = { id: 'lin', token: await suite.loginShopper('lin') };
});
afterAll(async () => {
  await everythingDone(suite);
  await suite.close();
});

const one = (name: string, orderId: string, token = lin.token) =>
  suite.callRaw(`orders.${name}`, { orderId }, token);
const look = async (orderId: string) => (await suite.call('orders.get', { orderId }, lin.token)).body;
const fail = (path: string, times = 1) =>
  suite.sandbox.control.faults({ failNext: { path, status: 500, times } });
const couponStatus = async (couponId: string) =>
  (await suite.call('coupons.listMine', {}, lin.token)).body.coupons.find(
    (coupon) => coupon.couponId === couponId,
  )?.status;
const linsId = async (): Promise<string> => {
  const order = await place(suite, lin.token, aPlace(shop));
  return (await findById(order.orderId))!.customerId;
};
const refundsOf = async (orderId: string) => {
  const { payments, refunds } = await suite.sandbox.control.inbox('lin');
  const numbers = payments
    .filter((payment) => payment.outTradeNo.includes(orderId))
    .map(({ outTradeNo }) => outTradeNo);
  return refunds.filter((refund) => numbers.includes(refund.outTradeNo));
};

describe('paying', () => {
  test('makes the order paid, keeps the stock for good, uses the coupon', async () => {
    const skuId = await aSku(suite, 1, shop.storeId);
    const { couponId } = await aCoupon(suite.ctx(), { customerId: await linsId() });
    const order = await aPaidOrder(
      suite,
      lin,
      aPlace(shop, { lines: [{ skuId, quantity: 1 }], coupon: couponId, expectedPayableFen: 100_00 }),
    );
    expect(order).toMatchObject({
      status: 'paid',
      statusText: '待接单',
      actions: ['refund'],
      payBefore: null,
    });
    expect(order.paidAt).not.toBeNull();
    expect(await couponStatus(couponId)).toBe('used');
    const { now, ...system } = suite.ctx();
    await sweepExpiredHolds({ ...system, now: new Date(now.getTime() + 3_600_000) });
    expect(await sellableAt(suite, shop.storeId, skuId)).toBe(0);
  });

  test('is true as soon as the phone asks, however late the notice', async () => {
    await suite.sandbox.control.faults({ notices: { mode: 'hold' } });
    const order = await place(suite, lin.token, aPlace(shop));
    expect((await one('confirmPayment', order.orderId)).body).toMatchObject({ status: 'pending_payment' });
    await payAs(suite, lin, order.orderId);
    expect((await one('confirmPayment', order.orderId)).body).toMatchObject({ status: 'paid' });
    await suite.sandbox.control.faults({ notices: { mode: 'deliver' } });
    await suite.sandbox.control.flushNotices();
    await everythingDone(suite);
    expect((await look(order.orderId)).status).toBe('paid');
  });

  test('counts once when notices come twice', async () => {
    const order = await aPaidOrder(suite, lin, aPlace(shop));
    const notice = (await suite.sandbox.control.notices()).at(-1)!;
    await suite.sandbox.control.redeliver(notice.id);
    await settlePayment(suite.ctx(), order.orderId);
    await everythingDone(suite);
    expect((await look(order.orderId)).status).toBe('paid');
    expect(await refundsOf(order.orderId)).toEqual([]);
  });

  test('is refused for a paid order, after its time, and while WeChat Pay is down', async () => {
    const paid = await aPaidOrder(suite, lin, aPlace(shop));
    expect((await one('pay', paid.orderId)).code).toBe('ORDER_NOT_PAYABLE');
    const order = await place(suite, lin.token, aPlace(shop));
    await fail('/v3/pay/transactions/jsapi');
    expect((await one('pay', order.orderId)).code).toBe('PLATFORM_UNAVAILABLE');
    expect((await one('pay', order.orderId)).status).toBe(200);
    // A read that failed is tried once more.
    await fail(`/v3/pay/transactions/out-trade-no/${order.orderId}`, 2);
    expect((await one('confirmPayment', order.orderId)).code).toBe('PLATFORM_UNAVAILABLE');
    await suite.advance(15 * 60);
    expect((await one('pay', order.orderId)).code).toBe('ORDER_NOT_PAYABLE');
  });

  test('asks for what was placed: the amount in fen and the goods', async () => {
    const lines = [
      { skuId: shop.skuId, quantity: 1 },
      { skuId: shop.otherSkuId, quantity: 1 },
    ];
    const order = await place(suite, lin.token, aPlace(shop, { lines, expectedPayableFen: 2 * PRICE_FEN }));
    const { body } = await suite.call('orders.pay', { orderId: order.orderId }, lin.token);
    expect(await suite.sandbox.control.paySheet('lin', body)).toMatchObject({
      amountFen: 2 * PRICE_FEN,
      description: expect.stringMatching(/等 2 种$/),
    });
  });

  test('refunds by itself what was sold to somebody else meanwhile', async () => {
    const skuId = await aSku(suite, 1, shop.storeId);
    const order = await place(suite, lin.token, aPlace(shop, { lines: [{ skuId, quantity: 1 }] }));
    await suite.sandbox.control.faults({ notices: { mode: 'hold' } });
    await payAs(suite, lin, order.orderId);
    const { now } = suite.ctx();
    await sweepExpiredHolds({ ...suite.ctx(), now: new Date(now.getTime() + 3600_000) });
    await inventory.setOnHand(suite.ctx(), { locationId: shop.storeId, skuId, onHand: 0 });
    await suite.sandbox.control.faults({ notices: { mode: 'deliver' } });
    await suite.sandbox.control.flushNotices();
    await everythingDone(suite);
    expect(await look(order.orderId)).toMatchObject({ status: 'refunded', closedReason: '缺货，已自动退款' });
    expect(await refundsOf(order.orderId)).toHaveLength(1);
    const clerk = await suite.loginStaff('laozhou');
    expect((await suite.callRaw('pickup.accept', { orderId: order.orderId }, clerk)).code).toBe('NOT_FOUND');
  });

  test('is carried on when the process died between payment and stock', async () => {
    const order = await aPaidOrder(suite, lin, aPlace(shop));
    await setFacts(order.orderId, {}, { stockKeptAt: null });
    await suite.advance(20 * 60);
    await sweepForgottenOrders(suite.ctx());
    expect((await findById(order.orderId))!.stockKeptAt).not.toBeNull();
  });
});

describe('cancelling', () => {
  test('gives stock and coupon back, and is the same when tapped twice', async () => {
    const skuId = await aSku(suite, 1, shop.storeId);
    const { couponId } = await aCoupon(suite.ctx(), { customerId: await linsId() });
    const lines = [{ skuId, quantity: 1 }];
    const order = await place(
      suite,
      lin.token,
      aPlace(shop, { lines, coupon: couponId, expectedPayableFen: 100_00 }),
    );
    await one('pay', order.orderId);
    const taps = await Promise.all([one('cancel', order.orderId), one('cancel', order.orderId)]);
    taps.forEach(({ body }) =>
      expect(body).toMatchObject({
        status: 'cancelled',
        closedReason: '您已取消订单',
        actions: ['buyAgain'],
      }),
    );
    await everythingDone(suite);
    expect(await sellableAt(suite, shop.storeId, skuId)).toBe(1);
    expect(await couponStatus(couponId)).toBe('usable');
  });

  test('is refused for what turns out to be paid, and the payment counts', async () => {
    await suite.sandbox.control.faults({ notices: { mode: 'hold' } });
    const order = await place(suite, lin.token, aPlace(shop));
    await payAs(suite, lin, order.orderId);
    expect((await one('cancel', order.orderId)).code).toBe('ORDER_NOT_CANCELLABLE');
    expect((await look(order.orderId)).status).toBe('paid');
    expect((await one('cancel', order.orderId)).code).toBe('ORDER_NOT_CANCELLABLE');
    await suite.sandbox.control.faults({ notices: { mode: 'deliver' } });
    await suite.sandbox.control.flushNotices();
  });

  test('is refused while nobody knows whether it was paid', async () => {
    const order = await place(suite, lin.token, aPlace(shop));
    await one('pay', order.orderId);
    await fail(`/v3/pay/transactions/out-trade-no/${order.orderId}`);
    expect((await one('cancel', order.orderId)).code).toBe('PLATFORM_UNAVAILABLE');
    expect((await look(order.orderId)).status).toBe('pending_payment');
  });

  test('sends money back that arrives all the same, and leaves the order cancelled', async () => {
    const order = await place(suite, lin.token, aPlace(shop));
    const { body: params } = await suite.call('orders.pay', { orderId: order.orderId }, lin.token);
    await suite.sandbox.control.faults({ notices: { mode: 'hold' } });
    await suite.sandbox.control.pay('lin', params);
    // As if the cancellation had gone through just before: the close found nothing to close.
    await setFacts(
      order.orderId,
      {},
      { status: 'cancelled', closedReason: '您已取消订单', closedAt: suite.ctx().now },
    );
    await suite.sandbox.control.faults({ notices: { mode: 'deliver' } });
    await suite.sandbox.control.flushNotices();
    await everythingDone(suite);
    expect(await look(order.orderId)).toMatchObject({
      status: 'cancelled',
      closedReason: '订单取消后收到付款，已自动原路退款',
    });
    expect(await refundsOf(order.orderId)).toMatchObject([{ status: 'SUCCESS', amountFen: PRICE_FEN }]);
    await settlePayment(suite.ctx(), order.orderId);
    await everythingDone(suite);
    expect(await refundsOf(order.orderId)).toHaveLength(1);
  });
});

describe('the time to pay', () => {
  test('runs out after fifteen minutes, and stock and coupon go back', async () => {
    const skuId = await aSku(suite, 1, shop.storeId);
    const { couponId } = await aCoupon(suite.ctx(), { customerId: await linsId() });
    const lines = [{ skuId, quantity: 1 }];
    const order = await place(
      suite,
      lin.token,
      aPlace(shop, { lines, coupon: couponId, expectedPayableFen: 100_00 }),
    );
    await one('pay', order.orderId);
    await suite.advance(14 * 60);
    await everythingDone(suite);
    expect((await look(order.orderId)).status).toBe('pending_payment');
    await suite.advance(61);
    await everythingDone(suite);
    expect(await look(order.orderId)).toMatchObject({
      status: 'cancelled',
      closedReason: '超时未支付，订单已自动取消',
    });
    expect(await sellableAt(suite, shop.storeId, skuId)).toBe(1);
    expect(await couponStatus(couponId)).toBe('usable');
  });

  test('never cancels what was paid in the last second, even without a notice', async () => {
    await suite.sandbox.control.faults({ notices: { mode: 'hold' } });
    const order = await place(suite, lin.token, aPlace(shop));
    await suite.advance(14 * 60 + 59);
    await payAs(suite, lin, order.orderId);
    await suite.advance(2);
    await everythingDone(suite);
    expect((await look(order.orderId)).status).toBe('paid');
    await suite.sandbox.control.faults({ notices: { mode: 'deliver' } });
    await suite.sandbox.control.flushNotices();
  });

  test('waits for WeChat Pay when it cannot be asked', async () => {
    const order = await place(suite, lin.token, aPlace(shop));
    await one('pay', order.orderId);
    await fail(`/v3/pay/transactions/out-trade-no/${order.orderId}`, 6);
    await suite.advance(15 * 60 + 1);
    await everythingDone(suite);
    expect((await look(order.orderId)).status).toBe('pending_payment');
    for (let minute = 0; minute < 8; minute += 1) {
      await suite.advance(61);
      await everythingDone(suite);
    }
    expect((await look(order.orderId)).status).toBe('cancelled');
  });

  test('is kept by the sweep when the job was lost', async () => {
    const order = await place(suite, lin.token, aPlace(shop));
    const late = new Date(suite.ctx().now.getTime() + 20 * 60_000);
    await sweepForgottenOrders({ ...suite.ctx(), now: late });
    expect((await look(order.orderId)).status).toBe('cancelled');
  });
});

describe('refunding', () => {
  const refund = (orderId: string, reason = '不想要了') =>
    suite.callRaw('orders.refund', { orderId, reason }, lin.token);

  test('gives money, stock and coupon back', async () => {
    const skuId = await aSku(suite, 1, shop.storeId);
    const { couponId } = await aCoupon(suite.ctx(), { customerId: await linsId() });
    const lines = [{ skuId, quantity: 1 }];
    const order = await aPaidOrder(
      suite,
      lin,
      aPlace(shop, { lines, coupon: couponId, expectedPayableFen: 100_00 }),
    );
    expect((await refund(order.orderId)).body).toMatchObject({ status: 'refunding', actions: [] });
    await everythingDone(suite);
    expect(await look(order.orderId)).toMatchObject({ status: 'refunded', closedReason: '不想要了' });
    expect(await refundsOf(order.orderId)).toMatchObject([{ status: 'SUCCESS', amountFen: 100_00 }]);
    expect(await sellableAt(suite, shop.storeId, skuId)).toBe(1);
    expect(await couponStatus(couponId)).toBe('usable');
    expect((await refund(order.orderId)).body).toMatchObject({ status: 'refunded' });
    expect(await refundsOf(order.orderId)).toHaveLength(1);
  });

  test('works for a delivery that was not shipped', async () => {
    const order = await aPaidOrder(suite, lin, aDelivery(shop));
    expect(order.statusText).toBe('待发货');
    expect((await refund(order.orderId)).status).toBe(200);
    await everythingDone(suite);
    expect((await look(order.orderId)).status).toBe('refunded');
  });

  test('is refused before payment, and wants a reason', async () => {
    const order = await place(suite, lin.token, aPlace(shop));
    expect((await refund(order.orderId)).code).toBe('ORDER_NOT_REFUNDABLE');
    expect((await refund(order.orderId, ' ')).code).toBe('INVALID_INPUT');
  });

  test('stays under way and asks for help when WeChat Pay gives it up', async () => {
    const order = await aPaidOrder(suite, lin, aPlace(shop));
    await suite.sandbox.control.faults({ refunds: 'hold' });
    await refund(order.orderId);
    await everythingDone(suite);
    const [pending] = await refundsOf(order.orderId);
    await suite.sandbox.control.wechatPay.finishRefund(pending!.outRefundNo, 'ABNORMAL');
    await everythingDone(suite);
    expect(await look(order.orderId)).toMatchObject({
      status: 'refunding',
      hint: '退款遇到问题，客服正在处理',
    });
    expect((await findById(order.orderId))!.needsAttention).toMatch(/^退款失败/);
    await suite.sandbox.control.faults({ refunds: 'auto' });
  });
});

describe('looking', () => {
  test('shows orders newest first, page by page, without gap or repeat', async () => {
    const me = await aMember(suite);
    const placed: string[] = [];
    for (let i = 0; i < 5; i += 1) placed.push((await place(suite, me.token, aPlace(shop))).orderId);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { body }: { body: { items: { orderId: string }[]; nextCursor: string | null } } =
        await suite.call('orders.list', { limit: 2, ...(cursor ? { cursor } : {}) }, me.token);
      seen.push(...body.items.map((order) => order.orderId));
      cursor = body.nextCursor;
    } while (cursor);
    expect(seen).toEqual([...placed].reverse());
  });

  test('filters by what is open', async () => {
    const me = await aMember(suite);
    const { orderId } = await place(suite, me.token, aPlace(shop));
    await place(suite, me.token, aPlace(shop));
    await one('cancel', orderId, me.token);
    const count = async (filter: 'all' | 'unpaid' | 'waiting' | 'done') =>
      (await suite.call('orders.list', { filter }, me.token)).body.items.length;
    expect(await Promise.all([count('all'), count('unpaid'), count('waiting'), count('done')])).toEqual([
      2, 1, 0, 1,
    ]);
  });

  test("hides other people's orders behind NOT_FOUND in every endpoint", async () => {
    const stranger = await aMember(suite);
    const { orderId } = await place(suite, stranger.token, aPlace(shop));
    for (const name of ['get', 'pay', 'confirmPayment', 'cancel'])
      expect((await one(name, orderId)).code).toBe('NOT_FOUND');
    const refund = await suite.callRaw('orders.refund', { orderId, reason: '不想要了' }, lin.token);
    expect(refund.code).toBe('NOT_FOUND');
    expect((await one('get', '0'.repeat(20))).code).toBe('NOT_FOUND');
  });

  test('refuses bad input and strangers', async () => {
    for (const name of ['get', 'pay', 'confirmPayment', 'cancel']) {
      expect((await one(name, 'short')).code).toBe('INVALID_INPUT');
      expect((await suite.callRaw(`orders.${name}`, { orderId: '0'.repeat(20) })).code).toBe(
        'LOGIN_REQUIRED',
      );
    }
    const list = (input: object) => suite.callRaw('orders.list', input, lin.token);
    expect((await list({ cursor: 'made-up' })).code).toBe('INVALID_INPUT');
    expect((await list({ limit: 0 })).code).toBe('INVALID_INPUT');
    expect((await list({ filter: 'open' })).code).toBe('INVALID_INPUT');
  });

  test('follows a customer who turned out to be another one', async () => {
    const from = await aMember(suite);
    const { orderId } = await place(suite, from.token, aPlace(shop));
    const { openid } = (await identity.findCustomer(suite.ctx(), from.customerId))!;
    const shown: [identity.Shown, identity.Shown] = [
      { type: 'mp_openid', value: openid! },
      { type: 'member_no', value: `M${Date.now()}` },
    ];
    // Known by an old member number before the mini-program was opened.
    const ctx = suite.ctx();
    const { customerId } = await identity.noteSighting(ctx, { source: 'test', shown: [shown[1]] });
    await identity.noteSighting(suite.ctx(), { source: 'test', shown });
    await suite.settle();
    expect(await identity.resolveCustomerId(suite.ctx(), customerId)).toBe(from.customerId);
    expect((await one('get', orderId, from.token)).body).toMatchObject({ orderId });
  });
});
