import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { startReceiver } from '../testing/receiver';
import { douyinSignature } from './douyin-push';

let sandbox: Sandbox;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeEach(async () => {
  sandbox = await startSandbox({ seed: 7 });
  receiver = await startReceiver();
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

const items = [{ itemId: 'DY-1', title: '衬衫', priceFen: 9900, quantity: 2 }];
type Answered = { data: { error_code: number; [name: string]: unknown } };

async function ask(path: string, init: RequestInit = {}): Promise<Answered> {
  const response = await fetch(`${sandbox.env.DOUYIN_API_BASE}${path}`, init);
  return (await response.json()) as Answered;
}
const post = (path: string, body: unknown, token = ''): Promise<Answered> =>
  ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'access-token': token },
    body: JSON.stringify(body),
  });

async function aToken(): Promise<string> {
  const { data } = await post('/oauth/client_token/', {
    client_key: sandbox.env.DOUYIN_CLIENT_KEY,
    client_secret: sandbox.env.DOUYIN_CLIENT_SECRET,
    grant_type: 'client_credential',
  });
  return String(data.access_token);
}

it('saves an address whose challenge comes back as it was, and says when it did not', async () => {
  receiver.answers.push({ status: 200, body: '{"challenge":1}' });
  expect(await sandbox.control.channels.connectDouyin(receiver.url)).toMatchObject({ verified: false });
  const { body } = receiver.received[0] ?? { body: '' };
  expect(JSON.parse(body)).toMatchObject({ event: 'verify_webhook' });
});

it('tells of a payment with a signature over the secret and the body, once more when it is not answered', async () => {
  await sandbox.control.channels.connectDouyin(receiver.url);
  receiver.answers.push({ status: 500 });
  const order = await sandbox.control.channels.placeDouyinOrder({ items, freightFen: 800 });
  await sandbox.control.settle();
  await sandbox.control.advanceClock(6);
  const [first, second] = receiver.received.slice(1);
  expect(first?.headers['x-douyin-signature']).toBe(
    douyinSignature(sandbox.env.DOUYIN_CLIENT_SECRET ?? '', first?.body ?? ''),
  );
  expect(second?.headers['msg-id']).toBe(first?.headers['msg-id']);
  const { content } = JSON.parse(first?.body ?? '{}') as { content: string };
  expect(JSON.parse(content)).toMatchObject({
    action: 'pay_success',
    order: { order_id: order.orderId, pay_amount: 20600 },
  });
});

it('answers details to whoever has a token that lives, and to nobody else', async () => {
  const order = await sandbox.control.channels.placeDouyinOrder({ items });
  const query = `/goodlife/v1/trade/order/query/?account_id=${sandbox.env.DOUYIN_ACCOUNT_ID}&order_id=${order.orderId}`;
  expect((await ask(query)).data.error_code).toBe(2190002);
  const token = await aToken();
  const found = await ask(query, { headers: { 'access-token': token } });
  expect(found.data).toMatchObject({
    error_code: 0,
    orders: [{ order_id: order.orderId, order_status: 200 }],
  });
  await sandbox.control.advanceClock(7201);
  expect((await ask(query, { headers: { 'access-token': token } })).data.error_code).toBe(2190008);
});

it('keeps messages to buyers, and refuses those to strangers and to whoever wants none', async () => {
  const order = await sandbox.control.channels.placeDouyinOrder({ items, openId: 'buyer-1' });
  const token = await aToken();
  const message = (to: string) => ({
    to_user_id: to,
    order_id: order.orderId,
    content: { msg_type: 1, text: { text: '您好' } },
  });
  expect((await post('/im/send/msg/', message('buyer-1'), token)).data.error_code).toBe(0);
  expect((await post('/im/send/msg/', message('buyer-2'), token)).data.error_code).toBe(28008004);
  await sandbox.control.channels.silenceDouyin('buyer-1', true);
  expect((await post('/im/send/msg/', message('buyer-1'), token)).data.error_code).toBe(28008004);
  expect((await sandbox.control.channels.douyin()).messages).toHaveLength(1);
});

it('gives back at most what was paid, and one refund number once', async () => {
  const order = await sandbox.control.channels.placeDouyinOrder({ items });
  const token = await aToken();
  const refund = (number: string, amount: number) =>
    post(
      '/goodlife/v1/akte/after_sale/order/refund/',
      { order_id: order.orderId, out_refund_no: number, refund_amount: amount, reason: '免运费' },
      token,
    );
  expect((await refund('r1', 800)).data.error_code).toBe(0);
  expect((await refund('r1', 800)).data.error_code).toBe(0);
  expect((await refund('r2', 19_001)).data.error_code).toBe(2119005);
  expect((await refund('r3', 19_000)).data.error_code).toBe(0);
  const { refunds, orders } = await sandbox.control.channels.douyin();
  expect(refunds.map(({ amountFen }) => amountFen)).toEqual([800, 19_000]);
  expect(orders[0]?.status).toBe(400);
});
