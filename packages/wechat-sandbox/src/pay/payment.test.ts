import { signedLines, verify } from '../crypto/pay';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from '../testing/merchant';

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

  it('keeps to the deadline that is set: seven days when the Native page is believed', async () => {
    const inEightDays = new Date(Date.now() + 8 * 864e5).toISOString();
    const order = merchant.order(outTradeNo, openid, { time_expire: inEightDays });
    await sandbox.control.setRules({ longestTimeExpireDays: 7 });
    const refused = await merchant.send('POST', prepayPath, { body: order });
    expect(refused.body).toMatchObject({ code: 'PARAM_ERROR', detail: { field: '/time_expire' } });
    await sandbox.control.setRules({ longestTimeExpireDays: 15 });
    await merchant.prepay(order);
  });

  it('takes goods, a scene and a device, and tells the device again', async () => {
    const goods = { merchant_goods_id: 'tea-1', goods_name: '白桃乌龙', quantity: 2, unit_price: 495 };
    const prepayId = await merchant.prepay(
      merchant.order(outTradeNo, openid, {
        detail: { cost_price: 990, goods_detail: [goods] },
        scene_info: { payer_client_ip: '1.2.3.4', device_id: 'till-7', store_info: { id: 's1' } },
        settle_info: { profit_sharing: false },
        goods_tag: 'WXG',
        support_fapiao: true,
      }),
    );
    await sandbox.control.pay('lin', { prepayId });
    expect((await merchant.query(outTradeNo)).body.scene_info).toEqual({ device_id: 'till-7' });
    const wrong = await merchant.send('POST', prepayPath, {
      body: merchant.order(`${outTradeNo}-b`, openid, {
        detail: { goods_detail: [{ ...goods, quantity: 0 }] },
      }),
    });
    expect(wrong.body.detail).toMatchObject({ field: '/detail/goods_detail/0/quantity', value: 0 });
  });

  it('says in Chinese which rule a field broke', async () => {
    const issue = async (changes: Record<string, unknown>): Promise<unknown> =>
      (await merchant.send('POST', prepayPath, { body: merchant.order(outTradeNo, openid, changes) })).body
        .message;
    expect(await issue({ amount: { total: 0 } })).toBe(
      '输入源“/body/amount/total”规则校验失败，值低于最小值 1',
    );
    expect(await issue({ amount: { total: '1' } })).toBe(
      '输入源“/body/amount/total”规则校验失败，类型应为 number',
    );
    expect(await issue({ payer: {} })).toBe('输入源“/body/payer/openid”规则校验失败，字段必填');
    expect(await issue({ attach: '长'.repeat(129) })).toContain('长度超过最大长度 128');
    expect(await issue({ amount: { total: 1, currency: 'USD' } })).toContain('只能是 CNY');
    expect(await issue({ out_trade_no: 'a b c d' })).toContain('格式不正确');
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
    await sandbox.control.setRules({ orderPaidCode: 'ORDER_PAID' });
    const spelled = await merchant.send('POST', `/v3/pay/transactions/out-trade-no/${outTradeNo}/close`, {
      body: { mchid: sandbox.env.WECHAT_PAY_MCHID },
    });
    expect(spelled.body.code).toBe('ORDER_PAID');
    await sandbox.control.setRules({ orderPaidCode: 'ORDERPAID' });
    for (const id of [String(body.transaction_id).replace(/^42000/, '42001'), '4200001', 'x']) {
      const unknown = await merchant.send('GET', `/v3/pay/transactions/id/${id}?mchid=1900007291`);
      expect([unknown.status, unknown.body.code]).toEqual([404, 'ORDER_NOT_EXIST']);
    }
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

  it('shows on the control screen what should have been signed for paySign, and what is wrong', async () => {
    const prepayId = await merchant.prepay(merchant.order(outTradeNo, openid));
    const params = merchant.paymentParams(prepayId);
    await sandbox.control.pay('lin', { ...params, timeStamp: String(Number(params.timeStamp) + 1) });
    const entry = (await sandbox.control.requests()).at(-1);
    expect(entry).toMatchObject({ host: 'wx.requestPayment', errcode: 'SIGN_ERROR' });
    expect(entry?.expected).toMatch(/^wx[0-9a-f]{16}\n\d{10}\npay-nonce\nprepay_id=wx\w+\n$/);
    expect(entry?.checks?.[0]).toMatchObject({
      name: 'paySign',
      ok: false,
      hint: expect.stringContaining('私钥是对的') as string,
    });
  });

  it.each(['wx201410272009395522657a690389285100', 'wx', '', 'weixin://wxpay/bizpayurl?pr=abc', '__proto__'])(
    'refuses the prepay id %j that nobody gave',
    async (prepayId) => {
      expect((await sandbox.control.pay('lin', { prepayId })).errMsg).toContain('prepay_id无效');
    },
  );

  it('refuses a prepay id with another salt or another sequence number', async () => {
    const prepayId = await merchant.prepay(merchant.order(outTradeNo, openid));
    const altered = prepayId.replace(/.(?=.{4}$)/, (digit) => (digit === 'a' ? 'b' : 'a'));
    const next = prepayId.replace(
      /^(.{19})(.{7})/,
      (_all, head: string, seq: string) => `${head}${(parseInt(seq, 16) + 1).toString(16).padStart(7, '0')}`,
    );
    for (const wrong of [altered, next]) {
      expect((await sandbox.control.pay('lin', { prepayId: wrong })).errMsg).toContain('prepay_id无效');
    }
    expect((await sandbox.control.pay('lin', { prepayId })).errMsg).toBe('requestPayment:ok');
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
