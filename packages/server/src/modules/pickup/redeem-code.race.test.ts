import { openSession } from '../../kernel/sessions';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { aPaidOrder, aPlace, aSku, everythingDone, openShop, sellableAt } from '../orders/testing';
import type { Shop } from '../orders/testing';
import { bookkeepingErrors } from '../inventory/testing';
import * as staff from '../staff';
import { issueCode } from './issue-code';
import { aReadyOrder, codeOf, counterErrors } from './testing';
import type { Shopper } from './testing';

let suite: Suite;
let shop: Shop;
let lin: Shopper;
let clerks: string[];

beforeAll(async () => {
  suite = await startSuite();
  shop = await openShop(suite);
  lin = { id: 'lin', token: await suite.loginShopper('lin') };
  clerks = [];
  for (let i = 0; i < 10; i += 1) {
    const userid = `clerk${i}`;
    const store = { storeId: shop.storeId, name: '静安寺店' };
    await staff.saveStaff(suite.ctx(), { userid, name: userid, role: 'clerk', stores: [store] });
    clerks.push(await openSession({ kind: 'staff', id: userid }, 3600));
  }
});
afterAll(async () => {
  await everythingDone(suite);
  await suite.close();
});

const tally = (codes: (string | undefined)[]) =>
  codes.reduce<Record<string, number>>((sum, code = 'ok') => ({ ...sum, [code]: (sum[code] ?? 0) + 1 }), {});
const redeem = (code: string, token: string) =>
  suite.callRaw('pickup.redeem', { storeId: shop.storeId, code }, token);

test('ten clerks with the same code: one hands over, nine are told that it is done', async () => {
  const skuId = await aSku(suite, 3, shop.storeId);
  const order = await aPaidOrder(suite, lin, aPlace(shop, { lines: [{ skuId, quantity: 1 }] }));
  const taps = (name: string) =>
    Promise.all(clerks.map((token) => suite.callRaw(name, { orderId: order.orderId }, token)));
  expect(tally((await taps('pickup.accept')).map(({ code }) => code))).toEqual({ ok: 10 });
  expect(tally((await taps('pickup.markReady')).map(({ code }) => code))).toEqual({ ok: 10 });
  const { digits, qrText } = await codeOf(suite, lin, order.orderId);
  const answers = await Promise.all(clerks.map((token, i) => redeem(i % 2 ? digits : qrText, token)));
  expect(tally(answers.map(({ code }) => code))).toEqual({ ok: 1, PICKUP_ALREADY_HANDED_OVER: 9 });
  await everythingDone(suite);
  expect(await sellableAt(suite, shop.storeId, skuId)).toBe(2);
  expect(await bookkeepingErrors(shop.storeId, skuId)).toEqual([]);
  const handed = (await staff.listAudit(suite.ctx(), order.orderId)).filter(
    ({ action }) => action === 'pickup.redeem',
  );
  expect(handed).toHaveLength(1);
});

test('200 redemptions of one code, half of them by a friend: exactly one', async () => {
  const order = await aReadyOrder(suite, { shopper: lin, clerk: clerks[0]! }, shop);
  const { digits, qrText } = await codeOf(suite, lin, order.orderId);
  const shared = await suite.call('pickup.shareCode', { orderId: order.orderId }, lin.token);
  const codes = [digits, shared.body.token, qrText, shared.body.qrText];
  const answers: (string | undefined)[] = [];
  // Twenty at a time: a clerk may have five tries open at once before being taken for a guesser.
  for (let wave = 0; wave < 10; wave += 1) {
    const taps = Array.from({ length: 20 }, (_, i) => redeem(codes[i % 4]!, clerks[i % 10]!));
    answers.push(...(await Promise.all(taps)).map(({ code }) => code));
  }
  expect(tally(answers)).toEqual({ ok: 1, PICKUP_ALREADY_HANDED_OVER: 199 });
  await everythingDone(suite);
  expect(await counterErrors(suite)).toEqual([]);
});

test('the same line twice at once goes once; two different lines at once both go', async () => {
  const skuIds = [await aSku(suite, 9, shop.storeId), await aSku(suite, 9, shop.storeId)];
  const lines = skuIds.map((skuId) => ({ skuId, quantity: 1 }));
  for (let round = 0; round < 3; round += 1) {
    const given = { lines, expectedPayableFen: 240_00 };
    const order = await aReadyOrder(suite, { shopper: lin, clerk: clerks[0]!, place: given }, shop);
    const { digits } = await codeOf(suite, lin, order.orderId);
    const part = (lineNo: number, token: string) =>
      suite.callRaw('pickup.redeem', { storeId: shop.storeId, code: digits, lineNos: [lineNo] }, token);
    const taps = clerks.map((token, i) => part((i % 2) + 1, token));
    const codes = (await Promise.all(taps)).map(({ code }) => code);
    expect(tally(codes)).toEqual({ ok: 2, PICKUP_ALREADY_HANDED_OVER: 8 });
  }
  await everythingDone(suite);
  for (const skuId of skuIds) {
    expect(await sellableAt(suite, shop.storeId, skuId)).toBe(6);
    expect(await bookkeepingErrors(shop.storeId, skuId)).toEqual([]);
  }
});

