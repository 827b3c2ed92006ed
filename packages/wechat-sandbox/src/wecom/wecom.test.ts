import { decrypt, getSignature } from '@wecom/crypto';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { PlatformClient } from '../testing/platform';
import type { Json } from '../testing/platform';
import { startReceiver } from '../testing/receiver';
import type { Received, Receiver } from '../testing/receiver';

let sandbox: Sandbox;
let platform: PlatformClient;
let receiver: Receiver;
let lin: { external_userid: string; unionid: string };
let chenExternal: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  platform = new PlatformClient(sandbox);
  receiver = await startReceiver(answerCallback);
  const { shoppers } = await sandbox.control.people();
  lin = shoppers[0]!;
  chenExternal = shoppers[2]!.external_userid;
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});
beforeEach(async () => {
  await sandbox.control.reset();
  receiver.received.length = 0;
  refuse = 0;
});

let refuse = 0;

/** A server as it should be: echoes the decrypted text, takes events, and refuses when told. */
function answerCallback(received: Received): { status: number; body: string } {
  if (received.method === 'GET') {
    const echo = new URL(received.url, 'http://x').searchParams.get('echostr') ?? '';
    return { status: 200, body: decrypt(sandbox.env.WECOM_CALLBACK_AES_KEY ?? '', echo).message };
  }
  refuse -= 1;
  return refuse >= 0 ? { status: 500, body: '' } : { status: 200, body: 'success' };
}

function openCallback(received: Received): { signed: boolean; id: string; message: string } {
  const query = new URL(received.url, 'http://x').searchParams;
  const encrypt = /<Encrypt><!\[CDATA\[(.*?)\]\]><\/Encrypt>/.exec(received.body)?.[1] ?? '';
  const { env } = sandbox;
  const expected = getSignature(
    env.WECOM_CALLBACK_TOKEN ?? '',
    query.get('timestamp') ?? '',
    query.get('nonce') ?? '',
    encrypt,
  );
  const { message, id } = decrypt(env.WECOM_CALLBACK_AES_KEY ?? '', encrypt);
  return { signed: expected === query.get('msg_signature'), id, message };
}

describe('Tokens and tickets', () => {
  it('are the same for the app until they expire', async () => {
    const first = await platform.corpToken();
    expect(first).toMatchObject({ errcode: 0, expires_in: 7200 });
    expect((await platform.corpToken()).access_token).toBe(first.access_token);
    const ticket = await platform.wecom('/cgi-bin/get_jsapi_ticket');
    expect((await platform.wecom('/cgi-bin/get_jsapi_ticket')).ticket).toBe(ticket.ticket);
    const agent = await platform.wecom('/cgi-bin/ticket/get?type=agent_config');
    expect(agent.ticket).not.toBe(ticket.ticket);
    await sandbox.control.advanceClock(7201);
    expect((await use(String(first.access_token))).errcode).toBe(42001);
    expect((await platform.corpToken()).access_token).not.toBe(first.access_token);
    expect((await platform.wecom('/cgi-bin/get_jsapi_ticket')).ticket).not.toBe(ticket.ticket);
  });

  const use = (token: string): Promise<Json> =>
    platform.call(`${sandbox.env.WECOM_API_BASE}/cgi-bin/user/get?userid=xiaomei&access_token=${token}`);

  it('are refused for a wrong company or secret, when missing, made up or killed', async () => {
    expect((await platform.corpToken({ corpid: 'ww0' })).errcode).toBe(40013);
    expect((await platform.corpToken({ corpsecret: 'x' })).errcode).toBe(40001);
    expect((await use('')).errcode).toBe(41001);
    expect((await use('x')).errcode).toBe(40014);
    const { access_token } = await platform.corpToken();
    await sandbox.control.faults({ tokenDeath: true });
    const killed = await use(String(access_token));
    expect(killed.errcode).toBe(40014);
    expect(killed.errmsg).toContain('devtool/query?e=40014');
    expect((await platform.wecom('/cgi-bin/ticket/get?type=x')).errcode).toBe(40058);
  });
});

