import { generateKeyPairSync } from 'node:crypto';
import { createConnection } from 'node:net';
import { signedLines, verify } from '../crypto/pay';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant, publishedClient } from '../testing/merchant';

let sandbox: Sandbox;
let merchant: Merchant;
let openid: string;
let outTradeNo: string;
let count = 0;

beforeAll(async () => {
  sandbox = await startSandbox();
  merchant = new Merchant(sandbox);
  openid = (await sandbox.control.people()).shoppers[0]?.openid ?? '';
});
afterAll(() => sandbox.close());
beforeEach(() => {
  count += 1;
  outTradeNo = `order-${count}`;
});

const prepayPath = '/v3/pay/transactions/jsapi';

describe('The gate', () => {
  const get = '/v3/pay/transactions/out-trade-no/none00?mchid=1900007291';

  it('refuses a request without Authorization', async () => {
    const answer = await merchant.send('GET', get, { headers: { authorization: '' } });
    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe('SIGN_ERROR');
    expect(answer.headers.get('request-id')).toBeNull();
    expect(answer.headers.get('wechatpay-signature')).toBeNull();
  });

  it('checks the time window before the signature', async () => {
    const now = Math.floor(Date.now() / 1000);
    const late = await merchant.send('GET', get, { timestamp: now - 301, signedPath: '/wrong' });
    expect(late.body.message).toContain('5分钟');
    const inTime = await merchant.send('GET', get, { timestamp: now - 295 });
    expect(inTime.body.code).toBe('ORDER_NOT_EXIST');
  });

  it('refuses an unknown serial', async () => {
    const forged = `WECHATPAY2-SHA256-RSA2048 mchid="1900007291",nonce_str="n",signature="AAAA",timestamp="${Math.floor(Date.now() / 1000)}",serial_no="ABCDEF0123456789"`;
    const answer = await merchant.send('GET', get, { headers: { authorization: forged } });
    expect(answer.body.message).toContain('序列号');
  });

  it('refuses a wrong signature and shows what should have been signed', async () => {
    const answer = await merchant.send('POST', prepayPath, { body: { a: 1 }, signedPath: '/api.mch/v3' });
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ code: 'SIGN_ERROR', message: expect.stringContaining('签名错误') });
    const entry = (await sandbox.control.requests()).at(-1);
    expect(entry?.expected).toMatch(/^POST\n\/v3\/pay\/transactions\/jsapi\n\d{10}\n.{32}\n\{"a":1\}\n$/);
  });

  it('asks for a User-Agent on refunds before it looks at the signature', async () => {
    const path = '/v3/refund/domestic/refunds/none';
    const answer = await merchant.send('GET', path, { headers: { 'user-agent': '', authorization: '' } });
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_REQUEST']);
  });

  it('answers an unknown path 404 and a wrong method 405, both empty', async () => {
    const unknown = await merchant.send('GET', '/v3/nothing');
    const wrong = await merchant.send('GET', prepayPath);
    expect([unknown.status, unknown.raw, wrong.status, wrong.raw]).toEqual([404, '', 405, '']);
  });

  it('serves the host by its Host header too', async () => {
    const port = Number(new URL(sandbox.url).port);
    const text = await new Promise<string>((resolve) => {
      const socket = createConnection(port, '127.0.0.1');
      let heard = '';
      socket.on('data', (chunk) => (heard += chunk.toString()));
      socket.on('close', () => resolve(heard));
      socket.end(
        'GET /cgi-bin/gettoken?corpid=x HTTP/1.1\r\nHost: qyapi.weixin.qq.com\r\nConnection: close\r\n\r\n',
      );
    });
    expect(text).toContain('"errcode":40013');
  });
});