test('redeem against transfer against refund: one of them gets the order, and the goods are where it is', async () => {
  const other = await suite.loginStaff('aqiang');
  const skuId = await aSku(suite, 20, shop.storeId, shop.otherStoreId);
  for (let round = 0; round < 3; round += 1) {
    const given = { lines: [{ skuId, quantity: 1 }] };
    const order = await aReadyOrder(suite, { shopper: lin, clerk: clerks[0]!, place: given }, shop);
    const { orderId } = order;
    const { digits } = await codeOf(suite, lin, orderId);
    const refundInput = { orderId, reason: '不想要了' };
    await Promise.all([
      redeem(digits, clerks[1]!),
      suite.callRaw('pickup.transferHere', { storeId: shop.otherStoreId, code: digits }, other),
      ...(round % 2 ? [suite.callRaw('orders.refund', refundInput, lin.token)] : []),
    ]);
    await everythingDone(suite);
    const { status, store } = (await suite.call('orders.get', { orderId }, lin.token)).body;
    expect(['handed_over', 'ready', 'refunded']).toContain(status);
    if (status === 'ready') {
      expect(store?.storeId).toBe(shop.otherStoreId);
      await suite.callRaw('orders.refund', refundInput, lin.token);
      await everythingDone(suite);
    }
  }
  for (const storeId of [shop.storeId, shop.otherStoreId])
    expect(await bookkeepingErrors(storeId, skuId)).toEqual([]);
  expect(await counterErrors(suite)).toEqual([]);
});

test('accepting against rejecting: the store has the order or another one does', async () => {
  for (let round = 0; round < 4; round += 1) {
    const { orderId } = await aPaidOrder(suite, lin, aPlace(shop));
    const [accepted, rejected] = await Promise.all([
      suite.callRaw('pickup.accept', { orderId }, clerks[0]),
      suite.callRaw('pickup.reject', { orderId, reason: 'STORE_BUSY' }, clerks[1]),
    ]);
    await everythingDone(suite);
    expect([accepted.code, rejected.code]).not.toEqual([undefined, 'NOT_FOUND']);
    const { status, store } = (await suite.call('orders.get', { orderId }, lin.token)).body;
    const isHere = store?.storeId === shop.storeId;
    expect(isHere ? status : 'paid').toBe(isHere ? 'accepted' : status);
    expect(rejected.status === 200).toBe(!isHere);
  }
  expect(await counterErrors(suite)).toEqual([]);
});

test('refund against redeem: exactly one of them gets the order', async () => {
  for (let round = 0; round < 6; round += 1) {
    const order = await aReadyOrder(suite, { shopper: lin, clerk: clerks[0]! }, shop);
    const { digits } = await codeOf(suite, lin, order.orderId);
    const input = { orderId: order.orderId, reason: '不想要了' };
    const [handed, refunded] = await Promise.all([
      redeem(digits, clerks[1]!),
      suite.callRaw('orders.refund', input, lin.token),
    ]);
    await everythingDone(suite);
    const { status } = (await suite.call('orders.get', { orderId: order.orderId }, lin.token)).body;
    if (handed.status === 200) {
      expect(refunded.code).toBe('ORDER_NOT_REFUNDABLE');
      expect(status).toBe('handed_over');
    } else {
      expect(handed.code).toBe('PICKUP_ORDER_CLOSED');
      expect(refunded.status).toBe(200);
      expect(status).toBe('refunded');
    }
  }
});

test('accepting against refunding leaves queue and order agreed', async () => {
  for (let round = 0; round < 4; round += 1) {
    const order = await aPaidOrder(suite, lin, aPlace(shop));
    const input = { orderId: order.orderId, reason: '不想要了' };
    const [, refunded] = await Promise.all([
      suite.callRaw('pickup.accept', { orderId: order.orderId }, clerks[0]),
      suite.callRaw('orders.refund', input, lin.token),
    ]);
    expect(refunded.status).toBe(200);
    await everythingDone(suite);
    const again = await suite.callRaw('pickup.accept', { orderId: order.orderId }, clerks[0]);
    expect(again.code).toBe('ORDER_STATE_CONFLICT');
  }
});

test('digits that the store gave out today are drawn again', async () => {
  const taken = Object.assign(new Error('E11000'), { code: 11000 });
  const drawn: string[] = [];
  const code = await issueCode(suite.ctx().now, null, async ({ digits }) => {
    drawn.push(digits);
    if (drawn.length < 3) throw taken;
  });
  expect(drawn).toHaveLength(3);
  expect(code.digits).toBe(drawn[2]);
});
