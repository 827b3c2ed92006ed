import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Person } from './person';
import { urls } from './suite';

type Sale = { receipt: string; skuId: string; priceFen: number; buyer: object };
/** A till of a store, which tells us its receipts through the open API. Answers the id of the order. */
export type Till = { sell: (sale: Sale) => Promise<string> };

type Key = { key: { keyId: string }; secret: string };

/** An operator makes the key that the till signs with. */
export async function aTill(operator: Person, storeId: string): Promise<Till> {
  await operator.page.waitForFunction(() => sessionStorage.getItem('omni.staff.token') !== null);
  const token = await operator.page.evaluate(() => sessionStorage.getItem('omni.staff.token'));
  const answer = await fetch(`${urls.api}/api/channels.createApiKey`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ name: `till of ${storeId}`, scopes: ['orders:write'], storeIds: [storeId] }),
  });
  if (!answer.ok) throw new Error(`no key for the till: ${await answer.text()}`);
  const { key, secret } = (await answer.json()) as Key;
  return { sell: (sale) => sell({ keyId: key.keyId, secret, storeId }, sale) };
}

type Signing = { keyId: string; secret: string; storeId: string };

async function sell({ keyId, secret, storeId }: Signing, sale: Sale): Promise<string> {
  const { now } = (await (await fetch(`${urls.ops}/clock`)).json()) as { now: string };
  const path = '/open-api/v1/orders';
  const body = JSON.stringify({
    externalId: sale.receipt,
    channel: 'pos',
    buyer: sale.buyer,
    lines: [{ skuId: sale.skuId, quantity: 1, priceFen: sale.priceFen }],
    freightFen: 0,
    paidFen: sale.priceFen,
    paidAt: now,
    fulfilment: { kind: 'receipt', storeId },
  });
  const timestamp = String(Math.floor(new Date(now).getTime() / 1000));
  const nonce = randomBytes(16).toString('hex');
  const hash = createHash('sha256').update(body).digest('hex');
  const signature = createHmac('sha256', secret)
    .update(['POST', path, timestamp, nonce, hash].join('\n'))
    .digest('hex');
  const answer = await fetch(urls.api + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'Idempotency-Key': nonce,
      'X-Api-Key': keyId,
      'X-Api-Timestamp': timestamp,
      'X-Api-Nonce': nonce,
      'X-Api-Signature': signature,
    },
    body,
  });
  if (!answer.ok) throw new Error(`the till's receipt was refused: ${await answer.text()}`);
  return ((await answer.json()) as { orderId: string }).orderId;
}
