import type { Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { aGuide } from '../staff/testing';
import * as payments from '.';
import { findByOrder } from './payment.model';
import { findRefundsOf } from './refund.model';
import { aPaidPayment, eventually, readNews } from './testing';
import type { News, Opened } from './testing';

let suite: Suite;
let news: News;
let operator: string;
let guide: string;
beforeAll(async () => {
  suite = await startSuite({ LOG_LEVEL: 'silent' });
  news = await readNews();
  await aGuide(suite.ctx(), { userid: 'xiaomei', role: 'operator', stores: [] });
  await aGuide(suite.ctx(), { userid: 'aqiang' });
  operator = await suite.loginStaff('xiaomei');
  guide = await suite.loginStaff('aqiang');
});
afterEach(() => suite.sandbox.control.faults({ clear: true, notices: { mode: 'deliver' }, refunds: 'auto' }));
afterAll(async () => {
  await news.stop();
  await suite.close();
});

const REFUNDS = '/v3/refund/domestic/refunds';
const ask = ({ orderId }: Opened, key: string, amountFen: number) =>
  payments.refund(suite.ctx(), { orderId, amountFen, reason: '部分退款', key });
const rowOf = async ({ orderId }: Opened, key: string) =>
  (await findRefundsOf(orderId)).filter((row) => row.key === key).at(-1)!;
const reached = (opened: Opened, key: string, state: string) =>
  eventually(async () => (await rowOf(opened, key)).state === state);
const balance = ({ orderId }: Opened) => payments.balanceOf(suite.ctx(), orderId);
const failedOf = async ({ orderId }: Opened) => {
  const all: Reply<Contracts['payments.listFailedRefunds']>['items'] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await suite.call(
      'payments.listFailedRefunds',
      { limit: 1, ...(cursor ? { cursor } : {}) },
      operator,
    );
    expect(page.status).toBe(200);
    all.push(...page.body.items);
    cursor = page.body.nextCursor;
  }
  return all.filter((item) => item.orderId === orderId);
};
const retry = ({ orderId }: Opened, key: string) =>
  suite.call('payments.retryRefund', { orderId, key }, operator);
const redirect = ({ orderId }: Opened, key: string) =>
  suite.call(
    'payments.redirectRefund',
    {
      orderId,
      key,
      to: { kind: 'bank_card', bankType: 'CMB_DEBIT', cardNumber: '6225880137001234', holderName: '林小雨' },
    },
    operator,
  );
/** A refund of this key that ended so. */
async function ended(
  opened: Opened,
  key: string,
  { status, amountFen = 100 }: { status: 'CLOSED' | 'ABNORMAL'; amountFen?: number },
): Promise<string> {
  await suite.sandbox.control.faults({ refunds: 'hold' });
  await ask(opened, key, amountFen);
  await reached(opened, key, 'processing');
  const { _id } = await rowOf(opened, key);
  await suite.sandbox.control.wechatPay.finishRefund(_id, status);
  await suite.sandbox.control.settle();
  await reached(opened, key, 'failed');
  await suite.sandbox.control.faults({ refunds: 'auto' });
  return _id;
}
const soundBooks = async () => expect(await payments.integrityErrors(suite.ctx())).toEqual([]);

