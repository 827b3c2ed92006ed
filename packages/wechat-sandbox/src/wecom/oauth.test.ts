import { startWecomApp } from '../testing/wecom-app';
import type { WecomApp } from '../testing/wecom-app';

let app: WecomApp;
beforeAll(async () => {
  app = await startWecomApp();
});
afterAll(() => app.close());
beforeEach(() => app.reset());

const userinfo = (code: string) => app.call(`auth/getuserinfo?code=${code}`);

describe('An OAuth code', () => {
  it('is good once, within five minutes', async () => {
    const { code } = await app.sandbox.control.wecom.oauthCode('laozhou');
    expect(await userinfo(code)).toMatchObject({ errcode: 0, userid: 'laozhou' });
    expect((await userinfo(code)).errcode).toBe(40029);
    const late = (await app.sandbox.control.wecom.oauthCode('laozhou')).code;
    await app.sandbox.control.advanceClock(301);
    expect((await userinfo(late)).errcode).toBe(40029);
    expect(await app.errcode('auth/getuserinfo')).toBe(40029);
  });

  it('of an outsider tells an openid, and the external_userid once a member has them', async () => {
    const { code } = await app.sandbox.control.wecom.outsiderCode('chen');
    const stranger = await userinfo(code);
    expect(stranger.openid).toMatch(/^o.{27}$/);
    expect(stranger).not.toHaveProperty('userid');
    expect(stranger).not.toHaveProperty('external_userid');
    const { external_userid } = await app.sandbox.control.wecom.addCustomer({
      userid: 'xiaomei',
      shopperId: 'chen',
    });
    const again = await app.sandbox.control.wecom.outsiderCode('chen');
    expect(await userinfo(again.code)).toMatchObject({ openid: stranger.openid, external_userid });
    expect(await app.call('externalcontact/convert_to_openid', { external_userid })).toMatchObject({
      openid: stranger.openid,
    });
  });

  it('of snsapi_privateinfo brings a ticket for what the member allows, for half an hour', async () => {
    const scope = 'snsapi_privateinfo';
    const authorized = ['gender', 'avatar'];
    const { code } = await app.sandbox.control.wecom.oauthCode('xiaomei', { scope, authorized });
    const { user_ticket, expires_in } = await userinfo(code);
    expect(expires_in).toBe(1800);
    const detail = (ticket: unknown) => app.call('auth/getuserdetail', { user_ticket: ticket });
    const told = await detail(user_ticket);
    expect(told).toMatchObject({ errcode: 0, userid: 'xiaomei', gender: '0' });
    expect(told).not.toHaveProperty('mobile');
    expect((await detail('none')).errcode).toBe(84015);
    expect((await detail(7)).errcode).toBe(40058);
    await app.sandbox.control.advanceClock(1801);
    expect((await detail(user_ticket)).errcode).toBe(84014);
    const all = await userinfo((await app.sandbox.control.wecom.oauthCode('xiaomei', { scope })).code);
    expect(await detail(all.user_ticket)).toHaveProperty('mobile');
  });
});

describe('The OAuth page', () => {
  const authorize = (changes: Record<string, string> = {}, cookie = 'sandbox_staff=aqiang') => {
    const { env } = app.sandbox;
    const query = new URLSearchParams({
      appid: env.WECOM_CORPID ?? '',
      redirect_uri: 'http://127.0.0.1:7303/login?a=1',
      response_type: 'code',
      scope: 'snsapi_base',
      state: 'abc123',
      agentid: env.WECOM_AGENTID ?? '',
      ...changes,
    });
    const url = `${env.WECOM_OAUTH_BASE}/connect/oauth2/authorize?${query.toString()}`;
    return fetch(url, { redirect: 'manual', headers: { cookie } });
  };
  const codeOf = (response: Response) =>
    new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';

  it('leads back with code and state when the cookie says who it is', async () => {
    const response = await authorize();
    expect(response.status).toBe(302);
    const target = new URL(response.headers.get('location') ?? '');
    expect(target.href).toMatch(/^http:\/\/127\.0\.0\.1:7303\/login\?a=1&code=/);
    expect(target.searchParams.get('state')).toBe('abc123');
    expect((await userinfo(codeOf(response))).userid).toBe('aqiang');
  });

  it('asks who it is without the cookie, members and people from outside', async () => {
    const response = await authorize({}, '');
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain('小美');
    expect(page).toContain('sandbox_staff=yunying');
    expect(page).toContain('sandbox_shopper=lin');
    const outsider = await authorize({ sandbox_shopper: 'lin' }, '');
    expect(await userinfo(codeOf(outsider))).toMatchObject({
      openid: expect.any(String) as string,
      external_userid: expect.stringMatching(/^wm/) as string,
    });
  });

  it('asks again when the member has left the company', async () => {
    await app.sandbox.control.wecom.leave('aqiang');
    expect((await authorize()).status).toBe(200);
  });

  it.each([
    [{ appid: 'ww0' }],
    [{ response_type: 'token' }],
    [{ scope: 'all' }],
    [{ state: 'with space' }],
    [{ redirect_uri: 'javascript:alert(1)' }],
    [{ scope: 'snsapi_privateinfo', agentid: '9' }],
  ])('refuses %j', async (change) => {
    expect((await authorize(change as Record<string, string>)).status).toBe(400);
  });
});

describe('The page for scanning in a desktop browser', () => {
  const login = (changes: Record<string, string> = {}, path = '/wwlogin/sso/login') => {
    const { env, url } = app.sandbox;
    const query = new URLSearchParams({
      login_type: 'CorpApp',
      appid: env.WECOM_CORPID ?? '',
      agentid: env.WECOM_AGENTID ?? '',
      redirect_uri: 'http://127.0.0.1:7303/login',
      state: 's1',
      ...changes,
    });
    return fetch(`${url}/login.work.weixin.qq.com${path}?${query.toString()}`, { redirect: 'manual' });
  };

  it('asks who scans, and leads back with a code', async () => {
    const page = await login();
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('sandbox-staff-laozhou');
    const back = await login({ sandbox_staff: 'laozhou' });
    const target = new URL(back.headers.get('location') ?? '');
    expect(target.searchParams.get('state')).toBe('s1');
    expect(back.headers.get('set-cookie')).toBeNull();
    expect((await userinfo(target.searchParams.get('code') ?? '')).userid).toBe('laozhou');
  });

  it('has an older address too', async () => {
    expect((await login({ sandbox_staff: 'laozhou' }, '/wwopen/sso/qrConnect')).status).toBe(302);
  });

  it.each([[{ appid: 'ww0' }], [{ agentid: '1' }], [{ login_type: 'ServiceApp' }], [{ redirect_uri: 'x' }]])(
    'refuses %j',
    async (change) => {
      expect((await login(change as Record<string, string>)).status).toBe(400);
    },
  );
});
