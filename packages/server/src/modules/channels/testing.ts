import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Suite } from '../../testing';
import { aSku, everythingDone, openShop } from '../orders/testing';
import type { Shop } from '../orders/testing';
import { readStock } from '../inventory/testing';
import * as staff from '../staff';

export type Market = Shop & {
  /** An operator's and the clerk's of the first store. */
  operator: string;
  clerk: string;
  giftSkuId: string;
};

/** A shop whose two SKUs are sold at Douyin as DY-1 and DY-2, with a sample for those who collect, in both stores. */
export async function openMarket(suite: Suite): Promise<Market> {
  const shop = await openShop(suite);
  const { storeId, otherStoreId } = shop;
  await staff.saveStaff(suite.ctx(), { userid: 'yunying', name: '云英', role: 'operator', stores: [] });
  const operator = await suite.loginStaff('yunying');
  const clerk = await suite.loginStaff('laozhou');
  const giftSkuId = await aSku(suite, 50, storeId, otherStoreId);
  const url = `${suite.url}/webhooks/channels/douyin`;
  const { verified, explanation } = await suite.sandbox.control.channels.connectDouyin(url);
  if (!verified) throw new Error(explanation);
  const market = { ...shop, operator, clerk, giftSkuId };
  await mapItem(suite, market, { itemId: 'DY-1', skuId: shop.skuId });
  await mapItem(suite, market, { itemId: 'DY-2', skuId: shop.otherSkuId });
  const policy = { active: true, radiusMetres: 3000, waitMinutes: 120, giftSkuId };
  await suite.call('channels.savePickupOffers', policy, operator);
  return market;
}

export async function mapItem(
  suite: Suite,
  market: Pick<Market, 'operator'>,
  mapping: { itemId: string; skuId: string },
): Promise<void> {
  const input = { connector: 'douyin', ...mapping } as const;
  const { code } = await suite.call('channels.mapItem', input, market.operator);
  if (code) throw new Error(`channels.mapItem refused ${code}`);
}

/** Beside the stores, 150 m or so. */
export const NEAR = { latitude: 31.2245, longitude: 121.4463 };
export const FAR = { latitude: 30.9, longitude: 121.93 };
export const FREIGHT_FEN = 800;

type Wish = Partial<Parameters<Suite['sandbox']['control']['channels']['placeDouyinOrder']>[0]> & {
  point?: { latitude: number; longitude: number } | undefined;
};

/** Two pieces of DY-1 with freight, paid, to an address near the stores unless told otherwise. The message is on its way. */
export function orderAtDouyin(suite: Suite, { point = NEAR, ...wish }: Wish = {}) {
  return suite.sandbox.control.channels.placeDouyinOrder({
    openId: `_000${randomUUID()}`,
    items: [{ itemId: 'DY-1', title: '衬衫', priceFen: 110_00, quantity: 2 }],
    freightFen: FREIGHT_FEN,
    receiver: { name: '林晓', phone: '17000000001', region: '上海市静安区', street: '测试路 1 号', point },
    ...wish,
  });
}

/** The token of the link in the newest message to this buyer. */
export async function tokenSentTo(suite: Suite, openId: string): Promise<string> {
  const { messages } = await suite.sandbox.control.channels.douyin();
  const text = messages.findLast((message) => message.openId === openId)?.text ?? '';
  const token = /token=([\w.-]+)/.exec(text)?.[1];
  if (!token) throw new Error(`no link was sent to ${openId}`);
  return token;
}

/** Ordered at Douyin, and offered to be collected. */
export async function anOffer(suite: Suite, wish: Wish = {}) {
  const foreign = await orderAtDouyin(suite, wish);
  await everythingDone(suite);
  return { foreign, token: await tokenSentTo(suite, foreign.openId) };
}

export const heldAt = async (locationId: string, skuId: string): Promise<number> =>
  (await readStock(locationId, skuId)).held;

export type Key = { keyId: string; secret: string };
type Sending = {
  path: string;
  method?: 'GET' | 'POST';
  body?: unknown;
  idempotencyKey?: string;
  /** Headers in place of the right ones. */
  headers?: Record<string, string>;
  at?: Date;
};
export type Heard = { status: number; body: Record<string, unknown>; code: string | undefined };

/** A call to /open-api/v1, signed as its document says. */
export async function callOpenApi(suite: Suite, key: Key, sending: Sending): Promise<Heard> {
  const { path, method = 'POST', at = suite.ctx().now } = sending;
  const body = method === 'GET' ? '' : JSON.stringify(sending.body ?? {});
  const url = `/open-api/v1${path}`;
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const nonce = randomBytes(16).toString('hex');
  const hash = createHash('sha256').update(body).digest('hex');
  const signature = createHmac('sha256', key.secret)
    .update([method, url, timestamp, nonce, hash].join('\n'))
    .digest('hex');
  const response = await fetch(`${suite.url}${url}`, {
    method,
    headers: {
      'content-type': 'application/json',
      'x-api-key': key.keyId,
      'x-api-timestamp': timestamp,
      'x-api-nonce': nonce,
      'x-api-signature': signature,
      ...(method === 'POST' ? { 'idempotency-key': sending.idempotencyKey ?? randomUUID() } : {}),
      ...sending.headers,
    },
    ...(method === 'GET' ? {} : { body }),
  });
  const answer = (await response.json()) as Record<string, unknown> & { error?: { code: string } };
  return { status: response.status, body: answer, code: answer.error?.code };
}

/** A key for everything, unless told otherwise. */
export async function aKey(
  suite: Suite,
  market: Pick<Market, 'operator'>,
  given: Record<string, unknown> = {},
): Promise<Key> {
  const input = {
    name: '测试系统',
    scopes: ['orders:read', 'orders:write', 'stock:read', 'stock:write'],
    requestsPerMinute: 6000,
    ...given,
  };
  const { body, code } = await suite.callRaw('channels.createApiKey', input, market.operator);
  if (code) throw new Error(`channels.createApiKey refused ${code}`);
  const made = body as { key: { keyId: string }; secret: string };
  return { keyId: made.key.keyId, secret: made.secret };
}
