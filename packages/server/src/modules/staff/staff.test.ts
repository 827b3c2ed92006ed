import { createHash } from 'node:crypto';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as wecom from '../../platform/wecom';
import { redis } from '../../kernel/redis';
import * as staff from './index';
import { aGuide } from './testing';

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite();
  await aGuide(suite.ctx());
});
afterAll(() => suite.close());

async function start(returnTo = '/workbench') {
  const { body } = await suite.call('staff.startLogin', { returnTo });
  const address = new URL(body.authorizeUrl);
  return { nonce: body.nonce, state: address.searchParams.get('state') ?? '', address };
}
const aCode = async (userid: string) => (await suite.sandbox.control.wecom.oauthCode(userid)).code;

describe('logging in', () => {
  test('leads to WeCom and back with a session, to the page one came from', async () => {
    const { nonce, state, address } = await start('/sidebar?tab=1');
    expect(address.searchParams.get('redirect_uri')).toBe('http://127.0.0.1:7303/login');
    const login = await suite.call('staff.login', { code: await aCode('xiaomei'), state, nonce });
    const view = {
      userid: 'xiaomei',
      name: '小美',
      role: 'guide',
      roleText: '导购',
      stores: [{ storeId: 'SH-JINGAN', name: '静安寺店' }],
    };
    expect(login.body).toMatchObject({ returnTo: '/sidebar?tab=1', staff: view });
    expect((await suite.call('staff.me', {}, login.body.token)).body).toEqual(view);
    expect((await staff.listAudit(suite.ctx(), 'xiaomei'))[0]).toMatchObject({
      action: 'staff.login',
      by: 'xiaomei',
    });
  });

  test('works once: the same state with a new code is refused', async () => {
    const { nonce, state } = await start();
    const first = await suite.call('staff.login', { code: await aCode('xiaomei'), state, nonce });
    expect(first.status).toBe(200);
    const again = await suite.call('staff.login', { code: await aCode('xiaomei'), state, nonce });
    expect(again.code).toBe('STAFF_LOGIN_INVALID');
  });

  test("with another browser's nonce is refused, and burns the state", async () => {
    const [mine, theirs] = [await start(), await start()];
    const mixed = { code: await aCode('xiaomei'), state: theirs.state, nonce: mine.nonce };
    expect((await suite.call('staff.login', mixed)).code).toBe('STAFF_LOGIN_INVALID');
    const { state, nonce } = theirs;
    const after = await suite.call('staff.login', { code: await aCode('xiaomei'), state, nonce });
    expect(after.code).toBe('STAFF_LOGIN_INVALID');
  });

  test('with a made-up state, a used code or a made-up code is refused', async () => {
    const { nonce, state } = await start();
    const code = await aCode('xiaomei');
    expect((await suite.call('staff.login', { code, state: 'made-up', nonce })).code).toBe(
      'STAFF_LOGIN_INVALID',
    );
    expect((await suite.call('staff.login', { code, state, nonce })).status).toBe(200);
    const second = await start();
    expect((await suite.call('staff.login', { ...pick(second), code })).code).toBe('STAFF_LOGIN_INVALID');
    const third = await start();
    expect((await suite.call('staff.login', { ...pick(third), code: 'x' })).code).toBe('STAFF_LOGIN_INVALID');
  });

  test('more than ten minutes later is refused', async () => {
    const { nonce, state } = await start();
    await suite.advance(601);
    const late = await suite.call('staff.login', { code: await aCode('xiaomei'), state, nonce });
    expect(late.code).toBe('STAFF_LOGIN_INVALID');
  });

  test('of a colleague who is not staff here is refused by that name', async () => {
    const { nonce, state } = await start();
    const login = await suite.call('staff.login', { code: await aCode('aqiang'), state, nonce });
    expect([login.status, login.code]).toEqual([403, 'STAFF_UNKNOWN']);
  });

  test('during an outage of WeCom may be tried again as it was', async () => {
    const { nonce, state } = await start();
    const code = await aCode('xiaomei');
    await suite.sandbox.control.faults({ failNext: { path: '/cgi-bin/auth/getuserinfo', status: 503 } });
    expect((await suite.call('staff.login', { code, state, nonce })).code).toBe('PLATFORM_UNAVAILABLE');
    expect((await suite.call('staff.login', { code, state, nonce })).status).toBe(200);
  });

  test('is good for one of ten who send the same answer at once', async () => {
    const { nonce, state } = await start();
    const code = await aCode('xiaomei');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => suite.call('staff.login', { code, state, nonce })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('never leads to another site', async () => {
    for (const returnTo of ['//evil.cn', 'https://evil.cn', '/\\evil.cn']) {
      expect((await suite.callRaw('staff.startLogin', { returnTo })).code).toBe('INVALID_INPUT');
    }
  });

  test('leaves neither state nor nonce readable in Redis', async () => {
    const { nonce, state } = await start();
    const keys = (await redis().keys('*')).filter((key) => key.includes('staff-login:'));
    const values = await Promise.all(keys.map((key) => redis().get(key.replace(/^[^:]+:/, ''))));
    const all = JSON.stringify([keys, values]);
    expect(values.length).toBeGreaterThan(0);
    expect(all).not.toContain(state);
    expect(all).not.toContain(nonce);
  });
});

const pick = ({ state, nonce }: { state: string; nonce: string }) => ({ state, nonce });

describe('sessions', () => {
  test('end with logging out', async () => {
    const token = await suite.loginStaff('xiaomei');
    expect((await suite.call('staff.logout', {}, token)).body).toEqual({ done: true });
    expect((await suite.call('staff.me', {}, token)).code).toBe('LOGIN_REQUIRED');
  });

  test('end when role or stores change, and go on when only a name does', async () => {
    const token = await suite.loginStaff('xiaomei');
    await aGuide(suite.ctx(), { name: '小美美', stores: [{ storeId: 'SH-JINGAN', name: '静安寺旗舰店' }] });
    expect((await suite.call('staff.me', {}, token)).body).toMatchObject({ name: '小美美' });
    await aGuide(suite.ctx(), { role: 'manager' });
    expect((await suite.call('staff.me', {}, token)).code).toBe('LOGIN_REQUIRED');
    const asManager = await suite.loginStaff('xiaomei');
    await aGuide(suite.ctx(), { role: 'manager', stores: [] });
    expect((await suite.call('staff.me', {}, asManager)).code).toBe('LOGIN_REQUIRED');
    await aGuide(suite.ctx());
  });

  test('end when somebody leaves, who then is nobody here', async () => {
    await aGuide(suite.ctx(), { userid: 'LaoZhou', name: '老周', role: 'manager' });
    const token = await suite.loginStaff('laozhou');
    await staff.removeStaff(suite.ctx(), 'LaoZhou');
    expect((await suite.call('staff.me', {}, token)).code).toBe('LOGIN_REQUIRED');
    const still = suite.ctx({ kind: 'staff', id: 'laozhou' });
    await expect(staff.requireStaff(still)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const { nonce, state } = await start();
    const login = await suite.call('staff.login', { code: await aCode('laozhou'), state, nonce });
    expect(login.code).toBe('STAFF_UNKNOWN');
  });

  test('of shoppers do not open what is for staff', async () => {
    const shopper = await suite.loginShopper('lin');
    expect((await suite.call('staff.me', {}, shopper)).code).toBe('FORBIDDEN');
    await expect(staff.requireStaff(suite.ctx({ kind: 'member', id: 'xiaomei' }))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

test("a store that is not one's own does not exist, except for those who see all", async () => {
  const asGuide = suite.ctx({ kind: 'staff', id: 'xiaomei' });
  expect(await staff.requireAtStore(asGuide, 'SH-JINGAN')).toMatchObject({ storeIds: ['SH-JINGAN'] });
  await expect(staff.requireAtStore(asGuide, 'SH-OTHER')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await staff.saveStaff(suite.ctx(), { userid: 'yunying', name: '云英', role: 'operator', stores: [] });
  const asOperator = suite.ctx({ kind: 'staff', id: 'yunying' });
  expect(await staff.requireAtStore(asOperator, 'SH-OTHER')).toMatchObject({ role: 'operator' });
});

describe('page signatures', () => {
  test('are made for both SDKs, over the page without its fragment', async () => {
    const token = await suite.loginStaff('xiaomei');
    const page = 'http://127.0.0.1:7303/sidebar?code=1';
    const { body } = await suite.call('staff.signPage', { url: `${page}#/a` }, token);
    for (const [kind, made] of [['corp', body.config] as const, ['agent', body.agentConfig] as const]) {
      const ticket = await wecom.jsapiTicket(kind);
      const text = `jsapi_ticket=${ticket}&noncestr=${made.nonceStr}&timestamp=${made.timestamp}&url=${page}`;
      expect(made.signature).toBe(createHash('sha1').update(text).digest('hex'));
    }
    expect(body.corpId).toMatch(/^ww/);
  });

  test('are not made for pages of others, nor without a session', async () => {
    const token = await suite.loginStaff('xiaomei');
    for (const url of ['http://evil.cn/', 'http://127.0.0.1:7304/', 'http://127.0.0.1:7303@evil.cn/']) {
      expect((await suite.call('staff.signPage', { url }, token)).code).toBe('PAGE_NOT_TRUSTED');
    }
    expect((await suite.callRaw('staff.signPage', { url: 'no url' }, token)).code).toBe('INVALID_INPUT');
    expect((await suite.call('staff.signPage', { url: 'http://127.0.0.1:7303/' })).code).toBe(
      'LOGIN_REQUIRED',
    );
  });

  test('cannot be made while WeCom is out and no ticket is left', async () => {
    const token = await suite.loginStaff('xiaomei');
    await suite.advance(7200);
    await suite.sandbox.control.faults({ failNext: { path: '/cgi-bin/', status: 500 } });
    const answer = await suite.call('staff.signPage', { url: 'http://127.0.0.1:7303/' }, token);
    expect([answer.status, answer.code]).toEqual([503, 'PLATFORM_UNAVAILABLE']);
  });
});
