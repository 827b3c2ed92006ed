import { randomUUID } from 'node:crypto';
import { defaultWorld, externalUserid } from '@omni/wechat-sandbox';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { aPaidOrder, aPlace, everythingDone, openShop } from '../orders/testing';
import type { Shop } from '../orders/testing';
import * as catalog from '../catalog';
import { aProduct } from '../catalog/testing';
import * as inventory from '../inventory';
import * as staff from '../staff';

let suite: Suite;
let shop: Shop;
let lin: { id: string; token: string };
let guide: string;
let otherGuide: string;
const contact = externalUserid(defaultWorld().shoppers.find((shopper) => shopper.id === 'lin')!);
const dress = aProduct({ title: '雾蓝针织裙', prices: [19_900, 19_900] });

const browse = (productId: string) =>
  suite.call(
    'audience.track',
    {
      events: [
        {
          eventId: randomUUID(),
          type: 'product.viewed',
          at: suite.ctx().now.toISOString(),
          productId,
          seconds: 12,
        },
      ],
    },
    lin.token,
  );

beforeAll(async () => {
  suite = await startSuite();
  shop = await openShop(suite);
  const ctx = suite.ctx();
  const stores = [{ storeId: shop.storeId, name: '静安寺店' }];
  await staff.saveStaff(ctx, { userid: 'xiaomei', name: '小美', role: 'guide', stores });
  await staff.saveStaff(ctx, { userid: 'yunying', name: '云英', role: 'operator', stores: [] });
  await catalog.saveProduct(ctx, dress);
  await inventory.setOnHand(ctx, { locationId: shop.storeId, skuId: dress.skus[1]!.skuId, onHand: 3 });
  const coat = aProduct({ title: '羊毛大衣' });
  await catalog.saveProduct(ctx, coat);
  await inventory.setOnHand(ctx, { locationId: shop.storeId, skuId: coat.skus[0]!.skuId, onHand: 1 });
  lin = { id: 'lin', token: await suite.loginShopper('lin') };
  guide = await suite.loginStaff('xiaomei');
  otherGuide = await suite.loginStaff('laozhou');
});
afterAll(() => suite.close());

