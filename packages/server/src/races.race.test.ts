import { defaultWorld } from '@omni/wechat-sandbox';
import { invariants } from './invariants';
import { openSession } from './kernel/sessions';
import { aTemplate } from './modules/coupons/testing';
import { noteSighting } from './modules/identity';
import * as inventory from './modules/inventory';
import { readStock } from './modules/inventory/testing';
import { aCrowd, aPlace, aSku, everythingDone, openShop, payAs, PRICE_FEN } from './modules/orders/testing';
import type { Shop } from './modules/orders/testing';
import * as stores from './modules/stores';
import { aStore } from './modules/stores/testing';
import { startSuite } from './testing';
import type { Suite } from './testing';

const SHOPPERS = 500;
const PIECES = 20;
const USES = 100;
const AT_ONCE = 20;
const crowd = aCrowd(SHOPPERS);

let suite: Suite;
let shop: Shop;
const people: { id: string; token: string }[] = [];

beforeAll(async () => {
  const world = defaultWorld();
  suite = await startSuite({}, { ...world, shoppers: [...world.shoppers, ...crowd] });
  shop = await openShop(suite);
  // Some at a time and past the door: the race is for the goods.
  for (let from = 0; from < SHOPPERS; from += AT_ONCE)
    people.push(...(await Promise.all(crowd.slice(from, from + AT_ONCE).map(enter))));
}, 300_000);
afterAll(() => suite.close());

/** A member with the openid that WeChat Pay knows, so that this one can pay. */
async function enter({ id, openid }: (typeof crowd)[number]): Promise<{ id: string; token: string }> {
  const shown = [{ type: 'mp_openid', value: openid }] as const;
  const { origin } = await noteSighting(suite.ctx(), { source: 'test', shown });
  return { id, token: await openSession({ kind: 'member', id: origin }, 3600) };
}

const tally = (codes: (string | undefined)[]) =>
  codes.reduce<Record<string, number>>((sum, code = 'ok') => ({ ...sum, [code]: (sum[code] ?? 0) + 1 }), {});

async function ledger() {
  const inboxes = await Promise.all(people.map(({ id }) => suite.sandbox.control.inbox(id)));
  return {
    payments: inboxes.flatMap(({ payments }) => payments),
    refunds: inboxes.flatMap(({ refunds }) => refunds),
  };
}

test('500 shoppers, 20 items in three stores: exactly 20 orders, exactly 20 paid, everybody else is told that it is gone', async () => {
  const third = aStore({ hours: stores.AROUND_THE_CLOCK });
  await stores.saveStores(suite.ctx(), [third]);
  const spread = [
    { storeId: shop.storeId, pieces: 9 },
    { storeId: shop.otherStoreId, pieces: 8 },
    { storeId: third.storeId, pieces: 3 },
  ];
  const skuId = await aSku(suite, 0, ...spread.map(({ storeId }) => storeId));
  for (const { storeId: locationId, pieces: onHand } of spread)
    await inventory.setOnHand(suite.ctx(), { locationId, skuId, onHand });

  /** One store after the other, beginning anywhere, until one has it. */
  const tryAll = async (who: { id: string; token: string }, at: number) => {
    const said: (string | undefined)[] = [];
    for (let i = 0; i < spread.length; i += 1) {
      const { storeId } = spread[(at + i) % spread.length]!;
      const wish = aPlace(shop, { storeId, lines: [{ skuId, quantity: 1 }] });
      const { status, code, body } = await suite.call('orders.place', wish, who.token);
      if (status === 200) return { who, orderId: body.orderId, said };
      said.push(code);
    }
    return { who, orderId: null, said };
  };
  const tries = await Promise.all(people.map(tryAll));
  const winners = tries.flatMap(({ who, orderId }) => (orderId === null ? [] : [{ who, orderId }]));
  expect(winners).toHaveLength(PIECES);
  expect(tally(tries.filter(({ orderId }) => orderId === null).map(({ said }) => said.join(' ')))).toEqual({
    'OUT_OF_STOCK OUT_OF_STOCK OUT_OF_STOCK': SHOPPERS - PIECES,
  });
  expect(new Set(tries.flatMap(({ said }) => said))).toEqual(new Set(['OUT_OF_STOCK']));

  await Promise.all(winners.map(({ who, orderId }) => payAs(suite, who, orderId)));
  await everythingDone(suite);
  const { payments } = await ledger();
  const paid = new Set(
    payments.filter(({ state }) => state === 'SUCCESS').map(({ outTradeNo }) => outTradeNo),
  );
  expect(paid).toEqual(new Set(winners.map(({ orderId }) => orderId)));
  for (const { storeId, pieces } of spread)
    expect(await readStock(storeId, skuId)).toMatchObject({ onHand: pieces, held: pieces });
  expect(await invariants(suite.ctx(), { ledger: await ledger() })).toEqual([]);
}, 300_000);

test('100 orders at once with one coupon: exactly one has it, and it is used once', async () => {
  const shopper = people[0]!;
  const { templateId } = await aTemplate(suite.ctx());
  const { couponId } = (await suite.call('coupons.claim', { templateId }, shopper.token)).body;
  const wishes = Array.from({ length: USES }, () =>
    aPlace(shop, { coupon: couponId, expectedPayableFen: PRICE_FEN - 20_00 }),
  );
  const answers = await Promise.all(wishes.map((wish) => suite.call('orders.place', wish, shopper.token)));
  expect(tally(answers.map(({ code }) => code))).toEqual({ ok: 1, COUPON_UNUSABLE: USES - 1 });

  const { orderId } = answers.find(({ status }) => status === 200)!.body;
  await payAs(suite, shopper, orderId);
  await everythingDone(suite);
  const { coupons } = (await suite.call('coupons.listMine', {}, shopper.token)).body;
  expect(coupons.map(({ couponId: id, status }) => [id, status])).toEqual([[couponId, 'used']]);
  expect(await invariants(suite.ctx(), { ledger: await ledger() })).toEqual([]);
}, 300_000);
