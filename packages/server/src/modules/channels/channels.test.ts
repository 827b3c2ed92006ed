import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as inventory from '../inventory';
import { bookkeepingErrors, readStock } from '../inventory/testing';
import { everythingDone } from '../orders/testing';
import * as orders from '../orders';
import { findChannelOrder } from './channel-order.model';
import { FAR, FREIGHT_FEN, anOffer, heldAt, mapItem, openMarket, orderAtDouyin } from './testing';
import type { Market } from './testing';

let suite: Suite;
let market: Market;
beforeAll(async () => {
  suite = await startSuite();
  market = await openMarket(suite);
});
afterAll(() => suite.close());

const { WAREHOUSE } = inventory;
const control = () => suite.sandbox.control.channels;
const answer = (token: string, what: 'accept' | 'decline', storeId?: string) =>
  suite.call('channels.answerOffer', { token, answer: what, ...(storeId ? { storeId } : {}) });
const offerOf = async (token: string) => (await suite.call('channels.getOffer', { token })).body;

async function orderOf(foreignId: string): Promise<orders.Order> {
  const row = await findChannelOrder('douyin', foreignId);
  const order = row?.orderId ? await orders.findOrder(suite.ctx(), row.orderId) : null;
  if (!order) throw new Error(`${foreignId} is no order of ours: ${row?.state} ${row?.reason}`);
  return order;
}
const refundsOf = async (foreignId: string) =>
  (await control().douyin()).refunds.filter(({ orderId }) => orderId === foreignId);

