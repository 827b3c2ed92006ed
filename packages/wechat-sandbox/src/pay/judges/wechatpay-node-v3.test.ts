import { createHash, generateKeyPairSync } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type WxPay from 'wechatpay-node-v3';
import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { realMachineClock, setMachineClock } from '../../testing/machine-clock';
import { Merchant, publishedClient } from '../../testing/merchant';
import type { SeenAnswer } from '../../testing/merchant';
import { startReceiver } from '../../testing/receiver';
import type { Received, Receiver } from '../../testing/receiver';

const HOUR_MS = 3600_000;
let sandbox: Sandbox;
let receiver: Receiver;
let pay: WxPay;
let openid: string;
const seen: SeenAnswer[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
  receiver = await startReceiver();
  pay = publishedClient(sandbox, seen);
  openid = (await sandbox.control.people()).shoppers[0]?.openid ?? '';
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});
beforeEach(async () => {
  await sandbox.control.reset();
  receiver.received.length = 0;
  seen.length = 0;
});
afterEach(async () => {
  realMachineClock();
  await sandbox.control.settle();
});

const order = (outTradeNo: string) => ({
  description: '两件',
  out_trade_no: outTradeNo,
  notify_url: receiver.url,
  amount: { total: 100 },
});
type Prepaid = { timeStamp: string; nonceStr: string; package: string; signType: string; paySign: string };

/** Prepays, and pays with the parameters that the library signed for wx.requestPayment. */
async function aPayment(outTradeNo: string): Promise<void> {
  const { data } = await pay.transactions_jsapi({ ...order(outTradeNo), payer: { openid } });
  const { timeStamp, nonceStr, package: packageText, signType, paySign } = data as Prepaid;
  const params = { timeStamp, nonceStr, package: packageText, signType, paySign };
  expect(await sandbox.control.pay('lin', params)).toEqual({ errMsg: 'requestPayment:ok' });
}
const refund = (outTradeNo: string, outRefundNo: string) =>
  pay.refunds({
    out_trade_no: outTradeNo,
    out_refund_no: outRefundNo,
    notify_url: receiver.url,
    amount: { refund: 40, total: 100, currency: 'CNY' },
  });
const verified = ({ headers, body }: { headers: (name: string) => string; body: string }): Promise<boolean> =>
  pay.verifySign({
    timestamp: headers('wechatpay-timestamp'),
    nonce: headers('wechatpay-nonce'),
    serial: headers('wechatpay-serial'),
    signature: headers('wechatpay-signature'),
    body,
    apiSecret: sandbox.env.WECHAT_PAY_API_V3_KEY ?? '',
  });
const verifiedNotice = ({ headers, body }: Received): Promise<boolean> =>
  verified({ headers: (name) => headers[name] ?? '', body });
const verifiedAnswer = ({ headers, raw }: SeenAnswer): Promise<boolean> =>
  verified({ headers: (name) => headers.get(name) ?? '', body: raw });
type Envelope = {
  event_type: string;
  resource: { ciphertext: string; associated_data: string; nonce: string };
};
const opened = ({ body }: Received): Record<string, unknown> => {
  const { ciphertext, associated_data, nonce } = (JSON.parse(body) as Envelope).resource;
  return pay.decipher_gcm(ciphertext, associated_data, nonce);
};

