import { randomBytes, randomUUID } from 'node:crypto';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { hexHash } from '../../platform/channels/reading';
import * as inventory from '../inventory';
import { bookkeepingErrors, readStock } from '../inventory/testing';
import { everythingDone, sellableAt } from '../orders/testing';
import { findChannelOrder } from './channel-order.model';
import { FAR, aKey, callOpenApi, openMarket, orderAtDouyin } from './testing';
import type { Heard, Key, Market } from './testing';

let suite: Suite;
let market: Market;
let key: Key;
beforeAll(async () => {
  suite = await startSuite({ DOUDIAN_APP_KEY: 'doudian-key', DOUDIAN_APP_SECRET: 'doudian-secret' });
  market = await openMarket(suite);
  key = await aKey(suite, market);
});
afterAll(() => suite.close());

type Sending = Omit<Parameters<typeof callOpenApi>[2], 'path'>;
const ask = (path: string, sending: Sending = {}, by: Key = key): Promise<Heard> =>
  callOpenApi(suite, by, { ...sending, path });
const get = (path: string, by?: Key): Promise<Heard> => ask(path, { method: 'GET' }, by);

const anOrder = (given: Record<string, unknown> = {}): Record<string, unknown> => ({
  externalId: randomUUID().slice(0, 20),
  channel: 'open_api',
  lines: [{ skuId: market.skuId, quantity: 2, priceFen: 100_00 }],
  freightFen: 500,
  paidFen: 190_00,
  paidAt: suite.ctx().now.toISOString(),
  fulfilment: {
    kind: 'delivery',
    address: { name: '林晓', phone: '13800138001', region: '上海市静安区', street: '测试路 1 号' },
  },
  ...given,
});
const aReceipt = (given: Record<string, unknown> = {}): Record<string, unknown> =>
  anOrder({
    channel: 'pos',
    freightFen: 0,
    fulfilment: { kind: 'receipt', storeId: market.storeId },
    ...given,
  });

describe('an order through the open API', () => {
  it('becomes one of ours, is read by whoever placed it, and by nobody else', async () => {
    const placed = await ask('/orders', { body: anOrder() });
    expect(placed).toMatchObject({
      status: 200,
      body: { status: 'paid', fulfilment: 'delivery', paidFen: 190_00, lines: [{ discountFen: 15_00 }] },
    });
    await everythingDone(suite);
    const path = `/orders/${String(placed.body.orderId)}`;
    expect((await get(path)).body).toMatchObject({ externalId: placed.body.externalId });
    expect((await get(path, await aKey(suite, market))).code).toBe('NOT_FOUND');
    for (const id of ['none', 'a'.repeat(20), '%00', '..%2F..'])
      expect((await get(`/orders/${id}`)).code).toBe('NOT_FOUND');
  });

  it('waits at the counter of the store it is to be collected in', async () => {
    const fulfilment = { kind: 'pickup', storeId: market.storeId };
    const { body } = await ask('/orders', { body: anOrder({ fulfilment, freightFen: 0 }) });
    await everythingDone(suite);
    const queue = await suite.call('pickup.listQueue', { storeId: market.storeId }, market.clerk);
    expect(queue.body.items.map(({ orderId }) => orderId)).toContain(body.orderId);
  });

  it('is the same order under another idempotency key, and refused with other goods', async () => {
    const order = anOrder();
    const first = await ask('/orders', { body: order });
    expect((await ask('/orders', { body: order })).body).toMatchObject({ orderId: first.body.orderId });
    expect((await ask('/orders', { body: { ...order, paidFen: 180_00 } })).code).toBe('REQUEST_REUSED');
  });

  it('is refused for goods, stores and amounts that cannot be', async () => {
    const codeOf = async (given: Record<string, unknown>) =>
      (await ask('/orders', { body: anOrder(given) })).code;
    expect(await codeOf({ lines: [{ skuId: 'NONE', quantity: 1, priceFen: 190_00 }] })).toBe('NOT_FOUND');
    expect(
      await codeOf({ lines: [{ skuId: market.skuId, quantity: 99, priceFen: 190_00 }] }),
    ).toBeUndefined();
    expect(await codeOf({ fulfilment: { kind: 'pickup', storeId: 'NONE' } })).toBe('NOT_FOUND');
    expect(await codeOf({ paidFen: 999_00 })).toBe('INVALID_INPUT');
    expect(await codeOf({ paidAt: '2099-01-01T00:00:00Z' })).toBe('INVALID_INPUT');
    await inventory.setOnHand(suite.ctx(), {
      locationId: market.otherStoreId,
      skuId: market.otherSkuId,
      onHand: 1,
    });
    const lines = [{ skuId: market.otherSkuId, quantity: 2, priceFen: 100_00 }];
    const fulfilment = { kind: 'pickup', storeId: market.otherStoreId };
    expect(await codeOf({ lines, fulfilment })).toBe('OUT_OF_STOCK');
  });

  it('is cancelled once while the goods are ours, and its stock is free again', async () => {
    const before = await sellableAt(suite, inventory.WAREHOUSE, market.skuId);
    const { body } = await ask('/orders', { body: anOrder() });
    const cancel = () => ask(`/orders/${String(body.orderId)}/cancel`, { body: { reason: '买家不要了' } });
    expect((await cancel()).body).toMatchObject({ status: 'refunded', refundedFen: 190_00 });
    expect((await cancel()).body).toMatchObject({ status: 'refunded' });
    await everythingDone(suite);
    expect(await sellableAt(suite, inventory.WAREHOUSE, market.skuId)).toBe(before);
    expect(await bookkeepingErrors(inventory.WAREHOUSE, market.skuId)).toEqual([]);
  });
});

