import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { bookkeepingErrors } from '../inventory/testing';
import { everythingDone, openShop } from '../orders/testing';
import type { Shop } from '../orders/testing';
import * as payments from '../payments';
import * as staff from '../staff';
import * as aftersale from '.';
import { anApply, anOrderOf, handOver, pack, twoSizes } from './testing';
import type { Shopper } from './testing';

const PRICE = 100_00;
let suite: Suite;
let shop: Shop;
let lin: Shopper;
let zhou: string;
let qiang: string;
let head: string;
let skuId: string;
let otherSkuId: string;

beforeAll(async () => {
  suite = await startSuite();
  shop = await openShop(suite);
  await staff.saveStaff(suite.ctx(), { userid: 'yunying', name: '云英', role: 'operator', stores: [] });
  lin = { id: 'lin', token: await suite.loginShopper('lin') };
  zhou = await suite.loginStaff('laozhou');
  qiang = await suite.loginStaff('aqiang');
  head = await suite.loginStaff('yunying');
  [skuId, otherSkuId] = await twoSizes(suite, PRICE, shop.storeId, shop.otherStoreId);
}, 60_000);
afterEach(async () => {
  await everythingDone(suite);
  expect(await aftersale.integrityErrors(suite.ctx())).toEqual([]);
  for (const storeId of [shop.storeId, shop.otherStoreId])
    for (const id of [skuId, otherSkuId]) expect(await bookkeepingErrors(storeId, id)).toEqual([]);
});
afterAll(() => suite.close());

const collected = async (quantity: number) => {
  const lines = [{ skuId, quantity }];
  const order = await anOrderOf(suite, lin, { shop, lines, payableFen: quantity * PRICE });
  await handOver(suite, { shopper: lin, clerk: zhou }, order);
  return order;
};
const tally = (codes: (string | undefined)[]) =>
  codes.reduce<Record<string, number>>((sum, code = 'ok') => ({ ...sum, [code]: (sum[code] ?? 0) + 1 }), {});

test('ten cases for two pieces at once: two are opened, eight are told that the pieces are taken', async () => {
  const order = await collected(2);
  const asked = Array.from({ length: 10 }, () =>
    suite.call('aftersale.apply', anApply(order.orderId), lin.token),
  );
  const answers = await Promise.all(asked);
  expect(tally(answers.map(({ code }) => code))).toEqual({ ok: 2, AFTERSALE_LINE_TAKEN: 8 });
});

test('one command ten times at once is one case', async () => {
  const order = await collected(2);
  const command = anApply(order.orderId, {
    kind: 'exchange',
    reason: 'does_not_fit',
    storeId: shop.storeId,
    lines: [{ lineNo: 1, quantity: 1, replacementSkuId: otherSkuId }],
  });
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => suite.call('aftersale.apply', command, lin.token)),
  );
  expect(new Set(answers.map(({ body }) => body.caseId)).size).toBe(1);
  await suite.call('aftersale.cancel', { caseId: answers[0]!.body.caseId }, lin.token);
});

test('agreed to by two people twice, and called off: one of it happens, and money is asked for at most once', async () => {
  for (let round = 0; round < 3; round += 1) {
    const order = await collected(1);
    const asked = anApply(order.orderId, { kind: 'refund_only', reason: 'quality', note: '开线' });
    const { caseId } = (await suite.call('aftersale.apply', asked, lin.token)).body;
    const [cancelled, ...agreed] = await Promise.all([
      suite.call('aftersale.cancel', { caseId }, lin.token),
      ...[zhou, head, zhou, head].map((who) => suite.call('aftersale.approve', { caseId }, who)),
    ]);
    await everythingDone(suite);
    const { refundedFen, refundingFen } = await payments.balanceOf(suite.ctx(), order.orderId);
    const isOff = cancelled.status === 200;
    expect(tally(agreed.map(({ code }) => code))).toEqual(
      isOff ? { AFTERSALE_STATE_CONFLICT: 4 } : { ok: 4 },
    );
    expect(refundedFen + refundingFen).toBe(isOff ? 0 : PRICE);
  }
});

test('goods scanned in two stores at once came back to one of them', async () => {
  for (let round = 0; round < 3; round += 1) {
    const order = await collected(1);
    const { caseId, caseNo } = (await suite.call('aftersale.apply', anApply(order.orderId), lin.token)).body;
    const scans = [
      { storeId: shop.storeId, token: zhou },
      { storeId: shop.otherStoreId, token: qiang },
    ].flatMap((scan) => [scan, scan]);
    const answers = await Promise.all(
      scans.map(({ storeId, token }) =>
        suite.call('aftersale.receiveReturn', { storeId, caseNo, condition: 'sellable' }, token),
      ),
    );
    expect(tally(answers.map(({ code }) => code))).toEqual({ ok: 2, AFTERSALE_STATE_CONFLICT: 2 });
    await everythingDone(suite);
    expect((await suite.call('aftersale.get', { caseId }, lin.token)).body.state).toBe('refunded');
  }
});

test('a line taken off while the order goes over the counter: it is handed over or paid back, not both', async () => {
  for (let round = 0; round < 4; round += 1) {
    const lines = [
      { skuId, quantity: 1 },
      { skuId: otherSkuId, quantity: 1 },
    ];
    const order = await anOrderOf(suite, lin, { shop, lines, payableFen: 2 * PRICE });
    await pack(suite, zhou, order.orderId);
    const { digits } = (await suite.call('pickup.showCode', { orderId: order.orderId }, lin.token)).body;
    const [handed, taken] = await Promise.all([
      suite.call('pickup.redeem', { storeId: shop.storeId, code: digits }, zhou),
      suite.call('aftersale.apply', anApply(order.orderId, { kind: 'refund_only' }), lin.token),
    ]);
    await everythingDone(suite);
    const { body } = await suite.call('orders.get', { orderId: order.orderId }, lin.token);
    const isOff = taken.status === 200;
    if (!isOff) expect(taken.code).toBe('AFTERSALE_REASON_UNFIT');
    expect(handed.status).toBe(200);
    expect(body).toMatchObject({
      status: 'handed_over',
      refundedFen: isOff ? PRICE : 0,
      lines: [
        { removed: isOff, handedOver: !isOff },
        { removed: false, handedOver: true },
      ],
    });
  }
});

test('an order given back whole and by line at once is paid back once', async () => {
  for (let round = 0; round < 3; round += 1) {
    const lines = [
      { skuId, quantity: 1 },
      { skuId: otherSkuId, quantity: 1 },
    ];
    const order = await anOrderOf(suite, lin, { shop, lines, payableFen: 2 * PRICE });
    const whole = { orderId: order.orderId, reason: '不想要了' };
    const [all] = await Promise.all([
      suite.call('orders.refund', whole, lin.token),
      suite.call('aftersale.apply', anApply(order.orderId, { kind: 'refund_only' }), lin.token),
    ]);
    expect(all.status).toBe(200);
    await everythingDone(suite);
    await suite.advance(61);
    await everythingDone(suite);
    const { body } = await suite.call('orders.get', { orderId: order.orderId }, lin.token);
    expect(body).toMatchObject({ status: 'refunded', refundedFen: 2 * PRICE });
    const { refundedFen } = await payments.balanceOf(suite.ctx(), order.orderId);
    expect(refundedFen).toBe(2 * PRICE);
  }
});
