import { setTimeout as sleep } from 'node:timers/promises';
import { inTransaction } from '../../kernel/db';
import { newId } from '../../kernel/ids';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as payments from '.';
import { lookForMoney } from './look-for-money';
import { findByOrder, markClosed } from './payment.model';
import { aPaidPayment, aPrepayInput, anOpenPayment, eventually, pay, readNews } from './testing';
import type { News } from './testing';

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

const stateOf = async (orderId: string) => (await findByOrder(orderId))?.state;
const names = async (orderId: string) => (await news.of(orderId)).map(({ name }) => name);
const loseNotices = () => suite.sandbox.control.faults({ notices: { mode: 'hold' } });
const failNext = (
  how: { status?: number; drop?: boolean; code?: string; times?: number },
  path = '/v3/pay',
) => suite.sandbox.control.faults({ failNext: { path, ...how } });

describe('prepay', () => {
  test('gives params that WeChat accepts; the notice makes the payment paid and is told once', async () => {
    const { orderId, input } = await aPaidPayment(suite);
    const paid = await payments.findPayment(suite.ctx(), orderId);
    expect(paid).toMatchObject({ outTradeNo: orderId, openid: input.openid, mchid: '1900007291' });
    expect(await news.of(orderId)).toEqual([
      {
        name: 'payment.succeeded',
        body: {
          orderId,
          transactionId: paid?.transactionId,
          amountFen: 123_45,
          paidAt: paid?.paidAt.toISOString(),
        },
      },
    ]);
  });

  test('again gives fresh params for the same payment', async () => {
    const { orderId, input, params } = await anOpenPayment(suite);
    const again = await payments.prepay(suite.ctx(), input);
    expect(again.package).not.toBe(params.package);
    expect(await pay(suite, { params: again })).toBe('requestPayment:ok');
    expect(await pay(suite, { params })).toContain('已支付');
    await suite.sandbox.control.settle();
    expect(await stateOf(orderId)).toBe('paid');
  });

  test('twice at once opens one payment', async () => {
    const input = await aPrepayInput(suite);
    const both = await Promise.all([
      payments.prepay(suite.ctx(), input),
      payments.prepay(suite.ctx(), input),
    ]);
    expect(await pay(suite, { params: both[1] })).toBe('requestPayment:ok');
  });

  test('is refused while WeChat Pay cannot be reached, and works after', async () => {
    const input = await aPrepayInput(suite);
    for (const outage of [{ status: 502 }, { status: 429, code: 'FREQUENCY_LIMITED' }, { drop: true }]) {
      await failNext(outage);
      await expect(payments.prepay(suite.ctx(), input)).rejects.toMatchObject({
        code: 'PLATFORM_UNAVAILABLE',
      });
    }
    const params = await payments.prepay(suite.ctx(), input);
    expect(await pay(suite, { params })).toBe('requestPayment:ok');
  });

  test('is refused for what is paid, closed or too late', async () => {
    const paid = await aPaidPayment(suite);
    const closed = await anOpenPayment(suite);
    await payments.close(suite.ctx(), closed.orderId);
    const late = await aPrepayInput(suite, { payBefore: suite.ctx().now });
    for (const input of [paid.input, closed.input, late])
      await expect(payments.prepay(suite.ctx(), input)).rejects.toMatchObject({ code: 'ORDER_NOT_PAYABLE' });
  });

  test('finds out that it was paid already when the notice got lost', async () => {
    await loseNotices();
    const opened = await anOpenPayment(suite);
    await pay(suite, opened);
    const again = payments.prepay(suite.ctx(), opened.input);
    await expect(again).rejects.toMatchObject({ code: 'ORDER_NOT_PAYABLE' });
    expect(await stateOf(opened.orderId)).toBe('paid');
  });

  test('for another amount or person is a bug that does not pass', async () => {
    const { input } = await anOpenPayment(suite);
    await expect(payments.prepay(suite.ctx(), { ...input, amountFen: 1 })).rejects.toThrow('another amount');
  });

  test('closes what it opened when the payment was closed meanwhile', async () => {
    const { orderId, input, params } = await anOpenPayment(suite);
    await suite.sandbox.control.faults({ failNext: { path: '/v3/pay/transactions/jsapi', delayMs: 400 } });
    const prepaid = payments.prepay(suite.ctx(), input);
    await Promise.all([
      expect(prepaid).rejects.toMatchObject({ code: 'ORDER_NOT_PAYABLE' }),
      sleep(150).then(() => markClosed(orderId, suite.ctx().now)),
    ]);
    expect(await payments.sync(suite.ctx(), orderId)).toBe('closed');
    expect(await pay(suite, { params })).toContain('已关闭');
  });

  test('never runs inside a transaction', async () => {
    const input = await aPrepayInput(suite);
    for (const call of [
      () => payments.prepay(suite.ctx(), input),
      () => payments.sync(suite.ctx(), input.orderId),
      () => payments.close(suite.ctx(), input.orderId),
    ])
      await expect(inTransaction<unknown>(call)).rejects.toThrow('inside a transaction');
  });
});

