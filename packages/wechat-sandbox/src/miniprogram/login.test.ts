import { createHash } from 'node:crypto';
import { decryptUserData, sessionSignature, userDataSignature } from '../crypto/mini-program';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from '../testing/merchant';
import { PlatformClient } from '../testing/platform';
import type { Json } from '../testing/platform';
import { defaultWorld } from '../world';

let sandbox: Sandbox;
let platform: PlatformClient;
let openid: string;
let unionid: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  platform = new PlatformClient(sandbox);
  const [lin] = (await sandbox.control.people()).shoppers;
  openid = lin?.openid ?? '';
  unionid = lin?.unionid ?? '';
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

const loginCode = async (): Promise<string> => (await sandbox.control.loginCode('lin')).code;
const sessionKey = async (): Promise<string> =>
  String((await platform.session(await loginCode())).session_key);

/** A sandbox whose apps are bound to no Open Platform account. */
async function unbound(run: (platform: PlatformClient, other: Sandbox) => Promise<void>): Promise<void> {
  const openPlatform = { miniProgram: false, officialAccount: false, wecom: false };
  const other = await startSandbox({ world: { ...defaultWorld(), openPlatform } });
  try {
    await run(new PlatformClient(other), other);
  } finally {
    await other.close();
  }
}

describe('jscode2session', () => {
  it('answers openid, unionid and a session key of 16 bytes, without errcode', async () => {
    const session = await platform.session(await loginCode());
    expect(session).toEqual({ openid, unionid, session_key: expect.any(String) });
    expect(openid).toHaveLength(28);
    expect(Buffer.from(String(session.session_key), 'base64')).toHaveLength(16);
  });

  it('gives no unionid where the mini-program is bound to no Open Platform account', async () => {
    await unbound(async (client, other) => {
      const session = await client.session((await other.control.loginCode('lin')).code);
      expect(session).toEqual({ openid, session_key: expect.any(String) });
    });
  });

  it('takes a code once, and only within five minutes', async () => {
    const code = await loginCode();
    await platform.session(code);
    expect((await platform.session(code)).errcode).toBe(40163);
    expect((await platform.session('0unknown')).errcode).toBe(40029);
    const late = await loginCode();
    await sandbox.control.advanceClock(301);
    expect((await platform.session(late)).errcode).toBe(40029);
  });

  it('answers a used code as the rule says', async () => {
    await sandbox.control.setRules({ usedLoginCode: 40029 });
    const code = await loginCode();
    await platform.session(code);
    expect((await platform.session(code)).errcode).toBe(40029);
    await sandbox.control.setRules({ usedLoginCode: 40163 });
  });

  it('refuses the code of another mini-program and the credentials of the official account', async () => {
    const { code } = await sandbox.control.miniProgram.foreignCode('lin', 'login', 'wxother');
    expect((await platform.session(code)).errcode).toBe(40029);
    const official = await platform.session(await loginCode(), platform.officialCredentials());
    expect(official.errcode).toBe(40013);
  });

  it('holds people of risk, until they are none', async () => {
    await sandbox.control.miniProgram.setRisk('lin', true);
    expect((await platform.session(await loginCode())).errcode).toBe(40226);
    await sandbox.control.miniProgram.setRisk('lin', false);
    expect(await platform.session(await loginCode())).toMatchObject({ openid });
  });

  it('ends after a hundred logins of one person in a minute', async () => {
    await sandbox.control.advanceClock(60 - (((await sandbox.control.clock()).nowMs / 1000) % 60));
    for (let count = 0; count < 100; count += 1) await platform.session(await loginCode());
    expect((await platform.session(await loginCode())).errcode).toBe(45011);
    const wang = await sandbox.control.loginCode('wang');
    expect(await platform.session(wang.code)).toHaveProperty('openid');
    await sandbox.control.advanceClock(60);
    expect(await platform.session(await loginCode())).toMatchObject({ openid });
  });

  it.each([
    [{ appid: 'wx0' }, 40013],
    [{ secret: 'x' }, 40125],
    [{ grant_type: 'x' }, 40002],
    [{ js_code: '' }, 41008],
    [{ appid: '' }, 41002],
    [{ secret: '' }, 41004],
  ])('refuses %j with %i', async (change, errcode) => {
    const answer = await platform.session(await loginCode(), change);
    expect(answer.errcode).toBe(errcode);
    expect(answer.errmsg).toMatch(/ rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/);
  });

  it('shows on the control screen what was looked at, and where it went wrong', async () => {
    await platform.session(await loginCode(), { secret: 'x' });
    const entry = (await sandbox.control.requests()).at(-1);
    expect(entry?.checks).toMatchObject([
      { name: 'appid', ok: true },
      { name: 'secret', ok: false, given: 'x', expected: sandbox.env.MINI_PROGRAM_SECRET },
    ]);
  });
});