describe('several refunds of one payment', () => {
  test('fifty go back one at a time and a minute apart, and the fifty-first is refused', async () => {
    const opened = await aPaidPayment(suite);
    await ended(opened, 'closed-one', { status: 'CLOSED' });
    const keys = Array.from({ length: 50 }, (_, i) => `line-${i}`);
    for (const key of keys) await ask(opened, key, 200);
    await expect(ask(opened, 'one-more', 1)).rejects.toMatchObject({ code: 'REFUND_TOO_MANY' });
    expect((await retry(opened, 'closed-one')).code).toBe('REFUND_TOO_MANY');
    expect(await balance(opened)).toEqual({ paidFen: 12345, refundedFen: 0, refundingFen: 10_000 });
    const begun = suite.ctx().now.getTime();
    for (let done = 1; done <= 50; done += 1) {
      await suite.advance(66);
      await eventually(async () => (await balance(opened)).refundedFen >= done * 200);
      if (done % 5 === 0) await soundBooks();
    }
    expect(suite.ctx().now.getTime() - begun).toBeGreaterThan(49 * 60_000);
    expect(await balance(opened)).toEqual({ paidFen: 12345, refundedFen: 10_000, refundingFen: 0 });
    const calls = (await suite.sandbox.control.requests()).filter(
      ({ method, path }) => method === 'POST' && path === REFUNDS,
    );
    expect(calls.filter(({ status }) => status === 429)).toEqual([]);
    const told = (await news.of(opened.orderId)).filter(({ name }) => name === 'payment.refunded');
    expect(told.map(({ body }) => (body as { key: string }).key).sort()).toEqual([...keys].sort());
    await expect(ask(opened, 'one-more', 1)).rejects.toMatchObject({ code: 'REFUND_TOO_MANY' });
    // Fifty minutes of the clock, each with its own call and notice.
  }, 400_000);

  test('asked for at once never give back more than was paid', async () => {
    const opened = await aPaidPayment(suite, { amountFen: 1000 });
    const asked = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) => ask(opened, `part-${i}`, 300)),
    );
    const refused = asked.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(9);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'REFUND_TOO_MUCH' });
    expect(await balance(opened)).toMatchObject({ refundedFen: expect.any(Number) as number });
    const { refundedFen = 0, refundingFen = 0 } = (await findByOrder(opened.orderId))!;
    expect(refundedFen + refundingFen).toBe(900);
    await ask(opened, 'rest', 100);
    await soundBooks();
  });

  test('of the same key at once is one refund', async () => {
    const opened = await aPaidPayment(suite);
    await Promise.all(Array.from({ length: 8 }, () => ask(opened, 'same', 300)));
    await reached(opened, 'same', 'succeeded');
    expect(await balance(opened)).toEqual({ paidFen: 12345, refundedFen: 300, refundingFen: 0 });
    await soundBooks();
  });

  test('one that WeChat Pay refuses does not hold the others up', async () => {
    const opened = await aPaidPayment(suite);
    await suite.sandbox.control.faults({
      failNext: { path: REFUNDS, status: 403, code: 'USER_ACCOUNT_ABNORMAL', times: 1 },
    });
    await ask(opened, 'first', 100);
    await eventually(async () => (await rowOf(opened, 'first')).refusal !== null);
    await ask(opened, 'second', 100);
    await eventually(async () => {
      await suite.advance(5);
      return (await balance(opened)).refundedFen === 200;
    });
    await soundBooks();
  });

  test('of an order that was never paid is nothing', async () => {
    expect(await payments.balanceOf(suite.ctx(), 'nobody')).toEqual({
      paidFen: 0,
      refundedFen: 0,
      refundingFen: 0,
    });
  });
});

describe('a closed refund', () => {
  test('is shown to the operator, goes out under a new number when they say so, and only once', async () => {
    const opened = await aPaidPayment(suite);
    const first = await ended(opened, 'full', { status: 'CLOSED', amountFen: 12345 });
    expect(await balance(opened)).toEqual({ paidFen: 12345, refundedFen: 0, refundingFen: 0 });
    expect(await failedOf(opened)).toMatchObject([
      { key: 'full', outRefundNo: first, amountFen: 12345, state: 'closed', actions: ['retry'] },
    ]);
    const answer = await retry(opened, 'full');
    expect(answer).toMatchObject({ status: 200, body: { outRefundNo: `${opened.orderId}R2` } });
    expect((await retry(opened, 'full')).code).toBe('REFUND_STATE_CONFLICT');
    expect(await failedOf(opened)).toEqual([]);
    await suite.advance(66);
    await reached(opened, 'full', 'succeeded');
    expect(await balance(opened)).toEqual({ paidFen: 12345, refundedFen: 12345, refundingFen: 0 });
    await soundBooks();
  });

  test('cannot be taken up when the money went back another way meanwhile', async () => {
    const opened = await aPaidPayment(suite);
    await ended(opened, 'part', { status: 'CLOSED', amountFen: 12000 });
    await ask(opened, 'other', 12000);
    expect((await retry(opened, 'part')).code).toBe('REFUND_TOO_MUCH');
    expect((await retry(opened, 'unknown')).code).toBe('NOT_FOUND');
  });

  test('is taken up by itself once, a day later, and then left to people', async () => {
    const opened = await aPaidPayment(suite);
    await ended(opened, 'full', { status: 'CLOSED', amountFen: 12345 });
    await suite.sandbox.control.faults({ refunds: 'closed' });
    await suite.advance(24 * 3600 + 1);
    await eventually(async () => {
      await suite.advance(11);
      const rows = await findRefundsOf(opened.orderId);
      return rows.length === 2 && rows.every(({ failure }) => failure === 'CLOSED');
    });
    await suite.sandbox.control.faults({ refunds: 'auto' });
    await suite.advance(25 * 3600);
    const later = await aPaidPayment(suite);
    await ask(later, 'full', 1);
    await reached(later, 'full', 'succeeded');
    expect(await findRefundsOf(opened.orderId)).toHaveLength(2);
    expect(await failedOf(opened)).toMatchObject([{ outRefundNo: `${opened.orderId}R2`, state: 'closed' }]);
    await soundBooks();
  });
});

