import { defaultWorld } from '@omni/wechat-sandbox';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { aCoupon, aTemplate } from '../coupons/testing';
import { bookkeepingErrors } from '../inventory/testing';
import {
  PRICE_FEN,
  aCrowd,
  aMember,
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

const crowd = aCrowd(50);

beforeAll(async () => {
  const world = defaultWorld();
  suite = await startSuite({}, { ...world, shoppers: [...world.shoppers, ...crowd] });
  shop = await openShop(suite);
});
afterAll(async () => {
  await everythingDone(suite);
  await suite.close();
});

/** Some at a time and past the door: the race is for the goods. */
async function loginAll(): Promise<string[]> {
  const tokens: string[] = [];
  for (let from = 0; from < crowd.length; from += 5)
    tokens.push(...(await Promise.all(crowd.slice(from, from + 5).map(({ id }) => suite.loginShopper(id)))));
  return tokens;
}

const tryPlace = (input: object, token: string) => suite.callRaw('orders.place', input, token);
const couponStates = async (token: string) =>
  (await suite.call('coupons.listMine', {}, token)).body.coupons.map(({ status }) => status);
const tally = (codes: (string | undefined)[]) =>
  codes.reduce<Record<string, number>>((sum, code = 'ok') => ({ ...sum, [code]: (sum[code] ?? 0) + 1 }), {});

test('fifty shoppers, one last item, one coupon left: one order, one coupon used, nothing lost', async () => {
  const skuId = await aSku(suite, 1, shop.storeId);
  const tokens = await loginAll();
  const { templateId } = await aTemplate(suite.ctx(), { totalLimit: 1 });
  const claims = await Promise.all(tokens.map((token) => suite.call('coupons.claim', { templateId }, token)));
  expect(tally(claims.map(({ code }) => code))).toEqual({ ok: 1, COUPON_SOLD_OUT: 49 });

  // Everybody goes for the item with that one coupon; only its owner may use it, only one piece is there.
  const couponId = claims.find(({ status }) => status === 200)!.body.couponId;
  const wish = { lines: [{ skuId, quantity: 1 }], coupon: couponId, expectedPayableFen: PRICE_FEN - 20_00 };
  const answers = await Promise.all(
    tokens.flatMap((token) => [tryPlace(aPlace(shop, wish), token), tryPlace(aPlace(shop, wish), token)]),
  );
  const winners = answers.flatMap(({ status }, i) => (status === 200 ? [i] : []));
  expect(winners).toHaveLength(1);

  const at = Math.floor(winners[0]! / 2);
  const { orderId } = answers[winners[0]!]!.body as { orderId: string };
  await payAs(suite, { id: crowd[at]!.id, token: tokens[at]! }, orderId);
  await everythingDone(suite);
  const states = await Promise.all(tokens.map(couponStates));
  expect(states.flat()).toEqual(['used']);
  expect(await sellableAt(suite, shop.storeId, skuId)).toBe(0);
  expect(await bookkeepingErrors(shop.storeId, skuId)).toEqual([]);
});

test('fifty shoppers, each with a coupon, and one last item: one pays with theirs, the others keep theirs', async () => {
  const skuId = await aSku(suite, 1, shop.storeId);
  const tokens = await loginAll();
  const { templateId } = await aTemplate(suite.ctx(), {});
  await Promise.all(tokens.map((token) => suite.call('coupons.claim', { templateId }, token)));
  const wish = {
    lines: [{ skuId, quantity: 1 }],
    coupon: 'auto' as const,
    expectedPayableFen: PRICE_FEN - 20_00,
  };
  const answers = await Promise.all(tokens.map((token) => tryPlace(aPlace(shop, wish), token)));
  expect(tally(answers.map(({ code }) => code))).toEqual({ ok: 1, OUT_OF_STOCK: 49 });

  const at = answers.findIndex(({ status }) => status === 200);
  const { orderId } = answers[at]!.body as { orderId: string };
  const before = tally((await Promise.all(tokens.map(couponStates))).flat());
  await payAs(suite, { id: crowd[at]!.id, token: tokens[at]! }, orderId);
  await everythingDone(suite);
  const after = tally((await Promise.all(tokens.map(couponStates))).flat());
  expect(before['held']).toBe(1);
  expect(after).toEqual({ ...before, held: undefined, used: (before['used'] ?? 0) + 1 });
  expect(await sellableAt(suite, shop.storeId, skuId)).toBe(0);
  expect(await bookkeepingErrors(shop.storeId, skuId)).toEqual([]);
});

test('one coupon in twenty orders at once: one of them has it, pays with it, and the others hold nothing', async () => {
  const lin = { id: 'lin', token: await suite.loginShopper('lin') };
  const first = await place(suite, lin.token, aPlace(shop));
  const { findById } = await import('./order.model');
  const { customerId } = (await findById(first.orderId))!;
  const { couponId } = await aCoupon(suite.ctx(), { customerId });
  const skuId = await aSku(suite, 100, shop.storeId);
  const lines = [{ skuId, quantity: 1 }];
  const wish = { lines, coupon: couponId, expectedPayableFen: PRICE_FEN - 20_00 };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => tryPlace(aPlace(shop, wish), lin.token)),
  );
  expect(tally(answers.map(({ code }) => code))).toEqual({ ok: 1, COUPON_UNUSABLE: 19 });
  expect(await sellableAt(suite, shop.storeId, skuId)).toBe(99);

  const winner = answers.find(({ status }) => status === 200)!.body as { orderId: string };
  await payAs(suite, lin, winner.orderId);
  await everythingDone(suite);
  expect(await couponStates(lin.token)).toEqual(['used']);
  expect(await bookkeepingErrors(shop.storeId, skuId)).toEqual([]);
});

