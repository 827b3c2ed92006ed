import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

// Idle connections are let go before the servers do it (5 s), or a request could meet a closing one.
const agent = new Agent({ keepAlive: true, maxSockets: 128, timeout: 3000 });

/** One POST over a kept connection; rejects on anything but 200. */
export function post(url: string, input: unknown, token?: string): Promise<never> {
  const body = JSON.stringify(input);
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    const asked = request(url, { method: 'POST', agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => (text += part));
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(JSON.parse(text) as never);
        else reject(new Error(`${url} answered ${answer.statusCode} ${text.slice(0, 200)}`));
      });
    });
    asked.on('error', reject).end(body);
  });
}

export type Goods = { storeId: string; skuId: string; productId: string };
export type Addresses = { server: string; sandbox: string };

/**
 * One guest, from the login to an order that is stored as paid because WeChat Pay's notice was verified: login, the goods' page
 * (from which they are added; the cart itself lives on the phone), quote, place, prepay, payment at WeChat Pay, and the mini-program's
 * `orders.confirmPayment`, which answers when the notice has made the order paid (or asks WeChat Pay if none comes in a second).
 */
export async function orderAndPay(at: Addresses, shopperId: string, goods: Goods): Promise<void> {
  const call = (name: string, input: unknown, token?: string) =>
    post(`${at.server}/api/${name}`, input, token);
  const { code } = (await post(`${at.sandbox}/control/shoppers/${shopperId}/login-code`, {})) as {
    code: string;
  };
  const { token } = (await call('identity.login', { code })) as { token: string };
  await call('catalog.getProduct', { productId: goods.productId }, token);
  const { storeId, skuId } = goods;
  const draft = { fulfilment: 'pickup', storeId, lines: [{ skuId, quantity: 1 }], coupon: 'auto' };
  const { payableFen } = (await call('orders.quote', draft, token)) as { payableFen: number };
  const wish = { ...draft, requestId: randomUUID(), expectedPayableFen: payableFen };
  const { orderId } = (await call('orders.place', wish, token)) as { orderId: string };
  const params = await call('orders.pay', { orderId }, token);
  const paid = (await post(`${at.sandbox}/control/shoppers/${shopperId}/pay`, params)) as { errMsg: string };
  if (paid.errMsg !== 'requestPayment:ok') throw new Error(paid.errMsg);
  const { status } = (await call('orders.confirmPayment', { orderId }, token)) as { status: string };
  if (status !== 'paid') throw new Error(`the order is ${status}`);
}