describe('The session key', () => {
  const address = (path: string, key: string, changes: Record<string, string> = {}): string => {
    const query = { openid, sig_method: 'hmac_sha256', signature: sessionSignature(key), ...changes };
    return `${path}?${new URLSearchParams(query).toString()}`;
  };
  const check = (key: string, changes = {}): Promise<Json> =>
    platform.mini(address('/wxa/checksession', key, changes));
  const renew = (key: string, changes = {}): Promise<Json> =>
    platform.mini(address('/wxa/resetusersessionkey', key, changes));

  it('is checked by its signature until a new login replaces it', async () => {
    const key = await sessionKey();
    expect(await check(key)).toEqual({ errcode: 0, errmsg: 'ok' });
    await sessionKey();
    expect((await check(key)).errcode).toBe(87009);
  });

  it('outlives a new login where the rule says so', async () => {
    await sandbox.control.setRules({ loginRenewsSession: false });
    const key = await sessionKey();
    expect(await sessionKey()).toBe(key);
    await sandbox.control.setRules({ loginRenewsSession: true });
  });

  it('is replaced by resetusersessionkey', async () => {
    const key = await sessionKey();
    const fresh = await renew(key);
    expect(fresh).toMatchObject({ errcode: 0, openid, session_key: expect.any(String) });
    expect((await check(key)).errcode).toBe(87009);
    expect((await check(String(fresh.session_key))).errcode).toBe(0);
  });

  it('dies after three days without use, and lives on with it', async () => {
    const key = await sessionKey();
    await sandbox.control.advanceClock(2 * 86_400);
    expect((await check(key)).errcode).toBe(0);
    await sandbox.control.advanceClock(2 * 86_400);
    expect((await check(key)).errcode).toBe(0);
    await sandbox.control.advanceClock(3 * 86_400);
    expect((await check(key)).errcode).toBe(87009);
    expect((await renew(key)).errcode).toBe(87007);
  });

  it.each([
    [{ openid: '' }, 40097],
    [{ signature: '' }, 40097],
    [{ sig_method: 'md5' }, 87008],
    [{ signature: 'f'.repeat(64) }, 87009],
    [{ openid: 'oNobody' }, 87007],
  ])('is not renewed for %j: %i', async (changes, errcode) => {
    expect((await renew(await sessionKey(), changes)).errcode).toBe(errcode);
  });
});

describe('getuserphonenumber', () => {
  const path = '/wxa/business/getuserphonenumber';

  it('gives the number once, also with the openid it belongs to', async () => {
    const { code } = await sandbox.control.phoneCode('lin');
    const madeAt = (await sandbox.control.clock()).nowMs;
    await sandbox.control.advanceClock(100);
    const answer = await platform.mini(path, { code, openid });
    expect(answer).toMatchObject({
      errcode: 0,
      phone_info: { phoneNumber: '13800138001', purePhoneNumber: '13800138001', countryCode: '86' },
    });
    const { watermark } = answer.phone_info as { watermark: { timestamp: number; appid: string } };
    expect(watermark.appid).toBe(sandbox.env.MINI_PROGRAM_APPID);
    // The watermark says when the person agreed, not when the server asked.
    expect(Math.abs(watermark.timestamp - madeAt / 1000)).toBeLessThan(5);
    expect((await platform.mini(path, { code })).errcode).toBe(40029);
  });

  it('writes the country of a number from abroad', async () => {
    const world = defaultWorld();
    const [lin] = world.shoppers;
    if (lin) lin.phone = '+852 51234567';
    const other = await startSandbox({ world });
    const { code } = await other.control.phoneCode('lin');
    expect(await new PlatformClient(other).mini(path, { code })).toMatchObject({
      phone_info: { phoneNumber: '85251234567', purePhoneNumber: '51234567', countryCode: '852' },
    });
    await other.close();
  });

  it('refuses a login code, another person’s openid, another app’s code and a late code', async () => {
    expect((await platform.mini(path, {})).errcode).toBe(41008);
    expect((await platform.mini(path, { code: await loginCode() })).errcode).toBe(40029);
    const { code } = await sandbox.control.phoneCode('wang');
    expect((await platform.mini(path, { code, openid })).errcode).toBe(40029);
    const foreign = await sandbox.control.miniProgram.foreignCode('lin', 'phone', 'wxother');
    expect((await platform.mini(path, foreign)).errcode).toBe(40013);
    await sandbox.control.advanceClock(301);
    expect((await platform.mini(path, { code })).errcode).toBe(40029);
  });

  it('wants JSON', async () => {
    expect((await platform.mini(path, 'code=1')).errcode).toBe(47001);
    expect((await platform.mini(path, ' ')).errcode).toBe(44002);
    expect((await platform.mini(path, { code: 1 })).errcode).toBe(40097);
  });
});