describe('a refund that did not reach the shopper', () => {
  test('keeps its room, and goes to another card when an operator says so', async () => {
    const opened = await aPaidPayment(suite);
    const outRefundNo = await ended(opened, 'full', { status: 'ABNORMAL', amountFen: 12345 });
    expect(await balance(opened)).toEqual({ paidFen: 12345, refundedFen: 0, refundingFen: 12345 });
    expect(await failedOf(opened)).toMatchObject([{ outRefundNo, state: 'abnormal', actions: ['redirect'] }]);
    expect((await retry(opened, 'full')).code).toBe('REFUND_STATE_CONFLICT');
    expect((await redirect(opened, 'full')).body).toEqual({ outRefundNo });
    const old = (await suite.sandbox.control.notices()).find(
      ({ event, subject }) => subject === outRefundNo && event === 'REFUND.ABNORMAL',
    );
    expect((await suite.sandbox.control.redeliver(old!.id)).statuses.at(-1)).toBe(200);
    expect((await rowOf(opened, 'full')).failure).toBeNull();
    await suite.advance(11);
    await reached(opened, 'full', 'succeeded');
    expect(await balance(opened)).toEqual({ paidFen: 12345, refundedFen: 12345, refundingFen: 0 });
    expect((await redirect(opened, 'full')).code).toBe('REFUND_STATE_CONFLICT');
    expect((await redirect(opened, 'unknown')).code).toBe('NOT_FOUND');
    expect(await failedOf(opened)).toEqual([]);
    await soundBooks();
  });

  test('stays with the operator when the other card is refused, or when nobody knows whether it was', async () => {
    const opened = await aPaidPayment(suite);
    await ended(opened, 'full', { status: 'ABNORMAL', amountFen: 12345 });
    const { refundId } = await rowOf(opened, 'full');
    const path = `${REFUNDS}/${refundId}/apply-abnormal-refund`;
    await suite.sandbox.control.faults({ failNext: { path, status: 400, code: 'PARAM_ERROR' } });
    expect((await redirect(opened, 'full')).code).toBe('REFUND_ACCOUNT_REFUSED');
    expect(await failedOf(opened)).toMatchObject([{ state: 'abnormal' }]);
    await suite.sandbox.control.faults({ failNext: { path, status: 500 } });
    expect((await redirect(opened, 'full')).code).toBe('PLATFORM_UNAVAILABLE');
    await suite.advance(11);
    await reached(opened, 'full', 'failed');
    expect((await redirect(opened, 'full')).status).toBe(200);
    await suite.advance(11);
    await reached(opened, 'full', 'succeeded');
    await soundBooks();
  });

  test('waits while another refund of the payment is under way', async () => {
    const opened = await aPaidPayment(suite);
    await ended(opened, 'stuck', { status: 'ABNORMAL' });
    await suite.sandbox.control.faults({ refunds: 'hold' });
    await ask(opened, 'next', 100);
    await suite.advance(66);
    await reached(opened, 'next', 'processing');
    expect((await redirect(opened, 'stuck')).code).toBe('REFUND_BUSY');
    await soundBooks();
  });

  test('and was settled by hand is found by the next look', async () => {
    const opened = await aPaidPayment(suite);
    const outRefundNo = await ended(opened, 'full', { status: 'ABNORMAL', amountFen: 12345 });
    await suite.sandbox.control.faults({ notices: { mode: 'hold' } });
    await suite.sandbox.control.wechatPay.finishRefund(outRefundNo, 'SUCCESS');
    await payments.refund(suite.ctx(), { orderId: opened.orderId, amountFen: 12345, reason: 'x' });
    await reached(opened, 'full', 'succeeded');
    await soundBooks();
  });
});

test('a refund refused for an empty balance is shown, and sent again at once when the operator has filled it', async () => {
  const opened = await aPaidPayment(suite);
  const { balanceFen } = await suite.sandbox.control.wechatPay.balance();
  await suite.sandbox.control.wechatPay.setBalance(0);
  await ask(opened, 'full', 12345);
  await eventually(async () => (await rowOf(opened, 'full')).refusal === 'NOT_ENOUGH');
  expect(await failedOf(opened)).toMatchObject([{ state: 'refused', actions: ['retry'] }]);
  await suite.sandbox.control.wechatPay.setBalance(balanceFen);
  expect((await retry(opened, 'full')).status).toBe(200);
  await reached(opened, 'full', 'succeeded');
  expect(await failedOf(opened)).toEqual([]);
  await soundBooks();
});

test('refunds are the operator’s business alone', async () => {
  const orderId = 'a'.repeat(20);
  const to = { kind: 'merchant_account' } as const;
  for (const answer of [
    await suite.call('payments.listFailedRefunds', {}, guide),
    await suite.call('payments.retryRefund', { orderId }, guide),
    await suite.call('payments.redirectRefund', { orderId, to }, guide),
  ])
    expect(answer.code).toBe('FORBIDDEN');
});
