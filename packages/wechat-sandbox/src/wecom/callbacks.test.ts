import { encrypt, getSignature } from '@wecom/crypto';
import { startSandbox } from '../sandbox';
import { startReceiver } from '../testing/receiver';
import { startWecomApp } from '../testing/wecom-app';
import type { WecomApp } from '../testing/wecom-app';

let app: WecomApp;
let external: Record<string, string>;
beforeAll(async () => {
  app = await startWecomApp();
  const { shoppers } = await app.sandbox.control.people();
  external = Object.fromEntries(shoppers.map(({ id, external_userid }) => [id, external_userid]));
});
afterAll(() => app.close());
beforeEach(() => app.reset());

const pair = { userid: 'laozhou', shopperId: 'chen' };
const told = async () => (await app.events()).map(({ ChangeType }) => ChangeType);

describe('A callback', () => {
  it('is encrypted, signed, and carries who it is for', async () => {
    const { wecom } = app.sandbox.control;
    const { welcome_code } = await wecom.addCustomer({ ...pair, state: 'door' });
    const [event] = await app.events();
    expect(event).toMatchObject({
      ToUserName: app.sandbox.env.WECOM_CORPID,
      FromUserName: 'sys',
      MsgType: 'event',
      Event: 'change_external_contact',
      ChangeType: 'add_external_contact',
      UserID: 'laozhou',
      ExternalUserID: external.chen,
      State: 'door',
      WelcomeCode: welcome_code,
    });
    const [received] = app.receiver.received;
    expect(received?.url).toContain('app=1');
    expect(received?.body).toContain('<AgentID><![CDATA[1000002]]></AgentID>');
  });

  it('is tried three times', async () => {
    app.answers.push(...Array(5).fill({ status: 500, body: '' }));
    await app.sandbox.control.wecom.addCustomer(pair);
    await app.sandbox.control.settle();
    await app.sandbox.control.advanceClock(60);
    expect(app.receiver.received).toHaveLength(3);
    expect((await app.sandbox.control.notices())[0]).toMatchObject({ channel: 'wecom', status: 'given-up' });
  });

  it('can be told of with a wrong signature, for another company, or twice', async () => {
    const { control } = app.sandbox;
    const last = () => app.open(app.receiver.received.at(-1)!);
    await control.faults({ callbacks: { mode: 'bad-signature' } });
    await control.wecom.addCustomer(pair);
    await control.settle();
    expect(last().signed).toBe(false);
    await control.faults({ callbacks: { mode: 'wrong-receiveid' } });
    await control.wecom.addCustomer(pair);
    await control.settle();
    expect(last()).toMatchObject({ signed: true, id: 'ww0000000000000000' });
    await control.faults({ callbacks: { mode: 'duplicate' } });
    await control.wecom.dropCustomer(pair);
    await control.settle();
    const [second, third] = app.receiver.received.slice(-2).map(app.open);
    expect(second?.message).toBe(third?.message);
    expect(third?.message).toContain('del_follow_user');
  });

  it('goes nowhere while the app has no address', async () => {
    const bare = await startSandbox();
    await bare.control.wecom.addCustomer(pair);
    expect(await bare.control.notices()).toEqual([]);
    await bare.close();
  });

  it('goes to an address that was checked: one that does not echo within a second is reported', async () => {
    const { control } = app.sandbox;
    const silent = await startReceiver();
    const check = () => control.configureCallbacks({ wecomCallbackUrl: silent.url });
    expect(await check()).toMatchObject({
      verified: false,
      explanation: expect.stringMatching(/^expected \d{19}, got 204/) as string,
    });
    silent.answers.push({ status: 200, afterMs: 1200 });
    expect((await check()).explanation).toContain('1000 ms');
    await silent.close();
  });
});