describe('a Douyin order near a store', () => {
  it('waits while the buyer is asked, and becomes a pickup with the sample that is collected at the counter', async () => {
    const { foreign, token } = await anOffer(suite);
    const waiting = await orderOf(foreign.orderId);
    expect(waiting).toMatchObject({
      status: 'paid',
      fulfilment: 'delivery',
      channel: 'douyin',
      stockKeptAt: null,
    });
    const { messages } = await control().douyin();
    expect(messages.at(-1)?.text).toMatch(/免运费（退还 8 元） \+ 赠送.*token=/);
    expect(await offerOf(token)).toMatchObject({
      state: 'open',
      freightFen: FREIGHT_FEN,
      stores: [{ storeId: market.storeId }, { storeId: market.otherStoreId }],
      lines: [{ quantity: 2 }],
    });
    const accepted = await answer(token, 'accept', market.storeId);
    expect(accepted.body).toMatchObject({ state: 'accepted', stores: [{ storeId: market.storeId }] });
    await everythingDone(suite);

    const order = await orderOf(foreign.orderId);
    expect(order).toMatchObject({
      status: 'paid',
      fulfilment: 'pickup',
      storeId: market.storeId,
      sealedAddress: null,
      refundedFen: FREIGHT_FEN,
      lines: [{ isGift: false }, { skuId: market.giftSkuId, isGift: true, priceFen: 0, quantity: 1 }],
    });
    expect(await refundsOf(foreign.orderId)).toMatchObject([{ amountFen: FREIGHT_FEN }]);
    expect(order.refunds).toMatchObject([{ key: 'freight', doneAt: expect.any(Date) as Date }]);

    const { orderId } = order;
    expect((await suite.call('pickup.accept', { orderId }, market.clerk)).code).toBeUndefined();
    expect((await suite.call('pickup.markReady', { orderId }, market.clerk)).code).toBeUndefined();
    await everythingDone(suite);
    expect((await control().douyin()).messages.at(-1)?.text).toContain('已在静安寺店备好');
    const { pickupCode } = await offerOf(token);
    const handing = { storeId: market.storeId, code: pickupCode?.qrText ?? '' };
    expect((await suite.call('pickup.redeem', handing, market.clerk)).code).toBeUndefined();
    await everythingDone(suite);
    expect(await orderOf(foreign.orderId)).toMatchObject({ status: 'handed_over' });
    for (const [place, skuId] of [
      [market.storeId, market.skuId],
      [market.storeId, market.giftSkuId],
      [WAREHOUSE, market.skuId],
    ] as const)
      expect(await bookkeepingErrors(place, skuId)).toEqual([]);
    expect(await heldAt(WAREHOUSE, market.skuId)).toBe(0);
    expect((await readStock(market.storeId, market.giftSkuId)).onHand).toBe(49);
  });

  it('is one pickup however often and at once the buyer says yes; another answer comes too late', async () => {
    const { foreign, token } = await anOffer(suite);
    const before = await heldAt(market.storeId, market.skuId);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => answer(token, 'accept', market.storeId)),
    );
    expect(answers.every(({ status, code }) => status === 200 || code === 'BUSY')).toBe(true);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect((await answer(token, 'accept', market.storeId)).body).toMatchObject({ state: 'accepted' });
    expect((await answer(token, 'decline')).code).toBe('OFFER_OVER');
    expect((await answer(token, 'accept', market.otherStoreId)).code).toBe('OFFER_OVER');
    await everythingDone(suite);
    expect((await heldAt(market.storeId, market.skuId)) - before).toBe(2);
    expect(await refundsOf(foreign.orderId)).toHaveLength(1);
    expect(await bookkeepingErrors(market.storeId, market.giftSkuId)).toEqual([]);
  });

  it('is sent when the buyer declines, which cannot be taken back', async () => {
    const { foreign, token } = await anOffer(suite);
    expect((await answer(token, 'decline')).body).toMatchObject({ state: 'declined', answerBefore: null });
    expect((await answer(token, 'decline')).body).toMatchObject({ state: 'declined' });
    expect((await answer(token, 'accept')).code).toBe('OFFER_OVER');
    await everythingDone(suite);
    const order = await orderOf(foreign.orderId);
    expect(order).toMatchObject({ status: 'paid', fulfilment: 'delivery', refundedFen: 0 });
    expect(order.stockKeptAt).not.toBeNull();
    expect(await refundsOf(foreign.orderId)).toEqual([]);
  });

  it('is sent after two hours of silence, and an answer after that is told the truth', async () => {
    const { foreign, token } = await anOffer(suite);
    await suite.advance(119 * 60);
    await suite.settle();
    expect((await orderOf(foreign.orderId)).stockKeptAt).toBeNull();
    await suite.advance(2 * 60);
    await suite.settle();
    expect((await orderOf(foreign.orderId)).stockKeptAt).not.toBeNull();
    expect(await offerOf(token)).toMatchObject({ state: 'expired', answerBefore: null });
    expect((await answer(token, 'accept')).code).toBe('OFFER_OVER');
    expect((await orderOf(foreign.orderId)).fulfilment).toBe('delivery');
  });

  it('is sent, and the buyer hears so, when the store has sold the goods meanwhile', async () => {
    const { foreign, token } = await anOffer(suite, {
      items: [{ itemId: 'DY-2', title: '长裤', priceFen: 110_00, quantity: 3 }],
    });
    const count = (onHand: number) =>
      inventory.setOnHand(suite.ctx(), { locationId: market.storeId, skuId: market.otherSkuId, onHand });
    await count(1);
    expect((await answer(token, 'accept', market.storeId)).code).toBe('OFFER_OUT_OF_STOCK');
    expect((await answer(token, 'accept', market.storeId)).code).toBe('OFFER_OUT_OF_STOCK');
    expect(await offerOf(token)).toMatchObject({ state: 'out_of_stock' });
    await everythingDone(suite);
    const order = await orderOf(foreign.orderId);
    expect([order.fulfilment, order.stockKeptAt === null]).toEqual(['delivery', false]);
    expect(await bookkeepingErrors(market.storeId, market.otherSkuId)).toEqual([]);
    await count(1000);
  });

  it('is collected without the sample when that ran out, and says so', async () => {
    const { foreign, token } = await anOffer(suite);
    const locationId = market.otherStoreId;
    await inventory.setOnHand(suite.ctx(), { locationId, skuId: market.giftSkuId, onHand: 0 });
    const { body } = await answer(token, 'accept', locationId);
    expect(body).toMatchObject({ state: 'accepted', gift: null });
    expect(body.text).toContain('小样刚刚送完');
    expect((await orderOf(foreign.orderId)).lines).toHaveLength(1);
    await inventory.setOnHand(suite.ctx(), { locationId, skuId: market.giftSkuId, onHand: 50 });
  });

  it('is sent at once when the buyer takes no messages', async () => {
    await control().silenceDouyin('silent-buyer', true);
    const { orderId } = await orderAtDouyin(suite, { openId: 'silent-buyer' });
    await everythingDone(suite);
    expect((await orderOf(orderId)).stockKeptAt).not.toBeNull();
  });

  it('ends when Douyin gives the money back, and the offer with it', async () => {
    const { foreign, token } = await anOffer(suite);
    await control().refundDouyinOrder(foreign.orderId);
    await everythingDone(suite);
    expect(await orderOf(foreign.orderId)).toMatchObject({ status: 'refunded' });
    expect((await answer(token, 'accept')).code).toBe('OFFER_OVER');
    expect(await refundsOf(foreign.orderId)).toEqual([]);
    expect(await bookkeepingErrors(WAREHOUSE, market.skuId)).toEqual([]);
  });

  it('shows an offer to nobody without our signature', async () => {
    const { token } = await anOffer(suite);
    const forged = `${token.slice(0, 21)}${'A'.repeat(32)}`;
    expect((await suite.call('channels.getOffer', { token: forged })).code).toBe('NOT_FOUND');
    expect((await answer(forged, 'accept')).code).toBe('NOT_FOUND');
    expect((await answer(token, 'accept', 'NO-SUCH-STORE')).code).toBe('NOT_FOUND');
    expect((await answer(token, 'decline')).status).toBe(200);
  });
});