describe('An order', () => {
  it('is prepaid under a signed answer', async () => {
    const answer = await merchant.send('POST', prepayPath, { body: merchant.order(outTradeNo, openid) });
    expect(answer.status).toBe(200);
    expect(answer.body.prepay_id).toMatch(/^wx\d{14}[0-9a-f]{20}$/);
    const { headers } = answer;
    const message = signedLines(
      headers.get('wechatpay-timestamp') ?? '',
      headers.get('wechatpay-nonce') ?? '',
      answer.raw,
    );
    expect(headers.get('wechatpay-serial')).toBe(sandbox.env.WECHAT_PAY_PUBLIC_KEY_ID);
    expect(
      verify(message, headers.get('wechatpay-signature') ?? '', sandbox.env.WECHAT_PAY_PUBLIC_KEY ?? ''),
    ).toBe(true);
  });

  it('gets a fresh prepay id for the same parameters and OUT_TRADE_NO_USED for others', async () => {
    const order = merchant.order(outTradeNo, openid, { attach: 'x' });
    const first = await merchant.prepay(order);
    const { appid, ...rest } = order;
    expect(await merchant.prepay({ ...rest, appid })).not.toBe(first);
    const other = await merchant.send('POST', prepayPath, { body: { ...order, amount: { total: 991 } } });
    expect([other.status, other.body.code]).toEqual([403, 'OUT_TRADE_NO_USED']);
  });

  it.each([
    ['an unknown field', { surprise: 1 }, '/surprise'],
    ['a total of 0', { amount: { total: 0 } }, '/amount/total'],
    ['a fraction of a fen', { amount: { total: 1.5 } }, '/amount/total'],
    ['a short out_trade_no', { out_trade_no: 'abc' }, '/out_trade_no'],
    ['a notify_url with a query', { notify_url: 'https://a.example/n?x=1' }, '/notify_url'],
    ['a long description', { description: '长'.repeat(128) }, '/description'],
    ['no openid', { payer: {} }, '/payer/openid'],
    ["somebody else's openid", { payer: { openid: 'oNobody' } }, '/payer/openid'],
    [
      'a deadline in 16 days',
      { time_expire: new Date(Date.now() + 16 * 864e5).toISOString() },
      '/time_expire',
    ],
  ])('is refused with %s', async (_what, change, field) => {
    const answer = await merchant.send('POST', prepayPath, {
      body: merchant.order(outTradeNo, openid, change),
    });
    expect([answer.status, answer.body.code]).toEqual([400, 'PARAM_ERROR']);
    expect(answer.body.detail).toMatchObject({ field, location: 'body' });
  });

  it('is refused for another appid or merchant', async () => {
    const appid = await merchant.send('POST', prepayPath, {
      body: merchant.order(outTradeNo, openid, { appid: 'wx0' }),
    });
    const mchid = await merchant.send('POST', prepayPath, {
      body: merchant.order(outTradeNo, openid, { mchid: '1' }),
    });
    expect([appid.body.code, mchid.body.code]).toEqual(['APPID_MCHID_NOT_MATCH', 'MCH_NOT_EXISTS']);
  });

  it('shows only a few fields while it is unpaid', async () => {
    await merchant.prepay(merchant.order(outTradeNo, openid));
    const { body } = await merchant.query(outTradeNo);
    expect(body).toMatchObject({ trade_state: 'NOTPAY', out_trade_no: outTradeNo, amount: { total: 990 } });
    expect(body).not.toHaveProperty('transaction_id');
    expect(body).not.toHaveProperty('success_time');
  });

  it('is paid once, found by both numbers, and cannot be closed then', async () => {
    const prepayId = await merchant.prepay(merchant.order(outTradeNo, openid, { attach: 'cart-7' }));
    expect(await sandbox.control.pay('lin', merchant.paymentParams(prepayId))).toEqual({
      errMsg: 'requestPayment:ok',
    });
    const { body } = await merchant.query(outTradeNo);
    expect(body).toMatchObject({
      trade_state: 'SUCCESS',
      attach: 'cart-7',
      payer: { openid },
      amount: { total: 990, payer_total: 990, currency: 'CNY' },
    });
    const byId = await merchant.send(
      'GET',
      `/v3/pay/transactions/id/${String(body.transaction_id)}?mchid=1900007291`,
    );
    expect(byId.body).toEqual(body);
    expect((await sandbox.control.pay('lin', { prepayId })).errMsg).toBe('requestPayment:fail 该订单已支付');
    const closed = await merchant.send('POST', `/v3/pay/transactions/out-trade-no/${outTradeNo}/close`, {
      body: { mchid: sandbox.env.WECHAT_PAY_MCHID },
    });
    expect([closed.status, closed.body.code]).toEqual([400, 'ORDERPAID']);
  });

  it('is closed with an empty signed 204, twice if asked, and cannot be paid or prepaid after', async () => {
    const order = merchant.order(outTradeNo, openid);
    const prepayId = await merchant.prepay(order);
    const close = (): ReturnType<Merchant['send']> =>
      merchant.send('POST', `/v3/pay/transactions/out-trade-no/${outTradeNo}/close`, {
        body: { mchid: order.mchid },
      });
    const answer = await close();
    expect([answer.status, answer.raw]).toEqual([204, '']);
    const signed = signedLines(
      answer.headers.get('wechatpay-timestamp') ?? '',
      answer.headers.get('wechatpay-nonce') ?? '',
      '',
    );
    expect(
      verify(
        signed,
        answer.headers.get('wechatpay-signature') ?? '',
        sandbox.env.WECHAT_PAY_PUBLIC_KEY ?? '',
      ),
    ).toBe(true);
    expect((await close()).status).toBe(204);
    expect((await merchant.query(outTradeNo)).body.trade_state).toBe('CLOSED');
    expect((await sandbox.control.pay('lin', { prepayId })).errMsg).toContain('订单已关闭');
    const again = await merchant.send('POST', prepayPath, { body: order });
    expect([again.status, again.body.code]).toEqual([400, 'ORDER_CLOSED']);
  });

  it('needs the merchant in the query', async () => {
    const path = '/v3/pay/transactions/out-trade-no/unknown1';
    expect((await merchant.send('GET', path)).body.code).toBe('PARAM_ERROR');
    expect((await merchant.send('GET', `${path}?mchid=1900000000`)).body.code).toBe('MCH_NOT_EXISTS');
    const missing = await merchant.send('GET', `${path}?mchid=1900007291`);
    expect([missing.status, missing.body.code]).toEqual([404, 'ORDER_NOT_EXIST']);
  });
});

