import { shanghai } from '@omni/shared/time';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { config, loadConfig } from '../../config';
import { now } from '../../kernel/clock';
import { publishedVector, startPlatforms } from '../../kernel/testing';
import type { Platforms } from '../../kernel/testing';
import * as wechatPay from './index';
import { merchant } from './merchant';

let platforms: Platforms;
let openid: string;
beforeAll(async () => {
  platforms = await startPlatforms();
  openid = (await platforms.sandbox.control.people()).shoppers.find(({ id }) => id === 'lin')!.openid;
});
afterAll(() => platforms.close());

let last = 0;
function aPrepay(given: Partial<wechatPay.Prepay> = {}): wechatPay.Prepay {
  last += 1;
  return {
    outTradeNo: `T${String(last).padStart(9, '0')}`,
    description: '森屿 · 羊绒衫',
    amountFen: 19900,
    openid,
    notifyUrl: 'http://127.0.0.1:1/webhooks/wechat-pay/transactions',
    expireAt: new Date(now().getTime() + 900_000),
    ...given,
  };
}

async function aPaidOrder(): Promise<wechatPay.Prepay> {
  const prepay = aPrepay();
  const { prepayId } = await wechatPay.prepayJsapi(prepay);
  const { errMsg } = await platforms.sandbox.control.pay('lin', {
    ...wechatPay.requestPaymentParams(prepayId),
  });
  expect(errMsg).toBe('requestPayment:ok');
  return prepay;
}

const refusedWith = (code: string) => ({ name: 'PlatformRefusal', platform: 'wechat-pay', code });

describe('paying', () => {
  test('a prepaid order opens the pay sheet with its amount, and is found paid after', async () => {
    const prepay = aPrepay({ outTradeNo: 'T_-|*0123456789' });
    const { prepayId } = await wechatPay.prepayJsapi(prepay);
    const params = wechatPay.requestPaymentParams(prepayId);
    expect(await platforms.sandbox.control.paySheet('lin', { ...params })).toMatchObject({
      amountFen: 19900,
    });
    expect(await wechatPay.queryTransaction(prepay.outTradeNo)).toMatchObject({
      tradeState: 'NOTPAY',
      transactionId: null,
      paidAt: null,
    });
    await platforms.sandbox.control.pay('lin', { ...params });
    expect(await wechatPay.queryTransaction(prepay.outTradeNo)).toMatchObject({
      outTradeNo: prepay.outTradeNo,
      tradeState: 'SUCCESS',
      amountFen: 19900,
      openid,
      mchid: config().WECHAT_PAY_MCHID,
    });
  });

  test('the same order gives fresh prepay ids; with another amount it is refused', async () => {
    const prepay = aPrepay();
    const ids = [await wechatPay.prepayJsapi(prepay), await wechatPay.prepayJsapi(prepay)];
    expect(new Set(ids.map(({ prepayId }) => prepayId)).size).toBe(2);
    await expect(wechatPay.prepayJsapi({ ...prepay, amountFen: 1 })).rejects.toMatchObject(
      refusedWith('OUT_TRADE_NO_USED'),
    );
  });

  test('nothing to pay is refused by WeChat Pay', async () => {
    await expect(wechatPay.prepayJsapi(aPrepay({ amountFen: 0 }))).rejects.toMatchObject(
      refusedWith('PARAM_ERROR'),
    );
  });

  test('it works when the clock was moved, because requests carry our time', async () => {
    await platforms.advance(3600);
    await wechatPay.prepayJsapi(aPrepay());
  });

  test('numbers that would lead elsewhere never reach the address', async () => {
    for (const outTradeNo of [
      'short',
      'T1/close?x=',
      'T1234567#',
      '../../../x',
      'x'.repeat(33),
      'T123456\n',
    ]) {
      await expect(wechatPay.queryTransaction(outTradeNo)).rejects.toThrow('not an out_trade_no');
      await expect(wechatPay.closeTransaction(outTradeNo)).rejects.toThrow('not an out_trade_no');
      await expect(wechatPay.prepayJsapi(aPrepay({ outTradeNo }))).rejects.toThrow('not an out_trade_no');
    }
    await expect(wechatPay.queryRefund('R/1')).rejects.toThrow('not an out_refund_no');
  });
});

describe('closing', () => {
  test('an unpaid order is closed, also twice, and cannot be paid', async () => {
    const prepay = aPrepay();
    await wechatPay.prepayJsapi(prepay);
    expect(await wechatPay.closeTransaction(prepay.outTradeNo)).toBe('closed');
    expect(await wechatPay.closeTransaction(prepay.outTradeNo)).toBe('closed');
    await expect(wechatPay.prepayJsapi(prepay)).rejects.toMatchObject(refusedWith('ORDER_CLOSED'));
  });

  test('a paid order stays paid, and says so', async () => {
    const { outTradeNo } = await aPaidOrder();
    expect(await wechatPay.closeTransaction(outTradeNo)).toBe('paid');
  });

  test('an order WeChat Pay never saw is unknown', async () => {
    expect(await wechatPay.closeTransaction('NEVER00001')).toBe('unknown');
    expect(await wechatPay.queryTransaction('NEVER00001')).toBeNull();
  });
});

