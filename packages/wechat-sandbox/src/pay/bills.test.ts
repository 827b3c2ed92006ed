import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from '../testing/merchant';
import type { PayAnswer } from '../testing/merchant';
import { defaultWorld } from '../world';

let sandbox: Sandbox;
let merchant: Merchant;

beforeAll(async () => {
  sandbox = await startSandbox();
  merchant = new Merchant(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.control.reset();
  await advanceTo(12);
});

const HOUR = 3600;
const nowMs = async (): Promise<number> => (await sandbox.control.clock()).nowMs;
/** Moves on to this hour of the day in Beijing, today or tomorrow. */
async function advanceTo(hour: number): Promise<void> {
  const passed = ((await nowMs()) / 1000 + 8 * HOUR) % (24 * HOUR);
  await sandbox.control.advanceClock(((hour * HOUR - passed + 24 * HOUR) % (24 * HOUR)) + 1);
}
const today = async (): Promise<string> =>
  new Date((await nowMs()) + 8 * HOUR * 1000).toISOString().slice(0, 10);

async function pay(outTradeNo: string, changes: Record<string, unknown> = {}): Promise<void> {
  const people = await sandbox.control.people();
  const order = merchant.order(outTradeNo, people.shoppers[0]?.openid ?? '', changes);
  const { errMsg } = await sandbox.control.pay('lin', { prepayId: await merchant.prepay(order) });
  expect(errMsg).toBe('requestPayment:ok');
}
const refund = (outTradeNo: string, outRefundNo: string, fen: number): Promise<PayAnswer> =>
  merchant.refund({
    out_trade_no: outTradeNo,
    out_refund_no: outRefundNo,
    amount: { refund: fen, total: 990, currency: 'CNY' },
  });

const trade = (query: string): Promise<PayAnswer> => merchant.send('GET', `/v3/bill/tradebill?${query}`);
const flow = (query: string): Promise<PayAnswer> => merchant.send('GET', `/v3/bill/fundflowbill?${query}`);
/** Fetches the file by its address, signed as any other request. */
function download(answer: PayAnswer): Promise<PayAnswer> {
  const url = String(answer.body.download_url);
  return merchant.send('GET', url.slice((sandbox.env.WECHAT_PAY_BASE ?? '').length));
}

type Table = { header: string[]; rows: Record<string, string>[]; summary: Record<string, string> };
/** Read by the names of the columns, as a merchant should. */
function table(text: string): Table {
  expect(text.startsWith('\uFEFF')).toBe(true);
  const lines = text.slice(1).split('\r\n');
  expect(lines.pop()).toBe('');
  const cells = (line: string): string[] => {
    expect(line.startsWith('`')).toBe(true);
    return line.slice(1).split(',`');
  };
  const named = (names: string[], line: string): Record<string, string> => {
    const values = cells(line);
    expect(values).toHaveLength(names.length);
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
  };
  const header = (lines[0] ?? '').split(',');
  const caption = (lines.at(-2) ?? '').split(',');
  return {
    header,
    rows: lines.slice(1, -2).map((line) => named(header, line)),
    summary: named(caption, lines.at(-1) ?? ''),
  };
}

describe('A trade bill', () => {
  it('is the header, a line for each payment and refund, and the sums', async () => {
    const date = await today();
    await pay('bill-1', {
      description: '茶,两件\n加冰',
      attach: 'a,b',
      scene_info: { payer_client_ip: '1.1.1.1', device_id: 'till-7' },
    });
    await sandbox.control.advanceClock(60);
    await sandbox.control.scanPay('wang', {
      codeUrl: await merchant.prepayNative('bill-2', { amount: { total: 1 } }),
    });
    await sandbox.control.advanceClock(60);
    await refund('bill-1', 'bill-r', 400);
    const paid = (await merchant.query('bill-1')).body;
    const back = (await merchant.send('GET', '/v3/refund/domestic/refunds/bill-r')).body;
    await advanceTo(10);
    const answer = await trade(`bill_date=${date}`);
    expect(answer.headers.get('wechatpay-signature')).not.toBeNull();
    const file = await download(answer);
    expect(file.headers.get('wechatpay-signature')).toBeNull();
    expect(answer.body).toMatchObject({
      hash_type: 'SHA1',
      hash_value: createHash('sha1').update(file.bytes).digest('hex'),
    });
    const { header, rows, summary } = table(file.raw);
    expect(header.join()).toBe(
      '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注',
    );
    const paidAt = String(paid.success_time).slice(0, 19).replace('T', ' ');
    const common = {
      公众账号ID: sandbox.env.MINI_PROGRAM_APPID,
      商户号: '1900007291',
      特约商户号: '0',
      设备号: 'till-7',
      微信订单号: paid.transaction_id,
      商户订单号: 'bill-1',
      用户标识: (paid.payer as { openid: string }).openid,
      交易类型: 'JSAPI',
      付款银行: 'OTHERS',
      货币种类: 'CNY',
      商品名称: '茶\\ 两件\\n加冰',
      商户数据包: 'a\\ b',
      费率: '0.60%',
      订单金额: '9.90',
      充值券退款金额: '0.00',
      代金券金额: '0.00',
      费率备注: '',
    };
    expect(rows[0]).toEqual({
      ...common,
      交易时间: paidAt,
      交易状态: 'SUCCESS',
      应结订单金额: '9.90',
      微信退款单号: '0',
      商户退款单号: '0',
      退款金额: '0.00',
      退款类型: '',
      退款状态: '',
      手续费: '0.05940',
      申请退款金额: '0.00',
    });
    expect(rows[1]).toMatchObject({
      商户订单号: 'bill-2',
      交易类型: 'NATIVE',
      订单金额: '0.01',
      手续费: '0.00006',
    });
    expect(rows[2]).toEqual({
      ...common,
      交易时间: paidAt,
      交易状态: 'REFUND',
      应结订单金额: '0.00',
      微信退款单号: back.refund_id,
      商户退款单号: 'bill-r',
      退款金额: '4.00',
      退款类型: 'ORIGINAL',
      退款状态: 'SUCCESS',
      手续费: '-0.02400',
      申请退款金额: '4.00',
    });
    expect(summary).toEqual({
      总交易单数: '3',
      应结订单总金额: '9.91',
      退款总金额: '4.00',
      充值券退款总金额: '0.00',
      手续费总金额: '0.03546',
      订单总金额: '9.91',
      申请退款总金额: '4.00',
    });
  });

  it('of payments alone or refunds alone has the columns of those', async () => {
    const date = await today();
    await pay('bill-3');
    const { create_time, success_time } = await (async () => {
      await refund('bill-3', 'bill-3-r', 990);
      await sandbox.control.settle();
      return (await merchant.send('GET', '/v3/refund/domestic/refunds/bill-3-r')).body;
    })();
    await advanceTo(10);
    const payments = table((await download(await trade(`bill_date=${date}&bill_type=SUCCESS`))).raw);
    expect(payments.header.join()).toBe(
      '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,商品名称,商户数据包,手续费,费率,订单金额,费率备注',
    );
    expect(payments.rows).toHaveLength(1);
    const refunds = table((await download(await trade(`bill_date=${date}&bill_type=REFUND`))).raw);
    expect(refunds.rows).toMatchObject([
      {
        退款申请时间: String(create_time).slice(0, 19).replace('T', ' '),
        退款成功时间: String(success_time).slice(0, 19).replace('T', ' '),
        退款金额: '9.90',
      },
    ]);
  });

  it('tells refunds as they stood in the morning it was made, in its own words, ever after', async () => {
    const date = await today();
    await sandbox.control.faults({ refunds: 'hold' });
    for (const [index, end] of (['SUCCESS', 'ABNORMAL', 'CLOSED', undefined] as const).entries()) {
      await pay(`bill-s${index}`);
      await refund(`bill-s${index}`, `bill-s${index}-r`, 990);
      if (end) await sandbox.control.wechatPay.finishRefund(`bill-s${index}-r`, end);
    }
    const statuses = async (): Promise<unknown[]> =>
      table((await download(await trade(`bill_date=${date}&bill_type=REFUND`))).raw).rows.map(
        (row) => row.退款状态,
      );
    await advanceTo(10);
    expect(await statuses()).toEqual(['SUCCESS', 'CHANGE', 'FAIL', 'PROCESSING']);
    await sandbox.control.wechatPay.finishRefund('bill-s1-r', 'SUCCESS');
    await sandbox.control.wechatPay.finishRefund('bill-s3-r', 'SUCCESS');
    expect(await statuses()).toEqual(['SUCCESS', 'CHANGE', 'FAIL', 'PROCESSING']);
  });

  it('has a refund on the day it was asked for; the row tells the time of the payment, or by rule its own', async () => {
    await pay('bill-4');
    await advanceTo(11);
    const date = await today();
    await refund('bill-4', 'bill-4-r', 990);
    await advanceTo(10);
    const time = async (): Promise<string> =>
      table((await download(await trade(`bill_date=${date}`))).raw).rows[0]?.交易时间?.slice(0, 10) ?? '';
    expect((await time()) < date).toBe(true);
    await sandbox.control.setRules({ billRefundRowTime: 'refund' });
    expect(await time()).toBe(date);
    await sandbox.control.setRules({ billRefundRowTime: 'payment' });
  });

  it('comes gzipped when asked so; the hash covers the plain file, or by rule the gzipped one', async () => {
    const date = await today();
    await pay('bill-5');
    await advanceTo(10);
    const sha1 = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex');
    const answer = await trade(`bill_date=${date}&tar_type=GZIP`);
    const file = await download(answer);
    expect(file.headers.get('content-type')).toBe('application/x-gzip');
    expect(answer.body.hash_value).toBe(sha1(gunzipSync(file.bytes)));
    await sandbox.control.setRules({ billHashOver: 'gzip' });
    const other = await trade(`bill_date=${date}&tar_type=GZIP`);
    expect(other.body.hash_value).toBe(sha1((await download(other)).bytes));
    await sandbox.control.setRules({ billHashOver: 'plain', billByteOrderMark: false });
    const bare = await download(await trade(`bill_date=${date}`));
    expect(bare.raw.startsWith('交易时间')).toBe(true);
    await sandbox.control.setRules({ billByteOrderMark: true });
  });
});

describe('A bill', () => {
  it('is being made until ten o’clock of the next day, and is none when nothing happened', async () => {
    const date = await today();
    await pay('bill-6');
    const refusal = async (query: string): Promise<unknown[]> => {
      const { status, body } = await trade(query);
      return [status, body.code];
    };
    expect(await refusal(`bill_date=${date}`)).toEqual([400, 'STATEMENT_CREATING']);
    await advanceTo(7);
    expect(await refusal(`bill_date=${date}`)).toEqual([400, 'STATEMENT_CREATING']);
    await advanceTo(9);
    expect(await refusal(`bill_date=${date}`)).toEqual([400, 'STATEMENT_CREATING']);
    await advanceTo(10);
    expect(await refusal(`bill_date=${date}`)).toEqual([200, undefined]);
    expect(await refusal(`bill_date=${date}&bill_type=REFUND`)).toEqual([400, 'NO_STATEMENT_EXIST']);
    expect(await refusal('bill_date=2020-01-01')).toEqual([400, 'NO_STATEMENT_EXIST']);
    await sandbox.control.advanceClock(93 * 86400);
    expect(await refusal(`bill_date=${date}`)).toEqual([400, 'NO_STATEMENT_EXIST']);
    expect(await refusal('bill_date=2099-01-01')).toEqual([400, 'NO_STATEMENT_EXIST']);
  });

  it.each([
    ['bill_type=ALL', 'bill_date'],
    ['bill_date=20261128', 'bill_date'],
    ['bill_date=2026-02-30', 'bill_date'],
    ['bill_date=2026-11-28&bill_type=ALLES', 'bill_type'],
    ['bill_date=2026-11-28&tar_type=ZIP', 'tar_type'],
    ['bill_date=2026-11-28&sub_mchid=1', 'sub_mchid'],
  ])('is refused for the query %j', async (query, field) => {
    const answer = await trade(query);
    expect([answer.status, answer.body.code]).toEqual([400, 'PARAM_ERROR']);
    expect(answer.body.detail).toMatchObject({ location: 'query', field });
  });

  it('can be fetched for five minutes, by a signed request only', async () => {
    const date = await today();
    await pay('bill-7');
    await advanceTo(10);
    const answer = await trade(`bill_date=${date}`);
    const unsigned = await fetch(String(answer.body.download_url));
    expect(unsigned.status).toBe(401);
    await sandbox.control.advanceClock(290);
    expect((await download(answer)).status).toBe(200);
    await sandbox.control.advanceClock(11);
    const stale = await download(answer);
    expect([stale.status, stale.body.code]).toEqual([400, 'INVALID_REQUEST']);
    const forged = await merchant.send('GET', '/v3/billdownload/file?token=abc.def');
    expect([forged.status, forged.body.code]).toEqual([400, 'INVALID_REQUEST']);
  });

  it('can be fetched by a client that signs the path of the address as it is', async () => {
    const date = await today();
    await pay('bill-8');
    await advanceTo(10);
    const url = new URL(String((await trade(`bill_date=${date}`)).body.download_url));
    expect(url.pathname).toBe('/api.mch.weixin.qq.com/v3/billdownload/file');
    const path = `/v3/billdownload/file${url.search}`;
    const file = await merchant.send('GET', path, { signedPath: `${url.pathname}${url.search}` });
    expect(file.raw).toContain('bill-8');
  });

  it('has its address where the rules say', async () => {
    const date = await today();
    await pay('bill-9');
    await advanceTo(10);
    await sandbox.control.setRules({
      billDownloadHost: 'platform',
      billDownloadPath: '/v3/bill/downloadurl',
    });
    const url = String((await trade(`bill_date=${date}`)).body.download_url);
    await sandbox.control.setRules({
      billDownloadHost: 'as-asked',
      billDownloadPath: '/v3/billdownload/file',
    });
    expect(url).toMatch(/^https:\/\/api\.mch\.weixin\.qq\.com\/v3\/bill\/downloadurl\?token=/);
    const file = await merchant.send('GET', url.slice('https://api.mch.weixin.qq.com'.length));
    expect(file.raw).toContain('bill-9');
  });
});

describe('A fund-flow bill', () => {
  it('tells what moved on the basic account and what was left after each', async () => {
    const date = await today();
    await pay('flow-1');
    await sandbox.control.advanceClock(60);
    await refund('flow-1', 'flow-r1', 400);
    await sandbox.control.advanceClock(61);
    await sandbox.control.faults({ refunds: 'closed' });
    await refund('flow-1', 'flow-r2', 590);
    await sandbox.control.settle();
    const { transaction_id } = (await merchant.query('flow-1')).body;
    await advanceTo(10);
    const { header, rows, summary } = table((await download(await flow(`bill_date=${date}`))).raw);
    expect(header.join()).toBe(
      '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号',
    );
    const told = rows.map((row) => [row.业务类型, row.收支类型, row['收支金额(元)'], row['账户结余(元)']]);
    expect(told).toEqual([
      ['交易', '收入', '9.90', '9.90'],
      ['扣除交易手续费', '支出', '0.06', '9.84'],
      ['退款', '支出', '3.98', '5.86'],
      ['退款', '支出', '5.86', '0.00'],
      ['退款', '收入', '5.86', '5.86'],
    ]);
    expect(rows[0]).toMatchObject({
      微信支付业务单号: transaction_id,
      备注: '结算总金额9.90元;含手续费0.06元',
    });
    expect(rows[2]).toMatchObject({
      备注: '退款总金额4.00元;含手续费0.02元',
      业务凭证号: `REF${String(transaction_id)}`,
    });
    expect(new Set(rows.map((row) => row.资金流水单号)).size).toBe(5);
    expect(summary).toEqual({
      资金流水总笔数: '5',
      收入笔数: '2',
      收入金额: '15.76',
      支出笔数: '3',
      支出金额: '9.90',
    });
  });

  it('has nothing for the accounts that nothing uses', async () => {
    const date = await today();
    await pay('flow-2');
    await advanceTo(10);
    for (const account of ['OPERATION', 'FEES']) {
      expect((await flow(`bill_date=${date}&account_type=${account}`)).body.code).toBe('NO_STATEMENT_EXIST');
    }
    expect((await flow(`bill_date=${date}&account_type=BASIC`)).status).toBe(200);
    expect((await flow(`bill_date=${date}&account_type=CASH`)).body.code).toBe('PARAM_ERROR');
  });
});

it('is refused to another merchant than the one it was made for', async () => {
  const [dataDir, copy] = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'bills-'))) as [string, string];
  const first = await startSandbox({ dataDir });
  const owner = new Merchant(first);
  await first.control.scanPay('lin', { codeUrl: await owner.prepayNative('foreign-1') });
  const date = new Date((await first.control.clock()).nowMs + 8 * HOUR * 1000).toISOString().slice(0, 10);
  await first.control.advanceClock(2 * 86400);
  const { download_url } = (await owner.send('GET', `/v3/bill/tradebill?bill_date=${date}`)).body;
  await first.close();
  cpSync(dataDir, copy, { recursive: true });
  const world = defaultWorld();
  const second = await startSandbox({
    dataDir: copy,
    world: { ...world, merchant: { ...world.merchant, mchid: '1900000109' } },
  });
  const path = new URL(String(download_url)).pathname.slice('/api.mch.weixin.qq.com'.length);
  const answer = await new Merchant(second).send('GET', `${path}${new URL(String(download_url)).search}`);
  expect([answer.status, answer.body.code]).toEqual([403, 'NO_AUTH']);
  await second.close();
  for (const folder of [dataDir, copy]) rmSync(folder, { recursive: true, force: true });
});