describe('a lost notice', () => {
  test('does no harm: asking finds the money, and tells of it as the notice would have', async () => {
    await loseNotices();
    const opened = await anOpenPayment(suite);
    expect(await payments.sync(suite.ctx(), opened.orderId)).toBe('unpaid');
    await pay(suite, opened);
    expect(await payments.sync(suite.ctx(), opened.orderId)).toBe('paid');
    expect(await payments.sync(suite.ctx(), opened.orderId)).toBe('paid');
    await suite.sandbox.control.flushNotices();
    expect(await names(opened.orderId)).toEqual(['payment.succeeded']);
  });

  test('is made up for by the look after five seconds', async () => {
    await loseNotices();
    const opened = await anOpenPayment(suite);
    await pay(suite, opened);
    await suite.advance(6);
    await eventually(async () => (await stateOf(opened.orderId)) === 'paid');
    expect(await names(opened.orderId)).toEqual(['payment.succeeded']);
  });

  test('is made up for even when WeChat Pay could not be asked the first times', async () => {
    await loseNotices();
    const opened = await anOpenPayment(suite);
    await pay(suite, opened);
    await failNext({ status: 500, times: 2 }, `/v3/pay/transactions/out-trade-no/${opened.orderId}`);
    await suite.advance(6);
    await eventually(async () => (await findByOrder(opened.orderId))?.looks === 1);
    expect(await stateOf(opened.orderId)).toBe('created');
    await suite.advance(25);
    await eventually(async () => (await stateOf(opened.orderId)) === 'paid');
  });

  test('is looked for by one of two workers at a time', async () => {
    await loseNotices();
    const opened = await anOpenPayment(suite);
    const asked = async () =>
      (await suite.sandbox.control.requests()).filter(({ path }) =>
        path.startsWith(`/v3/pay/transactions/out-trade-no/${opened.orderId}`),
      ).length;
    const later = { ...suite.ctx(), now: new Date(suite.ctx().now.getTime() + 20_000) };
    await Promise.all(Array.from({ length: 4 }, () => lookForMoney(later)));
    expect(await asked()).toBe(1);
    expect(await findByOrder(opened.orderId)).toMatchObject({ state: 'created', looks: 1 });
  });
});

describe('sync and close', () => {
  test('an order without a payment is unpaid, and closed when asked to close', async () => {
    expect(await payments.sync(suite.ctx(), newId())).toBe('unpaid');
    expect(await payments.close(suite.ctx(), newId())).toBe('closed');
    expect(await payments.findPayment(suite.ctx(), newId())).toBeNull();
  });

  test('nobody can pay what was closed; closing twice is the same', async () => {
    const opened = await anOpenPayment(suite);
    expect(await payments.close(suite.ctx(), opened.orderId)).toBe('closed');
    expect(await payments.close(suite.ctx(), opened.orderId)).toBe('closed');
    expect(await pay(suite, opened)).toContain('已关闭');
    expect(await payments.sync(suite.ctx(), opened.orderId)).toBe('closed');
    expect(await names(opened.orderId)).toEqual([]);
  });

  test('closing says so when the money was faster', async () => {
    await loseNotices();
    const opened = await anOpenPayment(suite);
    await pay(suite, opened);
    expect(await payments.close(suite.ctx(), opened.orderId)).toBe('paid');
    expect(await payments.close(suite.ctx(), opened.orderId)).toBe('paid');
    expect(await names(opened.orderId)).toEqual(['payment.succeeded']);
  });

  test('while WeChat Pay cannot be reached nothing is decided', async () => {
    const { orderId } = await anOpenPayment(suite);
    await failNext({ drop: true });
    await expect(payments.close(suite.ctx(), orderId)).rejects.toMatchObject({
      code: 'PLATFORM_UNAVAILABLE',
    });
    await failNext({ status: 500, times: 2 });
    await expect(payments.sync(suite.ctx(), orderId)).rejects.toMatchObject({ code: 'PLATFORM_UNAVAILABLE' });
    expect(await stateOf(orderId)).toBe('created');
    expect(await payments.close(suite.ctx(), orderId)).toBe('closed');
  });

  test('a payment that never reached WeChat Pay can be closed', async () => {
    const input = await aPrepayInput(suite);
    await failNext({ drop: true });
    await expect(payments.prepay(suite.ctx(), input)).rejects.toMatchObject({ code: 'PLATFORM_UNAVAILABLE' });
    expect(await payments.close(suite.ctx(), input.orderId)).toBe('closed');
  });

  test('what WeChat Pay closed by itself is closed here', async () => {
    const { orderId } = await anOpenPayment(suite);
    await suite.advance(16 * 60);
    expect(await payments.sync(suite.ctx(), orderId)).toBe('closed');
  });

  test('money that arrives for a closed payment is recorded and told', async () => {
    const opened = await anOpenPayment(suite);
    await markClosed(opened.orderId, suite.ctx().now);
    await pay(suite, opened);
    await suite.sandbox.control.settle();
    expect(await stateOf(opened.orderId)).toBe('paid');
    expect(await names(opened.orderId)).toEqual(['payment.succeeded']);
  });

  test('a payment nobody closed is closed by the looks after its time', async () => {
    const { orderId } = await anOpenPayment(suite);
    await suite.advance(60);
    await eventually(async () => ((await findByOrder(orderId))?.looks ?? 0) >= 1);
    for (let hour = 0; hour < 3 && (await stateOf(orderId)) === 'created'; hour += 1) {
      await suite.advance(3600);
      await eventually(async () => (await findByOrder(orderId))?.nextLookAt === null).catch(() => undefined);
    }
    expect(await stateOf(orderId)).toBe('closed');
    const calls = await suite.sandbox.control.requests();
    expect(calls.some(({ path }) => path.endsWith(`/${orderId}/close`))).toBe(true);
  });

  test('a closing that comes to our books after the money does not unpay it', async () => {
    const { orderId } = await aPaidPayment(suite);
    expect(await markClosed(orderId, suite.ctx().now)).toBe(false);
    expect(await stateOf(orderId)).toBe('paid');
  });
});