describe('refunding', () => {
  test('is accepted, then done; the same number again is the same refund', async () => {
    const { outTradeNo } = await aPaidOrder();
    await platforms.sandbox.control.faults({ refunds: 'hold' });
    const refund = {
      outTradeNo,
      outRefundNo: 'R1@|*-_',
      refundFen: 19900,
      totalFen: 19900,
      reason: '不想要了',
      notifyUrl: 'http://127.0.0.1:1/webhooks/wechat-pay/refunds',
    };
    expect(await wechatPay.queryRefund(refund.outRefundNo)).toBeNull();
    const first = await wechatPay.createRefund(refund);
    expect(first).toMatchObject({
      status: 'PROCESSING',
      refundFen: 19900,
      totalFen: 19900,
      refundedAt: null,
    });
    expect((await wechatPay.createRefund(refund)).refundId).toBe(first.refundId);
    await platforms.sandbox.control.wechatPay.finishRefund(refund.outRefundNo, 'SUCCESS');
    expect(await wechatPay.queryRefund(refund.outRefundNo)).toMatchObject({ status: 'SUCCESS' });
    expect(await wechatPay.queryTransaction(outTradeNo)).toMatchObject({ tradeState: 'REFUND' });
  });

  test('of an unpaid order is refused', async () => {
    const prepay = aPrepay();
    await wechatPay.prepayJsapi(prepay);
    const { outTradeNo, notifyUrl } = prepay;
    const refund = { outTradeNo, notifyUrl, outRefundNo: 'R2', refundFen: 1, totalFen: 19900, reason: 'x' };
    await expect(wechatPay.createRefund(refund)).rejects.toMatchObject(refusedWith('RESOURCE_NOT_EXISTS'));
  });
});

describe('a refund that did not arrive', () => {
  const aHeldRefund = async (outRefundNo: string) => {
    const { outTradeNo } = await aPaidOrder();
    await platforms.sandbox.control.faults({ refunds: 'hold' });
    const notifyUrl = 'http://127.0.0.1:1/webhooks/wechat-pay/refunds';
    const refund = { outTradeNo, outRefundNo, refundFen: 19900, totalFen: 19900, reason: 'x', notifyUrl };
    return wechatPay.createRefund(refund);
  };

  test.each([
    { kind: 'merchant_account' },
    { kind: 'bank_card', bankType: 'CMB_DEBIT', cardNumber: '6225880137001234', holderName: '林小雨' },
  ] as const)('goes to $kind, of which WeChat Pay can open what is sealed', async (to) => {
    const { refundId, outRefundNo } = await aHeldRefund(`AB-${to.kind}`);
    await expect(wechatPay.applyAbnormalRefund({ refundId, outRefundNo, to })).rejects.toMatchObject(
      refusedWith('INVALID_REQUEST'),
    );
    await platforms.sandbox.control.wechatPay.finishRefund(outRefundNo, 'ABNORMAL');
    const told = await wechatPay.applyAbnormalRefund({ refundId, outRefundNo, to });
    expect(told).toMatchObject({ status: 'PROCESSING', refundId, outRefundNo });
    expect(told.acceptedAt).toBeInstanceOf(Date);
  });
});

describe('the trade bill', () => {
  const date = () => shanghai(now()).date;
  const rowsOf = async (bill: wechatPay.FetchedBill) => {
    const rows: wechatPay.BillRow[] = [];
    if (bill.state === 'there') for await (const row of bill.rows()) rows.push(row);
    return rows;
  };

  test('of today is not there, of a day without trade there is none', async () => {
    expect(await wechatPay.fetchTradeBill(date())).toEqual({ state: 'creating' });
    const longAgo = shanghai(new Date(now().getTime() - 40 * 24 * 3600_000)).date;
    expect(await wechatPay.fetchTradeBill(longAgo)).toEqual({ state: 'none' });
    await expect(wechatPay.fetchTradeBill('2026-1-1')).rejects.toThrow('not a bill date');
  });

  test('is checked, read a row at a time and removed, wherever its link leads and whatever its hash covers', async () => {
    const day = date();
    const { outTradeNo } = await aPaidOrder();
    const minutesToMidnight = 24 * 60 - shanghai(now()).minutes;
    await platforms.advance((minutesToMidnight + 10 * 60 + 1) * 60);
    for (const rules of [
      { billHashOver: 'plain', billDownloadHost: 'as-asked' },
      { billHashOver: 'gzip', billDownloadHost: 'platform', billByteOrderMark: false },
    ] as const) {
      await platforms.sandbox.control.setRules(rules);
      const bill = await wechatPay.fetchTradeBill(day);
      const rows = await rowsOf(bill);
      expect(rows.find((row) => row.outTradeNo === outTradeNo)).toMatchObject({
        kind: 'payment',
        amountFen: 19900,
        mchid: config().WECHAT_PAY_MCHID,
      });
      if (bill.state === 'there') await bill.remove();
      await expect(rowsOf(bill)).rejects.toThrow();
    }
    await platforms.sandbox.control.faults({ failNext: { path: '/v3/billdownload/file', drop: true } });
    await expect(wechatPay.fetchTradeBill(day)).rejects.toMatchObject({ name: 'PlatformError' });
  });
});