describe('The phone number the older way', () => {
  const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
  const vaild = (encrypted_msg_hash: string): Promise<Json> =>
    platform.mini('/wxa/business/checkencryptedmsg', { encrypted_msg_hash });

  it('is sealed with the session key and can be asked about for three days', async () => {
    const key = await sessionKey();
    const { encryptedData, iv } = await sandbox.control.miniProgram.phoneData('lin');
    expect(JSON.parse(decryptUserData(encryptedData, key, iv))).toMatchObject({
      purePhoneNumber: '13800138001',
      watermark: { appid: sandbox.env.MINI_PROGRAM_APPID },
    });
    expect(await vaild(hashOf(encryptedData))).toMatchObject({
      errcode: 0,
      vaild: true,
      create_time: expect.any(Number),
    });
    expect((await vaild(hashOf('something else'))).errcode).toBe(1);
    expect((await vaild('not a hash')).errcode).toBe(40097);
    await sandbox.control.advanceClock(3 * 86_400 + 1);
    expect((await vaild(hashOf(encryptedData))).errcode).toBe(1);
  });

  it('needs a login first', async () => {
    await expect(sandbox.control.miniProgram.phoneData('lin')).rejects.toThrow(/log in first/);
    await expect(sandbox.control.miniProgram.userData('lin')).rejects.toThrow(/log in first/);
  });
});

it('User data is signed and sealed with the session key', async () => {
  const key = await sessionKey();
  const { rawData, signature, encryptedData, iv } = await sandbox.control.miniProgram.userData('lin');
  expect(signature).toBe(userDataSignature(rawData, key));
  expect(JSON.parse(decryptUserData(encryptedData, key, iv))).toEqual({
    ...(JSON.parse(rawData) as Json),
    openId: openid,
    unionId: unionid,
    watermark: { appid: sandbox.env.MINI_PROGRAM_APPID, timestamp: expect.any(Number) },
  });
});

describe('getpaidunionid', () => {
  const pay = async (outTradeNo: string): Promise<string> => {
    const merchant = new Merchant(sandbox);
    const prepayId = await merchant.prepay(merchant.order(outTradeNo, openid));
    await sandbox.control.pay('lin', { prepayId });
    return String((await merchant.query(outTradeNo)).body.transaction_id);
  };
  const ask = (query: Record<string, string>, client = platform): Promise<Json> =>
    client.mini(`/wxa/getpaidunionid?${new URLSearchParams(query).toString()}`);

  it('knows the payer for five minutes, by either number', async () => {
    const transaction_id = await pay('union-1');
    const mch_id = sandbox.env.WECHAT_PAY_MCHID ?? '';
    expect(await ask({ openid, transaction_id })).toMatchObject({ errcode: 0, unionid });
    expect(await ask({ openid, mch_id, out_trade_no: 'union-1' })).toMatchObject({ unionid });
    await sandbox.control.advanceClock(301);
    expect((await ask({ openid, transaction_id })).errcode).toBe(89300);
  });

  it('refuses orders that are not there or another’s, and people that are not', async () => {
    const transaction_id = await pay('union-2');
    const wang = (await sandbox.control.people()).shoppers[1]?.openid ?? '';
    expect((await ask({ openid: wang, transaction_id })).errcode).toBe(89300);
    expect((await ask({ openid })).errcode).toBe(89300);
    expect((await ask({ openid: 'oNobody', transaction_id })).errcode).toBe(40003);
  });

  it('refuses where the mini-program is bound to no Open Platform account', async () => {
    await unbound(async (client) => {
      expect((await ask({ openid, transaction_id: '1' }, client)).errcode).toBe(89002);
    });
  });
});

it('answers an unknown address 40066 and can fail as told', async () => {
  expect((await platform.call(`${sandbox.env.WECHAT_API_BASE}/wxa/none`)).errcode).toBe(40066);
  await sandbox.control.faults({ failNext: { path: '/sns', errcode: 45011 } });
  expect((await platform.session('x')).errcode).toBe(45011);
  expect((await platform.session('x')).errcode).toBe(40029);
});