describe('the customer beside the chat', () => {
  it('is the one who ordered, browsed and bound a phone in the mini-program', async () => {
    await suite.call('identity.setConsent', { purpose: 'profiling', granted: true }, lin.token);
    await suite.call('identity.bindPhone', await suite.sandbox.control.phoneCode('lin'), lin.token);
    await browse(dress.productId);
    await browse(dress.productId);
    const order = await aPaidOrder(suite, lin, aPlace(shop));

    const { body } = await suite.call('guides.getCustomer', { externalUserid: contact }, guide);

    expect(body).toMatchObject({ known: true, phoneMasked: '138****8001', profilingConsent: true });
    expect(body.summary).toMatchObject({ orders: 1, paidFen: order.payableFen });
    expect(body.orders[0]).toMatchObject({ orderNo: order.orderNo, storeName: '静安寺店' });
    expect(body.browsing).toEqual([expect.objectContaining({ productId: dress.productId, views: 2 })]);
    expect(JSON.stringify(body)).not.toContain('13800138001');
  });

  it('is not shown to staff who do not have this contact', async () => {
    for (const name of ['guides.getCustomer', 'guides.listTimeline'] as const) {
      expect(await suite.call(name, { externalUserid: contact }, otherGuide)).toMatchObject({
        code: 'NOT_FOUND',
      });
    }
  });

  it('does not exist for an external_userid nobody has', async () => {
    const answer = await suite.call('guides.getCustomer', { externalUserid: 'wm-nobody-at-all' }, guide);
    expect(answer).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  it('has a timeline of browsing, order and payment, newest first, page by page', async () => {
    const first = await suite.call('guides.listTimeline', { externalUserid: contact, limit: 2 }, guide);
    expect(first.body.items).toHaveLength(2);
    const rest = await suite.call(
      'guides.listTimeline',
      { externalUserid: contact, cursor: first.body.nextCursor! },
      guide,
    );
    const items = [...first.body.items, ...rest.body.items];
    expect(items.map((item) => item.title)).toEqual(
      expect.arrayContaining(['看了', '提交订单', '付款成功，到店自提']),
    );
    const times = items.map((item) => item.at);
    expect(times).toEqual([...times].sort().reverse());
    expect(rest.body.nextCursor).toBeNull();
  });

  it('refuses a cursor it did not give', async () => {
    const answer = await suite.call('guides.listTimeline', { externalUserid: contact, cursor: 'abc' }, guide);
    expect(answer).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
  });

  it('loses the browsing when consent is withdrawn, and keeps the orders', async () => {
    await suite.call('identity.setConsent', { purpose: 'profiling', granted: false }, lin.token);
    await everythingDone(suite);
    const { body } = await suite.call('guides.getCustomer', { externalUserid: contact }, guide);
    expect(body).toMatchObject({ profilingConsent: false, browsing: [] });
    const { body: timeline } = await suite.call('guides.listTimeline', { externalUserid: contact }, guide);
    const kinds = timeline.items.map((item) => item.kind);
    expect(kinds).toContain('order');
    expect(kinds).not.toContain('browse');
    await suite.call('identity.setConsent', { purpose: 'profiling', granted: true }, lin.token);
  });
});

describe('what to say now', () => {
  const suggest = (storeId = shop.storeId, token = guide) =>
    suite.call('guides.suggestScripts', { externalUserid: contact, storeId }, token);

  it('gives three cards; what was looked at is offered in the size this store has', async () => {
    await browse(dress.productId);
    const { body } = await suggest();
    expect(body.scripts).toHaveLength(3);
    const card = body.scripts.find((script) => script.scriptId === `viewed-${dress.productId}`);
    expect(card).toMatchObject({ reason: '刚刚看过 1 次 · 本店有 M 码' });
    expect(card?.text).toContain('¥199.00');
  });

  it('stops offering it when the last piece is gone', async () => {
    await inventory.setOnHand(suite.ctx(), {
      locationId: shop.storeId,
      skuId: dress.skus[1]!.skuId,
      onHand: 0,
    });
    const { body } = await suggest();
    expect(body.scripts.map((script) => script.scriptId)).not.toContain(`viewed-${dress.productId}`);
    await inventory.setOnHand(suite.ctx(), {
      locationId: shop.storeId,
      skuId: dress.skus[1]!.skuId,
      onHand: 3,
    });
  });

  it('is for a store of one’s own', async () => {
    expect(await suggest(shop.otherStoreId)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('remembers what was sent, once, and does not suggest it again', async () => {
    const [card] = (await suggest()).body.scripts;
    const sent = {
      requestId: randomUUID(),
      externalUserid: contact,
      scriptId: card!.scriptId,
      text: card!.text,
    };
    for (let i = 0; i < 2; i += 1) {
      expect((await suite.call('guides.recordScriptSent', sent, guide)).body).toEqual({ recorded: true });
    }
    expect((await suggest()).body.scripts.map((script) => script.scriptId)).not.toContain(card!.scriptId);
    const { body } = await suite.call('guides.listTimeline', { externalUserid: contact }, guide);
    expect(body.items.filter((item) => item.kind === 'script')).toHaveLength(1);
  });

  it('says so when WeCom does not answer', async () => {
    const inputs = {
      'guides.getCustomer': { externalUserid: contact },
      'guides.listTimeline': { externalUserid: contact },
      'guides.suggestScripts': { externalUserid: contact, storeId: shop.storeId },
      'guides.recordScriptSent': {
        requestId: randomUUID(),
        externalUserid: contact,
        scriptId: 's',
        text: 't',
      },
    };
    for (const [name, input] of Object.entries(inputs)) {
      await suite.sandbox.control.faults({
        failNext: { path: '/cgi-bin/externalcontact/get', status: 502, times: 3 },
      });
      expect(await suite.callRaw(name, input, guide)).toMatchObject({
        status: 503,
        code: 'PLATFORM_UNAVAILABLE',
      });
    }
    await suite.sandbox.control.reset();
  });
});