describe('outages', () => {
  const out = { name: 'PlatformError', platform: 'wechat-pay' };
  const fail = (fault: object) =>
    platforms.sandbox.control.faults({ failNext: { path: '/v3/pay/transactions', ...fault } });

  test('a query that failed once is asked again, a prepayment is not', async () => {
    await fail({ status: 503, code: 'SERVICE_UNAVAILABLE' });
    expect(await wechatPay.queryTransaction('NEVER00001')).toBeNull();
    await fail({ drop: true });
    await expect(wechatPay.prepayJsapi(aPrepay())).rejects.toMatchObject(out);
    await fail({ status: 429, code: 'FREQUENCY_LIMITED' });
    await expect(wechatPay.prepayJsapi(aPrepay())).rejects.toMatchObject({ ...out, code: 'http_429' });
    await fail({ status: 500, code: 'SYSTEM_ERROR', times: 2 });
    await expect(wechatPay.queryTransaction('NEVER00001')).rejects.toMatchObject({
      ...out,
      code: 'http_500',
    });
  });
});

describe('answers that WeChat Pay did not sign', () => {
  let server: Server;
  let seen: IncomingHttpHeaders[] = [];
  let answer: { status: number; headers: Record<string, string>; body: string };
  let base: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request.headers);
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = config().WECHAT_PAY_BASE;
    config().WECHAT_PAY_BASE = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    config().WECHAT_PAY_BASE = base;
    server.closeAllConnections();
    server.close();
  });

  const timestamp = () => String(Math.floor(now().getTime() / 1000));
  const signed = () => ({
    'wechatpay-timestamp': timestamp(),
    'wechatpay-nonce': 'N',
    'wechatpay-serial': config().WECHAT_PAY_PUBLIC_KEY_ID,
    'wechatpay-signature': 'AAAA',
  });

  test('are not believed, whatever they say', async () => {
    const body = '{"prepay_id":"wx-forged"}';
    for (const [headers, code] of [
      [{}, 'missing_headers'],
      [signed(), 'bad_signature'],
      [{ ...signed(), 'wechatpay-signature': 'WECHATPAY/SIGNTEST/x' }, 'signature_probe'],
      [{ ...signed(), 'wechatpay-serial': 'constructor' }, 'unknown_serial'],
      [{ ...signed(), 'wechatpay-timestamp': String(Number(timestamp()) - 301) }, 'stale'],
    ] as const) {
      answer = { status: 200, headers, body };
      await expect(wechatPay.prepayJsapi(aPrepay())).rejects.toMatchObject({ name: 'PlatformError', code });
    }
    answer = { status: 204, headers: {}, body: '' };
    await expect(wechatPay.closeTransaction('T123456')).rejects.toMatchObject({ code: 'missing_headers' });
  });

  test('4xx are refusals by their code word without a signature; other nonsense is an outage', async () => {
    answer = { status: 403, headers: {}, body: '{"code":"NO_AUTH","message":"无权限"}' };
    await expect(wechatPay.prepayJsapi(aPrepay())).rejects.toMatchObject(refusedWith('NO_AUTH'));
    answer = { status: 404, headers: {}, body: '' };
    await expect(wechatPay.prepayJsapi(aPrepay())).rejects.toMatchObject({ code: 'http_404' });
  });

  test('requests say who asks, which key they expect, and never repeat a nonce', async () => {
    seen = [];
    answer = { status: 404, headers: {}, body: '{"code":"ORDER_NOT_EXIST","message":""}' };
    await wechatPay.queryTransaction('T123456');
    await wechatPay.queryTransaction('T123456');
    expect(seen[0]).toMatchObject({
      accept: 'application/json',
      'user-agent': expect.stringContaining('omni-retail') as string,
      'wechatpay-serial': config().WECHAT_PAY_PUBLIC_KEY_ID,
    });
    const nonces = seen.map(
      ({ authorization }) => /nonce_str="([0-9a-z]{32})"/.exec(authorization ?? '')?.[1],
    );
    expect(nonces[0]).toBeDefined();
    expect(new Set(nonces).size).toBe(2);
  });

  test('no error carries the Authorization header or the private key', async () => {
    answer = { status: 500, headers: {}, body: 'oops' };
    const error = await wechatPay.prepayJsapi(aPrepay()).catch((caught: Error) => caught);
    const told = JSON.stringify(error, Object.getOwnPropertyNames(error));
    expect(told).not.toMatch(/signature=|PRIVATE KEY|WECHATPAY2/);
  });
});

const go = publishedVector('wechatpay-v3.json', 'go-sign');
go.testWith("signs as wechatpay-go's published vector does", () => {
  config().WECHAT_PAY_PRIVATE_KEY = go.vector.private_key!;
  loadConfig(Object.fromEntries(Object.entries(config()).map(([name, value]) => [name, String(value)])));
  expect(merchant().sha256WithRsa(go.vector.message!)).toBe(go.vector.signature);
});
