import { createCipheriv, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { config } from '../../config';
import { advanceClock, now } from '../../kernel/clock';
import { openGcm } from '../../kernel/crypto';
import { publishedVector, startPlatforms } from '../../kernel/testing';
import type { Platforms } from '../../kernel/testing';
import { InvalidNotice, verifyRefundNotice, verifyTransactionNotice } from './index';
import type { PostedNotice } from './index';
import { signatureProblem } from './signature';

let platforms: Platforms;
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

beforeAll(async () => {
  platforms = await startPlatforms({
    WECHAT_PAY_PUBLIC_KEY: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  });
});
afterAll(() => platforms.close());

type Making = {
  resource?: unknown;
  eventType?: string;
  ageSeconds?: number;
  headers?: Record<string, string | undefined>;
  alter?: (sealed: Buffer) => Buffer;
  body?: string;
};

const paid = () => ({
  appid: config().MINI_PROGRAM_APPID,
  mchid: config().WECHAT_PAY_MCHID,
  out_trade_no: 'O123456789',
  trade_state: 'SUCCESS',
  transaction_id: '4200001',
  success_time: '2026-11-23T20:05:00+08:00',
  payer: { openid: 'oLin' },
  amount: { total: 19900, payer_total: 19900, currency: 'CNY' },
});

function seal(plain: string, alter: (sealed: Buffer) => Buffer = (sealed) => sealed) {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', config().WECHAT_PAY_API_V3_KEY, nonce);
  cipher.setAAD(Buffer.from('transaction'));
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const ciphertext = alter(sealed).toString('base64');
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext, nonce, associated_data: 'transaction' };
}

function aNotice(making: Making = {}): PostedNotice {
  const { resource = paid(), eventType = 'TRANSACTION.SUCCESS', ageSeconds = 0 } = making;
  const body =
    making.body ??
    JSON.stringify({
      id: 'EV-1',
      event_type: eventType,
      resource: seal(typeof resource === 'string' ? resource : JSON.stringify(resource), making.alter),
    });
  const timestamp = String(Math.floor(now().getTime() / 1000) - ageSeconds);
  const signature = createSign('RSA-SHA256')
    .update(`${timestamp}\nNONCE\n${body}\n`)
    .sign(keys.privateKey, 'base64');
  const headers = {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': 'NONCE',
    'wechatpay-serial': config().WECHAT_PAY_PUBLIC_KEY_ID,
    'wechatpay-signature': signature,
    ...making.headers,
  };
  return { headers, body: Buffer.from(body) };
}

function reasonOf(posted: PostedNotice, verify: (posted: PostedNotice) => unknown = verifyTransactionNotice) {
  try {
    verify(posted);
  } catch (error) {
    if (error instanceof InvalidNotice) return error.reason;
    throw error;
  }
  return 'believed';
}

test('a true payment notice gives what was paid', () => {
  expect(verifyTransactionNotice(aNotice())).toEqual({
    eventId: 'EV-1',
    eventType: 'TRANSACTION.SUCCESS',
    resource: {
      appid: config().MINI_PROGRAM_APPID,
      mchid: config().WECHAT_PAY_MCHID,
      outTradeNo: 'O123456789',
      tradeState: 'SUCCESS',
      transactionId: '4200001',
      openid: 'oLin',
      amountFen: 19900,
      payerFen: 19900,
      currency: 'CNY',
      attach: null,
      paidAt: new Date('2026-11-23T12:05:00Z'),
    },
  });
});

test('the signature covers the bytes as they came, spaces and escapes included', () => {
  const { resource } = JSON.parse(aNotice().body.toString()) as { resource: unknown };
  const body = `{ "id":"EV-2",\n "event_type":"TRANSACTION.SUCCESS", "summary":"\\u652f\\u4ed8", "resource":${JSON.stringify(resource)} }`;
  expect(reasonOf(aNotice({ body }))).toBe('believed');
});

test('a true refund notice gives what was refunded', () => {
  const resource = {
    mchid: config().WECHAT_PAY_MCHID,
    transaction_id: '4200001',
    out_trade_no: 'O123456789',
    refund_id: '50001',
    out_refund_no: 'R1',
    refund_status: 'SUCCESS',
    success_time: '2026-11-23T20:05:00+08:00',
    amount: { total: 19900, refund: 19900, payer_total: 19900, payer_refund: 19900 },
  };
  const posted = aNotice({ resource, eventType: 'REFUND.SUCCESS' });
  expect(verifyRefundNotice(posted)).toMatchObject({
    eventType: 'REFUND.SUCCESS',
    resource: { outRefundNo: 'R1', status: 'SUCCESS', refundFen: 19900, totalFen: 19900 },
  });
  expect(reasonOf(posted, verifyTransactionNotice)).toBe('unexpected_shape');
  expect(reasonOf(aNotice(), verifyRefundNotice)).toBe('unexpected_shape');
});

