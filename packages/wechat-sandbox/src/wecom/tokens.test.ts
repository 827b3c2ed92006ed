import { startWecomApp } from '../testing/wecom-app';
import type { WecomApp } from '../testing/wecom-app';

let app: WecomApp;
beforeAll(async () => {
  app = await startWecomApp();
});
afterAll(() => app.close());
beforeEach(() => app.reset());

const use = (token: string) =>
  app.platform.call(
    `${app.sandbox.env.WECOM_API_BASE}/cgi-bin/user/get?userid=xiaomei&access_token=${token}`,
  );

describe('Tokens and tickets', () => {
  it('are the same for the app until they expire', async () => {
    const first = await app.platform.corpToken();
    expect(first).toMatchObject({ errcode: 0, expires_in: 7200 });
    expect(String(first.access_token).length).toBeLessThanOrEqual(512);
    expect((await app.platform.corpToken()).access_token).toBe(first.access_token);
    const ticket = await app.call('get_jsapi_ticket');
    expect((await app.call('get_jsapi_ticket')).ticket).toBe(ticket.ticket);
    const agent = await app.call('ticket/get?type=agent_config');
    expect(agent.ticket).not.toBe(ticket.ticket);
    await app.sandbox.control.advanceClock(7201);
    expect((await use(String(first.access_token))).errcode).toBe(42001);
    expect((await app.platform.corpToken()).access_token).not.toBe(first.access_token);
    expect((await app.call('get_jsapi_ticket')).ticket).not.toBe(ticket.ticket);
  });

  it('are refused for a wrong company or secret, when missing, made up or killed', async () => {
    expect((await app.platform.corpToken({ corpid: 'ww0' })).errcode).toBe(40013);
    expect((await app.platform.corpToken({ corpsecret: 'x' })).errcode).toBe(40001);
    expect((await app.platform.corpToken({ corpid: '' })).errcode).toBe(41002);
    expect((await app.platform.corpToken({ corpsecret: '' })).errcode).toBe(41004);
    expect((await use('')).errcode).toBe(41001);
    expect((await use('x')).errcode).toBe(40014);
    const { access_token } = await app.platform.corpToken();
    await app.sandbox.control.faults({ tokenDeath: true });
    const killed = await use(String(access_token));
    expect(killed.errcode).toBe(40014);
    expect(killed.errmsg).toMatch(/from ip: 127\.0\.0\.1, more info at .*devtool\/query\?e=40014/);
    expect(await app.errcode('ticket/get?type=x')).toBe(40058);
  });

  it('are not given for an hour after two thousand failures', async () => {
    const url = `${app.sandbox.env.WECOM_API_BASE}/cgi-bin/gettoken?corpid=${app.sandbox.env.WECOM_CORPID}`;
    await app.sandbox.control.wecom.useQuota('/cgi-bin/gettoken', 1999);
    expect((await app.platform.call(`${url}&corpsecret=wrong`)).errcode).toBe(40001);
    expect((await app.platform.corpToken()).errcode).toBe(0);
    expect((await app.platform.call(`${url}&corpsecret=wrong`)).errcode).toBe(40001);
    expect((await app.platform.corpToken()).errcode).toBe(45009);
    await app.sandbox.control.advanceClock(3601);
    expect((await app.platform.corpToken()).errcode).toBe(0);
  });
});

