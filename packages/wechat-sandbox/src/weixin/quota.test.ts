import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { PlatformClient } from '../testing/platform';
import type { Json } from '../testing/platform';

let sandbox: Sandbox;
let platform: PlatformClient;
const DAY = 86_400;

beforeAll(async () => {
  sandbox = await startSandbox();
  platform = new PlatformClient(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

const link = (): Promise<Json> => platform.mini('/wxa/generate_urllink', { path: '', query: 'a=1' });
const scheme = (): Promise<Json> => platform.mini('/wxa/generatescheme', {});
const quota = async (cgi_path: string): Promise<Json> =>
  platform.mini('/cgi-bin/openapi/quota/get', { cgi_path });

describe('Limits', () => {
  it('of a day are those of the page, and can be lowered to meet them', async () => {
    expect(await quota('/wxa/generate_urllink')).toMatchObject({
      errcode: 0,
      quota: { daily_limit: 500_000, used: 0, remain: 500_000 },
      rate_limit: { call_count: 100, refresh_second: 1 },
    });
    const perDay = { perDay: 2 };
    await sandbox.control.miniProgram.configure({
      limits: { '/wxa/generate_urllink': perDay, '/wxa/generatescheme': perDay },
    });
    expect((await link()).errcode).toBe(0);
    expect((await scheme()).errcode).toBe(0);
    // Links and schemes are counted together.
    expect((await link()).errcode).toBe(44993);
    expect((await scheme()).errcode).toBe(44993);
    expect(await quota('/wxa/generate_urllink')).toMatchObject({
      quota: { daily_limit: 2, used: 2, remain: 0 },
    });
    await sandbox.control.advanceClock(DAY);
    expect((await link()).errcode).toBe(0);
  });

  it('of a minute and of a second end with it', async () => {
    const { miniProgram } = sandbox.control;
    await miniProgram.configure({ limits: { '/cgi-bin/stable_token': { perMinute: 1 } } });
    await sandbox.control.advanceClock(60 - (((await sandbox.control.clock()).nowMs / 1000) % 60));
    expect(await platform.stableToken()).toHaveProperty('access_token');
    expect((await platform.stableToken()).errcode).toBe(45011);
    await sandbox.control.advanceClock(60);
    expect(await platform.stableToken()).toHaveProperty('access_token');
    await miniProgram.configure({ limits: { '/wxa/generate_urllink': { perSecond: 0 } } });
    expect((await link()).errcode).toBe(44990);
  });

  it('of a day end the calls for a token with 45009, and one app’s are not the other’s', async () => {
    await sandbox.control.miniProgram.configure({ limits: { '/cgi-bin/stable_token': { perDay: 1 } } });
    expect(await platform.stableToken()).toHaveProperty('access_token');
    expect((await platform.stableToken()).errcode).toBe(45009);
    expect(await platform.stableToken(platform.officialCredentials())).toHaveProperty('access_token');
  });
});

describe('openapi/quota/get', () => {
  it.each([
    ['/wxa/nothing', 76021],
    ['https://api.weixin.qq.com/wxa/generatescheme', 76021],
    ['/cgi-bin/user/get', 76022],
    ['/sns/jscode2session', 76022],
  ])('answers %s with %i', async (path, errcode) => {
    expect((await quota(path)).errcode).toBe(errcode);
  });

  it('says no limit where the page names none', async () => {
    expect(await quota('/wxa/checksession')).toMatchObject({ errcode: 0, quota: { daily_limit: 0 } });
  });
});

describe('clear_quota', () => {
  const bySecret = (changes: Record<string, string> = {}): Promise<Json> => {
    const { WECHAT_API_BASE, MINI_PROGRAM_APPID = '', MINI_PROGRAM_SECRET = '' } = sandbox.env;
    const query = { appid: MINI_PROGRAM_APPID, appsecret: MINI_PROGRAM_SECRET, ...changes };
    const text = new URLSearchParams(query).toString();
    return platform.call(`${WECHAT_API_BASE}/cgi-bin/clear_quota/v2?${text}`, {});
  };
  const byToken = (body: Json = { appid: sandbox.env.MINI_PROGRAM_APPID }): Promise<Json> =>
    platform.mini('/cgi-bin/clear_quota', body);

  it('gives the day back, ten times a month, both ways together', async () => {
    await sandbox.control.miniProgram.configure({ limits: { '/cgi-bin/stable_token': { perDay: 1 } } });
    await platform.stableToken();
    expect((await platform.stableToken()).errcode).toBe(45009);
    // Without a token the other way is the only one.
    expect(await bySecret()).toEqual({ errcode: 0, errmsg: 'ok' });
    expect(await platform.stableToken()).toHaveProperty('access_token');
    await sandbox.control.miniProgram.configure({ limits: {} });
    for (let count = 1; count < 10; count += 1) {
      expect((await (count % 2 ? byToken() : bySecret())).errcode).toBe(0);
    }
    expect((await byToken()).errcode).toBe(48006);
    expect((await bySecret()).errcode).toBe(48006);
    await sandbox.control.advanceClock(31 * DAY);
    expect((await byToken()).errcode).toBe(0);
  });

  it('is for one’s own app', async () => {
    expect((await byToken({ appid: sandbox.env.OFFICIAL_ACCOUNT_APPID })).errcode).toBe(40013);
    expect((await bySecret({ appsecret: 'x' })).errcode).toBe(40125);
    expect((await bySecret({ appid: 'x' })).errcode).toBe(40013);
    expect((await bySecret({ appsecret: '' })).errcode).toBe(41004);
  });
});

describe('openapi/rid/get', () => {
  const ridOf = (answer: Json): string => /rid: (\S+)$/.exec(String(answer.errmsg))?.[1] ?? '';
  const ask = (rid: string): Promise<Json> => platform.mini('/cgi-bin/openapi/rid/get', { rid });

  it('tells the refused request for seven days', async () => {
    const refused = await platform.mini('/wxa/business/getuserphonenumber', { code: 'nobody' });
    const rid = ridOf(refused);
    const told = (await ask(rid)).request as Json;
    expect(told).toMatchObject({ request_body: '{"code":"nobody"}', client_ip: '127.0.0.1' });
    expect(JSON.parse(String(told.response_body))).toEqual(refused);
    expect(told.request_url).toContain('access_token=');
    await sandbox.control.advanceClock(7 * DAY - 60);
    expect((await ask(rid)).errcode).toBe(0);
    await sandbox.control.advanceClock(61);
    expect((await ask(rid)).errcode).toBe(76004);
  });

  it('knows whose the request was also without a token', async () => {
    const { code } = await sandbox.control.loginCode('lin');
    expect((await ask(ridOf(await platform.session(code, { secret: 'x' })))).errcode).toBe(0);
    expect((await ask(ridOf(await platform.stableToken({ secret: 'x' })))).errcode).toBe(0);
  });

  it('refuses what is no rid, unknown, or the other app’s', async () => {
    expect((await ask('')).errcode).toBe(76002);
    expect((await ask('61725984-6126f6f9-040f19c4')).errcode).toBe(76001);
    const official = await platform.official('/cgi-bin/user/info?openid=oNobody');
    expect((await ask(ridOf(official))).errcode).toBe(76003);
    expect(
      (await platform.official('/cgi-bin/openapi/rid/get', { rid: ridOf(official) })).request,
    ).toBeDefined();
  });
});
