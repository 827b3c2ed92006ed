import { inTransaction } from '../../kernel/db';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as payments from '.';
import { resumeRefunds } from './look-for-money';
import { findRefund, findRefundsOf } from './refund.model';
import { aPaidPayment, anOpenPayment, eventually, readNews } from './testing';
import type { News, Opened } from './testing';

let suite: Suite;
let news: News;
beforeAll(async () => {
  suite = await startSuite({ LOG_LEVEL: 'silent' });
  news = await readNews();
});
afterEach(() => suite.sandbox.control.faults({ notices: { mode: 'deliver' }, refunds: 'auto' }));
afterAll(async () => {
  await news.stop();
  await suite.close();
});

const REFUNDS = '/v3/refund/domestic/refunds';
const faults = (given: Parameters<Suite['sandbox']['control']['faults']>[0]) =>
  suite.sandbox.control.faults(given);
const ask = ({ orderId, input }: Opened) =>
  payments.refund(suite.ctx(), { orderId, amountFen: input.amountFen, reason: '不想要了' });
const noOf = ({ orderId }: Opened, n = 1) => `${orderId}R${n}`;
const stateOf = async (opened: Opened, n = 1) => (await findRefund(noOf(opened, n)))?.state;
const reached = (opened: Opened, state: string, n = 1) =>
  eventually(async () => (await stateOf(opened, n)) === state);
/** News since the payment itself. */
const newsOf = async ({ orderId }: Opened) => (await news.of(orderId)).slice(1);
const names = async (opened: Opened) => (await newsOf(opened)).map(({ name }) => name);
const sentTimes = async (opened: Opened) => {
  const { refunds } = await suite.sandbox.control.inbox('lin');
  return refunds.filter((refund) => refund.outTradeNo === opened.orderId).length;
};

describe('a refund', () => {
  test('goes back in full, is told once, and asking again is the same refund', async () => {
    const opened = await aPaidPayment(suite);
    await ask(opened);
    await ask(opened);
    await reached(opened, 'succeeded');
    await ask(opened);
    const { refundId } = (await findRefund(noOf(opened)))!;
    expect(await newsOf(opened)).toEqual([
      {
        name: 'payment.refunded',
        body: { orderId: opened.orderId, refundId, amountFen: opened.input.amountFen, key: 'full' },
      },
    ]);
    expect(await sentTimes(opened)).toBe(1);
    expect(await payments.sync(suite.ctx(), opened.orderId)).toBe('paid');
  });

  test('asked for ten times at once is one', async () => {
    const opened = await aPaidPayment(suite);
    await Promise.all(Array.from({ length: 10 }, () => ask(opened)));
    await reached(opened, 'succeeded');
    expect(await findRefundsOf(opened.orderId)).toHaveLength(1);
    expect(await names(opened)).toEqual(['payment.refunded']);
  });

  test('is not wished when the transaction around it fails', async () => {
    const opened = await aPaidPayment(suite);
    const failing = inTransaction(async () => {
      await ask(opened);
      throw new Error('the order said no');
    });
    await expect(failing).rejects.toThrow('the order said no');
    expect(await findRefundsOf(opened.orderId)).toEqual([]);
  });

  test('of what was not paid, of more than was paid and of a year ago is refused, of nothing is a bug', async () => {
    const unpaid = await anOpenPayment(suite);
    await expect(ask(unpaid)).rejects.toMatchObject({ code: 'ORDER_NOT_REFUNDABLE' });
    const { orderId, input } = await aPaidPayment(suite);
    const wish = { orderId, reason: 'x' };
    const tooMuch = payments.refund(suite.ctx(), { ...wish, amountFen: input.amountFen + 1 });
    await expect(tooMuch).rejects.toMatchObject({ code: 'REFUND_TOO_MUCH' });
    const inAYear = { ...suite.ctx(), now: new Date(suite.ctx().now.getTime() + 366 * 24 * 3600_000) };
    const tooLate = payments.refund(inAYear, { ...wish, amountFen: 1 });
    await expect(tooLate).rejects.toMatchObject({ code: 'ORDER_NOT_REFUNDABLE' });
    for (const amountFen of [0, 0.5])
      await expect(payments.refund(suite.ctx(), { ...wish, amountFen })).rejects.toThrow('refund of');
    await payments.refund(suite.ctx(), { ...wish, amountFen: 1 });
    await expect(payments.refund(suite.ctx(), { ...wish, amountFen: 2 })).rejects.toThrow('another amount');
  });
});

