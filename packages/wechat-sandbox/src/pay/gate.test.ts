import { generateKeyPairSync } from 'node:crypto';
import { createConnection } from 'node:net';
import type { JournalEntry } from '../control/types';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from '../testing/merchant';
import type { PayAnswer, Sending } from '../testing/merchant';

let sandbox: Sandbox;
let merchant: Merchant;

beforeAll(async () => {
  sandbox = await startSandbox();
  merchant = new Merchant(sandbox);
});
afterAll(() => sandbox.close());

const QUERY = '/v3/pay/transactions/out-trade-no/none00?mchid=1900007291';
const PREPAY = '/v3/pay/transactions/jsapi';
const lastEntry = async (): Promise<JournalEntry | undefined> => (await sandbox.control.requests()).at(-1);
/** The check that failed, as the control screen shows it. */
const failedCheck = async () => (await lastEntry())?.checks?.find(({ ok }) => !ok);

describe('The gate', () => {
  it('refuses a request without Authorization, unsigned and without a Request-ID', async () => {
    const answer = await merchant.send('GET', QUERY, { headers: { authorization: '' } });
    expect([answer.status, answer.body.code]).toEqual([401, 'SIGN_ERROR']);
    expect(answer.headers.get('request-id')).toBeNull();
    expect(answer.headers.get('wechatpay-signature')).toBeNull();
  });

  it.each([
    ['another scheme', 'WECHATPAY2-SM2-WITH-SM3 mchid="1"', '开头'],
    ['two spaces', 'WECHATPAY2-SHA256-RSA2048  nonce_str="n"', '缺少 mchid'],
    [
      'no serial',
      'WECHATPAY2-SHA256-RSA2048 mchid="1900007291",nonce_str="n",signature="AA",timestamp="1790000000"',
      'serial_no',
    ],
    [
      'a time in milliseconds',
      'WECHATPAY2-SHA256-RSA2048 mchid="1900007291",nonce_str="n",signature="AA",timestamp="1790000000000",serial_no="ABCDEF01"',
      'timestamp',
    ],
    [
      'a long nonce',
      `WECHATPAY2-SHA256-RSA2048 mchid="1900007291",nonce_str="${'n'.repeat(33)}",signature="AA",timestamp="1790000000",serial_no="ABCDEF01"`,
      'nonce_str',
    ],
    [
      'a signature that is no base64',
      'WECHATPAY2-SHA256-RSA2048 mchid="1900007291",nonce_str="n",signature="%%",timestamp="1790000000",serial_no="ABCDEF01"',
      'signature',
    ],
  ])(
    'refuses an Authorization with %s and says what is wrong with it',
    async (_what, authorization, words) => {
      const answer = await merchant.send('GET', QUERY, { headers: { authorization } });
      expect([answer.status, answer.body.code]).toEqual([401, 'SIGN_ERROR']);
      expect(await failedCheck()).toMatchObject({
        name: 'Authorization 格式',
        hint: expect.stringContaining(words) as string,
      });
    },
  );

  it('takes the attributes in any order', async () => {
    const { headers } = await signedHeaders();
    const [scheme = '', attributes = ''] = headers.authorization.split(' ');
    const authorization = `${scheme} ${attributes.split(',').reverse().join(', ')}`;
    expect((await merchant.send('GET', QUERY, { headers: { authorization } })).body.code).toBe(
      'ORDER_NOT_EXIST',
    );
  });

  it('checks the time window before the signature', async () => {
    const now = Math.floor(Date.now() / 1000);
    const late = await merchant.send('GET', QUERY, { timestamp: now - 301, signedPath: '/wrong' });
    expect(late.body.message).toContain('5分钟');
    expect(await failedCheck()).toMatchObject({ name: '时间差', given: String(now - 301) });
    const inTime = await merchant.send('GET', QUERY, { timestamp: now - 295 });
    expect(inTime.body.code).toBe('ORDER_NOT_EXIST');
  });

  it('refuses an unknown serial, and tells when it is one of WeChat Pay itself', async () => {
    const forged = (serial: string): Promise<PayAnswer> => {
      const authorization = `WECHATPAY2-SHA256-RSA2048 mchid="1900007291",nonce_str="n",signature="AAAA",timestamp="${Math.floor(Date.now() / 1000)}",serial_no="${serial}"`;
      return merchant.send('GET', QUERY, { headers: { authorization } });
    };
    expect((await forged('ABCDEF0123456789')).body.message).toContain('序列号');
    expect((await failedCheck())?.hint).toContain('不是这个商户的');
    const [platform] = (await sandbox.control.wechatPay.keys()).certificates;
    await forged(platform?.serial ?? '');
    expect((await failedCheck())?.hint).toContain('微信支付平台的序列号');
  });

  it('asks for a User-Agent on refunds and certificates before it looks at the signature', async () => {
    const headers = { 'user-agent': '', authorization: '' };
    for (const path of ['/v3/refund/domestic/refunds/none', '/v3/certificates']) {
      const answer = await merchant.send('GET', path, { headers });
      expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_REQUEST']);
    }
    expect((await merchant.send('GET', QUERY, { headers })).status).toBe(401);
  });

  it('answers an unknown path 404 and a wrong method 405, both empty', async () => {
    const unknown = await merchant.send('GET', '/v3/nothing');
    const wrong = await merchant.send('GET', PREPAY);
    expect([unknown.status, unknown.raw, wrong.status, wrong.raw]).toEqual([404, '', 405, '']);
  });

  it('looks at the signature before the body, and at the Content-Type before its fields', async () => {
    const body = { surprise: 1 };
    const unsigned = await merchant.send('POST', PREPAY, { body, signedPath: '/x' });
    expect(unsigned.body.code).toBe('SIGN_ERROR');
    const form = await merchant.send('POST', PREPAY, { body, headers: { 'content-type': 'text/plain' } });
    expect([form.status, form.body.code]).toEqual([400, 'INVALID_REQUEST']);
    const wrong = await merchant.send('POST', PREPAY, { body });
    expect([wrong.status, wrong.body.code]).toEqual([400, 'PARAM_ERROR']);
  });

  it.each([
    ['no JSON', 'what'],
    ['nothing', ''],
    ['a list', '[]'],
    ['a prototype', '{"__proto__":{"a":1}}'],
    ['a deep nest', '['.repeat(3000)],
  ])('refuses a body that is %s', async (_what, text) => {
    const answer = await merchant.send('POST', PREPAY, { text });
    expect([answer.status, answer.body.code]).toEqual([400, 'PARAM_ERROR']);
  });

  it('lists every check it made, in order, up to the one that failed', async () => {
    await merchant.send('GET', QUERY);
    const names = (await lastEntry())?.checks?.map(({ name, ok }) => `${name} ${ok}`);
    expect(names).toEqual([
      'Authorization 格式 true',
      '时间差 true',
      '商户号与证书序列号 true',
      '签名 true',
      '查询参数 true',
      '业务规则 false',
    ]);
  });

  it('refuses a query parameter that is not documented', async () => {
    const answer = await merchant.send('GET', `${QUERY}&debug=1`);
    expect(answer.body).toMatchObject({
      code: 'PARAM_ERROR',
      detail: { field: 'debug', location: 'query' },
    });
  });

  it('serves the host by its Host header too', async () => {
    const port = Number(new URL(sandbox.url).port);
    const text = await new Promise<string>((resolve) => {
      const socket = createConnection(port, '127.0.0.1');
      let heard = '';
      socket.on('data', (chunk) => (heard += chunk.toString()));
      socket.on('close', () => resolve(heard));
      socket.end(`GET ${QUERY} HTTP/1.1\r\nHost: api.mch.weixin.qq.com\r\nConnection: close\r\n\r\n`);
    });
    expect(text).toContain('"code":"SIGN_ERROR"');
  });
});

