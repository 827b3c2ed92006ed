import type { Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as inventory from '../inventory';
import { bookkeepingErrors } from '../inventory/testing';
import { everythingDone, openShop, sellableAt } from '../orders/testing';
import type { Shop } from '../orders/testing';
import * as payments from '../payments';
import * as staff from '../staff';
import * as aftersale from '.';
import { anApply, anOrderOf, handOver, pack, twoSizes } from './testing';
import type { Shopper } from './testing';

type Order = Reply<Contracts['orders.get']>;
let suite: Suite;
let shop: Shop;
let lin: Shopper;
let zhou: string;
let qiang: string;
let head: string;
let skuId: string;
let otherSkuId: string;

const PRICE = 100_00;

beforeAll(async () => {
  suite = await startSuite();
  shop = await openShop(suite);
  await staff.saveStaff(suite.ctx(), { userid: 'yunying', name: '云英', role: 'operator', stores: [] });
  lin = { id: 'lin', token: await suite.loginShopper('lin') };
  [zhou, qiang, head] = [
    await suite.loginStaff('laozhou'),
    await suite.loginStaff('aqiang'),
    await suite.loginStaff('yunying'),
  ];
  [skuId, otherSkuId] = await twoSizes(suite, PRICE, shop.storeId, shop.otherStoreId);
});
afterAll(async () => {
  await everythingDone(suite);
  expect(await aftersale.integrityErrors(suite.ctx())).toEqual([]);
  await suite.close();
});

const collected = async (
  lines: { skuId: string; quantity: number }[],
  payableFen: number,
): Promise<Order> => {
  const order = await anOrderOf(suite, lin, { shop, lines, payableFen });
  await handOver(suite, { shopper: lin, clerk: zhou }, order);
  return order;
};
const orderOf = async ({ orderId }: { orderId: string }): Promise<Order> =>
  (await suite.call('orders.get', { orderId }, lin.token)).body;
const caseOf = async (caseId: string) => (await suite.call('aftersale.get', { caseId }, lin.token)).body;
const balance = ({ orderId }: { orderId: string }) => payments.balanceOf(suite.ctx(), orderId);
/** Refunds of one payment leave a minute apart. */
const moneyMoves = async () => {
  await everythingDone(suite);
  await suite.advance(61);
  await everythingDone(suite);
};

test('a return: bought in one store, brought to another, on stock there, one of three pieces paid back', async () => {
  const order = await collected([{ skuId, quantity: 3 }], 3 * PRICE);
  const before = await sellableAt(suite, shop.otherStoreId, skuId);
  const opened = await suite.call('aftersale.apply', anApply(order.orderId), lin.token);
  expect(opened.body).toMatchObject({
    state: 'awaiting_return',
    statusText: '待退回',
    refundFen: PRICE,
    actions: ['showReturnNumber', 'cancel'],
  });
  const { caseNo, caseId } = opened.body;
  const here = { storeId: shop.otherStoreId, caseNo };
  const found = await suite.call('aftersale.findReturn', here, qiang);
  expect(found.body).toMatchObject({
    caseId,
    actions: ['receiveReturn'],
    customerText: expect.stringMatching(/^顾客/),
  });
  const received = await suite.call('aftersale.receiveReturn', { ...here, condition: 'sellable' }, qiang);
  expect(received.body).toMatchObject({ state: 'refunding', receivedAt: { storeId: shop.otherStoreId } });
  const again = await suite.call('aftersale.receiveReturn', { ...here, condition: 'sellable' }, qiang);
  expect(again.status).toBe(200);
  await moneyMoves();
  expect(await caseOf(caseId)).toMatchObject({ state: 'refunded', hint: '款项已原路退回', actions: [] });
  expect((await caseOf(caseId)).timeline.map(({ state }) => state)).toEqual([
    'applied',
    'approved',
    'awaiting_return',
    'received',
    'refunding',
    'refunded',
  ]);
  expect(await orderOf(order)).toMatchObject({
    status: 'handed_over',
    refundedFen: PRICE,
    lines: [{ refundedQuantity: 1, refundedFen: PRICE }],
  });
  expect(await balance(order)).toMatchObject({ paidFen: 3 * PRICE, refundedFen: PRICE });
  expect(await sellableAt(suite, shop.otherStoreId, skuId)).toBe(before + 1);
  expect(await bookkeepingErrors(shop.otherStoreId, skuId)).toEqual([]);
  const acts = (await staff.listAudit(suite.ctx(), caseId)).map(({ action }) => action);
  expect(acts.sort()).toEqual(['aftersale.findReturn', 'aftersale.receiveReturn']);
});

test('everything returned piece by piece: the order is refunded, to the fen', async () => {
  const order = await collected([{ skuId, quantity: 2 }], 2 * PRICE);
  for (const condition of ['sellable', 'damaged'] as const) {
    const { body } = await suite.call('aftersale.apply', anApply(order.orderId), lin.token);
    const here = { storeId: shop.storeId, caseNo: body.caseNo, condition };
    expect((await suite.call('aftersale.receiveReturn', here, zhou)).code).toBeUndefined();
    await moneyMoves();
  }
  await moneyMoves();
  expect(await orderOf(order)).toMatchObject({ status: 'refunded', refundedFen: 2 * PRICE });
  expect(await balance(order)).toMatchObject({ refundedFen: 2 * PRICE, refundingFen: 0 });
  expect(await bookkeepingErrors(shop.storeId, skuId)).toEqual([]);
});

test('a small missing piece is paid at once, the next one is for the store to decide', async () => {
  const [cheap] = await twoSizes(suite, 20_00, shop.storeId);
  const order = await collected([{ skuId: cheap, quantity: 3 }], 60_00);
  const missing = () =>
    anApply(order.orderId, { kind: 'refund_only', reason: 'missing', note: '袋子里少一件' });
  const first = await suite.call('aftersale.apply', missing(), lin.token);
  expect(first.body).toMatchObject({ state: 'refunding', refundFen: 20_00, note: '袋子里少一件' });
  const second = await suite.call('aftersale.apply', missing(), lin.token);
  expect(second.body).toMatchObject({ state: 'applied', actions: ['cancel'] });
  const listed = await suite.call(
    'aftersale.listForStaff',
    { storeId: shop.storeId, state: 'applied' },
    zhou,
  );
  expect(listed.body.items).toMatchObject([{ caseId: second.body.caseId, actions: ['approve', 'decline'] }]);
  const { caseId } = second.body;
  expect((await suite.call('aftersale.approve', { caseId }, zhou)).body).toMatchObject({
    state: 'refunding',
  });
  expect((await suite.call('aftersale.approve', { caseId }, zhou)).status).toBe(200);
  const third = await suite.call('aftersale.apply', missing(), lin.token);
  const no = { caseId: third.body.caseId, why: '监控显示三件都已交付' };
  expect((await suite.call('aftersale.decline', no, head)).body).toMatchObject({ state: 'declined' });
  expect((await suite.call('aftersale.decline', no, head)).status).toBe(200);
  expect(await caseOf(no.caseId)).toMatchObject({ hint: no.why, declinedReason: no.why });
  await moneyMoves();
  await moneyMoves();
  expect(await caseOf(caseId)).toMatchObject({ state: 'refunded' });
  expect(await orderOf(order)).toMatchObject({ status: 'handed_over', refundedFen: 40_00 });
  const fourth = await suite.call('aftersale.apply', missing(), lin.token);
  expect(fourth.body.state).toBe('applied');
});

test('an exchange: the other size is held, given against the old one, and no money moves', async () => {
  const order = await collected([{ skuId, quantity: 1 }], PRICE);
  const [was, wasOther] = [
    await sellableAt(suite, shop.otherStoreId, skuId),
    await sellableAt(suite, shop.otherStoreId, otherSkuId),
  ];
  const options = await suite.call(
    'aftersale.options',
    { orderId: order.orderId, storeId: shop.otherStoreId },
    lin.token,
  );
  expect(options.body.lines[0]).toMatchObject({
    kinds: ['refund_only', 'return', 'exchange'],
    availableQuantity: 1,
    replacements: [
      { skuId, available: true },
      { skuId: otherSkuId, available: true },
    ],
  });
  const wish = anApply(order.orderId, {
    kind: 'exchange',
    reason: 'does_not_fit',
    storeId: shop.otherStoreId,
    lines: [{ lineNo: 1, quantity: 1, replacementSkuId: otherSkuId }],
  });
  const opened = await suite.call('aftersale.apply', wish, lin.token);
  expect(opened.body).toMatchObject({ state: 'awaiting_return', refundFen: 0 });
  const { caseId, caseNo } = opened.body;
  await everythingDone(suite);
  expect(await sellableAt(suite, shop.otherStoreId, otherSkuId)).toBe(wasOther - 1);
  const wrong = { storeId: shop.storeId, caseNo };
  expect((await suite.call('aftersale.findReturn', wrong, zhou)).code).toBe('AFTERSALE_WRONG_STORE');
  const wrongly = await suite.call('aftersale.receiveReturn', { ...wrong, condition: 'sellable' }, zhou);
  expect(wrongly.code).toBe('AFTERSALE_WRONG_STORE');
  expect((await suite.call('aftersale.handOverReplacement', { caseId }, qiang)).code).toBe(
    'AFTERSALE_STATE_CONFLICT',
  );
  const here = { storeId: shop.otherStoreId, caseNo, condition: 'sellable' } as const;
  const received = await suite.call('aftersale.receiveReturn', here, qiang);
  expect(received.body).toMatchObject({
    state: 'received',
    actions: ['handOverReplacement', 'refundInstead'],
  });
  expect((await suite.call('aftersale.handOverReplacement', { caseId }, qiang)).body.state).toBe('exchanged');
  expect((await suite.call('aftersale.handOverReplacement', { caseId }, qiang)).status).toBe(200);
  await everythingDone(suite);
  expect(await sellableAt(suite, shop.otherStoreId, skuId)).toBe(was + 1);
  expect(await sellableAt(suite, shop.otherStoreId, otherSkuId)).toBe(wasOther - 1);
  expect(await bookkeepingErrors(shop.otherStoreId, otherSkuId)).toEqual([]);
  expect(await orderOf(order)).toMatchObject({ refundedFen: 0, lines: [{ refundedQuantity: 0 }] });
  expect((await suite.call('aftersale.refundInstead', { caseId }, qiang)).code).toBe(
    'AFTERSALE_STATE_CONFLICT',
  );
});

test('an exchange whose replacement turns out unfit becomes money, and the replacement goes back to sale', async () => {
  const order = await collected([{ skuId, quantity: 1 }], PRICE);
  const was = await sellableAt(suite, shop.storeId, otherSkuId);
  const wish = anApply(order.orderId, {
    kind: 'exchange',
    reason: 'quality',
    storeId: shop.storeId,
    lines: [{ lineNo: 1, quantity: 1, replacementSkuId: otherSkuId }],
  });
  const { caseId, caseNo } = (await suite.call('aftersale.apply', wish, lin.token)).body;
  expect((await suite.call('aftersale.approve', { caseId }, zhou)).body.state).toBe('awaiting_return');
  await everythingDone(suite);
  const here = { storeId: shop.storeId, caseNo, condition: 'damaged' } as const;
  await suite.call('aftersale.receiveReturn', here, zhou);
  expect((await suite.call('aftersale.refundInstead', { caseId }, zhou)).body).toMatchObject({
    state: 'refunding',
    refundFen: PRICE,
  });
  expect((await suite.call('aftersale.refundInstead', { caseId }, zhou)).status).toBe(200);
  await moneyMoves();
  expect(await sellableAt(suite, shop.storeId, otherSkuId)).toBe(was);
  expect(await orderOf(order)).toMatchObject({ status: 'refunded', refundedFen: PRICE });
});

describe('goods that were not handed over', () => {
  test('a line is taken off: its stock and its money go back, the rest is collected', async () => {
    const was = await sellableAt(suite, shop.storeId, skuId);
    const lines = [
      { skuId, quantity: 2 },
      { skuId: otherSkuId, quantity: 1 },
    ];
    const order = await anOrderOf(suite, lin, { shop, lines, payableFen: 3 * PRICE });
    const part = anApply(order.orderId, { kind: 'refund_only', lines: [{ lineNo: 1, quantity: 1 }] });
    expect((await suite.call('aftersale.apply', part, lin.token)).code).toBe('AFTERSALE_NOT_ALLOWED');
    const whole = anApply(order.orderId, { kind: 'refund_only', lines: [{ lineNo: 1, quantity: 2 }] });
    const opened = await suite.call('aftersale.apply', whole, lin.token);
    expect(opened.body).toMatchObject({ state: 'refunding', refundFen: 2 * PRICE });
    await everythingDone(suite);
    expect(await sellableAt(suite, shop.storeId, skuId)).toBe(was);
    await handOver(suite, { shopper: lin, clerk: zhou }, order);
    expect(await orderOf(order)).toMatchObject({
      status: 'handed_over',
      refundedFen: 2 * PRICE,
      lines: [{ removed: true }, { removed: false, refundedFen: 0 }],
    });
    expect(await bookkeepingErrors(shop.storeId, skuId)).toEqual([]);
    expect(await bookkeepingErrors(shop.storeId, otherSkuId)).toEqual([]);
    expect(await caseOf(opened.body.caseId)).toMatchObject({ state: 'refunded' });
  });

  test('the last line ends the order like a cancellation, freight and all', async () => {
    const order = await anOrderOf(suite, lin, {
      shop,
      lines: [{ skuId, quantity: 1 }],
      payableFen: PRICE,
    });
    await pack(suite, zhou, order.orderId);
    const whole = anApply(order.orderId, { kind: 'refund_only', reason: 'does_not_fit' });
    await suite.call('aftersale.apply', whole, lin.token);
    await moneyMoves();
    expect(await orderOf(order)).toMatchObject({ status: 'refunded', refundedFen: PRICE });
    const after = await suite.call(
      'orders.refund',
      { orderId: order.orderId, reason: '不想要了' },
      lin.token,
    );
    expect(after.body.status).toBe('refunded');
  });

  test('one line collected, the other taken off: that ends the collection, and what was collected can be returned', async () => {
    const was = await sellableAt(suite, shop.storeId, otherSkuId);
    const lines = [
      { skuId, quantity: 1 },
      { skuId: otherSkuId, quantity: 1 },
    ];
    const order = await anOrderOf(suite, lin, { shop, lines, payableFen: 2 * PRICE });
    const { orderId } = order;
    await pack(suite, zhou, orderId);
    const { digits } = (await suite.call('pickup.showCode', { orderId }, lin.token)).body;
    const part = { storeId: shop.storeId, code: digits, lineNos: [1] };
    expect((await suite.call('pickup.redeem', part, zhou)).code).toBeUndefined();
    const whole = await suite.call('orders.refund', { orderId, reason: '不想要了' }, lin.token);
    expect(whole.code).toBe('ORDER_NOT_REFUNDABLE');
    const rest = anApply(orderId, { kind: 'refund_only', lines: [{ lineNo: 2, quantity: 1 }] });
    expect((await suite.call('aftersale.apply', rest, lin.token)).body).toMatchObject({ refundFen: PRICE });
    await moneyMoves();
    expect(await orderOf(order)).toMatchObject({
      status: 'handed_over',
      refundedFen: PRICE,
      lines: [
        { handedOver: true, removed: false },
        { handedOver: false, removed: true },
      ],
    });
    expect(await sellableAt(suite, shop.storeId, otherSkuId)).toBe(was);
    const { caseNo } = (await suite.call('aftersale.apply', anApply(orderId), lin.token)).body;
    const back = { storeId: shop.storeId, caseNo, condition: 'sellable' } as const;
    await suite.call('aftersale.receiveReturn', back, zhou);
    await moneyMoves();
    expect(await orderOf(order)).toMatchObject({ status: 'refunded', refundedFen: 2 * PRICE });
  });

  test('a line, and then all the rest at once: together what was paid', async () => {
    const lines = [
      { skuId, quantity: 1 },
      { skuId: otherSkuId, quantity: 1 },
    ];
    const order = await anOrderOf(suite, lin, { shop, lines, payableFen: 2 * PRICE });
    await suite.call('aftersale.apply', anApply(order.orderId, { kind: 'refund_only' }), lin.token);
    const rest = await suite.call('orders.refund', { orderId: order.orderId, reason: '不想要了' }, lin.token);
    expect(rest.body).toMatchObject({ status: 'refunding', refundedFen: 2 * PRICE });
    await moneyMoves();
    await moneyMoves();
    expect((await orderOf(order)).status).toBe('refunded');
    expect(await balance(order)).toMatchObject({ refundedFen: 2 * PRICE, refundingFen: 0 });
  });
});

test('what nobody did in time: an undecided case goes to head office, goods not brought back end it', async () => {
  const order = await collected([{ skuId, quantity: 2 }], 2 * PRICE);
  const asked = anApply(order.orderId, { reason: 'quality' });
  const undecided = (await suite.call('aftersale.apply', asked, lin.token)).body;
  const waiting = (await suite.call('aftersale.apply', anApply(order.orderId), lin.token)).body;
  const full = await suite.call('aftersale.apply', anApply(order.orderId), lin.token);
  expect(full.code).toBe('AFTERSALE_LINE_TAKEN');
  const { followDeadlines } = await import('./follow-cases');
  await suite.advance(8 * 24 * 3600);
  await followDeadlines(suite.ctx());
  await followDeadlines(suite.ctx());
  await everythingDone(suite);
  expect(await caseOf(waiting.caseId)).toMatchObject({ state: 'closed', actions: [] });
  expect(await caseOf(undecided.caseId)).toMatchObject({
    state: 'applied',
    hint: '客服已介入，会尽快给您答复',
  });
  const late = await suite.call('aftersale.apply', anApply(order.orderId), lin.token);
  expect(late.code).toBe('AFTERSALE_TOO_LATE');
  const all = await suite.call('aftersale.listForStaff', { state: 'applied' }, head);
  expect(all.body.items.find(({ caseId }) => caseId === undecided.caseId)).toMatchObject({ escalated: true });
  expect((await suite.call('aftersale.approve', { caseId: undecided.caseId }, head)).status).toBe(200);
});

test('a replacement nobody agreed to in ten days can be sold; then the exchange cannot be agreed to', async () => {
  const order = await collected([{ skuId, quantity: 1 }], PRICE);
  const [rare] = await twoSizes(suite, PRICE, shop.storeId);
  const wish = anApply(order.orderId, {
    kind: 'exchange',
    reason: 'quality',
    storeId: shop.storeId,
    lines: [{ lineNo: 1, quantity: 1, replacementSkuId: rare }],
  });
  expect((await suite.call('aftersale.apply', wish, lin.token)).code).toBe('AFTERSALE_NOT_EXCHANGEABLE');
  const fit = { ...wish, lines: [{ lineNo: 1, quantity: 1, replacementSkuId: otherSkuId }] };
  const { caseId } = (await suite.call('aftersale.apply', fit, lin.token)).body;
  await suite.advance(11 * 24 * 3600);
  const { sweepExpiredHolds } = await import('../inventory/sweep-holds');
  await sweepExpiredHolds(suite.ctx());
  await inventory.setOnHand(suite.ctx(), { locationId: shop.storeId, skuId: otherSkuId, onHand: 0 });
  expect((await suite.call('aftersale.approve', { caseId }, zhou)).code).toBe('AFTERSALE_REPLACEMENT_GONE');
  const sold = { ...fit, requestId: crypto.randomUUID() };
  expect((await suite.call('aftersale.cancel', { caseId }, lin.token)).body.state).toBe('cancelled');
  expect((await suite.call('aftersale.apply', sold, lin.token)).code).toBe('AFTERSALE_TOO_LATE');
});