describe('wechatpay-node-v3', () => {
  it('prepays with JSAPI, has its paySign accepted, queries by both numbers', async () => {
    await aPayment('node-01');
    const found = await pay.query({ out_trade_no: 'node-01' });
    expect(found).toMatchObject({ status: 200, data: { trade_state: 'SUCCESS', amount: { total: 100 } } });
    const { transaction_id } = found.data as { transaction_id: string };
    expect(await pay.query({ transaction_id })).toEqual(found);
  });

  it('prepays with Native, and closes', async () => {
    const { status, data } = await pay.transactions_native(order('node-02'));
    expect(status).toBe(200);
    const { code_url } = data as { code_url: string };
    expect(await sandbox.control.scanPay('wang', { codeUrl: code_url })).toEqual({ result: 'paid' });
    await pay.transactions_native(order('node-03'));
    expect((await pay.close('node-03')).status).toBe(204);
    expect((await pay.query({ out_trade_no: 'node-03' })).data).toMatchObject({ trade_state: 'CLOSED' });
  });

  it('refunds, and queries the refund', async () => {
    await aPayment('node-04');
    expect(await refund('node-04', 'node-04-r')).toMatchObject({
      status: 200,
      data: { status: 'PROCESSING', amount: { refund: 40 } },
    });
    await sandbox.control.settle();
    expect(await pay.find_refunds('node-04-r')).toMatchObject({ status: 200, data: { status: 'SUCCESS' } });
    expect(await pay.find_refunds('none')).toMatchObject({
      status: 404,
      error: { code: 'RESOURCE_NOT_EXISTS' },
    });
  });

  it('fetches the trade bill and the fund-flow bill, plain and gzipped', async () => {
    await aPayment('node-05');
    const date = new Date(Date.now() + 8 * HOUR_MS).toISOString().slice(0, 10);
    setMachineClock(Date.parse(`${date}T00:00:00+08:00`) + 35 * HOUR_MS);
    await sandbox.control.setRules({ billDownloadHost: 'platform' });
    for (const [ask, word] of [
      [() => pay.tradebill({ bill_date: date, bill_type: 'ALL' }), 'node-05'],
      [() => pay.fundflowbill({ bill_date: date, account_type: 'BASIC' }), '扣除交易手续费'],
      [() => pay.tradebill({ bill_date: date, bill_type: 'ALL', tar_type: 'GZIP' }), 'node-05'],
    ] as const) {
      const { status, data } = await ask();
      expect(status).toBe(200);
      const { download_url, hash_value } = data as { download_url: string; hash_value: string };
      const file = (await pay.downloadBill(download_url)).data as string | Buffer;
      const text = typeof file === 'string' ? Buffer.from(file) : gunzipSync(file);
      expect(createHash('sha1').update(text).digest('hex')).toBe(hash_value);
      expect(text.toString()).toContain(word);
    }
    await sandbox.control.setRules({ billDownloadHost: 'as-asked' });
  });

  it('fetches the platform certificates and verifies answers and notices with them', async () => {
    await sandbox.control.wechatPay.setKeys({ mode: 'certificate' });
    const certificates = await pay.get_certificates(sandbox.env.WECHAT_PAY_API_V3_KEY ?? '');
    const [live] = (await sandbox.control.wechatPay.keys()).certificates;
    expect(certificates).toMatchObject([
      { serial_no: live?.serial, publicKey: expect.stringContaining('BEGIN PUBLIC KEY') as string },
    ]);
    await aPayment('node-06');
    await refund('node-06', 'node-06-r');
    await pay.close('node-06');
    await sandbox.control.settle();
    expect(seen.map(({ headers }) => headers.has('wechatpay-signature'))).toEqual([true, true, true, false]);
    for (const answer of seen.filter(({ headers }) => headers.has('wechatpay-signature'))) {
      expect(await verifiedAnswer(answer)).toBe(true);
    }
    expect(await Promise.all(receiver.received.map(verifiedNotice))).toEqual([true, true]);
    expect(receiver.received.map(opened)).toMatchObject([
      { out_trade_no: 'node-06', trade_state: 'SUCCESS' },
      { out_refund_no: 'node-06-r', refund_status: 'SUCCESS' },
    ]);
  });

  it('verifies under the new certificate after a rotation, because it fetches what it does not know', async () => {
    await sandbox.control.wechatPay.setKeys({ mode: 'certificate', rotate: true });
    for (const number of ['node-07', 'node-08']) await aPayment(number);
    const serials = new Set(seen.map(({ headers }) => headers.get('wechatpay-serial')));
    expect(serials.size).toBe(2);
    expect(await Promise.all(seen.slice(0, 2).map(verifiedAnswer))).toEqual([true, true]);
  });

  it('encrypts fields that we can read, and reads its own serial from the certificate', async () => {
    await aPayment('node-09');
    await sandbox.control.faults({ refunds: 'abnormal' });
    const { data } = await refund('node-09', 'node-09-r');
    await sandbox.control.settle();
    const key = Buffer.from(sandbox.env.WECHAT_PAY_PUBLIC_KEY ?? '');
    const path = `/v3/refund/domestic/refunds/${String(data?.refund_id)}/apply-abnormal-refund`;
    const answer = await new Merchant(sandbox).send('POST', path, {
      body: {
        out_refund_no: 'node-09-r',
        type: 'USER_BANK_CARD',
        bank_type: 'ICBC_DEBIT',
        bank_account: pay.publicEncrypt('6222020200112230000', key),
        real_name: pay.publicEncrypt('林晓', key),
      },
      headers: { 'wechatpay-serial': sandbox.env.WECHAT_PAY_PUBLIC_KEY_ID ?? '' },
    });
    expect(answer.body).toMatchObject({ status: 'PROCESSING', user_received_account: '工商银行借记卡0000' });
    const withoutSerial = publishedClient({ ...sandbox, env: { ...sandbox.env, WECHAT_PAY_SERIAL: '' } });
    expect((await withoutSerial.query({ out_trade_no: 'node-09' })).status).toBe(200);
  });

  it('is told SIGN_ERROR when its key is not the merchant’s', async () => {
    const env = { ...sandbox.env, WECHAT_PAY_PRIVATE_KEY: strangersPem() };
    const answer = await publishedClient({ ...sandbox, env }).query({ out_trade_no: 'node-10' });
    expect(answer).toMatchObject({ status: 401, error: { code: 'SIGN_ERROR' } });
  });
});

describe('What wechatpay-node-v3 does not do, and the sandbox shows', () => {
  it('it does not notice that a sealed notice was tampered with', async () => {
    await sandbox.control.faults({ notices: { mode: 'tamper' } });
    await aPayment('node-11');
    await sandbox.control.settle();
    expect(() => opened(receiver.received[0]!)).not.toThrow();
  });

  it('it believes a notice that is ten minutes old', async () => {
    await sandbox.control.wechatPay.setKeys({ mode: 'certificate' });
    await sandbox.control.faults({ notices: { mode: 'stale' } });
    await aPayment('node-12');
    await sandbox.control.settle();
    expect(await verifiedNotice(receiver.received[0]!)).toBe(true);
  });

  it('it does refuse a probe and a signature of a stranger', async () => {
    await sandbox.control.wechatPay.setKeys({ mode: 'certificate' });
    for (const mode of ['signtest', 'bad-signature'] as const) {
      await sandbox.control.faults({ notices: { mode } });
      await aPayment(`node-13-${mode}`);
      await sandbox.control.settle();
      expect(await verifiedNotice(receiver.received.at(-1)!)).toBe(false);
    }
  });

  it('it does not know the WeChat Pay public key', async () => {
    await aPayment('node-14');
    await expect(verifiedAnswer(seen[0]!)).rejects.toThrow('未找到平台序列号');
  });
});

/** Of nobody here. */
function strangersPem(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
