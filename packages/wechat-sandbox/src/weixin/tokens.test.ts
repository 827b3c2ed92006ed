import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { PlatformClient } from '../testing/platform';
import type { Json } from '../testing/platform';

let sandbox: Sandbox;
let platform: PlatformClient;

beforeAll(async () => {
  sandbox = await startSandbox();
  platform = new PlatformClient(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.control.reset();
  await sandbox.control.setRules({ tokenOverlapSeconds: 300 });
});

/** 40029 is what a living token of the mini-program gets as far as. */
const use = (token: unknown): Promise<Json> =>
  platform.call(
    `${sandbox.env.WECHAT_API_BASE}/wxa/business/getuserphonenumber?access_token=${String(token)}`,
    { code: 'x' },
  );
const plain = (changes: Record<string, string> = {}): Promise<Json> => {
  const { WECHAT_API_BASE, MINI_PROGRAM_APPID = '', MINI_PROGRAM_SECRET = '' } = sandbox.env;
  const query = {
    grant_type: 'client_credential',
    appid: MINI_PROGRAM_APPID,
    secret: MINI_PROGRAM_SECRET,
    ...changes,
  };
  return platform.call(`${WECHAT_API_BASE}/cgi-bin/token?${new URLSearchParams(query).toString()}`);
};

describe('A stable token', () => {
  it('stays the same while it lives, and overlaps with its successor for five minutes', async () => {
    const first = await platform.stableToken();
    expect(first).toEqual({ access_token: expect.any(String), expires_in: 7200 });
    expect((await platform.stableToken()).access_token).toBe(first.access_token);
    await sandbox.control.advanceClock(6890);
    expect((await platform.stableToken()).access_token).toBe(first.access_token);
    await sandbox.control.advanceClock(60);
    expect((await platform.stableToken()).access_token).not.toBe(first.access_token);
    expect((await use(first.access_token)).errcode).toBe(40029);
    await sandbox.control.advanceClock(260);
    expect((await use(first.access_token)).errcode).toBe(42001);
  });

  it('dies with its successor where the rule leaves no overlap', async () => {
    await sandbox.control.setRules({ tokenOverlapSeconds: 0 });
    const first = await platform.stableToken();
    await sandbox.control.advanceClock(6950);
    await platform.stableToken();
    expect((await use(first.access_token)).errcode).toBe(40001);
  });

  it('dies at once by force_refresh, which needs 30 seconds in between and ends after 20 a day', async () => {
    const first = await platform.stableToken();
    await platform.stableToken({ force_refresh: true });
    expect((await use(first.access_token)).errcode).toBe(40001);
    expect((await platform.stableToken({ force_refresh: true })).errcode).toBe(45011);
    for (let count = 1; count < 20; count += 1) {
      await sandbox.control.advanceClock(31);
      expect(await platform.stableToken({ force_refresh: true })).toHaveProperty('access_token');
    }
    await sandbox.control.advanceClock(31);
    expect((await platform.stableToken({ force_refresh: true })).errcode).toBe(45009);
    await sandbox.control.advanceClock(86_400);
    expect(await platform.stableToken({ force_refresh: true })).toHaveProperty('access_token');
  });

  it.each([
    [{ grant_type: 'x' }, 40002],
    [{ appid: 'x' }, 40013],
    [{ appid: '' }, 41002],
    [{ secret: 'x' }, 40125],
    [{ secret: '' }, 41004],
    [{ force_refresh: 'yes' }, 40097],
  ])('is refused for %j with %i', async (change, errcode) => {
    expect((await platform.stableToken(change)).errcode).toBe(errcode);
  });
});

describe('The token of /cgi-bin/token', () => {
  it('is new with every call, leaves the old one five minutes, and is apart from the stable one', async () => {
    const stable = await platform.stableToken();
    const first = await plain();
    expect((await plain()).access_token).not.toBe(first.access_token);
    expect((await use(first.access_token)).errcode).toBe(40029);
    await sandbox.control.advanceClock(301);
    expect((await use(first.access_token)).errcode).toBe(40001);
    expect((await platform.stableToken()).access_token).toBe(stable.access_token);
    expect((await use(stable.access_token)).errcode).toBe(40029);
  });

  it('expires by itself after two hours', async () => {
    const { access_token } = await plain();
    await sandbox.control.advanceClock(7199);
    expect((await use(access_token)).errcode).toBe(40029);
    await sandbox.control.advanceClock(2);
    expect((await use(access_token)).errcode).toBe(42001);
  });

  it.each([
    [{ grant_type: 'x' }, 40002],
    [{ appid: 'x' }, 40013],
    [{ secret: 'x' }, 40125],
    [{ secret: '' }, 41004],
  ])('is refused for %j with %i', async (change, errcode) => {
    expect((await plain(change as Record<string, string>)).errcode).toBe(errcode);
  });
});

it('is refused when missing, made up or killed, and asked for by POST only', async () => {
  expect((await platform.call(`${sandbox.env.WECHAT_API_BASE}/cgi-bin/stable_token`)).errcode).toBe(43002);
  expect((await use('')).errcode).toBe(41001);
  expect((await use('made-up')).errcode).toBe(40014);
  const { access_token } = await platform.stableToken();
  await sandbox.control.faults({ tokenDeath: true });
  expect((await use(access_token)).errcode).toBe(40001);
  expect((await platform.stableToken()).access_token).not.toBe(access_token);
});

it('belongs to one app: the other’s calls are not authorised', async () => {
  const official = await platform.stableToken(platform.officialCredentials());
  expect(official).toHaveProperty('access_token');
  expect((await use(official.access_token)).errcode).toBe(48001);
  expect((await platform.mini('/cgi-bin/user/get')).errcode).toBe(48001);
  expect((await platform.official('/cgi-bin/user/get')).total).toBe(0);
});

it('is given to whitelisted addresses only, once there is a whitelist', async () => {
  const { miniProgram } = sandbox.control;
  await miniProgram.configure({ ipWhitelist: ['203.0.113.7'] });
  expect((await platform.stableToken()).errcode).toBe(40164);
  expect((await plain()).errmsg).toContain('invalid ip 127.0.0.1');
  expect(await platform.stableToken(platform.officialCredentials())).toHaveProperty('access_token');
  await miniProgram.configure({ ipWhitelist: ['203.0.113.7', '127.0.0.1'] });
  expect(await platform.stableToken()).toHaveProperty('access_token');
  await miniProgram.configure({ ipWhitelist: null });
});

it('is not given for a frozen secret', async () => {
  const { miniProgram } = sandbox.control;
  await miniProgram.configure({ secretFrozen: true });
  expect((await platform.stableToken()).errcode).toBe(40243);
  expect((await plain()).errcode).toBe(40243);
  await miniProgram.configure({ secretFrozen: false });
  expect(await plain()).toHaveProperty('access_token');
});
