import { Aes, Hash, Transformer } from 'wechatpay-axios-plugin';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from '../testing/merchant';
import { startReceiver } from '../testing/receiver';
import type { Received, Receiver } from '../testing/receiver';

let sandbox: Sandbox;
let merchant: Merchant;
let receiver: Receiver;

beforeAll(async () => {
  sandbox = await startSandbox();
  merchant = new Merchant(sandbox);
  receiver = await startReceiver();
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});
beforeEach(async () => {
  await sandbox.control.reset();
  receiver.received.length = 0;
  receiver.answers.length = 0;
});

async function refund(outRefundNo: string, changes: Record<string, unknown> = {}): Promise<void> {
  const codeUrl = await merchant.prepayNative(`order-${outRefundNo}`, { notify_url: `${receiver.url}/paid` });
  await sandbox.control.scanPay('lin', { codeUrl });
  await merchant.refund({
    out_trade_no: `order-${outRefundNo}`,
    out_refund_no: outRefundNo,
    amount: { refund: 400, total: 990, currency: 'CNY' },
    ...changes,
  });
  await sandbox.control.settle();
}
const refunds = (): Received[] => receiver.received.filter(({ url }) => url !== '/paid');

/** As the documentation of wechatpay-axios-plugin reads such a notice. */
function opened(notice: Received | undefined): {
  envelope: Record<string, string>;
  refund: Record<string, string>;
} {
  const envelope = Transformer.toObject(notice?.body ?? '') as Record<string, string>;
  const key = Hash.md5(sandbox.env.WECHAT_PAY_API_V2_KEY ?? '');
  const plain = Aes.AesEcb.decrypt(envelope.req_info ?? '', key);
  return { envelope, refund: Transformer.toObject(plain) as Record<string, string> };
}

describe('A refund notice in the XML of v2', () => {
  it('goes to the address of the console when the refund named none, and says what a query says', async () => {
    await sandbox.control.wechatPay.setConsoleRefundUrl(`${receiver.url}/console`);
    await refund('v2-1');
    expect(refunds()).toHaveLength(1);
    const [notice] = refunds();
    expect(notice).toMatchObject({ url: '/console', headers: { 'content-type': 'text/xml; charset=utf-8' } });
    expect(notice?.headers).not.toHaveProperty('wechatpay-signature');
    const { envelope, refund: told } = opened(notice);
    expect(envelope).toMatchObject({
      return_code: 'SUCCESS',
      appid: sandbox.env.MINI_PROGRAM_APPID,
      mch_id: sandbox.env.WECHAT_PAY_MCHID,
      nonce_str: expect.stringMatching(/^\w{32}$/),
    });
    const { body } = await merchant.send('GET', '/v3/refund/domestic/refunds/v2-1');
    expect(told).toEqual({
      out_refund_no: 'v2-1',
      out_trade_no: 'order-v2-1',
      refund_account: 'REFUND_SOURCE_RECHARGE_FUNDS',
      refund_fee: '400',
      refund_id: body.refund_id,
      refund_recv_accout: '支付用户零钱',
      refund_request_source: 'API',
      refund_status: 'SUCCESS',
      settlement_refund_fee: '400',
      settlement_total_fee: '990',
      success_time: String(body.success_time).slice(0, 19).replace('T', ' '),
      total_fee: '990',
      transaction_id: body.transaction_id,
    });
  });

  it('is in XML at every try, and ends with 200', async () => {
    await sandbox.control.wechatPay.setConsoleRefundUrl(`${receiver.url}/console`);
    await sandbox.control.faults({ notices: { mode: 'hold' } });
    await refund('v2-2');
    receiver.answers.push({ status: 500 }, { status: 200 });
    const notice = (await sandbox.control.notices()).find(({ subject }) => subject === 'v2-2');
    await sandbox.control.redeliver(notice?.id ?? '');
    await sandbox.control.faults({ notices: { mode: 'deliver' } });
    await sandbox.control.advanceClock(16);
    expect(refunds().map(({ body }) => body.slice(0, 5))).toEqual(['<xml>', '<xml>']);
    expect((await sandbox.control.notices()).find(({ id }) => id === notice?.id)?.statuses).toEqual([
      500, 200,
    ]);
  });

  it('is not sent when the refund named an address, or when no address is set', async () => {
    await sandbox.control.wechatPay.setConsoleRefundUrl(`${receiver.url}/console`);
    await refund('v2-3', { notify_url: `${receiver.url}/own` });
    expect(refunds().map(({ url }) => url)).toEqual(['/own']);
    await sandbox.control.wechatPay.setConsoleRefundUrl(null);
    await refund('v2-4');
    expect(refunds()).toHaveLength(1);
  });

  it('can be asked for as a fault, which waits for a refund and then is over', async () => {
    await sandbox.control.scenario('v2-xml');
    await refund('v2-5', { notify_url: `${receiver.url}/own` });
    expect(opened(refunds()[0]).refund.out_refund_no).toBe('v2-5');
    await refund('v2-6', { notify_url: `${receiver.url}/own` });
    expect(JSON.parse(refunds()[1]?.body ?? '')).toMatchObject({ event_type: 'REFUND.SUCCESS' });
    const payments = receiver.received.filter(({ url }) => url === '/paid');
    expect(payments.map(({ body }) => (JSON.parse(body) as { event_type: string }).event_type)).toEqual([
      'TRANSACTION.SUCCESS',
      'TRANSACTION.SUCCESS',
    ]);
  });

  it.each([
    ['ABNORMAL', 'CHANGE'],
    ['CLOSED', 'REFUNDCLOSE'],
  ] as const)('names %s %s', async (status, v2Status) => {
    await sandbox.control.wechatPay.setConsoleRefundUrl(`${receiver.url}/console`);
    await sandbox.control.faults({ refunds: 'hold' });
    await refund('v2-7');
    await sandbox.control.wechatPay.finishRefund('v2-7', status);
    await sandbox.control.settle();
    expect(opened(refunds()[0]).refund).toMatchObject({ refund_status: v2Status, success_time: '' });
  });

  it.each([
    ['wrong-merchant', (notice: Received) => opened(notice).envelope.mch_id, '1900000109'],
    ['wrong-amount', (notice: Received) => opened(notice).refund.total_fee, '991'],
  ] as const)('can be %s', async (mode, read, expected) => {
    await sandbox.control.wechatPay.setConsoleRefundUrl(`${receiver.url}/console`);
    await sandbox.control.faults({ notices: { mode, times: 2 } });
    await refund('v2-8');
    expect(read(refunds()[0]!)).toBe(expected);
  });

  it('can be tampered with: nothing but its content tells', async () => {
    await sandbox.control.wechatPay.setConsoleRefundUrl(`${receiver.url}/console`);
    await sandbox.control.faults({ notices: { mode: 'tamper', times: 2 } });
    await refund('v2-9');
    const envelope = Transformer.toObject(refunds()[0]?.body ?? '') as Record<string, string>;
    const plain = Aes.AesEcb.decrypt(
      envelope.req_info ?? '',
      Hash.md5(sandbox.env.WECHAT_PAY_API_V2_KEY ?? ''),
    );
    expect(plain.startsWith('<root>')).toBe(false);
  });
});