describe('wx.requestPayment', () => {
  it('leaves the order unpaid when the shopper cancels', async () => {
    const prepayId = await merchant.prepay(merchant.order(outTradeNo, openid));
    const answer = await sandbox.control.pay('lin', { ...merchant.paymentParams(prepayId), cancel: true });
    expect(answer.errMsg).toBe('requestPayment:fail cancel');
    expect((await merchant.query(outTradeNo)).body.trade_state).toBe('NOTPAY');
  });

  it.each([
    ['a wrong paySign', { paySign: 'AAAA' }, '支付验证签名失败'],
    ['another nonce than was signed', { nonceStr: 'other' }, '支付验证签名失败'],
    ['signType MD5', { signType: 'MD5' }, '签名类型'],
    ['a package without prepay_id=', { package: 'wx123' }, 'package'],
    ['a timeStamp in milliseconds', { timeStamp: '1790000000000' }, 'timeStamp'],
  ])('refuses %s', async (_what, change, words) => {
    const prepayId = await merchant.prepay(merchant.order(outTradeNo, openid));
    const answer = await sandbox.control.pay('lin', { ...merchant.paymentParams(prepayId), ...change });
    expect(answer.errMsg).toMatch(/^requestPayment:fail /);
    expect(answer.errMsg).toContain(words);
  });

  it('refuses another person than the order was made for', async () => {
    const prepayId = await merchant.prepay(merchant.order(outTradeNo, openid));
    expect((await sandbox.control.pay('wang', { prepayId })).errMsg).toContain('不是同一用户');
  });
});