describe('The gate', () => {
  it('lets only trusted addresses call, when there is a list', async () => {
    await app.sandbox.control.wecom.trustIps(['203.0.113.9']);
    expect(await app.errcode('user/get?userid=xiaomei')).toBe(60020);
    const entry = (await app.sandbox.control.requests()).at(-1);
    expect(entry?.checks).toContainEqual({
      name: 'trusted ip',
      ok: false,
      given: '127.0.0.1',
      expected: '203.0.113.9',
    });
    await app.sandbox.control.wecom.trustIps(['127.0.0.1']);
    expect(await app.errcode('user/get?userid=xiaomei')).toBe(0);
    await app.sandbox.control.wecom.trustIps(null);
    expect(await app.errcode('user/get?userid=xiaomei')).toBe(0);
  });

  const calls = async (count: number, path = 'user/get?userid=xiaomei') => {
    const codes: unknown[] = [];
    for (let call = 0; call < count; call += 1) codes.push(await app.errcode(path));
    return codes;
  };

  it('blocks one API for a minute when a minute had too many calls', async () => {
    await app.sandbox.control.setRules({ wecomCallsPerMinute: 3 });
    expect(await calls(4)).toEqual([0, 0, 0, 45009]);
    expect(await app.errcode('externalcontact/get_follow_user_list')).toBe(0);
    await app.sandbox.control.advanceClock(55);
    expect(await calls(1)).toEqual([45009]);
    await app.sandbox.control.advanceClock(6);
    expect(await calls(1)).toEqual([0]);
    await app.sandbox.control.setRules({ wecomCallsPerMinute: 10_000 });
  });

  it('blocks one API for an hour when an hour had too many, other apps included', async () => {
    await app.sandbox.control.setRules({ wecomCallsPerHour: 10 });
    await app.sandbox.control.wecom.useQuota('/cgi-bin/user/get', 8);
    expect(await calls(3)).toEqual([0, 0, 45009]);
    await app.sandbox.control.advanceClock(3500);
    expect(await calls(1)).toEqual([45009]);
    await app.sandbox.control.advanceClock(101);
    expect(await calls(1)).toEqual([0]);
    await app.sandbox.control.setRules({ wecomCallsPerHour: 150_000 });
  });

  it('gives a ticket a hundred times an hour to an app and four hundred times to the company', async () => {
    expect(new Set(await calls(100, 'get_jsapi_ticket'))).toEqual(new Set([0]));
    expect(await calls(1, 'get_jsapi_ticket')).toEqual([45009]);
    await app.sandbox.control.wecom.useQuota('/cgi-bin/ticket/get', 399);
    expect(await calls(2, 'ticket/get?type=agent_config')).toEqual([0, 45009]);
  });

  it('does not count getuserinfo with a valid code', async () => {
    await app.sandbox.control.setRules({ wecomCallsPerMinute: 1 });
    for (let login = 0; login < 3; login += 1) {
      const { code } = await app.sandbox.control.wecom.oauthCode('xiaomei');
      expect(await app.errcode(`auth/getuserinfo?code=${code}`)).toBe(0);
    }
    expect(await calls(2, 'auth/getuserinfo?code=none')).toEqual([40029, 45009]);
    const { code } = await app.sandbox.control.wecom.oauthCode('xiaomei');
    expect(await app.errcode(`auth/getuserinfo?code=${code}`)).toBe(0);
    await app.sandbox.control.setRules({ wecomCallsPerMinute: 10_000 });
  });

  it('answers 45033 when a test asks for it', async () => {
    await app.sandbox.control.scenario('concurrency-45033');
    await app.platform.corpToken();
    expect(await app.errcode('user/get?userid=xiaomei')).toBe(0);
    await app.sandbox.control.faults({ failNext: { path: '/cgi-bin/user/get', errcode: 45033 } });
    expect(await app.errcode('user/get?userid=xiaomei')).toBe(45033);
  });
});

describe('The address book', () => {
  it('names members by userid in any case, and departments', async () => {
    expect(await app.call('user/get?userid=XiaoMei')).toMatchObject({
      userid: 'xiaomei',
      name: '小美',
      position: '导购',
      department: [4],
    });
    expect(await app.errcode('user/get?userid=nobody')).toBe(60111);
    expect(await app.errcode('user/get')).toBe(41009);
    const list = (await app.call('department/list')).department as { id: number; name: string }[];
    expect(list.map(({ name }) => name)).toEqual(['沙箱优选', '总部', '门店', '静安寺店', '南京西路店']);
    expect((await app.call('department/list?id=3')).department).toHaveLength(3);
    expect(await app.errcode('department/list?id=99')).toBe(60003);
  });

  it('lists the members of a department, with those below it when asked', async () => {
    const userids = async (query: string) =>
      ((await app.call(`user/simplelist?${query}`)).userlist as { userid: string }[]).map(
        ({ userid }) => userid,
      );
    expect(await userids('department_id=3')).toEqual([]);
    expect(await userids('department_id=3&fetch_child=1')).toEqual(['xiaomei', 'laozhou', 'aqiang']);
    expect(await app.errcode('user/simplelist?department_id=99')).toBe(60123);
  });

  it('forgets who left', async () => {
    await app.sandbox.control.wecom.leave('aqiang');
    expect(await app.errcode('user/get?userid=aqiang')).toBe(60111);
    await app.sandbox.control.wecom.rejoin('aqiang');
    expect(await app.errcode('user/get?userid=aqiang')).toBe(0);
  });
});