describe('the page behind the link', () => {
  it('shows the offer to a browser without scripts, takes the answer, and then shows the pickup code', async () => {
    const { foreign, token } = await anOffer(suite);
    const { messages } = await control().douyin();
    const link = /https?:\S+/.exec(
      messages.findLast(({ openId }) => openId === foreign.openId)?.text ?? '',
    )?.[0];
    const url = link ?? '';
    expect(url.startsWith(suite.url)).toBe(true);
    expect(await (await fetch(url)).text()).toContain('到静安寺店自提');
    const form = new URLSearchParams({ storeId: market.storeId, answer: 'accept' });
    const after = await (await fetch(url, { method: 'POST', body: form })).text();
    expect(after).toContain('已改为到静安寺店自提');
    const late = await fetch(url, { method: 'POST', body: new URLSearchParams({ answer: 'decline' }) });
    expect(await late.text()).toContain('自提优惠已结束');
    await everythingDone(suite);
    const { orderId } = await orderOf(foreign.orderId);
    await suite.call('pickup.accept', { orderId }, market.clerk);
    await suite.call('pickup.markReady', { orderId }, market.clerk);
    const digits = (await offerOf(token)).pickupCode?.digits ?? 'none';
    expect(await (await fetch(url)).text()).toContain(digits);
    expect((await fetch(`${suite.url}/pickup-offer?token=made-up`)).status).toBe(404);
  });
});

describe('a Douyin order far from every store', () => {
  it('is sent at once, with what was taken off it split over its lines', async () => {
    const { orderId } = await orderAtDouyin(suite, {
      point: FAR,
      discountFen: 1001,
      items: [
        { itemId: 'DY-1', title: '衬衫', priceFen: 110_00, quantity: 1 },
        { itemId: 'DY-2', title: '长裤', priceFen: 90_00, quantity: 1 },
      ],
    });
    await everythingDone(suite);
    const order = await orderOf(orderId);
    expect(order).toMatchObject({ payableFen: 20_800 - 1001, discountFen: 1001, freightFen: FREIGHT_FEN });
    expect(order.stockKeptAt).not.toBeNull();
    const row = await findChannelOrder('douyin', orderId);
    // Our price is 120 yuan, theirs 110 and 90.
    expect(row).toMatchObject({ state: 'placed', priceDifferenceFen: 4000 });
  });
});