describe('A wrong signature', () => {
  const pretty = JSON.stringify({ a: '中文', b: [1] }, null, 2);
  const replaced = (at: number, line: string) => (lines: string[]) =>
    `${lines.map((given, index) => (index === at ? line : given)).join('\n')}\n`;
  const host = (): string => new URL(sandbox.url).host;

  it('is answered 401, and what should have been signed is kept', async () => {
    const answer = await merchant.send('POST', PREPAY, { body: { a: 1 }, signedPath: '/elsewhere' });
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ code: 'SIGN_ERROR', message: expect.stringContaining('签名错误') });
    expect((await lastEntry())?.expected).toMatch(
      /^POST\n\/v3\/pay\/transactions\/jsapi\n\d{10}\n.{32}\n\{"a":1\}\n$/,
    );
  });

  it.each<[string, () => Sending & { method?: 'POST' }, string]>([
    [
      'no last line feed',
      () => ({ method: 'POST', text: pretty, message: (l) => l.join('\n') }),
      '最后一行之后少了换行符',
    ],
    ['no line for an empty body', () => ({ message: (l) => `${l.slice(0, 4).join('\n')}\n` }), '换行符'],
    ['the path without its query', () => ({ message: replaced(1, QUERY.split('?')[0]!) }), '少了查询串'],
    [
      'the whole address',
      () => ({ message: replaced(1, `https://api.mch.weixin.qq.com${QUERY}`) }),
      '不带协议与域名',
    ],
    [
      "the sandbox's address",
      () => ({ message: replaced(1, `http://${host()}/api.mch.weixin.qq.com${QUERY}`) }),
      '不带协议与域名',
    ],
    ['the prefix of the sandbox', () => ({ message: replaced(1, `/api.mch.weixin.qq.com${QUERY}`) }), '前缀'],
    [
      'the body without its spaces',
      () => ({ method: 'POST', text: pretty, message: replaced(4, JSON.stringify(JSON.parse(pretty))) }),
      '逐字节相同',
    ],
    [
      'the body with spaces',
      () => ({
        method: 'POST',
        body: { a: 1, b: [2, { c: null }] },
        message: replaced(4, '{"a": 1, "b": [2, {"c": null}]}'),
      }),
      '加了空格',
    ],
    [
      'the body in other order',
      () => ({
        method: 'POST',
        body: { b: 1, a: { d: 1, c: 2 } },
        message: replaced(4, '{"a":{"c":2,"d":1},"b":1}'),
      }),
      '排了序',
    ],
    [
      'the body escaped',
      () => ({ method: 'POST', body: { a: '中' }, message: replaced(4, '{"a":"\\u4e2d"}') }),
      '\\uXXXX',
    ],
    [
      'the body as a form',
      () => ({ method: 'POST', body: { a: 1, b: 'x y' }, message: replaced(4, 'a=1&b=x+y') }),
      '表单',
    ],
    ['no body', () => ({ method: 'POST', body: { a: 1 }, message: replaced(4, '') }), '没有带上请求体'],
    ['{} for no body', () => ({ message: replaced(4, '{}') }), '最后一行是空的'],
    ['undefined for no body', () => ({ message: replaced(4, 'undefined') }), 'undefined'],
    ['a body on GET', () => ({ message: replaced(4, 'mchid=1900007291') }), '最后一行是空的'],
    ['the method in lower case', () => ({ message: replaced(0, 'get') }), '请求方法'],
    ['the time in milliseconds', () => ({ message: (l) => replaced(2, `${l[2]!}123`)(l) }), '毫秒'],
    [
      'time and nonce swapped',
      () => ({ message: ([a, b, c, d, e]) => `${a!}\n${b!}\n${d!}\n${c!}\n${e!}\n` }),
      '颠倒',
    ],
    [
      'two things at once',
      () => ({ message: (l) => replaced(1, QUERY.split('?')[0]!)(l).replace('GET', 'get') }),
      '少了查询串',
    ],
  ])('over %s is explained', async (_what, sending, words) => {
    const { method, ...given } = sending();
    const answer = method
      ? await merchant.send(method, PREPAY, given)
      : await merchant.send('GET', QUERY, given);
    expect(answer.body.code).toBe('SIGN_ERROR');
    expect((await failedCheck())?.hint).toContain(words);
  });

  it('names the line and shows both texts', async () => {
    await merchant.send('GET', QUERY, { message: replaced(1, QUERY.split('?')[0]!) });
    expect((await failedCheck())?.hint).toBe(
      '第 2 行少了查询串（? 及其后面的部分）。第 2 行（URL）签的是「/v3/pay/transactions/out-trade-no/none00」，应为「/v3/pay/transactions/out-trade-no/none00?mchid=1900007291」。',
    );
  });

  it('over a decoded path is explained', async () => {
    const path = '/v3/refund/domestic/refunds/a%7Cb';
    expect((await merchant.send('GET', path)).body.code).toBe('RESOURCE_NOT_EXISTS');
    await merchant.send('GET', path, { signedPath: '/v3/refund/domestic/refunds/a|b' });
    expect((await failedCheck())?.hint).toContain('不能先解码');
  });

  it('by another key is told from one over another text by the right key', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await merchant.send('GET', QUERY, { privateKey: pem });
    expect((await failedCheck())?.hint).toContain('不是用证书');
    await merchant.send('GET', QUERY, { message: () => 'something else' });
    expect((await failedCheck())?.hint).toContain('私钥是对的');
  });
});

/** The headers of a request that the gate lets through. */
async function signedHeaders(): Promise<{ headers: { authorization: string } }> {
  await merchant.send('GET', QUERY);
  const entry = await sandbox.control.request((await lastEntry())?.id ?? 0);
  return { headers: { authorization: String(entry.sent?.headers.authorization) } };
}
