import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { Aes, Formatter, Hash, Rsa, Transformer, Wechatpay } from 'wechatpay-axios-plugin';
import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';
import { realMachineClock, setMachineClock } from '../../testing/machine-clock';
import { startReceiver } from '../../testing/receiver';
import type { Received, Receiver } from '../../testing/receiver';

const HOUR_MS = 3600_000;
let sandbox: Sandbox;
let receiver: Receiver;
let openid: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  receiver = await startReceiver();
  openid = (await sandbox.control.people()).shoppers[0]?.openid ?? '';
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});
beforeEach(async () => {
  await sandbox.control.reset();
  receiver.received.length = 0;
});
afterEach(realMachineClock);

type Answer = { status: number; data: Record<string, unknown> };
type Call = (...input: unknown[]) => Promise<Answer>;
type Resource = { get: Call; post: Call } & { [name: string]: Resource };

/**
 * As it is published: only the address is ours. It signs the whole path of its base URL, so the platform is named by the Host
 * header; `certs` are the keys it believes, the public key's when nothing is said.
 */
function client(certs?: Record<string, string>): Resource {
  const { env } = sandbox;
  return new Wechatpay({
    mchid: env.WECHAT_PAY_MCHID ?? '',
    serial: env.WECHAT_PAY_SERIAL ?? '',
    privateKey: env.WECHAT_PAY_PRIVATE_KEY ?? '',
    certs: certs ?? { [env.WECHAT_PAY_PUBLIC_KEY_ID ?? '']: env.WECHAT_PAY_PUBLIC_KEY ?? '' },
    baseURL: `${sandbox.url}/`,
    headers: { Host: 'api.mch.weixin.qq.com' },
  }) as unknown as Resource;
}
const transactions = (wxpay: Resource): Resource => wxpay.v3!.pay!.transactions!;
const refunds = (wxpay: Resource): Resource => wxpay.v3!.refund!.domestic!.refunds!;
const order = (outTradeNo: string): Record<string, unknown> => ({
  appid: sandbox.env.MINI_PROGRAM_APPID,
  mchid: sandbox.env.WECHAT_PAY_MCHID,
  description: '两件',
  out_trade_no: outTradeNo,
  notify_url: receiver.url,
  amount: { total: 100, currency: 'CNY' },
});
const refund = (outTradeNo: string, changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  out_trade_no: outTradeNo,
  out_refund_no: `${outTradeNo}-r`,
  notify_url: receiver.url,
  amount: { refund: 40, total: 100, currency: 'CNY' },
  ...changes,
});

/** As its documentation signs for wx.requestPayment. */
async function aPayment(wxpay: Resource, outTradeNo: string): Promise<void> {
  const { data } = await transactions(wxpay).jsapi!.post({ ...order(outTradeNo), payer: { openid } });
  const timeStamp = String(Formatter.timestamp());
  const nonceStr = Formatter.nonce();
  const packageText = `prepay_id=${String(data.prepay_id)}`;
  const lines = Formatter.joinedByLineFeed(
    sandbox.env.MINI_PROGRAM_APPID ?? '',
    timeStamp,
    nonceStr,
    packageText,
  );
  const paySign = Rsa.sign(lines, Rsa.from(sandbox.env.WECHAT_PAY_PRIVATE_KEY ?? '', 'private'));
  const params = { timeStamp, nonceStr, package: packageText, signType: 'RSA', paySign };
  expect(await sandbox.control.pay('lin', params)).toEqual({ errMsg: 'requestPayment:ok' });
}
const refusal = (error: { response?: { status: number; data: { code: string } } }): unknown[] => [
  error.response?.status,
  error.response?.data.code,
];