describe('a receipt of a till', () => {
  it('takes the goods out of the books, and cannot be cancelled any more', async () => {
    const before = (await readStock(market.storeId, market.skuId)).onHand;
    const { body } = await ask('/orders', { body: aReceipt({ buyer: { memberPhone: '13800138009' } }) });
    expect(body).toMatchObject({ status: 'handed_over', storeId: market.storeId });
    await everythingDone(suite);
    expect((await readStock(market.storeId, market.skuId)).onHand).toBe(before - 2);
    const path = `/orders/${String(body.orderId)}/cancel`;
    expect((await ask(path, { body: { reason: '退货' } })).code).toBe('ORDER_NOT_CANCELLABLE');
  });

  it('is taken even when the books have no such goods: then somebody is asked to count', async () => {
    await inventory.setOnHand(suite.ctx(), {
      locationId: market.storeId,
      skuId: market.otherSkuId,
      onHand: 1,
    });
    const lines = [{ skuId: market.otherSkuId, quantity: 2, priceFen: 95_00 }];
    const { body } = await ask('/orders', { body: aReceipt({ lines }) });
    expect(body.needsAttention).toContain('请盘点');
    const counts = await suite.call('inventory.listCounts', { storeId: market.storeId }, market.clerk);
    expect(counts.body.items).toMatchObject([{ skuId: market.otherSkuId, state: 'open' }]);
  });
});

describe('stock through the open API', () => {
  it('is told per store and channel, and changed for a reason or set', async () => {
    const path = `/stock?storeId=${market.storeId}&skuIds=${market.skuId},NO-SUCH`;
    const before = (await get(path)).body as { items: { available: number }[] };
    const body = {
      kind: 'adjust',
      storeId: market.storeId,
      skuId: market.skuId,
      reason: 'received',
      quantity: 5,
    };
    const idempotencyKey = randomUUID();
    for (let times = 0; times < 2; times += 1)
      expect((await ask('/stock', { body, idempotencyKey })).body).toMatchObject({ kind: 'adjust' });
    const after = (await get(path)).body as { items: { available: number }[] };
    expect(after.items.map(({ available }) => available)).toEqual([(before.items[0]?.available ?? 0) + 5, 0]);
    const rows = [{ storeId: market.storeId, skuId: market.skuId, onHand: 700 }];
    expect((await ask('/stock', { body: { kind: 'set', rows } })).body).toMatchObject({
      report: { changed: 1, refused: 0 },
    });
    expect((await readStock(market.storeId, market.skuId)).onHand).toBe(700);
  });

  it('never takes what was promised, nor what is not there', async () => {
    const take = (given: Record<string, unknown>) =>
      ask('/stock', {
        body: {
          kind: 'adjust',
          storeId: market.storeId,
          skuId: market.skuId,
          reason: 'damaged',
          quantity: 1,
          ...given,
        },
      });
    expect((await take({ quantity: 100_000 })).code).toBe('STOCK_TOO_FEW');
    expect((await take({ quantity: 0 })).code).toBe('INVALID_INPUT');
    expect((await take({ skuId: 'NONE' })).code).toBe('NOT_FOUND');
    expect((await take({ storeId: 'NONE' })).code).toBe('NOT_FOUND');
  });

  it('is not shown to keys of other stores', async () => {
    const other = await aKey(suite, market, { storeIds: [market.otherStoreId] });
    const path = (storeId: string) => `/stock?storeId=${storeId}&skuIds=${market.skuId}`;
    expect((await get(path(market.otherStoreId), other)).status).toBe(200);
    expect((await get(path(market.storeId), other)).code).toBe('NOT_FOUND');
    const rows = [{ storeId: market.storeId, skuId: market.skuId, onHand: 1 }];
    expect((await ask('/stock', { body: { kind: 'set', rows } }, other)).code).toBe('NOT_FOUND');
  });
});

