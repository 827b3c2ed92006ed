import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as payments from '.';
import { findByOrder } from './payment.model';
import { aPaidPayment, anOpenPayment, pay, readNews } from './testing';
import type { News, Opened } from './testing';
import mongoose from 'mongoose';

let suite: Suite;
let news: News;
beforeAll(async () => {
  suite = await startSuite({ LOG_LEVEL: 'silent' });
  news = await readNews();
});
afterEach(() => suite.sandbox.control.faults({ notices: { mode: 'deliver' } }));
afterAll(async () => {
  await news.stop();
  await suite.close();
});

const stateOf = async ({ orderId }: Opened) => (await findByOrder(orderId))?.state;
const names = async ({ orderId }: Opened) => (await news.of(orderId)).map(({ name }) => name);
const noticeOf = async ({ orderId }: Opened) => {
  const notice = (await suite.sandbox.control.notices()).find((one) => one.subject === orderId);
  if (!notice) throw new Error('no notice');
  return notice;
};
const url = (path: string) => `${suite.url}/webhooks/wechat-pay/${path}`;

test.each(['bad-signature', 'tamper', 'stale', 'signtest', 'wrong-merchant', 'wrong-amount'] as const)(
  'a notice that is %s is refused and changes nothing; the true one that follows is one payment',
  async (mode) => {
    const opened = await anOpenPayment(suite);
    await suite.sandbox.control.faults({ notices: { mode, times: 1 } });
    await pay(suite, opened);
    await suite.sandbox.control.settle();
    const refused = (await noticeOf(opened)).attempts[0];
    expect(refused?.status).toBeGreaterThanOrEqual(400);
    expect(refused?.status).toBeLessThan(500);
    expect(JSON.parse(refused?.answer ?? '')).toMatchObject({ code: 'FAIL' });
    expect(await stateOf(opened)).toBe('created');
    expect(await names(opened)).toEqual([]);
    await suite.advance(16);
    await suite.sandbox.control.settle();
    expect((await noticeOf(opened)).statuses.at(-1)).toBe(200);
    expect(await stateOf(opened)).toBe('paid');
    expect(await names(opened)).toEqual(['payment.succeeded']);
  },
);

test('a notice that comes twice at once, and twenty times more, is one payment and always thanked for', async () => {
  const opened = await anOpenPayment(suite);
  await suite.sandbox.control.faults({ notices: { mode: 'duplicate', times: 1 } });
  await pay(suite, opened);
  await suite.sandbox.control.settle();
  const { id } = await noticeOf(opened);
  await Promise.all(Array.from({ length: 20 }, () => suite.sandbox.control.redeliver(id)));
  const { statuses } = await noticeOf(opened);
  expect(statuses).toEqual(Array(22).fill(200));
  expect(await names(opened)).toEqual(['payment.succeeded']);
});

test('twenty copies of the first notice, a look and a close at the same moment are one payment', async () => {
  for (let round = 0; round < 5; round += 1) {
    await suite.sandbox.control.faults({ notices: { mode: 'hold' } });
    const opened = await anOpenPayment(suite);
    await pay(suite, opened);
    await suite.sandbox.control.settle();
    const { id } = await noticeOf(opened);
    const [closed, synced] = await Promise.all([
      payments.close(suite.ctx(), opened.orderId),
      payments.sync(suite.ctx(), opened.orderId),
      ...Array.from({ length: 10 }, () => suite.sandbox.control.redeliver(id)),
    ]);
    expect([closed, synced]).toEqual(['paid', 'paid']);
    expect(await names(opened)).toEqual(['payment.succeeded']);
  }
});

test('notices in reverse order, each order’s own, are each one payment', async () => {
  await suite.sandbox.control.faults({ notices: { mode: 'hold' } });
  const all = await Promise.all(Array.from({ length: 5 }, () => anOpenPayment(suite)));
  for (const opened of all) await pay(suite, opened);
  await suite.sandbox.control.settle();
  await suite.sandbox.control.flushNotices({ reverse: true });
  for (const opened of all) expect(await names(opened)).toEqual(['payment.succeeded']);
});

test('a payment and its closing at the same moment end as one of the two, never both', async () => {
  for (let round = 0; round < 10; round += 1) {
    const opened = await anOpenPayment(suite);
    const [said, closed] = await Promise.all([
      pay(suite, opened),
      payments.close(suite.ctx(), opened.orderId),
    ]);
    await suite.sandbox.control.settle();
    expect(closed).toBe(said === 'requestPayment:ok' ? 'paid' : 'closed');
    expect(await names(opened)).toEqual(closed === 'paid' ? ['payment.succeeded'] : []);
  }
});

test('a notice about an order number we never gave out is refused, so that it is told again', async () => {
  await suite.sandbox.control.faults({ notices: { mode: 'hold' } });
  const opened = await anOpenPayment(suite);
  await pay(suite, opened);
  await suite.sandbox.control.settle();
  const payment = await findByOrder(opened.orderId);
  const collection = mongoose.connection.collection<{ _id: string }>('payments');
  await collection.deleteOne({ _id: opened.orderId });
  const { id } = await noticeOf(opened);
  expect((await suite.sandbox.control.redeliver(id)).statuses).toEqual([404]);
  await collection.insertOne({ ...payment!, _id: opened.orderId });
  expect((await suite.sandbox.control.redeliver(id)).statuses).toEqual([404, 200]);
  expect(await names(opened)).toEqual(['payment.succeeded']);
});

test('whatever strangers post is refused', async () => {
  const opened = await aPaidPayment(suite);
  const forged = JSON.stringify({ id: 'EV-1', event_type: 'TRANSACTION.SUCCESS', resource: {} });
  for (const path of ['transactions', 'refunds']) {
    for (const body of ['', '{}', forged, '<xml><return_code>SUCCESS</return_code></xml>']) {
      const response = await fetch(url(path), { method: 'POST', body });
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({ code: 'FAIL', message: '验签失败' });
    }
    expect((await fetch(url(path))).status).toBe(405);
    const large = await fetch(url(path), { method: 'POST', body: 'x'.repeat(300 * 1024) });
    expect(large.status).toBe(413);
  }
  expect(await names(opened)).toEqual(['payment.succeeded']);
});