describe('wechatpay-axios-plugin', () => {
  it('prepays with JSAPI, has its paySign accepted, queries by both numbers', async () => {
    const wxpay = client();
    await aPayment(wxpay, 'axios-01');
    const params = { mchid: sandbox.env.WECHAT_PAY_MCHID };
    const found = await transactions(wxpay).outTradeNo!.$out_trade_no$!.get({
      params,
      out_trade_no: 'axios-01',
    });
    expect(found).toMatchObject({ status: 200, data: { trade_state: 'SUCCESS', amount: { total: 100 } } });
    const byId = await transactions(wxpay).id!.$transaction_id$!.get({
      params,
      transaction_id: found.data.transaction_id,
    });
    expect(byId.data).toEqual(found.data);
  });

  it('prepays with Native, closes, and is told refusals by their codes', async () => {
    const wxpay = client();
    const { data } = await transactions(wxpay).native!.post(order('axios-02'));
    const codeUrl = String(data.code_url);
    expect(await sandbox.control.scanPay('wang', { codeUrl })).toEqual({ result: 'paid' });
    const close = (out_trade_no: string): Promise<Answer> =>
      transactions(wxpay).outTradeNo!.$out_trade_no$!.close!.post(
        { mchid: sandbox.env.WECHAT_PAY_MCHID },
        { out_trade_no },
      );
    expect(refusal(await close('axios-02').catch((error) => error))).toEqual([400, 'ORDERPAID']);
    await transactions(wxpay).native!.post(order('axios-03'));
    expect((await close('axios-03')).status).toBe(204);
    const again = transactions(wxpay).native!.post({ ...order('axios-03'), amount: { total: 1 } });
    expect(refusal(await again.catch((error) => error))).toEqual([403, 'OUT_TRADE_NO_USED']);
  });

  it('refunds, queries the refund, and sends an abnormal one to a card with encrypted fields', async () => {
    const wxpay = client();
    await aPayment(wxpay, 'axios-04');
    await sandbox.control.faults({ refunds: 'abnormal' });
    const accepted = await refunds(wxpay).post(refund('axios-04'));
    expect(accepted).toMatchObject({ status: 200, data: { status: 'PROCESSING' } });
    await sandbox.control.settle();
    const query = (): Promise<Answer> => refunds(wxpay).$out_refund_no$!.get({ out_refund_no: 'axios-04-r' });
    expect((await query()).data.status).toBe('ABNORMAL');
    const key = Rsa.from(sandbox.env.WECHAT_PAY_PUBLIC_KEY ?? '', 'public');
    await refunds(wxpay).$refund_id$!.applyAbnormalRefund!.post(
      {
        out_refund_no: 'axios-04-r',
        type: 'USER_BANK_CARD',
        bank_type: 'CMB_DEBIT',
        bank_account: Rsa.encrypt('6225880137090403', key),
        real_name: Rsa.encrypt('林晓', key),
      },
      {
        refund_id: accepted.data.refund_id,
        headers: { 'Wechatpay-Serial': sandbox.env.WECHAT_PAY_PUBLIC_KEY_ID },
      },
    );
    await sandbox.control.settle();
    expect((await query()).data).toMatchObject({
      status: 'SUCCESS',
      user_received_account: '招商银行借记卡0403',
    });
  });

  it('fetches bills, plain and gzipped, and reads them with its own reader', async () => {
    const wxpay = client();
    await aPayment(wxpay, 'axios-05');
    await refunds(wxpay).post(refund('axios-05'));
    const date = new Date(Date.now() + 8 * HOUR_MS).toISOString().slice(0, 10);
    setMachineClock(Date.parse(`${date}T00:00:00+08:00`) + 35 * HOUR_MS);
    const fetched = async (
      path: 'tradebill' | 'fundflowbill',
      query: Record<string, string>,
    ): Promise<Buffer> => {
      const { data } = await wxpay.v3!.bill![path]!.get({ params: { bill_date: date, ...query } });
      const token = new URL(String(data.download_url)).searchParams.get('token');
      const file = await wxpay.v3!.billdownload!.file!.get({
        params: { token },
        responseType: 'arraybuffer',
      });
      const bytes = Buffer.from(file.data as unknown as ArrayBuffer);
      const plain = query.tar_type ? gunzipSync(bytes) : bytes;
      expect(createHash('sha1').update(plain).digest('hex')).toBe(data.hash_value);
      return plain;
    };
    for (const tar of [{}, { tar_type: 'GZIP' }]) {
      const bill = Formatter.castCsvBill(await fetched('tradebill', { bill_type: 'ALL', ...tar }));
      expect(bill).toMatchObject({
        rows: [
          { 商户订单号: 'axios-05', 交易状态: 'SUCCESS', 订单金额: '1.00' },
          { 商户订单号: 'axios-05', 交易状态: 'REFUND', 退款金额: '0.40' },
        ],
        summary: { 总交易单数: '2', 订单总金额: '1.00', 退款总金额: '0.40' },
      });
    }
    const flows = Formatter.castCsvBill(await fetched('fundflowbill', { account_type: 'BASIC' }));
    expect(flows).toMatchObject({ summary: { 资金流水总笔数: '3', 收入金额: '1.00' } });
  });

  it('opens the platform certificates and then believes answers under them', async () => {
    const { data } = await client().v3!.certificates!.get();
    const certs = Object.fromEntries(
      (data.data as CertificateItem[]).map(({ serial_no, encrypt_certificate: sealed }) => [
        serial_no,
        Aes.AesGcm.decrypt(
          sealed.ciphertext,
          sandbox.env.WECHAT_PAY_API_V3_KEY ?? '',
          sealed.nonce,
          sealed.associated_data,
        ),
      ]),
    );
    await sandbox.control.wechatPay.setKeys({ mode: 'certificate' });
    expect((await transactions(client(certs)).native!.post(order('axios-06'))).status).toBe(200);
    const publicKeyOnly = transactions(client()).native!.post(order('axios-06'));
    await expect(publicKeyOnly).rejects.toThrow(/Cannot found the serial/);
  });

  it('refuses answers that are badly signed, stale, probes, altered or of an unknown serial', async () => {
    const wxpay = client();
    for (const [mode, words] of [
      ['bad-signature', /Verify the response's data/],
      ['signtest', /Verify the response's data/],
      ['tamper', /Verify the response's data/],
      ['stale', /allowed time offset/],
      ['unknown-serial', /Cannot found the serial/],
    ] as const) {
      await sandbox.control.faults({ answers: { mode } });
      await expect(transactions(wxpay).native!.post(order('axios-07'))).rejects.toThrow(words);
    }
    expect((await transactions(wxpay).native!.post(order('axios-07'))).status).toBe(200);
  });

  it('verifies and opens the notices of a payment and of a refund', async () => {
    const wxpay = client();
    await aPayment(wxpay, 'axios-08');
    await refunds(wxpay).post(refund('axios-08'));
    await sandbox.control.settle();
    expect(receiver.received.map(opened)).toMatchObject([
      { out_trade_no: 'axios-08', trade_state: 'SUCCESS' },
      { out_refund_no: 'axios-08-r', refund_status: 'SUCCESS' },
    ]);
  });

  it('notices by the tag when a notice was tampered with', async () => {
    await sandbox.control.faults({ notices: { mode: 'tamper' } });
    await aPayment(client(), 'axios-09');
    await sandbox.control.settle();
    expect(() => opened(receiver.received[0]!)).toThrow();
  });

  it('opens the refund notice in the XML of v2', async () => {
    const wxpay = client();
    await sandbox.control.wechatPay.setConsoleRefundUrl(receiver.url);
    await aPayment(wxpay, 'axios-10');
    const { notify_url: _none, ...quiet } = refund('axios-10');
    await refunds(wxpay).post(quiet);
    await sandbox.control.settle();
    const envelope = Transformer.toObject(receiver.received[1]?.body ?? '') as { req_info: string };
    const key = Hash.md5(sandbox.env.WECHAT_PAY_API_V2_KEY ?? '');
    expect(Transformer.toObject(Aes.AesEcb.decrypt(envelope.req_info, key))).toMatchObject({
      out_refund_no: 'axios-10-r',
      refund_status: 'SUCCESS',
      refund_fee: '40',
    });
  });

  it('signs the prefix when it is part of its base URL, and the control screen says so', async () => {
    const { env } = sandbox;
    const wxpay = new Wechatpay({
      mchid: env.WECHAT_PAY_MCHID ?? '',
      serial: env.WECHAT_PAY_SERIAL ?? '',
      privateKey: env.WECHAT_PAY_PRIVATE_KEY ?? '',
      certs: { [env.WECHAT_PAY_PUBLIC_KEY_ID ?? '']: env.WECHAT_PAY_PUBLIC_KEY ?? '' },
      baseURL: `${env.WECHAT_PAY_BASE}/`,
    }) as unknown as Resource;
    const failed = await transactions(wxpay)
      .native!.post(order('axios-11'))
      .catch((error) => error);
    expect(refusal(failed)).toEqual([401, 'SIGN_ERROR']);
    const checks = (await sandbox.control.requests()).at(-1)?.checks ?? [];
    expect(checks.at(-1)?.hint).toContain('不带 /api.mch.weixin.qq.com 这个前缀');
  });
});

type CertificateItem = {
  serial_no: string;
  encrypt_certificate: { ciphertext: string; nonce: string; associated_data: string };
};

/** Verified and opened with the library's own tools. */
function opened({ headers, body }: Received): unknown {
  const message = Formatter.response(
    headers['wechatpay-timestamp'] ?? '',
    headers['wechatpay-nonce'] ?? '',
    body,
  );
  const key = Rsa.from(sandbox.env.WECHAT_PAY_PUBLIC_KEY ?? '', 'public');
  expect(headers['wechatpay-serial']).toBe(sandbox.env.WECHAT_PAY_PUBLIC_KEY_ID);
  expect(Rsa.verify(message, headers['wechatpay-signature'] ?? '', key)).toBe(true);
  const { resource } = JSON.parse(body) as { resource: CertificateItem['encrypt_certificate'] };
  const { ciphertext, nonce, associated_data } = resource;
  return JSON.parse(
    Aes.AesGcm.decrypt(ciphertext, sandbox.env.WECHAT_PAY_API_V3_KEY ?? '', nonce, associated_data),
  );
}
