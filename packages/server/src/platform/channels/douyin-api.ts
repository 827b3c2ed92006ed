import { z } from 'zod';
import { PlatformError, PlatformRefusal, callOut } from '../../kernel/call-out';
import { cachedToken, withToken } from '../../kernel/tokens';
import type { CachedToken } from '../../kernel/tokens';
import type { DouyinApp } from './douyin';
import type { ChannelApi, ForeignOrder } from './types';

export type DouyinAccount = DouyinApp & { base: string; accountId: string };

const PLATFORM = 'douyin';
/** Not a token, or expired: two families of numbers occur in the documents. */
const DEAD_TOKEN: readonly number[] = [2190002, 2190008, 28001003, 28001008];
/** Busy, too often. */
const BUSY: readonly number[] = [2100001, 28001005, 28001006];

const Envelope = z.object({
  data: z.looseObject({ error_code: z.int(), description: z.string().default('') }),
});
const TokenAnswer = z.object({
  data: z.object({ access_token: z.string().min(1), expires_in: z.int().positive() }),
});
const Order = z.object({
  order_id: z.string(),
  open_id: z.string().min(1).max(100),
  order_status: z.int(),
  pay_amount: z.int().min(0),
  freight_amount: z.int().min(0).default(0),
  pay_time: z.int().default(0),
  products: z.array(
    z.object({
      sku_id: z.string().regex(/^[\w.:-]{1,64}$/),
      sku_name: z.string().max(200).default(''),
      count: z.int().min(1),
      sale_amount: z.int().min(0),
    }),
  ),
  receiver: z
    .object({
      name: z.string().max(60),
      phone: z.string().max(40),
      region: z.string().max(100),
      detail: z.string().max(200),
      location: z.object({ lat: z.number(), lng: z.number(), coord_type: z.literal('gcj02') }).optional(),
    })
    .optional(),
});
const STATUS: Record<number, ForeignOrder['status']> = { 100: 'unpaid', 200: 'paid', 400: 'refunded' };

type Ask = { api: string; path: string; query?: Record<string, string>; body?: unknown };

/**
 * Calls to open.douyin.com. Documented: client_token, and the order query with `access-token` and `Rpc-Transit-Life-Account`.
 * Not verified against the real platform: the fields of an order of physical goods (`products`, `receiver` and its GCJ-02
 * point, the numbers of `order_status`), messages to a buyer, and refunds by the merchant. Before production each is to be
 * checked against the merchant's own documents; nothing outside this file knows their shape.
 */
export function douyinApi(account: DouyinAccount): ChannelApi {
  const token = tokenOf(account);
  const ask = <T>(call: Ask, answer: z.ZodType<T>): Promise<T> =>
    withToken(token, DEAD_TOKEN, (value) => askOnce(account, { ...call, token: value }, answer));
  return {
    async order(orderId) {
      const query = { account_id: account.accountId, order_id: orderId, page_num: '1', page_size: '1' };
      const { orders } = await ask(
        { api: 'order.query', path: '/goodlife/v1/trade/order/query/', query },
        z.object({ orders: z.array(Order) }),
      );
      const found = orders.find((order) => order.order_id === orderId);
      return found ? normal(found) : null;
    },
    async tellBuyer({ buyerId, orderId, text }) {
      const body = { to_user_id: buyerId, order_id: orderId, content: { msg_type: 1, text: { text } } };
      await ask({ api: 'im.send', path: '/im/send/msg/', body }, z.unknown());
    },
    async refund({ orderId, refundNo, amountFen, reason }) {
      const body = {
        order_id: orderId,
        out_refund_no: refundNo,
        refund_amount: amountFen,
        reason: reason.slice(0, 80),
      };
      await ask(
        { api: 'after_sale.refund', path: '/goodlife/v1/akte/after_sale/order/refund/', body },
        z.unknown(),
      );
    },
  };
}

function normal(order: z.output<typeof Order>): ForeignOrder {
  const { receiver } = order;
  const location = receiver?.location;
  return {
    orderId: order.order_id,
    buyerId: order.open_id,
    status: STATUS[order.order_status] ?? 'unpaid',
    paidFen: order.pay_amount,
    freightFen: order.freight_amount,
    paidAt: order.pay_time > 0 ? new Date(order.pay_time * 1000) : null,
    lines: order.products.map((item) => ({
      itemId: item.sku_id,
      title: item.sku_name,
      quantity: item.count,
      priceFen: item.sale_amount,
    })),
    receiver: receiver
      ? { name: receiver.name, phone: receiver.phone, region: receiver.region, street: receiver.detail }
      : null,
    point: location ? { latitude: location.lat, longitude: location.lng } : null,
  };
}

async function askOnce<T>(
  account: DouyinAccount,
  { api, path, query, body, token }: Ask & { token: string },
  answer: z.ZodType<T>,
): Promise<T> {
  const named = { platform: PLATFORM, api };
  const search = query ? `?${new URLSearchParams(query).toString()}` : '';
  const { body: bytes } = await callOut({
    ...named,
    method: body === undefined ? 'GET' : 'POST',
    url: `${account.base}${path}${search}`,
    headers: {
      'content-type': 'application/json',
      'access-token': token,
      'Rpc-Transit-Life-Account': account.accountId,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    codeOf: (heard) => String(readEnvelope(heard.body)?.error_code ?? 'unreadable'),
  });
  const data = readEnvelope(bytes);
  if (!data) throw new PlatformError({ ...named, code: 'unreadable', retryable: true });
  const code = data.error_code;
  if (BUSY.includes(code)) throw new PlatformError({ ...named, code: String(code), retryable: true });
  if (code !== 0) throw new PlatformRefusal({ ...named, code, message: data.description });
  const read = answer.safeParse(data);
  if (!read.success) throw new PlatformError({ ...named, code: 'unexpected', retryable: false });
  return read.data;
}

function readEnvelope(bytes: Buffer): z.output<typeof Envelope>['data'] | null {
  try {
    return Envelope.parse(JSON.parse(bytes.toString('utf8'))).data;
  } catch {
    return null;
  }
}

const tokens = new Map<string, CachedToken>();

function tokenOf(account: DouyinAccount): CachedToken {
  const name = `${PLATFORM}:${account.clientKey}`;
  const known = tokens.get(name) ?? cachedToken({ name, fetch: () => fetchToken(account) });
  tokens.set(name, known);
  return known;
}

async function fetchToken({ base, clientKey, clientSecret }: DouyinAccount) {
  const named = { platform: PLATFORM, api: 'client_token' };
  const { body } = await callOut({
    ...named,
    method: 'POST',
    url: `${base}/oauth/client_token/`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_key: clientKey,
      client_secret: clientSecret,
      grant_type: 'client_credential',
    }),
  });
  const data = readEnvelope(body);
  if (data && data.error_code !== 0)
    throw new PlatformRefusal({ ...named, code: data.error_code, message: data.description });
  const read = TokenAnswer.safeParse({ data });
  if (!read.success) throw new PlatformError({ ...named, code: 'unreadable', retryable: true });
  return { value: read.data.data.access_token, expiresInSeconds: read.data.data.expires_in };
}