describe('the door of the open API', () => {
  const stock = () => `/stock?storeId=${market.storeId}&skuIds=${market.skuId}`;

  it('is closed to whoever did not sign this very call', async () => {
    const wrong = { ...key, secret: 'another-secret' };
    expect((await get(stock(), wrong)).code).toBe('API_SIGNATURE_INVALID');
    expect((await get(stock(), { ...key, keyId: 'a'.repeat(20) })).code).toBe('API_SIGNATURE_INVALID');
    for (const headers of [
      { 'x-api-signature': 'f'.repeat(64) },
      { 'x-api-nonce': 'b'.repeat(32) },
      { 'x-api-timestamp': String(Math.floor(suite.ctx().now.getTime() / 1000) - 1) },
    ])
      expect((await ask(stock(), { method: 'GET', headers })).code).toBe('API_SIGNATURE_INVALID');
    for (const headers of [{ 'x-api-key': '' }, { 'x-api-nonce': 'short' }, { 'x-api-timestamp': 'soon' }])
      expect((await ask(stock(), { method: 'GET', headers })).code).toBe('LOGIN_REQUIRED');
    expect((await fetch(`${suite.url}/open-api/v1${stock()}`)).status).toBe(401);
  });

  it('is closed to calls that are old or early, and to the same call twice', async () => {
    const at = (minutes: number) => new Date(suite.ctx().now.getTime() + minutes * 60_000);
    expect((await ask(stock(), { method: 'GET', at: at(-6) })).code).toBe('API_REQUEST_STALE');
    expect((await ask(stock(), { method: 'GET', at: at(6) })).code).toBe('API_REQUEST_STALE');
    expect((await ask(stock(), { method: 'GET', at: at(-4) })).status).toBe(200);
    const sent: RequestInit[] = [];
    const real = globalThis.fetch;
    const spy = jest.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
      sent.push(init ?? {});
      return real(url, init);
    });
    await get(stock());
    spy.mockRestore();
    const again = await fetch(`${suite.url}/open-api/v1${stock()}`, sent[0]);
    expect(((await again.json()) as { error: { code: string } }).error.code).toBe('API_NONCE_USED');
  });

  it('opens no further than the scopes, the rate and the life of a key', async () => {
    const reader = await aKey(suite, market, { scopes: ['stock:read'], requestsPerMinute: 3 });
    expect((await ask('/orders', { body: anOrder() }, reader)).code).toBe('FORBIDDEN');
    expect((await get(stock(), reader)).status).toBe(200);
    expect((await get(stock(), reader)).status).toBe(200);
    const { status, code } = await get(stock(), reader);
    expect([status, code]).toEqual([429, 'TOO_MANY_REQUESTS']);
    const gone = await suite.call('channels.revokeApiKey', { keyId: reader.keyId }, market.operator);
    expect(gone.body.revokedAt).not.toBeNull();
    expect((await get(stock(), reader)).code).toBe('API_SIGNATURE_INVALID');
  });

  it('answers one idempotency key once, whatever happens at the same time', async () => {
    const idempotencyKey = randomUUID();
    const body = anOrder();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => ask('/orders', { body, idempotencyKey })),
    );
    const ids = new Set(answers.filter(({ status }) => status === 200).map((one) => one.body.orderId));
    expect(ids.size).toBe(1);
    expect(answers.every(({ status, code }) => status === 200 || code === 'BUSY')).toBe(true);
    const again = await ask('/orders', { body, idempotencyKey });
    expect(ids.has(again.body.orderId)).toBe(true);
    const other = await ask('/orders', { body: anOrder(), idempotencyKey });
    expect([other.status, other.code]).toEqual([409, 'REQUEST_REUSED']);
    const refused = { body: { ...body, lines: [] }, idempotencyKey: randomUUID() };
    expect((await ask('/orders', refused)).code).toBe('INVALID_INPUT');
    expect((await ask('/orders', refused)).code).toBe('INVALID_INPUT');
    expect((await ask('/orders', { body, headers: { 'idempotency-key': 'x' } })).code).toBe('INVALID_INPUT');
  });

  it('refuses what is too large, no JSON, or of the wrong kind, in the words of every other refusal', async () => {
    const large = await ask('/orders', { body: { x: 'x'.repeat(300_000) } });
    expect([large.status, large.code]).toEqual([413, 'BODY_TOO_LARGE']);
    expect((await ask('/orders', { body: anOrder(), headers: { 'content-type': 'text/plain' } })).code).toBe(
      'NOT_JSON',
    );
    for (const body of [
      null,
      [],
      'text',
      { lines: 1 },
      { ...anOrder(), surprise: 1 },
      anOrder({ paidFen: 1.5 }),
    ])
      expect((await ask('/orders', { body })).code).toBe('INVALID_INPUT');
    expect((await get('/stock?storeId=%00&skuIds=a')).code).toBe('INVALID_INPUT');
    expect((await get(`${stock()}&more=1`)).code).toBe('INVALID_INPUT');
    expect((await get('/nothing')).code).toBe('NOT_FOUND');
    const { body } = await ask('/orders', { body: {} });
    expect(body).toMatchObject({
      error: { message: '提交的内容不符合要求', retry: false, traceId: expect.any(String) as string },
    });
  });

  it('describes itself in OpenAPI 3.1, made from what parses its calls', async () => {
    const document = (await (await fetch(`${suite.url}/open-api/v1/openapi.json`)).json()) as {
      openapi: string;
      paths: Record<string, Record<string, unknown>>;
    };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual([
      '/orders',
      '/orders/{id}',
      '/orders/{id}/cancel',
      '/stock',
      '/members/resolve',
    ]);
    expect(Object.keys(document.paths['/stock'] ?? {})).toEqual(['get', 'post']);
    expect(JSON.stringify(document)).toContain('externalId');
  });
});

