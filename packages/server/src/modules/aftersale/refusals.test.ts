import { randomUUID } from 'node:crypto';
import type { Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as inventory from '../inventory';
import { WAREHOUSE } from '../inventory';
import { aDelivery, aMember, aPaidOrder, aPlace, everythingDone, openShop, place } from '../orders/testing';
import type { Shop } from '../orders/testing';
import * as orders from '../orders';
import * as staff from '../staff';
import * as aftersale from '.';
import { anApply, anOrderOf, handOver, pack, twoSizes } from './testing';
import type { Apply, Shopper } from './testing';

type Order = Reply<Contracts['orders.get']>;
const PRICE = 100_00;
let suite: Suite;
let shop: Shop;
let lin: Shopper;
let zhou: string;
let qiang: string;
let mei: string;
let head: string;
let skuId: string;
let otherSkuId: string;
/** Two pieces, collected. */
let order: Order;

beforeAll(async () => {
  suite = await startSuite();
  shop = await openShop(suite);
  const ours = [{ storeId: shop.storeId, name: '静安寺店' }];
  await staff.saveStaff(suite.ctx(), { userid: 'yunying', name: '云英', role: 'operator', stores: [] });
  await staff.saveStaff(suite.ctx(), { userid: 'xiaomei', name: '小美', role: 'guide', stores: ours });
  lin = { id: 'lin', token: await suite.loginShopper('lin') };
  zhou = await suite.loginStaff('laozhou');
  qiang = await suite.loginStaff('aqiang');
  mei = await suite.loginStaff('xiaomei');
  head = await suite.loginStaff('yunying');
  [skuId, otherSkuId] = await twoSizes(suite, PRICE, shop.storeId, shop.otherStoreId);
  order = await anOrderOf(suite, lin, { shop, lines: [{ skuId, quantity: 2 }], payableFen: 2 * PRICE });
  await handOver(suite, { shopper: lin, clerk: zhou }, order);
}, 60_000);
afterAll(async () => {
  await everythingDone(suite);
  expect(await aftersale.integrityErrors(suite.ctx())).toEqual([]);
  await suite.close();
});

const apply = async (given: Partial<Apply>, token = lin.token) =>
  suite.call('aftersale.apply', anApply(order.orderId, given), token);
const anExchange = (given: Partial<Apply> = {}): Partial<Apply> => ({
  kind: 'exchange',
  reason: 'does_not_fit',
  storeId: shop.otherStoreId,
  lines: [{ lineNo: 1, quantity: 1, replacementSkuId: otherSkuId }],
  ...given,
});

describe('who may see and do what', () => {
  test("other people's orders and cases do not exist", async () => {
    const { token } = await aMember(suite);
    const { caseId, caseNo } = (await apply({ reason: 'quality' })).body;
    expect((await apply({}, token)).code).toBe('NOT_FOUND');
    for (const name of ['aftersale.get', 'aftersale.cancel'])
      expect((await suite.callRaw(name, { caseId }, token)).code).toBe('NOT_FOUND');
    expect((await suite.call('aftersale.options', { orderId: order.orderId }, token)).code).toBe('NOT_FOUND');
    expect((await suite.call('aftersale.list', {}, token)).body.items).toEqual([]);
    for (const name of ['aftersale.getForStaff', 'aftersale.approve', 'aftersale.handOverReplacement'])
      expect((await suite.callRaw(name, { caseId }, qiang)).code).toBe('NOT_FOUND');
    expect((await suite.call('aftersale.decline', { caseId, why: '不行' }, qiang)).code).toBe('NOT_FOUND');
    const elsewhere = { storeId: shop.storeId, caseNo };
    expect((await suite.call('aftersale.findReturn', elsewhere, qiang)).code).toBe('NOT_FOUND');
    const early = { storeId: shop.otherStoreId, caseNo };
    expect((await suite.call('aftersale.findReturn', early, qiang)).code).toBe('NOT_FOUND');
    const unknown = { storeId: shop.otherStoreId, caseNo: '20200101000000' };
    expect((await suite.call('aftersale.findReturn', unknown, qiang)).code).toBe('NOT_FOUND');
    await suite.call('aftersale.cancel', { caseId }, lin.token);
  });

  test('guides decide nothing, and only head office sees all stores at once', async () => {
    const { caseId } = (await apply({ reason: 'quality' })).body;
    expect((await suite.call('aftersale.approve', { caseId }, mei)).code).toBe('FORBIDDEN');
    expect((await suite.call('aftersale.listForStaff', { storeId: shop.storeId }, mei)).code).toBe(
      'FORBIDDEN',
    );
    expect((await suite.call('aftersale.listForStaff', {}, zhou)).code).toBe('FORBIDDEN');
    const away = await suite.call('aftersale.listForStaff', { storeId: shop.otherStoreId }, zhou);
    expect(away.code).toBe('NOT_FOUND');
    const page = await suite.call('aftersale.listForStaff', { limit: 1 }, head);
    expect(page.body.nextCursor).not.toBeNull();
    const cursor = page.body.nextCursor ?? '';
    const next = await suite.call('aftersale.listForStaff', { limit: 1, cursor }, head);
    expect(next.body.items[0]?.caseId).not.toBe(caseId);
    const one = await suite.call('aftersale.getForStaff', { caseId }, zhou);
    expect(one.body).toMatchObject({ caseId, store: { storeId: shop.storeId }, channel: 'mini_program' });
    const own = await suite.call('aftersale.list', { orderId: order.orderId, limit: 1 }, lin.token);
    expect(own.body.items).toMatchObject([{ caseId, state: 'applied' }]);
    expect(
      (await suite.call('aftersale.list', { cursor: own.body.nextCursor ?? '' }, lin.token)).status,
    ).toBe(200);
    await suite.call('aftersale.cancel', { caseId }, lin.token);
  });
});

describe('what cannot be asked for', () => {
  test('goods that are not there, reasons that do not fit, faults without a word', async () => {
    expect((await apply({ lines: [{ lineNo: 9, quantity: 1 }] })).code).toBe('AFTERSALE_NOT_ALLOWED');
    expect((await apply({ reason: 'missing' })).code).toBe('AFTERSALE_REASON_UNFIT');
    expect((await apply({ kind: 'refund_only', reason: 'damaged' })).code).toBe('AFTERSALE_NOTE_REQUIRED');
    expect((await apply({ lines: [{ lineNo: 1, quantity: 3 }] })).code).toBe('AFTERSALE_LINE_TAKEN');
    expect((await apply({ note: 'x'.repeat(201) })).code).toBe('INVALID_INPUT');
    expect((await apply({ storeId: shop.storeId })).code).toBe('INVALID_INPUT');
    const twice = { lineNo: 1, quantity: 1 };
    expect((await apply({ lines: [twice, twice] })).code).toBe('INVALID_INPUT');
  });

  test('an exchange for other goods, in no store, or for what is sold out', async () => {
    expect((await apply(anExchange({ lines: [{ lineNo: 1, quantity: 1 }] }))).code).toBe(
      'AFTERSALE_NOT_EXCHANGEABLE',
    );
    const lines = [{ lineNo: 1, quantity: 1, replacementSkuId: shop.skuId }];
    expect((await apply(anExchange({ lines }))).code).toBe('AFTERSALE_NOT_EXCHANGEABLE');
    expect((await apply(anExchange({ storeId: 'NOWHERE' }))).code).toBe('NOT_FOUND');
    expect((await apply(anExchange({ storeId: shop.shutStoreId }))).code).toBe('OUT_OF_STOCK');
  });

  test('an exchange that comes to nothing gives its replacement back', async () => {
    const was = (await inventory.availableAt(suite.ctx(), [shop.otherStoreId], [otherSkuId])).get(
      shop.otherStoreId,
    );
    const both = anExchange({ lines: [{ lineNo: 1, quantity: 3, replacementSkuId: otherSkuId }] });
    expect((await apply(both)).code).toBe('AFTERSALE_LINE_TAKEN');
    const now = await inventory.availableAt(suite.ctx(), [shop.otherStoreId], [otherSkuId]);
    expect(now.get(shop.otherStoreId)).toEqual(was);
  });

  test('the same command is the same case, and another one under its id is refused', async () => {
    const requestId = randomUUID();
    const first = await apply({ requestId, reason: 'quality' });
    const again = await apply({ requestId, reason: 'quality' });
    expect(again.body).toEqual(first.body);
    expect((await apply({ requestId, reason: 'wrong_item' })).code).toBe('REQUEST_REUSED');
    await suite.call('aftersale.cancel', { caseId: first.body.caseId }, lin.token);
  });

  test('an order that is unpaid, or on its way back, has options of its own', async () => {
    const unpaid = await place(suite, lin.token, aPlace(shop));
    const options = await suite.call('aftersale.options', { orderId: unpaid.orderId }, lin.token);
    expect(options.body).toMatchObject({
      wholeOrder: 'cancel',
      lines: [{ kinds: [], availableQuantity: 0 }],
    });
    expect((await apply({ orderId: unpaid.orderId })).code).toBe('AFTERSALE_NOT_ALLOWED');
    const paid = await aPaidOrder(suite, lin, aPlace(shop));
    const before = await suite.call('aftersale.options', { orderId: paid.orderId }, lin.token);
    expect(before.body).toMatchObject({
      wholeOrder: 'refund',
      lines: [{ kinds: ['refund_only'], wholeLineOnly: true, replacements: [] }],
      kinds: [{ kind: 'refund_only', reasons: [{ applyBefore: null }, { applyBefore: null }] }],
    });
    expect((await apply({ orderId: paid.orderId })).code).toBe('AFTERSALE_NOT_ALLOWED');
    await suite.call('orders.refund', { orderId: paid.orderId, reason: '不想要了' }, lin.token);
    const after = await suite.call('aftersale.options', { orderId: paid.orderId }, lin.token);
    expect(after.body).toMatchObject({ wholeOrder: null, hint: '订单已退款', kinds: [] });
  });
});

describe('steps out of turn', () => {
  test('a case that was called off is neither agreed to, declined, received nor handed over', async () => {
    const { caseId, caseNo } = (await apply({})).body;
    expect((await suite.call('aftersale.cancel', { caseId }, lin.token)).body.state).toBe('cancelled');
    expect((await suite.call('aftersale.cancel', { caseId }, lin.token)).status).toBe(200);
    const here = { storeId: shop.storeId, caseNo, condition: 'sellable' } as const;
    const why = { caseId, why: '不行' };
    expect((await suite.call('aftersale.receiveReturn', here, zhou)).code).toBe('AFTERSALE_STATE_CONFLICT');
    expect((await suite.call('aftersale.decline', why, zhou)).code).toBe('AFTERSALE_STATE_CONFLICT');
    const { caseId: undecided } = (await apply({ reason: 'quality' })).body;
    await suite.call('aftersale.cancel', { caseId: undecided }, lin.token);
    const agreed = await suite.call('aftersale.approve', { caseId: undecided }, zhou);
    expect(agreed.code).toBe('AFTERSALE_STATE_CONFLICT');
  });

  test('goods that came back not as they should are declined at the counter, and the pieces are free again', async () => {
    const { caseId } = (await apply({ lines: [{ lineNo: 1, quantity: 2 }] })).body;
    expect((await apply({})).code).toBe('AFTERSALE_LINE_TAKEN');
    const why = { caseId, why: '吊牌已剪，影响二次销售' };
    expect((await suite.call('aftersale.decline', why, zhou)).body.state).toBe('declined');
    const cancelled = await suite.call('aftersale.cancel', { caseId }, lin.token);
    expect(cancelled.code).toBe('AFTERSALE_STATE_CONFLICT');
    const again = await apply({ lines: [{ lineNo: 1, quantity: 2 }] });
    expect(again.body.state).toBe('awaiting_return');
    await suite.call('aftersale.cancel', { caseId: again.body.caseId }, lin.token);
  });

  test('money that was given back otherwise is not given again', async () => {
    const lines = [{ skuId, quantity: 3 }];
    const three = await anOrderOf(suite, lin, { shop, lines, payableFen: 3 * PRICE });
    await handOver(suite, { shopper: lin, clerk: zhou }, three);
    const { orderId } = three;
    const returned = (await apply({ orderId })).body;
    const fault = { kind: 'refund_only', reason: 'quality', note: '开线' } as const;
    const faulty = (await apply({ orderId, ...fault })).body;
    const exchanged = (await apply({ orderId, ...anExchange() })).body;
    const there = { storeId: shop.otherStoreId, caseNo: exchanged.caseNo, condition: 'sellable' } as const;
    expect((await suite.call('aftersale.receiveReturn', there, qiang)).body.state).toBe('received');
    const all = [{ lineNo: 1, quantity: 3 }];
    await orders.recordLineRefund(suite.ctx(), { orderId, key: 'goodwill', lines: all, reason: '补偿' });
    const here = { storeId: shop.storeId, caseNo: returned.caseNo, condition: 'sellable' } as const;
    const money = [
      await suite.call('aftersale.receiveReturn', here, zhou),
      await suite.call('aftersale.approve', { caseId: faulty.caseId }, zhou),
      await suite.call('aftersale.refundInstead', { caseId: exchanged.caseId }, qiang),
    ];
    expect(money.map(({ code }) => code)).toEqual(money.map(() => 'ORDER_NOT_REFUNDABLE'));
    for (const { caseId } of [returned, faulty]) await suite.call('aftersale.cancel', { caseId }, lin.token);
    const { caseId } = exchanged;
    expect((await suite.call('aftersale.handOverReplacement', { caseId }, qiang)).body.state).toBe(
      'exchanged',
    );
  });

  test('a delivery goes back to the warehouse, which is head office’s', async () => {
    for (const id of [skuId, otherSkuId])
      await inventory.setOnHand(suite.ctx(), { locationId: WAREHOUSE, skuId: id, onHand: 5 });
    const wish = aDelivery(shop, { lines: [{ skuId, quantity: 1 }], expectedPayableFen: PRICE });
    const sent = await aPaidOrder(suite, lin, wish);
    await suite.call('pickup.accept', { orderId: sent.orderId }, head);
    const parcel = { orderId: sent.orderId, company: 'SF', number: 'SF1234567890' } as const;
    const shipped = await suite.call('pickup.ship', parcel, head);
    expect(shipped.code).toBeUndefined();
    await everythingDone(suite);
    const { caseNo, caseId } = (await apply({ orderId: sent.orderId })).body;
    const there = { storeId: WAREHOUSE, caseNo, condition: 'sellable' } as const;
    expect((await suite.call('aftersale.receiveReturn', there, zhou)).code).toBe('NOT_FOUND');
    expect((await suite.call('aftersale.receiveReturn', there, head)).body).toMatchObject({
      caseId,
      state: 'refunding',
      store: null,
      receivedAt: { name: '仓库' },
    });
    await everythingDone(suite);
    const { body } = await suite.call('orders.get', { orderId: sent.orderId }, lin.token);
    expect(body).toMatchObject({ status: 'refunded', refundedFen: PRICE });
  });

  test('an order packed but not collected can still be given back whole', async () => {
    const packed = await anOrderOf(suite, lin, { shop, lines: [{ skuId, quantity: 1 }], payableFen: PRICE });
    await pack(suite, zhou, packed.orderId);
    const back = await suite.call(
      'orders.refund',
      { orderId: packed.orderId, reason: '不想要了' },
      lin.token,
    );
    expect(back.body.status).toBe('refunding');
  });
});
