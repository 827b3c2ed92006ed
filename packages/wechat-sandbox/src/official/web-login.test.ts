import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { PlatformClient } from '../testing/platform';
import type { Json } from '../testing/platform';
import { defaultWorld } from '../world';

let sandbox: Sandbox;
let platform: PlatformClient;
let openid: string;
let unionid: string;
const BACK = 'https://shop.example/back?a=1';

beforeAll(async () => {
  const world = defaultWorld();
  world.officialAccount.webDomain = 'shop.example';
  sandbox = await startSandbox({ world });
  platform = new PlatformClient(sandbox);
  const [lin] = (await sandbox.control.people()).shoppers;
  openid = lin?.officialOpenid ?? '';
  unionid = lin?.unionid ?? '';
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

const authorize = (changes: Record<string, string> = {}, cookie = ''): Promise<Response> => {
  const query = {
    appid: sandbox.env.OFFICIAL_ACCOUNT_APPID ?? '',
    redirect_uri: BACK,
    response_type: 'code',
    scope: 'snsapi_userinfo',
    state: 'abc',
    ...changes,
  };
  const url = `${sandbox.env.WECHAT_OAUTH_BASE}/connect/oauth2/authorize?${new URLSearchParams(query).toString()}`;
  return fetch(url, { redirect: 'manual', headers: { cookie } });
};
const call = (path: string, query: Record<string, string>): Promise<Json> =>
  platform.call(`${sandbox.env.WECHAT_API_BASE}${path}?${new URLSearchParams(query).toString()}`);
const exchange = (code: string, changes: Record<string, string> = {}): Promise<Json> =>
  call('/sns/oauth2/access_token', {
    ...platform.officialCredentials(),
    code,
    grant_type: 'authorization_code',
    ...changes,
  });
const webCode = async (scope?: 'snsapi_base'): Promise<string> =>
  (await sandbox.control.officialAccount.webCode('lin', scope)).code;

describe('The web login', () => {
  it('asks who holds the phone, remembers it, and comes back with a code', async () => {
    const page = await authorize();
    expect(await page.text()).toContain('data-testid="sandbox-shopper-lin"');
    const chosen = await authorize({ sandbox_shopper: 'lin' });
    expect(chosen.status).toBe(302);
    expect(chosen.headers.get('set-cookie')).toContain('sandbox_shopper=lin');
    const again = await authorize({}, 'sandbox_shopper=lin');
    const target = new URL(again.headers.get('location') ?? '');
    expect(`${target.origin}${target.pathname}`).toBe('https://shop.example/back');
    expect(target.searchParams.get('a')).toBe('1');
    expect(target.searchParams.get('state')).toBe('abc');
    expect(await exchange(target.searchParams.get('code') ?? '')).toMatchObject({ openid });
  });

  it.each([
    [{ appid: 'wx1' }, 'AppID'],
    [{ response_type: 'token' }, 'response_type'],
    [{ scope: 'snsapi_privateinfo' }, 'scope'],
    [{ state: '!' }, 'state'],
    [{ redirect_uri: 'https://other.example' }, 'redirect_uri'],
    [{ redirect_uri: 'javascript:alert(1)' }, 'redirect_uri'],
  ])('stops at %j', async (changes, word) => {
    const page = await authorize(changes as Record<string, string>);
    expect(page.status).toBe(400);
    expect(await page.text()).toContain(word);
  });

  it('leaves the appid of a corp to WeCom', async () => {
    const page = await authorize({ appid: sandbox.env.WECOM_CORPID ?? '', scope: 'snsapi_base' });
    expect(await page.text()).toContain('sandbox-staff-xiaomei');
  });
});

describe('The code of the web login', () => {
  it('is exchanged once, within five minutes', async () => {
    const code = await webCode();
    expect(await exchange(code)).toEqual({
      access_token: expect.any(String),
      expires_in: 7200,
      refresh_token: expect.any(String),
      openid,
      scope: 'snsapi_userinfo',
      unionid,
    });
    expect((await exchange(code)).errcode).toBe(40163);
    const late = await webCode();
    await sandbox.control.advanceClock(301);
    expect((await exchange(late)).errcode).toBe(40029);
    expect((await exchange('0none')).errcode).toBe(40029);
  });

  it.each([
    [{ appid: 'wx1' }, 40013],
    [{ secret: 'x' }, 40125],
    [{ code: '' }, 41008],
    [{ grant_type: 'x' }, 40002],
  ])('is refused for %j with %i', async (changes, errcode) => {
    expect((await exchange(await webCode(), changes as Record<string, string>)).errcode).toBe(errcode);
  });

  it('is not the mini-program’s to exchange', async () => {
    const { MINI_PROGRAM_APPID = '', MINI_PROGRAM_SECRET = '' } = sandbox.env;
    const mini = { appid: MINI_PROGRAM_APPID, secret: MINI_PROGRAM_SECRET };
    expect((await exchange(await webCode(), mini)).errcode).toBe(40013);
  });
});

describe('The token of the web login', () => {
  it('reads who it is, with snsapi_userinfo', async () => {
    const { access_token } = await exchange(await webCode());
    const query = { access_token: String(access_token), openid, lang: 'zh_CN' };
    expect(await call('/sns/userinfo', query)).toMatchObject({
      openid,
      nickname: '林晓',
      unionid,
      privilege: [],
    });
    expect(await call('/sns/auth', query)).toEqual({ errcode: 0, errmsg: 'ok' });
    expect((await call('/sns/userinfo', { ...query, openid: 'x' })).errcode).toBe(40003);
    expect((await call('/sns/auth', { ...query, access_token: 'x' })).errcode).toBe(40001);
    expect((await call('/sns/auth', { openid })).errcode).toBe(41001);
    await sandbox.control.advanceClock(7201);
    expect((await call('/sns/userinfo', query)).errcode).toBe(42001);
  });

  it('says nothing but the openid with snsapi_base', async () => {
    const answer = await exchange(await webCode('snsapi_base'));
    expect(answer).not.toHaveProperty('unionid');
    const query = { access_token: String(answer.access_token), openid };
    expect((await call('/sns/userinfo', query)).errcode).toBe(48001);
    expect((await call('/sns/auth', query)).errcode).toBe(0);
  });

  it('is refreshed for thirty days', async () => {
    const first = await exchange(await webCode());
    const refresh = (changes: Record<string, string> = {}): Promise<Json> =>
      call('/sns/oauth2/refresh_token', {
        appid: sandbox.env.OFFICIAL_ACCOUNT_APPID ?? '',
        grant_type: 'refresh_token',
        refresh_token: String(first.refresh_token),
        ...changes,
      });
    expect((await refresh()).access_token).toBe(first.access_token);
    await sandbox.control.advanceClock(7201);
    const second = await refresh();
    expect(second).toMatchObject({ openid, expires_in: 7200 });
    expect(second.access_token).not.toBe(first.access_token);
    expect((await refresh({ refresh_token: 'x' })).errcode).toBe(40030);
    expect((await refresh({ refresh_token: '' })).errcode).toBe(41003);
    expect((await refresh({ appid: 'x' })).errcode).toBe(40013);
    expect((await refresh({ grant_type: 'x' })).errcode).toBe(40002);
    await sandbox.control.advanceClock(30 * 86_400);
    expect((await refresh()).errcode).toBe(42002);
  });
});

it('A jsapi ticket stays the same for two hours', async () => {
  const ticket = (type = 'jsapi'): Promise<Json> =>
    platform.official(`/cgi-bin/ticket/getticket?type=${type}`);
  const first = await ticket();
  expect(first).toEqual({ errcode: 0, errmsg: 'ok', ticket: expect.any(String), expires_in: 7200 });
  expect((await ticket()).ticket).toBe(first.ticket);
  expect((await ticket('wx_card')).ticket).not.toBe(first.ticket);
  expect((await ticket('other')).errcode).toBe(40097);
  await sandbox.control.advanceClock(7201);
  expect((await ticket()).ticket).not.toBe(first.ticket);
});