test('twenty taps of each of five shoppers on five items: five orders, five items', async () => {
  const skuId = await aSku(suite, 5, shop.storeId);
  const shoppers = await Promise.all(Array.from({ length: 5 }, () => aMember(suite)));
  const taps = shoppers.flatMap(({ token }) => {
    const input = aPlace(shop, { lines: [{ skuId, quantity: 1 }] });
    return Array.from({ length: 20 }, () => tryPlace(input, token));
  });
  const answers = await Promise.all(taps);
  expect(tally(answers.map(({ code }) => code))).toEqual({ ok: 100 });
  expect(new Set(answers.map(({ body }) => (body as { orderId: string }).orderId)).size).toBe(5);
  expect(await sellableAt(suite, shop.storeId, skuId)).toBe(0);
  expect(await bookkeepingErrors(shop.storeId, skuId)).toEqual([]);
});

test('paying, confirming, cancelling and expiring at once: the order is either paid or cancelled with its money back', async () => {
  const lin = { id: 'lin', token: await suite.loginShopper('lin') };
  const skuId = await aSku(suite, 50, shop.storeId);
  const { expireOrder } = await import('./cancel-order');
  const outcomes: string[] = [];
  for (let round = 0; round < 8; round += 1) {
    const { orderId } = await place(suite, lin.token, aPlace(shop, { lines: [{ skuId, quantity: 1 }] }));
    const { body: params } = await suite.call('orders.pay', { orderId }, lin.token);
    const late = { ...suite.ctx(), now: new Date(suite.ctx().now.getTime() + 16 * 60_000) };
    await Promise.all([
      suite.sandbox.control.pay('lin', params),
      suite.callRaw('orders.confirmPayment', { orderId }, lin.token),
      suite.callRaw('orders.cancel', { orderId }, lin.token),
      expireOrder(late, orderId),
      suite.callRaw('orders.pay', { orderId }, lin.token),
    ]);
    await everythingDone(suite);
    const { status } = (await suite.call('orders.get', { orderId }, lin.token)).body;
    const { payments, refunds } = await suite.sandbox.control.inbox('lin');
    const paid = payments.find((payment) => payment.outTradeNo === orderId)?.transactionId !== undefined;
    const back = refunds.some((refund) => refund.outTradeNo === orderId);
    outcomes.push(`${status} ${paid ? 'paid' : 'unpaid'} ${back ? 'back' : 'kept'}`);
  }
  const fair = ['paid paid kept', 'cancelled unpaid kept', 'cancelled paid back'];
  outcomes.forEach((outcome) => expect(fair).toContain(outcome));
  const sold = outcomes.filter((outcome) => outcome.startsWith('paid')).length;
  expect(await sellableAt(suite, shop.storeId, skuId)).toBe(50 - sold);
  expect(await bookkeepingErrors(shop.storeId, skuId)).toEqual([]);
});
