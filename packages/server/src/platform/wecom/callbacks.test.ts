import { encrypt, getSignature } from '@wecom/crypto';
import fc from 'fast-check';
import { config } from '../../config';
import { advanceClock, now } from '../../kernel/clock';
import { publishedVector, startPlatforms } from '../../kernel/testing';
import type { Platforms } from '../../kernel/testing';
import { InvalidCallback, decryptCallback, verifyUrl } from './index';

let platforms: Platforms;
beforeAll(async () => {
  platforms = await startPlatforms();
});
afterAll(() => platforms.close());

const event = (extra = '') =>
  `<xml><ToUserName><![CDATA[corp]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName><CreateTime>1700000000</CreateTime><Event><![CDATA[change_external_contact]]></Event>${extra}</xml>`;
const seconds = () => Math.floor(now().getTime() / 1000);

type Making = {
  plain?: string;
  receiver?: string;
  ageSeconds?: number;
  envelope?: (encrypted: string) => string;
};

function aCallback(making: Making = {}) {
  const { plain = event(), receiver = config().WECOM_CORPID, ageSeconds = 0 } = making;
  const encrypted = encrypt(config().WECOM_CALLBACK_AES_KEY, plain, receiver);
  const envelope = making.envelope ?? ((text) => `<xml><Encrypt><![CDATA[${text}]]></Encrypt></xml>`);
  const query = signed(encrypted, ageSeconds);
  return { query, body: Buffer.from(envelope(encrypted)), encrypted };
}

function signed(encrypted: string, ageSeconds = 0): Record<string, string> {
  const timestamp = String(seconds() - ageSeconds);
  const signature = getSignature(config().WECOM_CALLBACK_TOKEN, timestamp, 'NONCE', encrypted);
  return { msg_signature: signature, timestamp, nonce: 'NONCE' };
}

function reasonOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof InvalidCallback) return `${error.reason} ${error.status}`;
    throw error;
  }
  return 'believed';
}

test('a true callback gives its fields as text', () => {
  const { query, body } = aCallback({ plain: event('<UserID>0012</UserID><Empty></Empty>') });
  expect(decryptCallback(query, body)).toMatchObject({
    FromUserName: 'sys',
    CreateTime: '1700000000',
    Event: 'change_external_contact',
    UserID: '0012',
  });
});

test('paddings of every length from 1 to 32 are read', () => {
  for (let length = 0; length < 32; length += 1) {
    const { query, body } = aCallback({ plain: event(`<State>${'s'.repeat(length)}</State>`) });
    expect(decryptCallback(query, body).State ?? '').toBe('s'.repeat(length));
  }
});

test('the check of our address answers the echo in the clear', () => {
  const { query, encrypted } = aCallback({ plain: '4561255354251345929' });
  expect(verifyUrl({ ...query, echostr: encrypted })).toBe('4561255354251345929');
  expect(reasonOf(() => verifyUrl(query))).toBe('missing_parameters 400');
  expect(reasonOf(() => verifyUrl({ ...query, echostr: `${encrypted}A` }))).toBe('bad_signature 401');
});

test('strangers, old messages and those to another company are refused', () => {
  const { query, body } = aCallback();
  const withQuery = (changed: Record<string, string | undefined>) =>
    reasonOf(() => decryptCallback({ ...query, ...changed }, body));
  expect(withQuery({ msg_signature: 'f'.repeat(40) })).toBe('bad_signature 401');
  expect(withQuery({ nonce: 'OTHER' })).toBe('bad_signature 401');
  expect(withQuery({ msg_signature: 'short' })).toBe('missing_parameters 400');
  expect(withQuery({ timestamp: undefined })).toBe('missing_parameters 400');
  expect(withQuery({ timestamp: 'NaN' })).toBe('missing_parameters 400');
  const reason = (making: Making) => {
    const made = aCallback(making);
    return reasonOf(() => decryptCallback(made.query, made.body));
  };
  expect(reason({ ageSeconds: 300 })).toBe('stale 401');
  expect(reason({ ageSeconds: -301 })).toBe('stale 401');
  expect(reason({ receiver: 'ww0000000000000000' })).toBe('other_receiver 401');
});

test('bodies that are not the XML we expect are refused, not crashed on', () => {
  const bomb =
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>';
  const outside = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><Encrypt>&f;</Encrypt></xml>';
  for (const body of [
    '',
    'x',
    '{}',
    '<xml>',
    '<xml></xml>',
    '<xml/>',
    '<a><Encrypt>x</Encrypt></a>',
    bomb,
    outside,
    `<xml>${'<a>'.repeat(500)}${'</a>'.repeat(500)}</xml>`,
    '<xml><constructor>x</constructor></xml>',
  ]) {
    expect(reasonOf(() => decryptCallback(signed(''), Buffer.from(body)))).toBe('not_xml 400');
  }
  const twice = '<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>';
  expect(reasonOf(() => decryptCallback(signed('a'), Buffer.from(twice)))).toBe('not_xml 400');
  const broken = '<xml><Encrypt>bm90IGFlcw==</Encrypt></xml>';
  expect(reasonOf(() => decryptCallback(signed('bm90IGFlcw=='), Buffer.from(broken)))).toBe(
    'not_decryptable 400',
  );
});

test('a decrypted message with entities is refused, and entities are never expanded', () => {
  const reading = (plain: string) => {
    const { query, body } = aCallback({ plain });
    return () => decryptCallback(query, body);
  };
  const declared = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><State>&f;</State></xml>';
  expect(reasonOf(reading(declared))).toBe('not_xml 400');
  expect(reasonOf(reading('no xml at all'))).toBe('not_xml 400');
  expect(reading(event('<State>&#65;&lt;</State>'))().State).toBe('&#65;&lt;');
});

test('whatever bytes come, the answer is a refusal', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, text) => {
      const query = { msg_signature: text, timestamp: String(seconds()), nonce: text };
      expect(reasonOf(() => decryptCallback(query, Buffer.from(bytes)))).not.toBe('believed');
      const xml = Buffer.from(`<xml><Encrypt>${Buffer.from(bytes).toString('base64')}</Encrypt></xml>`);
      const own = signed(Buffer.from(bytes).toString('base64'));
      expect(reasonOf(() => decryptCallback(own, xml))).not.toBe('believed');
    }),
    { numRuns: 200 },
  );
});

const echo = publishedVector('wecom-callback.json', 'official-verify-url');
const message = publishedVector('wecom-callback.json', 'official-decrypt-msg');
describe("Tencent's published vectors", () => {
  const standIn = ({ vector }: typeof echo) => {
    Object.assign(config(), {
      WECOM_CALLBACK_TOKEN: vector.token,
      WECOM_CALLBACK_AES_KEY: vector.encodingAESKey,
      WECOM_CORPID: vector.receiveId,
    });
    advanceClock(Number(vector.timestamp) * 1000 - now().getTime());
    return { msg_signature: vector.msg_signature, timestamp: vector.timestamp, nonce: vector.nonce };
  };

  echo.testWith('the check of an address', () => {
    expect(verifyUrl({ ...standIn(echo), echostr: echo.vector.encrypt })).toBe(echo.vector.plaintext);
  });

  message.testWith('a message', () => {
    const body = `<xml><ToUserName><![CDATA[x]]></ToUserName><Encrypt><![CDATA[${message.vector.encrypt}]]></Encrypt></xml>`;
    expect(decryptCallback(standIn(message), Buffer.from(body))).toMatchObject({
      FromUserName: 'mycreate',
      Content: 'hello',
      MsgId: '4561255354251345929',
    });
  });
});