test.each([
  ['five minutes old', 'stale', { ageSeconds: 300 }],
  ['from five minutes ahead', 'stale', { ageSeconds: -301 }],
  ['without a time', 'missing_headers', { headers: { 'wechatpay-timestamp': undefined } }],
  ['without any signature header', 'missing_headers', { headers: { 'wechatpay-signature': undefined } }],
  ['with a time that is no time', 'stale', { headers: { 'wechatpay-timestamp': 'yesterday!' } }],
  ['of an unknown serial', 'unknown_serial', { headers: { 'wechatpay-serial': 'PUB_KEY_ID_9' } }],
  ['of the serial __proto__', 'unknown_serial', { headers: { 'wechatpay-serial': '__proto__' } }],
  ['that is a probe', 'signature_probe', { headers: { 'wechatpay-signature': 'WECHATPAY/SIGNTEST/abc' } }],
  ['with a signature that is no base64', 'bad_signature', { headers: { 'wechatpay-signature': '%%%' } }],
  ['with a signature of something else', 'bad_signature', { headers: { 'wechatpay-nonce': 'OTHER' } }],
  ['in the XML of the old API', 'not_json', { body: '<xml><return_code>SUCCESS</return_code></xml>' }],
  ['that is empty', 'not_json', { body: '' }],
  ['of another shape', 'unexpected_shape', { body: '{"id":"EV-1"}' }],
  ['whose resource is no JSON', 'not_json', { resource: 'not json' }],
  ['whose resource is of another shape', 'unexpected_shape', { resource: { mchid: 1 } }],
] as [string, string, Making][])('a notice %s is refused as %s', (_title, reason, making) => {
  expect(reasonOf(aNotice(making))).toBe(reason);
});

test('a notice of 4 minutes 59 is still fresh', () => {
  expect(reasonOf(aNotice({ ageSeconds: 298 }))).toBe('believed');
});

test('a platform certificate of ours is believed while it is valid', () => {
  const [certificate] = config().WECHAT_PAY_PLATFORM_CERTIFICATES ?? [];
  const told = () => signatureProblem({ header: (name) => headers[name], body: Buffer.from('{}') });
  const headers: Record<string, string> = {
    'wechatpay-timestamp': String(Math.floor(now().getTime() / 1000)),
    'wechatpay-nonce': 'N',
    'wechatpay-serial': certificate!.serialNumber,
    'wechatpay-signature': 'AAAA',
  };
  expect(told()).toBe('bad_signature');
  headers['wechatpay-serial'] = `F${certificate!.serialNumber.slice(1)}`;
  expect(told()).toBe('unknown_serial');
  const sixYearsMs = 6 * 365 * 24 * 3600_000;
  headers['wechatpay-serial'] = certificate!.serialNumber;
  headers['wechatpay-timestamp'] = String(Math.floor((now().getTime() + sixYearsMs) / 1000));
  advanceClock(sixYearsMs);
  expect(told()).toBe('unknown_serial');
  advanceClock(-sixYearsMs);
});

test("another merchant's notice is refused though WeChat Pay signed it", () => {
  expect(reasonOf(aNotice({ resource: { ...paid(), mchid: '1900000109' } }))).toBe('other_merchant');
});

test('any changed byte of the sealed resource is noticed, even when the envelope is well signed', () => {
  const length = Buffer.byteLength(JSON.stringify(paid())) + 16;
  fc.assert(
    fc.property(fc.nat(length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const alter = (sealed: Buffer) => {
        sealed[at]! ^= flip;
        return sealed;
      };
      expect(reasonOf(aNotice({ alter }))).toBe('not_decryptable');
    }),
    { numRuns: 60 },
  );
  expect(reasonOf(aNotice({ alter: (sealed) => sealed.subarray(0, 10) }))).toBe('not_decryptable');
});

test('no reason tells anything of the content', () => {
  try {
    verifyTransactionNotice(aNotice({ resource: { ...paid(), mchid: '1900000109' } }));
  } catch (error) {
    const told = JSON.stringify(error, Object.getOwnPropertyNames(error));
    expect(told).not.toContain('oLin');
    expect(told).not.toContain(config().WECHAT_PAY_API_V3_KEY);
  }
  expect.assertions(2);
});

const aead = publishedVector('wechatpay-v3.json', 'java-aead');
aead.testWith("opens wechatpay-java's published AEAD vector", () => {
  const { vector } = aead;
  const opened = openGcm(Buffer.from(vector.ciphertext!, 'base64'), {
    key: vector.apiv3key!,
    nonce: vector.nonce!,
    associated: Buffer.from(vector.associated_data!),
  });
  expect(opened.toString()).toBe(vector.plaintext);
});