describe('Time', () => {
  afterEach(() => sandbox.control.reset());

  it('ends a prepay id after two hours, and a new one pays', async () => {
    const order = merchant.order(outTradeNo, openid);
    const prepayId = await merchant.prepay(order);
    await sandbox.control.advanceClock(7199);
    expect(await sandbox.control.paySheet('lin', { prepayId })).toEqual({
      merchant: '沙箱优选商贸',
      description: '白桃乌龙两件',
      amountFen: 990,
    });
    await sandbox.control.advanceClock(2);
    expect((await sandbox.control.pay('lin', { prepayId })).errMsg).toContain('2小时');
    expect((await sandbox.control.pay('lin', { prepayId: await merchant.prepay(order) })).errMsg).toBe(
      'requestPayment:ok',
    );
  });

  it('closes an unpaid order at time_expire, but never sooner than in a minute', async () => {
    const timeExpire = new Date(Date.now() + 10_000).toISOString();
    await merchant.prepay(merchant.order(outTradeNo, openid, { time_expire: timeExpire }));
    await sandbox.control.advanceClock(58);
    expect((await merchant.query(outTradeNo)).body.trade_state).toBe('NOTPAY');
    await sandbox.control.advanceClock(3);
    expect((await merchant.query(outTradeNo)).body.trade_state).toBe('CLOSED');
  });

  it('closes an order without a deadline after seven days', async () => {
    await merchant.prepay(merchant.order(outTradeNo, openid));
    await sandbox.control.advanceClock(7 * 86400 - 5);
    expect((await merchant.query(outTradeNo)).body.trade_state).toBe('NOTPAY');
    await sandbox.control.advanceClock(10);
    expect((await merchant.query(outTradeNo)).body.trade_state).toBe('CLOSED');
  });
});

describe('wechatpay-node-v3 as it is published', () => {
  it('prepays, pays, queries, refunds and closes', async () => {
    const pay = publishedClient(sandbox);
    const base = {
      description: '两件',
      notify_url: 'http://127.0.0.1:9/n',
      amount: { total: 100 },
      payer: { openid },
    };
    const prepaid = await pay.transactions_jsapi({ ...base, out_trade_no: outTradeNo });
    expect(prepaid.status).toBe(200);
    const params = prepaid.data as {
      timeStamp: string;
      nonceStr: string;
      package: string;
      signType: string;
      paySign: string;
    };
    const { timeStamp, nonceStr, signType, paySign } = params;
    const paid = await sandbox.control.pay('lin', {
      timeStamp,
      nonceStr,
      package: params.package,
      signType,
      paySign,
    });
    expect(paid.errMsg).toBe('requestPayment:ok');
    const found = await pay.query({ out_trade_no: outTradeNo });
    expect(found).toMatchObject({ status: 200, data: { trade_state: 'SUCCESS' } });
    const refunded = await pay.refunds({
      out_trade_no: outTradeNo,
      out_refund_no: `refund-${count}`,
      amount: { refund: 40, total: 100, currency: 'CNY' },
    });
    expect(refunded).toMatchObject({ status: 200, data: { status: 'PROCESSING', amount: { refund: 40 } } });
    await pay.transactions_jsapi({ ...base, out_trade_no: `${outTradeNo}-b` });
    expect((await pay.close(`${outTradeNo}-b`)).status).toBe(204);
  });

  it('is told SIGN_ERROR when its key is not the merchant’s', async () => {
    const stranger = publishedClient({
      ...sandbox,
      env: { ...sandbox.env, WECHAT_PAY_PRIVATE_KEY: anotherKey() },
    });
    const answer = await stranger.query({ out_trade_no: outTradeNo });
    expect(answer).toMatchObject({ status: 401, error: { code: 'SIGN_ERROR' } });
  });

  it('reads the platform certificate that we encrypt', async () => {
    const certificates = await publishedClient(sandbox).get_certificates(
      sandbox.env.WECHAT_PAY_API_V3_KEY ?? '',
    );
    expect(certificates[0]?.publicKey).toContain('BEGIN PUBLIC KEY');
  });
});

function anotherKey(): string {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey;
}
