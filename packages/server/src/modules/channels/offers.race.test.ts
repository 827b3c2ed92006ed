import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as inventory from '../inventory';
import { bookkeepingErrors } from '../inventory/testing';
import * as orders from '../orders';
import { everythingDone } from '../orders/testing';
import { closeOffer } from './answer-offer';
import { findChannelOrder } from './channel-order.model';
import { findMessage } from './message.model';
import { offerIdOf } from './offer-token';
import { takeInOrder } from './take-in-order';
import { FAR, heldAt, openMarket, orderAtDouyin, tokenSentTo } from './testing';
import type { Market } from './testing';

let suite: Suite;
let market: Market;
beforeAll(async () => {
  suite = await startSuite();
  market = await openMarket(suite);
});
afterAll(() => suite.close());

const { WAREHOUSE } = inventory;
const answer = (token: string, what: 'accept' | 'decline') =>
  suite.call('channels.answerOffer', { token, answer: what });
const orderOf = async (foreignId: string) => {
  const row = await findChannelOrder('douyin', foreignId);
  return row?.orderId ? orders.findOrder(suite.ctx(), row.orderId) : null;
};

async function everythingAddsUp(): Promise<void> {
  for (const [place, skuId] of [
    [WAREHOUSE, market.skuId],
    [market.storeId, market.skuId],
    [market.otherStoreId, market.skuId],
    [market.storeId, market.giftSkuId],
    [market.otherStoreId, market.giftSkuId],
  ] as const)
    expect(await bookkeepingErrors(place, skuId)).toEqual([]);
}

it('of yes, no, the end of the time and the money back at once, exactly one decides, and no stock is lost', async () => {
  const rounds = 8;
  const placed = await Promise.all(Array.from({ length: rounds }, () => orderAtDouyin(suite)));
  await everythingDone(suite);
  const offers = await Promise.all(
    placed.map(async (foreign) => ({ foreign, token: await tokenSentTo(suite, foreign.openId) })),
  );
  await Promise.all(
    offers.map(async ({ token, foreign }, i) => {
      const offerId = offerIdOf(token) ?? '';
      const late = { ...suite.ctx(), now: new Date(suite.ctx().now.getTime() + 3 * 3600_000) };
      const others = [
        () => closeOffer(late, offerId),
        () => answer(token, 'decline'),
        () => suite.sandbox.control.channels.refundDouyinOrder(foreign.orderId),
      ];
      const other = others[i % others.length];
      await Promise.all([answer(token, 'accept'), other?.(), answer(token, 'accept')]);
    }),
  );
  await everythingDone(suite);
  await Promise.all(offers.map(({ token }) => answer(token, 'accept')));
  await everythingDone(suite);

  let held = 0;
  for (const { token, foreign } of offers) {
    const order = await orderOf(foreign.orderId);
    const { body } = await suite.call('channels.getOffer', { token });
    const isPickup = order?.fulfilment === 'pickup';
    // A pickup is one whose offer says so; refunded ones may have been either before.
    if (order?.status === 'paid') expect(body.state === 'accepted').toBe(isPickup);
    expect(order?.stockKeptAt === null && order.status === 'paid').toBe(false);
    if (order?.status === 'paid') held += 2;
  }
  const places = [WAREHOUSE, market.storeId, market.otherStoreId];
  const holds = await Promise.all(places.map((place) => heldAt(place, market.skuId)));
  expect(holds.reduce((sum, one) => sum + one, 0)).toBe(held);
  await everythingAddsUp();
});

it('twenty tellings of one order at once are one order, and its body is kept sealed', async () => {
  const { orderId } = await orderAtDouyin(suite, { point: FAR });
  const take = () => takeInOrder(suite.ctx(), { connector: 'douyin', foreignId: orderId });
  await Promise.allSettled(Array.from({ length: 20 }, take));
  await everythingDone(suite);
  expect(await orderOf(orderId)).toMatchObject({ status: 'paid' });
  await everythingAddsUp();
  const notice = (await suite.sandbox.control.notices()).find(({ subject }) => subject === orderId);
  const message = await findMessage('douyin', notice?.id ?? '');
  expect(message).toMatchObject({ state: 'handled', event: 'life_trade_order_notify' });
  expect(message?.sealedBody).toMatch(/^v1\./);
  expect(message?.sealedBody).not.toContain(orderId);
});
