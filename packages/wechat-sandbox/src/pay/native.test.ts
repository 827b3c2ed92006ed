import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from '../testing/merchant';
import { openNotice, startReceiver } from '../testing/receiver';
import type { Receiver } from '../testing/receiver';

let sandbox: Sandbox;
let merchant: Merchant;
let receiver: Receiver;
const openids: Record<string, string> = {};

beforeAll(async () => {
  sandbox = await startSandbox();
  merchant = new Merchant(sandbox);
  receiver = await startReceiver();
  for (const { id, openid } of (await sandbox.control.people()).shoppers) openids[id] = openid;
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});
afterEach(() => sandbox.control.reset());

const NATIVE = '/v3/pay/transactions/native';

describe('A Native order', () => {
  it('is paid by whoever scans its code, and both queries and the notice say who', async () => {
    const codeUrl = await merchant.prepayNative('native-1', { notify_url: receiver.url, attach: 'table-4' });
    expect(codeUrl).toMatch(/^weixin:\/\/wxpay\/bizpayurl\?pr=\w+$/);
    const unpaid = (await merchant.query('native-1')).body;
    expect(unpaid).toMatchObject({ trade_state: 'NOTPAY', amount: { total: 990 } });
    expect(unpaid).not.toHaveProperty('payer');
    expect(await sandbox.control.scanPay('wang', { codeUrl })).toEqual({ result: 'paid' });
    const paid = (await merchant.query('native-1')).body;
    expect(paid).toMatchObject({
      trade_state: 'SUCCESS',
      trade_type: 'NATIVE',
      payer: { openid: openids.wang },
      attach: 'table-4',
    });
    const byId = `/v3/pay/transactions/id/${String(paid.transaction_id)}?mchid=1900007291`;
    expect((await merchant.send('GET', byId)).body).toEqual(paid);
    await sandbox.control.settle();
    const { signed, resource } = openNotice(receiver.received[0]!, sandbox.env);
    expect([signed, resource]).toEqual([true, paid]);
    const { payments } = await sandbox.control.inbox('wang');
    expect(payments).toMatchObject([{ outTradeNo: 'native-1', state: 'SUCCESS' }]);
  });

  it('stays unpaid when the person cancels, is paid once, and refuses the next who scans', async () => {
    const codeUrl = await merchant.prepayNative('native-2');
    expect(await sandbox.control.scanPay('lin', { codeUrl, cancel: true })).toEqual({ result: 'cancelled' });
    expect((await merchant.query('native-2')).body.trade_state).toBe('NOTPAY');
    await sandbox.control.scanPay('lin', { codeUrl });
    expect(await sandbox.control.scanPay('wang', { codeUrl })).toEqual({
      result: 'refused',
      words: '该订单已支付',
    });
  });

  it('gets a fresh code for the same parameters; both can be paid for two hours', async () => {
    const first = await merchant.prepayNative('native-3');
    await sandbox.control.advanceClock(3600);
    const second = await merchant.prepayNative('native-3');
    expect(second).not.toBe(first);
    await sandbox.control.advanceClock(3601);
    expect(await sandbox.control.scanPay('lin', { codeUrl: first })).toMatchObject({
      result: 'refused',
      words: expect.stringContaining('2小时'),
    });
    expect(await sandbox.control.scanPay('lin', { codeUrl: second })).toEqual({ result: 'paid' });
  });

  it('refuses a number that was used with JSAPI, and JSAPI one that was used here', async () => {
    await merchant.prepay(merchant.order('native-4', openids.lin ?? ''));
    await expect(merchant.prepayNative('native-4')).rejects.toThrow(/403.*OUT_TRADE_NO_USED/);
    await merchant.prepayNative('native-5');
    await expect(merchant.prepay(merchant.order('native-5', openids.lin ?? ''))).rejects.toThrow(
      /403.*OUT_TRADE_NO_USED/,
    );
    await expect(merchant.prepayNative('native-5', { amount: { total: 1 } })).rejects.toThrow(
      /OUT_TRADE_NO_USED/,
    );
  });

  it('names no payer: the field is refused like any unknown one', async () => {
    const body = merchant.order('native-6', openids.lin ?? '');
    const answer = await merchant.send('POST', NATIVE, { body });
    expect(answer.body).toMatchObject({ code: 'PARAM_ERROR', detail: { field: '/payer' } });
  });

  it('can be closed, and its code says so', async () => {
    const codeUrl = await merchant.prepayNative('native-7');
    const close = '/v3/pay/transactions/out-trade-no/native-7/close';
    expect((await merchant.send('POST', close, { body: { mchid: '1900007291' } })).status).toBe(204);
    expect((await sandbox.control.scanPay('lin', { codeUrl })).words).toBe('订单已关闭');
  });

  it('is refunded as any other', async () => {
    await sandbox.control.scanPay('lin', { codeUrl: await merchant.prepayNative('native-8') });
    const answer = await merchant.refund({
      out_trade_no: 'native-8',
      out_refund_no: 'native-8-r',
      amount: { refund: 990, total: 990, currency: 'CNY' },
    });
    expect(answer.body.status).toBe('PROCESSING');
  });
});

describe('A code', () => {
  it.each([
    '',
    'weixin://wxpay/bizpayurl?pr=',
    'weixin://wxpay/bizpayurl?pr=abc',
    'https://a.example',
    `weixin://wxpay/bizpayurl?pr=${'z'.repeat(24)}`,
  ])('that nobody made is refused: %j', async (codeUrl) => {
    expect(await sandbox.control.scanPay('lin', { codeUrl })).toEqual({
      result: 'refused',
      words: '二维码无效',
    });
  });

  it('is no prepay id, and a prepay id is no code', async () => {
    const codeUrl = await merchant.prepayNative('native-9');
    const prepayId = await merchant.prepay(merchant.order('native-10', openids.lin ?? ''));
    expect((await sandbox.control.pay('lin', { prepayId: codeUrl })).errMsg).toContain('prepay_id无效');
    expect((await sandbox.control.scanPay('lin', { codeUrl: prepayId })).result).toBe('refused');
  });

  it('needs somebody who scans it', async () => {
    await expect(sandbox.control.scanPay('nobody', { codeUrl: '' })).rejects.toThrow(/no shopper nobody/);
  });
});