describe('whatever happens on the way', () => {
  test('a lost notice is made up for by asking', async () => {
    const opened = await aPaidPayment(suite);
    await faults({ notices: { mode: 'hold' } });
    await ask(opened);
    await reached(opened, 'processing');
    await suite.advance(11);
    await reached(opened, 'succeeded');
    await suite.sandbox.control.flushNotices();
    expect(await names(opened)).toEqual(['payment.refunded']);
    expect(await sentTimes(opened)).toBe(1);
  });

  test('notice copies and looks at the same time settle it once', async () => {
    const opened = await aPaidPayment(suite);
    await faults({ notices: { mode: 'hold' } });
    await ask(opened);
    await reached(opened, 'processing');
    await suite.sandbox.control.settle();
    const notice = (await suite.sandbox.control.notices()).find(({ subject }) => subject === noOf(opened));
    await Promise.all(Array.from({ length: 10 }, () => suite.sandbox.control.redeliver(notice!.id)));
    expect(await stateOf(opened)).toBe('succeeded');
    expect(await names(opened)).toEqual(['payment.refunded']);
  });

  test.each([
    ['an error', { status: 500 }],
    ['a limit', { status: 429, code: 'FREQUENCY_LIMITED' }],
    ['a cut connection', { drop: true }],
  ])('%s is followed by the same number again, after asking', async (_what, how) => {
    const opened = await aPaidPayment(suite);
    await faults({ failNext: { path: REFUNDS, ...how } });
    await ask(opened);
    await eventually(async () => (await findRefund(noOf(opened)))?.looks === 1);
    expect(await stateOf(opened)).toBe('requested');
    await suite.advance(11);
    await reached(opened, 'succeeded');
    const calls = (await suite.sandbox.control.requests()).filter(({ path }) => path.startsWith(REFUNDS));
    expect(calls.slice(-3).map(({ method, path }) => `${method} ${path}`)).toEqual([
      `POST ${REFUNDS}`,
      `GET ${REFUNDS}/${noOf(opened)}`,
      `POST ${REFUNDS}`,
    ]);
    expect(await names(opened)).toEqual(['payment.refunded']);
  });

  test('an answer that came too late for us was a refund all the same, and is not sent again', async () => {
    const opened = await aPaidPayment(suite);
    await faults({ notices: { mode: 'hold' }, failNext: { path: REFUNDS, delayMs: 5500 } });
    await ask(opened);
    await eventually(async () => (await sentTimes(opened)) === 1);
    await suite.advance(11);
    await reached(opened, 'succeeded');
    const calls = (await suite.sandbox.control.requests()).filter(({ path }) => path.startsWith(REFUNDS));
    expect(calls.at(-1)?.method).toBe('GET');
    expect(await names(opened)).toEqual(['payment.refunded']);
  });

  test('a refusal is told once to people, and the refund is sent again until it is taken', async () => {
    const opened = await aPaidPayment(suite);
    await faults({ failNext: { path: REFUNDS, status: 403, code: 'NOT_ENOUGH' } });
    await ask(opened);
    await eventually(async () => (await findRefund(noOf(opened)))?.refusal === 'NOT_ENOUGH');
    expect(await names(opened)).toEqual(['payment.refundFailed']);
    await suite.advance(11);
    await reached(opened, 'succeeded');
    expect(await names(opened)).toEqual(['payment.refundFailed', 'payment.refunded']);
  });

  test('a job that was lost is taken up again', async () => {
    const opened = await aPaidPayment(suite);
    await faults({ refunds: 'hold' });
    await ask(opened);
    await reached(opened, 'processing');
    const before = (await findRefund(noOf(opened)))!.looks;
    await resumeRefunds({ ...suite.ctx(), now: new Date(suite.ctx().now.getTime() + 600_000) });
    expect((await findRefund(noOf(opened)))!.looks).toBe(before + 1);
  });
});