describe('webhooks of Douyin', () => {
  it('may come doubled, late and in the wrong order: one order, as Douyin has it now', async () => {
    await suite.sandbox.control.faults({ douyin: { mode: 'hold' } });
    const foreign = await orderAtDouyin(suite, { point: FAR });
    await control().refundDouyinOrder(foreign.orderId);
    await suite.sandbox.control.faults({ clear: true });
    await suite.sandbox.control.flushNotices({ reverse: true });
    await everythingDone(suite);
    expect(await findChannelOrder('douyin', foreign.orderId)).toMatchObject({
      state: 'closed',
      orderId: null,
    });

    await suite.sandbox.control.faults({ douyin: { mode: 'duplicate', times: 2 } });
    const twice = await orderAtDouyin(suite, { point: FAR });
    await everythingDone(suite);
    const notice = (await suite.sandbox.control.notices()).find(({ subject }) => subject === twice.orderId);
    await suite.sandbox.control.redeliver(notice?.id ?? '');
    await everythingDone(suite);
    expect((await orderOf(twice.orderId)).status).toBe('paid');
    expect(notice?.statuses).toEqual([200, 200]);
  });

  it.each(['bad-signature', 'tamper', 'stale'] as const)('are refused when they are %s', async (mode) => {
    await suite.sandbox.control.faults({ douyin: { mode, times: 1 } });
    const { orderId } = await orderAtDouyin(suite, { point: FAR });
    await everythingDone(suite);
    expect(await findChannelOrder('douyin', orderId)).toBeNull();
    const notice = (await suite.sandbox.control.notices()).find(({ subject }) => subject === orderId);
    expect(notice?.statuses).toEqual([401]);
    // The platform's own repetition is good.
    await suite.advance(6);
    await everythingDone(suite);
    expect((await orderOf(orderId)).status).toBe('paid');
  });

  it('that nobody here follows are acknowledged, and those of platforms that are not connected are not', async () => {
    await control().pushDouyin({ event: 'item_click', subject: 'x', content: { a: 1 }, msgId: 'unknown-1' });
    await everythingDone(suite);
    const notice = (await suite.sandbox.control.notices()).find(({ id }) => id === 'unknown-1');
    expect(notice?.statuses).toEqual([200]);
    const metrics = await (await fetch(`${suite.app.opsUrl}/metrics`)).text();
    expect(metrics).toMatch(/omni_channel_messages_total\{connector="douyin",outcome="ignored"\} [1-9]/);
    const post = await fetch(`${suite.url}/webhooks/channels/meituan`, { method: 'POST', body: 'a=1' });
    expect(post.status).toBe(404);
  });

  it('wait for a platform that does not answer', async () => {
    await suite.sandbox.control.faults({
      failNext: { path: '/goodlife/v1/trade/order/query/', status: 500, times: 2 },
    });
    const { orderId } = await orderAtDouyin(suite, { point: FAR });
    await everythingDone(suite);
    // Two tries fail, and the third waits its time, which a busy machine makes long.
    for (let tries = 0; tries < 100 && !(await findChannelOrder('douyin', orderId))?.orderId; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 200));
    await everythingDone(suite);
    expect((await orderOf(orderId)).status).toBe('paid');
  });
});