describe('keys', () => {
  it('are listed without their secrets, which nobody sees twice', async () => {
    const { body } = await suite.call('channels.listApiKeys', {}, market.operator);
    expect(JSON.stringify(body)).not.toContain(key.secret);
    expect(body.items.find(({ keyId }) => keyId === key.keyId)).toMatchObject({
      scopes: ['orders:read', 'orders:write', 'stock:read', 'stock:write'],
      lastUsedAt: expect.any(String) as string,
    });
  });

  it('are made for stores there are, and revoked when they are there', async () => {
    const input = { name: 'x', scopes: ['stock:read' as const], storeIds: ['NO-SUCH'] };
    expect((await suite.call('channels.createApiKey', input, market.operator)).code).toBe('NOT_FOUND');
    const keyId = randomBytes(10).toString('hex');
    expect((await suite.call('channels.revokeApiKey', { keyId }, market.operator)).code).toBe('NOT_FOUND');
  });
});

describe('an order of a platform whose orders cannot be asked for', () => {
  it('is kept for a person, and acknowledged', async () => {
    const body = JSON.stringify([{ tag: '101', msg_id: '77', data: JSON.stringify({ p_id: 5501 }) }]);
    const response = await fetch(`${suite.url}/webhooks/channels/doudian`, {
      method: 'POST',
      headers: {
        'event-sign': hexHash('md5', 'doudian-key', body, 'doudian-secret'),
        'app-id': 'doudian-key',
      },
      body,
    });
    expect([response.status, await response.json()]).toEqual([200, { code: 0, msg: 'success' }]);
    await everythingDone(suite);
    expect(await findChannelOrder('doudian', '5501')).toMatchObject({ state: 'stuck' });
    const resolve = { source: 'doudian', channelOrderId: '5501', action: 'retry' } as const;
    expect((await suite.call('channels.resolveOrder', resolve, market.operator)).code).toBe(
      'CHANNEL_NOT_CONNECTED',
    );
  });

  it('stays stuck while the platform does not take the money back', async () => {
    await inventory.setOnHand(suite.ctx(), {
      locationId: inventory.WAREHOUSE,
      skuId: market.otherSkuId,
      onHand: 0,
    });
    const items = [{ itemId: 'DY-2', title: '长裤', priceFen: 110_00, quantity: 1 }];
    const { orderId } = await orderAtDouyin(suite, { point: FAR, items });
    await everythingDone(suite);
    const resolve = { source: 'douyin', channelOrderId: orderId, action: 'refund' } as const;
    const path = '/goodlife/v1/akte/after_sale/order/refund/';
    await suite.sandbox.control.faults({ failNext: { path, status: 500 } });
    expect((await suite.call('channels.resolveOrder', resolve, market.operator)).code).toBe('BUSY');
    await suite.sandbox.control.faults({ failNext: { path, errcode: 2119005 } });
    expect((await suite.call('channels.resolveOrder', resolve, market.operator)).code).toBe(
      'CHANNEL_NOT_CONNECTED',
    );
    expect(await findChannelOrder('douyin', orderId)).toMatchObject({ state: 'stuck' });
    expect((await suite.call('channels.resolveOrder', resolve, market.operator)).body.state).toBe('closed');
  });
});