describe('OAuth', () => {
  const userinfo = (code: string): Promise<Json> => platform.wecom(`/cgi-bin/auth/getuserinfo?code=${code}`);

  it('takes a code once, within five minutes', async () => {
    const { code } = await sandbox.control.wecom.oauthCode('laozhou');
    expect(await userinfo(code)).toMatchObject({ errcode: 0, userid: 'laozhou' });
    expect((await userinfo(code)).errcode).toBe(40029);
    const late = (await sandbox.control.wecom.oauthCode('laozhou')).code;
    await sandbox.control.advanceClock(301);
    expect((await userinfo(late)).errcode).toBe(40029);
  });

  const authorize = (
    changes: Record<string, string> = {},
    cookie = 'sandbox_staff=aqiang',
  ): Promise<Response> => {
    const { env } = sandbox;
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

  it('leads back with code and state when the cookie says who it is', async () => {
    const response = await authorize();
    expect(response.status).toBe(302);
    const target = new URL(response.headers.get('location') ?? '');
    expect(target.href).toMatch(/^http:\/\/127\.0\.0\.1:7303\/login\?a=1&code=/);
    expect(target.searchParams.get('state')).toBe('abc123');
    expect((await userinfo(target.searchParams.get('code') ?? '')).userid).toBe('aqiang');
  });

  it('asks who it is without the cookie', async () => {
    const response = await authorize({}, '');
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain('小美');
    expect(page).toContain('sandbox_staff=yunying');
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

describe('Customers', () => {
  it('are listed per member; somebody without customers is 84061', async () => {
    const list = await platform.wecom('/cgi-bin/externalcontact/list?userid=xiaomei');
    expect(list.external_userid).toHaveLength(2);
    expect((list.external_userid as string[])[0]).toMatch(/^wm.{30}$/);
    expect((await platform.wecom('/cgi-bin/externalcontact/list?userid=laozhou')).errcode).toBe(84061);
    expect((await platform.wecom('/cgi-bin/externalcontact/list?userid=nobody')).errcode).toBe(60111);
    const all = await platform.wecom('/cgi-bin/externalcontact/get_follow_user_list');
    expect(all.follow_user).toContain('laozhou');
  });

  it('carry their unionid and who follows them', async () => {
    const detail = await platform.wecom(
      `/cgi-bin/externalcontact/get?external_userid=${lin.external_userid}`,
    );
    expect(detail).toMatchObject({
      external_contact: { name: '林晓', type: 1, unionid: lin.unionid },
      follow_user: [{ userid: 'xiaomei', remark: '', add_way: 1 }],
    });
    const get = (id: string): Promise<Json> =>
      platform.wecom(`/cgi-bin/externalcontact/get?external_userid=${id}`);
    expect((await get(chenExternal)).errcode).toBe(84061);
    expect((await get('wmNobody')).errcode).toBe(40096);
  });

  it('have remarks and tags per member', async () => {
    const pair = { userid: 'xiaomei', external_userid: lin.external_userid };
    const remark = (body: Json): Promise<Json> => platform.wecom('/cgi-bin/externalcontact/remark', body);
    expect((await remark({ ...pair, remark: 'M码', remark_mobiles: ['13800138001'] })).errcode).toBe(0);
    expect((await remark(pair)).errcode).toBe(40063);
    expect((await remark({ ...pair, remark: 'x'.repeat(21) })).errcode).toBe(40058);
    expect((await remark({ ...pair, userid: 'laozhou', remark: 'x' })).errcode).toBe(84061);
    const made = await platform.wecom('/cgi-bin/externalcontact/add_corp_tag', {
      group_name: '偏好',
      tag: [{ name: '茶' }, { name: '咖啡' }],
    });
    const group = made.tag_group as { tag: { id: string; name: string }[] };
    const mark = (body: Json): Promise<Json> =>
      platform.wecom('/cgi-bin/externalcontact/mark_tag', { ...pair, ...body });
    expect((await mark({})).errcode).toBe(40063);
    expect((await mark({ add_tag: ['etNone'] })).errcode).toBe(40068);
    expect((await mark({ add_tag: [group.tag[0]?.id] })).errcode).toBe(0);
    const detail = await platform.wecom(
      `/cgi-bin/externalcontact/get?external_userid=${lin.external_userid}`,
    );
    expect(detail.follow_user).toMatchObject([
      {
        remark: 'M码',
        remark_mobiles: ['13800138001'],
        tags: [{ group_name: '偏好', tag_name: '茶', type: 1 }],
      },
    ]);
  });
});

describe('A new customer', () => {
  beforeEach(async () => {
    const check = await sandbox.control.configureCallbacks({
      wecomCallbackUrl: `${receiver.url}/wecom?app=1`,
    });
    expect(check).toEqual({ verified: true, explanation: 'ok' });
    receiver.received.length = 0;
  });

  it('is told of by an encrypted callback with a welcome code', async () => {
    const { welcome_code } = await sandbox.control.wecom.addCustomer({
      userid: 'laozhou',
      shopperId: 'chen',
      state: 'door',
    });
    await sandbox.control.settle();
    const { signed, id, message } = openCallback(receiver.received[0]!);
    expect([signed, id]).toEqual([true, sandbox.env.WECOM_CORPID]);
    expect(message).toContain('<Event><![CDATA[change_external_contact]]></Event>');
    expect(message).toContain('<ChangeType><![CDATA[add_external_contact]]></ChangeType>');
    expect(message).toContain(`<WelcomeCode><![CDATA[${welcome_code}]]></WelcomeCode>`);
    expect(message).toContain('<State><![CDATA[door]]></State>');
    expect(receiver.received[0]?.url).toContain('app=1');
    const list = await platform.wecom('/cgi-bin/externalcontact/list?userid=laozhou');
    expect(list.external_userid).toEqual([chenExternal]);
  });

  it('is tried three times', async () => {
    refuse = 5;
    await sandbox.control.wecom.addCustomer({ userid: 'laozhou', shopperId: 'chen' });
    await sandbox.control.settle();
    await sandbox.control.advanceClock(60);
    expect(receiver.received).toHaveLength(3);
    expect((await sandbox.control.notices())[0]).toMatchObject({ channel: 'wecom', status: 'given-up' });
  });

  it('can be told of with a wrong signature, for another company, or twice', async () => {
    await sandbox.control.faults({ callbacks: { mode: 'bad-signature' } });
    await sandbox.control.wecom.addCustomer({ userid: 'laozhou', shopperId: 'chen' });
    await sandbox.control.settle();
    expect(openCallback(receiver.received[0]!).signed).toBe(false);
    await sandbox.control.faults({ callbacks: { mode: 'wrong-receiveid' } });
    await sandbox.control.wecom.addCustomer({ userid: 'laozhou', shopperId: 'chen' });
    await sandbox.control.settle();
    expect(openCallback(receiver.received[1]!)).toMatchObject({ signed: true, id: 'ww0000000000000000' });
    await sandbox.control.faults({ callbacks: { mode: 'duplicate' } });
    await sandbox.control.wecom.dropCustomer({ userid: 'laozhou', shopperId: 'chen' });
    await sandbox.control.settle();
    expect(openCallback(receiver.received[2]!).message).toBe(openCallback(receiver.received[3]!).message);
    expect(openCallback(receiver.received[2]!).message).toContain('del_follow_user');
  });

  it('is welcomed once, within twenty seconds', async () => {
    const welcome = (code: string, body: Json = { text: { content: '欢迎' } }): Promise<Json> =>
      platform.wecom('/cgi-bin/externalcontact/send_welcome_msg', { welcome_code: code, ...body });
    const { welcome_code } = await sandbox.control.wecom.addCustomer({
      userid: 'xiaomei',
      shopperId: 'chen',
    });
    expect((await welcome(welcome_code, {})).errcode).toBe(40063);
    expect((await welcome(welcome_code)).errcode).toBe(0);
    expect((await welcome(welcome_code)).errcode).toBe(41051);
    expect((await welcome('unknown')).errcode).toBe(40058);
    const late = await sandbox.control.wecom.addCustomer({ userid: 'laozhou', shopperId: 'chen' });
    await sandbox.control.advanceClock(21);
    expect((await welcome(late.welcome_code)).errcode).toBe(41051);
    expect((await sandbox.control.inbox('chen')).chats).toMatchObject([
      { kind: 'welcome', userid: 'xiaomei' },
    ]);
  });
});

describe('Messages to staff', () => {
  const send = (changes: Json = {}): Promise<Json> =>
    platform.wecom('/cgi-bin/message/send', {
      touser: 'xiaomei|Nobody',
      msgtype: 'text',
      agentid: Number(sandbox.env.WECOM_AGENTID),
      text: { content: '有新订单' },
      ...changes,
    });

  it('reach those who exist and name the others', async () => {
    expect(await send()).toMatchObject({ errcode: 0, invaliduser: 'nobody' });
    expect((await sandbox.control.wecom.sent('xiaomei')).messages).toMatchObject([
      { kind: 'app', msgtype: 'text', content: { content: '有新订单' } },
    ]);
  });

  it.each([
    [{ touser: 'nobody' }, 81013],
    [{ agentid: 1 }, 40056],
    [{ touser: '' }, 40063],
    [{ text: { content: '' } }, 44004],
    [{ text: { content: '长'.repeat(700) } }, 45002],
    [{ msgtype: 'textcard' }, 40008],
  ])('are refused for %j', async (change, errcode) => {
    expect((await send(change)).errcode).toBe(errcode);
  });

  it('come from an app that can ask who a member is', async () => {
    expect(await platform.wecom('/cgi-bin/user/get?userid=xiaomei')).toMatchObject({
      name: '小美',
      position: '导购',
    });
    expect((await platform.wecom('/cgi-bin/user/get?userid=nobody')).errcode).toBe(60111);
  });
});

it('reports a callback address that does not echo', async () => {
  const silent = await startReceiver();
  const check = await sandbox.control.configureCallbacks({ wecomCallbackUrl: silent.url });
  expect(check.verified).toBe(false);
  await silent.close();
});