describe('a refund that WeChat Pay gives up', () => {
  test('for an empty balance is told, and can be asked for again under a new number', async () => {
    const opened = await aPaidPayment(suite);
    await faults({ refunds: 'hold' });
    await ask(opened);
    await reached(opened, 'processing');
    await suite.sandbox.control.wechatPay.finishRefund(noOf(opened), 'CLOSED');
    await suite.sandbox.control.settle();
    expect(await stateOf(opened)).toBe('failed');
    expect(await newsOf(opened)).toEqual([
      {
        name: 'payment.refundFailed',
        body: {
          orderId: opened.orderId,
          key: 'full',
          reason: '微信支付已关闭退款，请检查商户余额后重新发起',
        },
      },
    ]);
    await faults({ refunds: 'auto' });
    await suite.advance(66);
    await ask(opened);
    await reached(opened, 'succeeded', 2);
    expect(await names(opened)).toEqual(['payment.refundFailed', 'payment.refunded']);
  });

  test('for a dead card is told; settled by hand later, its notice still counts', async () => {
    const opened = await aPaidPayment(suite);
    await faults({ refunds: 'hold', notices: { mode: 'hold' } });
    await ask(opened);
    await reached(opened, 'processing');
    await suite.sandbox.control.wechatPay.finishRefund(noOf(opened), 'ABNORMAL');
    await suite.advance(11);
    await reached(opened, 'failed');
    await suite.sandbox.control.wechatPay.finishRefund(noOf(opened), 'SUCCESS');
    await suite.sandbox.control.settle();
    await suite.sandbox.control.flushNotices({ reverse: true });
    expect(await stateOf(opened)).toBe('succeeded');
    expect(await names(opened)).toEqual(['payment.refundFailed', 'payment.refunded']);
  });

  test('for a dead card and asked for again keeps its number and is asked after', async () => {
    const opened = await aPaidPayment(suite);
    await faults({ refunds: 'hold', notices: { mode: 'hold' } });
    await ask(opened);
    await reached(opened, 'processing');
    await suite.sandbox.control.wechatPay.finishRefund(noOf(opened), 'ABNORMAL');
    await suite.advance(11);
    await reached(opened, 'failed');
    await suite.sandbox.control.wechatPay.finishRefund(noOf(opened), 'SUCCESS');
    await ask(opened);
    await reached(opened, 'succeeded');
    expect(await findRefundsOf(opened.orderId)).toHaveLength(1);
  });
});

test.each(['bad-signature', 'tamper', 'stale', 'wrong-merchant', 'wrong-amount'] as const)(
  'a refund notice that is %s is refused; the true one settles it',
  async (mode) => {
    const opened = await aPaidPayment(suite);
    await faults({ refunds: 'hold' });
    await ask(opened);
    await reached(opened, 'processing');
    await faults({ notices: { mode, times: 1 } });
    await suite.sandbox.control.wechatPay.finishRefund(noOf(opened), 'SUCCESS');
    await suite.sandbox.control.settle();
    const noticeOf = async () =>
      (await suite.sandbox.control.notices()).find(({ subject }) => subject === noOf(opened));
    const first = (await noticeOf())?.statuses[0] ?? 0;
    expect([400, 401]).toContain(first);
    expect(await stateOf(opened)).toBe('processing');
    expect(await names(opened)).toEqual([]);
    await suite.sandbox.control.redeliver((await noticeOf())!.id);
    expect(await stateOf(opened)).toBe('succeeded');
    expect(await names(opened)).toEqual(['payment.refunded']);
  },
);