describe('An answer to a callback', () => {
  const reply = (plain: string, changes: { token?: string; receiver?: string } = {}) => {
    const { env } = app.sandbox;
    const encrypted = encrypt(
      env.WECOM_CALLBACK_AES_KEY ?? '',
      plain,
      changes.receiver ?? env.WECOM_CORPID ?? '',
    );
    const token = changes.token ?? env.WECOM_CALLBACK_TOKEN ?? '';
    const signature = getSignature(token, '1700000000', 'NONCE', encrypted);
    const body = `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature><TimeStamp>1700000000</TimeStamp><Nonce><![CDATA[NONCE]]></Nonce></xml>`;
    app.answers.push({ status: 200, body });
  };
  const words = async () => {
    await app.sandbox.control.settle();
    return (await app.sandbox.control.requests()).at(-1)?.explanation ?? '';
  };
  const text = '<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[您好]]></Content></xml>';

  it('may be an encrypted text, which the member gets', async () => {
    reply(text);
    await app.sandbox.control.wecom.openApp('xiaomei');
    expect(await words()).toContain('被动回复 text 已送达');
    expect((await app.events())[0]).toMatchObject({ Event: 'enter_agent', FromUserName: 'xiaomei' });
    expect((await app.sandbox.control.wecom.sent('xiaomei')).messages).toMatchObject([
      { kind: 'app', content: { content: '您好' } },
    ]);
  });

  it('is not heeded with a wrong signature, for another company, or in the clear', async () => {
    const { wecom } = app.sandbox.control;
    reply(text, { token: 'other' });
    await wecom.openApp('xiaomei');
    expect(await words()).toMatch(/MsgSignature 应为 [0-9a-f]{40}/);
    reply(text, { receiver: 'ww0000000000000000' });
    await wecom.openApp('xiaomei');
    expect(await words()).toContain('receiveid 应为');
    app.answers.push({ status: 200, body: text });
    await wecom.openApp('xiaomei');
    expect(await words()).toContain('必须加密');
    app.answers.push({ status: 200, body: 'whatever' });
    await wecom.openApp('xiaomei');
    expect(await words()).toContain('既不是空');
    reply(text);
    await wecom.addCustomer(pair);
    expect(await words()).toContain('没有可以回复的成员');
    expect((await wecom.sent('xiaomei')).messages).toEqual([]);
  });
});

describe('Parting', () => {
  it('is told of differently by who did it', async () => {
    const { wecom } = app.sandbox.control;
    await wecom.addCustomer(pair);
    expect(await wecom.dropCustomer(pair)).toEqual({ dropped: true });
    expect(await wecom.dropCustomer(pair)).toEqual({ dropped: false });
    await wecom.addCustomer(pair);
    expect(await wecom.deleteCustomer(pair)).toEqual({ deleted: true });
    expect(await told()).toEqual([
      'add_external_contact',
      'del_follow_user',
      'add_external_contact',
      'del_external_contact',
    ]);
    expect((await app.events()).at(-1)).not.toHaveProperty('Source');
    expect(await app.errcode('externalcontact/list?userid=laozhou')).toBe(84061);
  });
});

describe('A welcome code', () => {
  const last = async () => (await app.events()).at(-1);

  it('is absent when the two have begun to chat', async () => {
    const { wecom } = app.sandbox.control;
    await wecom.chat({ userid: 'xiaomei', shopperId: 'lin', from: 'customer', text: '在吗' });
    const met = await wecom.addCustomer({ userid: 'xiaomei', shopperId: 'lin' });
    expect(met.welcome_code).toBeUndefined();
    expect(await last()).not.toHaveProperty('WelcomeCode');
    await wecom.dropCustomer({ userid: 'xiaomei', shopperId: 'lin' });
    expect((await wecom.addCustomer({ userid: 'xiaomei', shopperId: 'lin' })).welcome_code).toBeDefined();
  });

  it('is absent when the console welcomes in the member’s name', async () => {
    const { control } = app.sandbox;
    await control.wecom.setMember('laozhou', { consoleWelcome: '欢迎光临' });
    expect((await control.wecom.addCustomer(pair)).welcome_code).toBeUndefined();
    expect((await control.inbox('chen')).chats).toMatchObject([
      { kind: 'welcome', content: { text: { content: '欢迎光临' } } },
    ]);
    await control.wecom.setMember('laozhou', { consoleWelcome: null });
    expect((await control.wecom.addCustomer(pair)).welcome_code).toBeDefined();
  });
});