describe('what cannot become an order by itself', () => {
  it('waits for its item to be mapped, and goes on when it is', async () => {
    const items = [{ itemId: 'DY-NEW', title: '新款', priceFen: 110_00, quantity: 1 }];
    const { orderId } = await orderAtDouyin(suite, { point: FAR, items });
    await everythingDone(suite);
    const { body } = await suite.call('channels.listItems', {}, market.operator);
    expect(body.items).toMatchObject([{ itemId: 'DY-NEW', title: '新款', skuId: null, waitingOrders: 1 }]);
    const missing = { connector: 'douyin', itemId: 'DY-NEW', skuId: 'NO-SUCH-SKU' } as const;
    expect((await suite.call('channels.mapItem', missing, market.operator)).code).toBe('NOT_FOUND');
    await mapItem(suite, market, { itemId: 'DY-NEW', skuId: market.skuId });
    await everythingDone(suite);
    expect((await orderOf(orderId)).lines).toMatchObject([{ skuId: market.skuId }]);
    const mapped = await suite.call('channels.listItems', { unmapped: false, limit: 2 }, market.operator);
    expect(mapped.body.items).toHaveLength(2);
    const next = { unmapped: false, limit: 2, cursor: mapped.body.nextCursor ?? '' };
    expect((await suite.call('channels.listItems', next, market.operator)).body.items).toHaveLength(1);
  });

  it('is stuck when there is no stock, until a person tries again or gives the money back', async () => {
    const items = [{ itemId: 'DY-1', title: '衬衫', priceFen: 110_00, quantity: 90 }];
    const where = { locationId: WAREHOUSE, skuId: market.skuId };
    const { onHand } = await readStock(WAREHOUSE, market.skuId);
    await inventory.setOnHand(suite.ctx(), { ...where, onHand: 20 });
    const first = await orderAtDouyin(suite, { point: FAR, items });
    const second = await orderAtDouyin(suite, { point: FAR, items });
    await everythingDone(suite);
    const list = await suite.call('channels.listOrders', {}, market.operator);
    expect(list.body.items).toMatchObject([
      { channelOrderId: second.orderId, state: 'stuck', reason: 'OUT_OF_STOCK' },
      { channelOrderId: first.orderId },
    ]);
    await inventory.setOnHand(suite.ctx(), { ...where, onHand });
    const resolve = (channelOrderId: string, action: 'retry' | 'refund', source = 'douyin') =>
      suite.call('channels.resolveOrder', { source, channelOrderId, action }, market.operator);
    expect((await resolve(first.orderId, 'retry')).status).toBe(200);
    expect((await resolve(second.orderId, 'refund')).body).toMatchObject({ state: 'closed' });
    await everythingDone(suite);
    expect((await orderOf(first.orderId)).status).toBe('paid');
    expect(await refundsOf(second.orderId)).toMatchObject([{ amountFen: 90 * 110_00 + FREIGHT_FEN }]);
    expect((await resolve(first.orderId, 'refund')).code).toBe('ORDER_STATE_CONFLICT');
    expect((await resolve('none', 'retry')).code).toBe('NOT_FOUND');
    expect((await resolve(first.orderId, 'retry', 'meituan')).code).toBe('NOT_FOUND');
  });
});

describe('what is head office', () => {
  it.each([
    ['channels.listItems', {}],
    ['channels.mapItem', { connector: 'douyin', itemId: 'x', skuId: 'y' }],
    ['channels.listOrders', {}],
    ['channels.resolveOrder', { source: 'douyin', channelOrderId: 'x', action: 'retry' }],
    ['channels.getPickupOffers', {}],
    ['channels.savePickupOffers', { active: false, radiusMetres: 3000, waitMinutes: 120, giftSkuId: null }],
    ['channels.createApiKey', { name: 'x', scopes: ['stock:read'] }],
    ['channels.listApiKeys', {}],
    ['channels.revokeApiKey', { keyId: 'a'.repeat(20) }],
  ])('keeps clerks out of %s', async (name, input) => {
    expect((await suite.callRaw(name, input, market.clerk)).code).toBe('FORBIDDEN');
  });

  it('says which sample is given, and that it has to be a SKU', async () => {
    const read = await suite.call('channels.getPickupOffers', {}, market.operator);
    expect(read.body).toMatchObject({ active: true, giftSkuId: market.giftSkuId });
    const none = { ...read.body, giftSkuId: 'NO-SUCH-SKU' };
    expect((await suite.call('channels.savePickupOffers', none, market.operator)).code).toBe('NOT_FOUND');
  });
});
