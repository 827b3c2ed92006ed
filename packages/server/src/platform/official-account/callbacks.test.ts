import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encrypt, getSignature } from '@wecom/crypto';
import fc from 'fast-check';
import { config } from '../../config';
import { now } from '../../kernel/clock';
import { startPlatforms } from '../../kernel/testing';
import type { Platforms } from '../../kernel/testing';
import { InvalidCallback, decryptCallback, verifyUrl } from './index';

type Posted = { query: Record<string, string>; body: Buffer };

let platforms: Platforms;
let server: Server;
let address: string;
/** What WeChat posted to our address, in the order it came. */
const posted: Posted[] = [];

beforeAll(async () => {
  platforms = await startPlatforms();
  server = createServer(async (asked, answer) => {
    const query = Object.fromEntries(new URL(asked.url ?? '', 'http://x').searchParams);
    if (asked.method === 'GET') return void answer.end(reading(() => verifyUrl(query)));
    const parts: Buffer[] = [];
    for await (const part of asked) parts.push(part as Buffer);
    posted.push({ query, body: Buffer.concat(parts) });
    answer.end('success');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/official-account`;
});
beforeEach(async () => {
  await platforms.sandbox.control.reset();
  await platforms.sandbox.control.configureCallbacks({ officialAccountPushUrl: address });
  await officialAccount().configure({ push: { mode: 'safe', format: 'xml' } });
  posted.length = 0;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await platforms.close();
});

const officialAccount = () => platforms.sandbox.control.officialAccount;
const lin = async () => (await platforms.sandbox.control.people()).shoppers.find(({ id }) => id === 'lin')!;
const open = ({ query, body }: Posted) => decryptCallback(query, body);

function reading(read: () => unknown): string {
  try {
    return String(read());
  } catch (error) {
    if (error instanceof InvalidCallback) return `${error.reason} ${error.status}`;
    throw error;
  }
}
const reasonOf = (read: () => unknown): string => {
  const text = reading(read);
  return /^[a-z_]+ \d{3}$/.test(text) ? text : 'believed';
};

/** Lin follows under a fault of the way; what came. */
async function followUnder(mode: 'duplicate' | 'tamper' | 'stale' | 'bad-signature' | 'wrong-receiveid') {
  await platforms.sandbox.control.faults({ push: { mode, times: 1 } });
  await officialAccount().follow('lin');
  await platforms.sandbox.control.settle();
  return [...posted];
}

const seconds = (ageSeconds = 0) => String(Math.floor(now().getTime() / 1000) - ageSeconds);
const followed = '<xml><MsgType>event</MsgType><Event>subscribe</Event></xml>';

function signed(sealed: string, ageSeconds = 0): Record<string, string> {
  const timestamp = seconds(ageSeconds);
  const token = config().OFFICIAL_ACCOUNT_TOKEN!;
  return { msg_signature: getSignature(token, timestamp, 'N', sealed), timestamp, nonce: 'N' };
}
function aMessage(making: { plain?: string; receiver?: string; ageSeconds?: number } = {}) {
  const { plain = followed, receiver = config().OFFICIAL_ACCOUNT_APPID!, ageSeconds = 0 } = making;
  const sealed = encrypt(config().OFFICIAL_ACCOUNT_AES_KEY!, plain, receiver);
  const body = Buffer.from(`<xml><ToUserName>gh_1</ToUserName><Encrypt>${sealed}</Encrypt></xml>`);
  return { query: signed(sealed, ageSeconds), body };
}

describe('our address', () => {
  test('is believed to be ours by WeChat', async () => {
    const check = await platforms.sandbox.control.configureCallbacks({ officialAccountPushUrl: address });
    expect(check).toEqual({ verified: true, explanation: 'ok' });
  });

  test('answers nobody but WeChat, and nothing but an echo', () => {
    const ask = (changes: Record<string, string | undefined> = {}, ageSeconds = 0) => {
      const timestamp = seconds(ageSeconds);
      const parts = [config().OFFICIAL_ACCOUNT_TOKEN!, timestamp, 'N'].sort().join('');
      const signature = createHash('sha1').update(parts).digest('hex');
      return reading(() => verifyUrl({ signature, timestamp, nonce: 'N', echostr: '42', ...changes }));
    };
    expect(ask()).toBe('42');
    expect(ask({ signature: 'f'.repeat(40) })).toBe('bad_signature 401');
    expect(ask({ nonce: 'M' })).toBe('bad_signature 401');
    expect(ask({ signature: undefined })).toBe('missing_parameters 400');
    expect(ask({ echostr: undefined })).toBe('missing_parameters 400');
    expect(ask({ echostr: '<script>alert(1)</script>' })).toBe('missing_parameters 400');
    expect(ask({}, 300)).toBe('stale 401');
    expect(ask({}, -301)).toBe('stale 401');
  });
});

describe('what people do', () => {
  test('is told: following, with its code, and leaving', async () => {
    const { officialOpenid } = await lin();
    await officialAccount().follow('lin');
    await officialAccount().unfollow('lin');
    await platforms.sandbox.control.settle();
    const about = {
      FromUserName: officialOpenid,
      MsgType: 'event',
      CreateTime: expect.stringMatching(/^\d{10}$/),
    };
    expect(posted.map(open)).toEqual([
      expect.objectContaining({ ...about, Event: 'subscribe' }),
      expect.objectContaining({ ...about, Event: 'unsubscribe' }),
    ]);
  });

  test('is the same when it comes twice, and no longer believed after five minutes', async () => {
    const came = await followUnder('duplicate');
    expect(came).toHaveLength(2);
    const [first, second] = came.map(open);
    expect(second).toEqual(first);
    await platforms.advance(270);
    expect(came.map((one) => reasonOf(() => open(one)))).toEqual(['believed', 'believed']);
    await platforms.advance(31);
    expect(came.map((one) => reasonOf(() => open(one)))).toEqual(['stale 401', 'stale 401']);
  });

  test.each([
    ['changed on the way', 'tamper', 'bad_signature 401'],
    ['signed by a stranger', 'bad-signature', 'bad_signature 401'],
    ['ten minutes old', 'stale', 'stale 401'],
    ['meant for another account', 'wrong-receiveid', 'other_receiver 401'],
  ] as const)('is refused when it is %s', async (_what, mode, reason) => {
    const [came] = await followUnder(mode);
    expect(reasonOf(() => open(came!))).toBe(reason);
  });

  test('is not taken in the clear, where nothing is proven; of both forms the sealed one is read', async () => {
    const modes = ['plain', 'compatible'] as const;
    for (const mode of modes) {
      await officialAccount().configure({ push: { mode } });
      await officialAccount().message('lin', mode);
      await platforms.sandbox.control.settle();
    }
    const [plain, compatible] = posted;
    expect(reasonOf(() => open(plain!))).toBe('not_xml 400');
    expect(open(compatible!)).toMatchObject({ Content: 'compatible' });
    const forged = Buffer.from(String(compatible!.body).replace('[compatible]', '[forged]'));
    expect(String(forged)).toContain('[forged]');
    expect(open({ ...compatible!, body: forged })).toMatchObject({ Content: 'compatible' });
  });
});

describe('a message', () => {
  test('with the signature of another is refused, and so is one from the other side of the clock', () => {
    const one = aMessage();
    const other = aMessage({ plain: followed.replace('subscribe', 'unsubscribe') });
    expect(reasonOf(() => open(one))).toBe('believed');
    expect(reasonOf(() => open({ ...other, query: one.query }))).toBe('bad_signature 401');
    expect(reasonOf(() => open(aMessage({ ageSeconds: 300 })))).toBe('stale 401');
    expect(reasonOf(() => open(aMessage({ ageSeconds: -301 })))).toBe('stale 401');
    expect(reasonOf(() => open(aMessage({ receiver: config().WECOM_CORPID })))).toBe('other_receiver 401');
  });

  test('may be junk, nested without end, or named as JavaScript’s own things: a refusal, never a crash', () => {
    const nested = `<xml>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</xml>`;
    const outside = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><Encrypt>&f;</Encrypt></xml>';
    const named = ['__proto__', 'constructor', 'prototype'].map((name) => `<xml><${name}>x</${name}></xml>`);
    for (const junk of ['', '{}', '<xml/>', nested, outside, ...named]) {
      expect(reasonOf(() => decryptCallback(signed(''), Buffer.from(junk)))).toBe('not_xml 400');
      expect(reasonOf(() => open(aMessage({ plain: junk })))).toBe('not_xml 400');
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const sealed = Buffer.from(bytes).toString('base64');
        const body = Buffer.from(`<xml><Encrypt>${sealed}</Encrypt></xml>`);
        expect(reasonOf(() => decryptCallback(signed(sealed), body))).not.toBe('believed');
        expect(reasonOf(() => decryptCallback(signed(sealed), Buffer.from(bytes)))).not.toBe('believed');
      }),
      { numRuns: 100 },
    );
  });

  test('that is huge is not even parsed, signed or not', () => {
    const huge = aMessage({ plain: `<xml><Content>${'长'.repeat(30_000)}</Content></xml>` });
    expect(reasonOf(() => open(huge))).toBe('too_large 400');
    expect(reasonOf(() => decryptCallback({}, Buffer.alloc(50_000_000, '<a>')))).toBe('too_large 400');
    const long = aMessage({ plain: `<xml><Content>${'长'.repeat(2048)}</Content></xml>` });
    expect(open(long)).toEqual({ Content: '长'.repeat(2048) });
  });

  test('is for nobody when no account is connected', () => {
    const message = aMessage();
    const token = config().OFFICIAL_ACCOUNT_TOKEN;
    config().OFFICIAL_ACCOUNT_TOKEN = undefined;
    expect(reasonOf(() => open(message))).toBe('other_receiver 401');
    expect(reasonOf(() => verifyUrl({ ...message.query, echostr: '1' }))).toBe('other_receiver 401');
    config().OFFICIAL_ACCOUNT_TOKEN = token;
  });
});
