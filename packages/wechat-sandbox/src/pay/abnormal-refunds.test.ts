import { constants, publicEncrypt } from 'node:crypto';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from '../testing/merchant';
import type { PayAnswer } from '../testing/merchant';
import { openNotice, startReceiver } from '../testing/receiver';
import type { Receiver } from '../testing/receiver';

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
});

/** RSAES-OAEP, as the documents want it; with SHA-256 it is not what they want. */
function encrypted(
  text: string,
  publicKey = sandbox.env.WECHAT_PAY_PUBLIC_KEY ?? '',
  oaepHash = 'sha1',
): string {
  const key = { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash };
  return publicEncrypt(key, Buffer.from(text)).toString('base64');
}

/** A refund that went wrong; answers its id. */
async function anAbnormalRefund(outRefundNo: string): Promise<string> {
  const codeUrl = await merchant.prepayNative(`order-${outRefundNo}`);
  await sandbox.control.scanPay('lin', { codeUrl });
  await sandbox.control.faults({ refunds: 'abnormal' });
  const { body } = await merchant.refund({
    out_trade_no: `order-${outRefundNo}`,
    out_refund_no: outRefundNo,
    notify_url: receiver.url,
    amount: { refund: 990, total: 990, currency: 'CNY' },
  });
  await sandbox.control.settle();
  await sandbox.control.faults({ refunds: 'auto' });
  return String(body.refund_id);
}

type Changes = { body?: Record<string, unknown>; serial?: string };
const toCard = (outRefundNo: string): Record<string, unknown> => ({
  out_refund_no: outRefundNo,
  type: 'USER_BANK_CARD',
  bank_type: 'CMB_DEBIT',
  bank_account: encrypted('6225880137090403'),
  real_name: encrypted('林晓'),
});
function apply(refundId: string, outRefundNo: string, changes: Changes = {}): Promise<PayAnswer> {
  const serial = changes.serial ?? sandbox.env.WECHAT_PAY_PUBLIC_KEY_ID ?? '';
  return merchant.send('POST', `/v3/refund/domestic/refunds/${refundId}/apply-abnormal-refund`, {
    body: { ...toCard(outRefundNo), ...changes.body },
    headers: serial === 'none' ? {} : { 'wechatpay-serial': serial },
  });
}
const queried = async (outRefundNo: string): Promise<Record<string, unknown>> =>
  (await merchant.send('GET', `/v3/refund/domestic/refunds/${outRefundNo}`)).body;

describe('An abnormal refund', () => {
  it('goes to a card of the payer: PROCESSING again, then SUCCESS with a notice', async () => {
    const refundId = await anAbnormalRefund('ab-1');
    const answer = await apply(refundId, 'ab-1');
    expect(answer.body).toMatchObject({
      status: 'PROCESSING',
      channel: 'OTHER_BANKCARD',
      user_received_account: '招商银行借记卡0403',
    });
    await sandbox.control.settle();
    expect(await queried('ab-1')).toMatchObject({ status: 'SUCCESS', refund_id: refundId });
    const events = receiver.received.map((notice) => openNotice(notice, sandbox.env).event);
    expect(events).toEqual(['REFUND.ABNORMAL', 'REFUND.SUCCESS']);
  });

  it("goes to the merchant's own account without a card", async () => {
    const refundId = await anAbnormalRefund('ab-2');
    const answer = await merchant.send(
      'POST',
      `/v3/refund/domestic/refunds/${refundId}/apply-abnormal-refund`,
      {
        body: { out_refund_no: 'ab-2', type: 'MERCHANT_BANK_CARD' },
        headers: { 'wechatpay-serial': sandbox.env.WECHAT_PAY_PUBLIC_KEY_ID ?? '' },
      },
    );
    expect(answer.body).toMatchObject({ status: 'PROCESSING', user_received_account: '商户结算银行账户' });
  });

  it('can be encrypted for the platform certificate when its serial is named', async () => {
    const refundId = await anAbnormalRefund('ab-3');
    const [platform] = (await sandbox.control.wechatPay.keys()).certificates;
    const body = {
      bank_account: encrypted('6225880137090403', platform?.certificate),
      real_name: encrypted('林晓', platform?.certificate),
    };
    const mixedUp = await apply(refundId, 'ab-3', { body });
    expect(mixedUp.body).toMatchObject({ code: 'PARAM_ERROR', detail: { field: '/bank_account' } });
    expect((await apply(refundId, 'ab-3', { body, serial: platform?.serial ?? '' })).status).toBe(200);
  });

  it.each<[string, () => Changes, string]>([
    ['no Wechatpay-Serial', () => ({ serial: 'none' }), 'Wechatpay-Serial'],
    ['an unknown Wechatpay-Serial', () => ({ serial: 'ABCDEF' }), 'Wechatpay-Serial'],
    ['an account in clear text', () => ({ body: { bank_account: '6225880137090403' } }), '解密失败'],
    ['a name in clear text', () => ({ body: { real_name: '林晓' } }), '解密失败'],
    [
      'another hash than SHA-1',
      () => ({ body: { real_name: encrypted('林晓', undefined, 'sha256') } }),
      '解密失败',
    ],
    ['an account that is none', () => ({ body: { bank_account: encrypted('abc') } }), '不是银行卡号'],
    ['no bank', () => ({ body: { bank_type: undefined } }), '必填'],
    ['another type', () => ({ body: { type: 'WALLET' } }), '只能是'],
    ['an unknown field', () => ({ body: { surprise: 1 } }), '额外参数'],
  ])('is refused with %s', async (_what, changes, words) => {
    const refundId = await anAbnormalRefund('ab-4');
    const answer = await apply(refundId, 'ab-4', changes());
    expect([answer.status, answer.body.code]).toEqual([400, 'PARAM_ERROR']);
    expect(answer.body.message).toContain(words);
    expect((await queried('ab-4')).status).toBe('ABNORMAL');
  });

  it('is refused for a refund that is not abnormal, or not that one', async () => {
    const refundId = await anAbnormalRefund('ab-5');
    expect((await apply(refundId, 'ab-other')).body.code).toBe('RESOURCE_NOT_EXISTS');
    expect((await apply('50'.padEnd(28, '9'), 'ab-5')).status).toBe(404);
    await apply(refundId, 'ab-5');
    const again = await apply(refundId, 'ab-5');
    expect([again.status, again.body.code]).toEqual([400, 'INVALID_REQUEST']);
  });

  it('succeeds while other refunds go wrong, and waits while they are held', async () => {
    const refundId = await anAbnormalRefund('ab-6');
    await sandbox.control.faults({ refunds: 'abnormal' });
    await apply(refundId, 'ab-6');
    await sandbox.control.settle();
    expect((await queried('ab-6')).status).toBe('SUCCESS');
    const held = await anAbnormalRefund('ab-7');
    await sandbox.control.faults({ refunds: 'hold' });
    await apply(held, 'ab-7');
    await sandbox.control.settle();
    expect((await queried('ab-7')).status).toBe('PROCESSING');
    await sandbox.control.wechatPay.finishRefund('ab-7', 'SUCCESS');
    expect((await queried('ab-7')).status).toBe('SUCCESS');
  });
});
