import { decryptCallback, sha1 } from '../crypto/wecom';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { startReceiver } from '../testing/receiver';
import type { Received, Receiver } from '../testing/receiver';

let sandbox: Sandbox;
let receiver: Receiver;
/** What the server answers next, first to last; `success` when there is nothing. */
const answers: { status: number; body: string }[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
  receiver = await startReceiver((received) => {
    const echo = new URL(received.url, 'http://receiver').searchParams.get('echostr');
    if (received.method === 'GET') return { status: 200, body: echo ?? '' };
    return answers.shift() ?? { status: 200, body: 'success' };
  });
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});
beforeEach(async () => {
  await sandbox.control.reset();
  await sandbox.control.officialAccount.configure({
    push: { url: receiver.url, mode: 'safe', format: 'xml' },
  });
  receiver.received.length = 0;
  answers.length = 0;
});

const queryOf = ({ url }: Received): Record<string, string> =>
  Object.fromEntries(new URL(url, 'http://receiver').searchParams);
const last = (): Received => {
  const received = receiver.received.at(-1);
  if (!received) throw new Error('nothing was received');
  return received;
};
const fieldOf = (xml: string, name: string): string =>
  new RegExp(`<${name}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${name}>`, 's').exec(xml)?.[1] ?? '';
const token = (): string => sandbox.env.OFFICIAL_ACCOUNT_TOKEN ?? '';
const signed = (...parts: (string | undefined)[]): string =>
  sha1([token(), ...parts.map(String)].sort().join(''));
/** What a careful server does with a message in safe mode: the signature first, then the cipher text, then whose it is. */
const open = (received: Received): { message: string; ours: boolean; signedRight: boolean } => {
  const { timestamp, nonce, msg_signature } = queryOf(received);
  const encrypt = fieldOf(received.body, 'Encrypt');
  const signedRight = msg_signature === signed(timestamp, nonce, encrypt);
  const { message, receiveId } = decryptCallback(encrypt, sandbox.env.OFFICIAL_ACCOUNT_AES_KEY ?? '');
  return { message, ours: receiveId === sandbox.env.OFFICIAL_ACCOUNT_APPID, signedRight };
};
const write = async (text = '你好'): Promise<void> => {
  await sandbox.control.officialAccount.message('lin', text);
  await sandbox.control.settle();
};

describe('Saving an address', () => {
  it('is checked by a signed echo, each app with its own token', async () => {
    const check = await sandbox.control.configureCallbacks({
      officialAccountPushUrl: `${receiver.url}/oa?x=1`,
    });
    expect(check).toEqual({ verified: true, explanation: 'ok' });
    const { signature, timestamp, nonce, echostr, x } = queryOf(last());
    expect(signature).toBe(signed(timestamp, nonce));
    expect(echostr).toMatch(/^\d{19}$/);
    expect(x).toBe('1');
    const settings = await sandbox.control.officialAccount.settings();
    expect(settings.push).toEqual({ url: `${receiver.url}/oa?x=1`, mode: 'safe', format: 'xml' });
  });

  it('says what came back instead', async () => {
    const wrong = await startReceiver(() => ({ status: 200, body: 'no' }));
    const dead = 'http://127.0.0.1:9/';
    const check = await sandbox.control.configureCallbacks({
      miniProgramPushUrl: wrong.url,
      officialAccountPushUrl: receiver.url,
      wecomCallbackUrl: dead,
    });
    expect(check.verified).toBe(false);
    expect(check.explanation).toMatch(/miniProgramPushUrl: expected \d{19}, got 200 no/);
    expect(check.explanation).toMatch(/officialAccountPushUrl: ok/);
    expect(check.explanation).toMatch(/wecomCallbackUrl: .*ECONNREFUSED/);
    await wrong.close();
    await sandbox.control.miniProgram.configure({ push: { url: null } });
  });

  it('needs an address', async () => {
    await expect(sandbox.control.configureCallbacks({})).rejects.toThrow(/at least one/);
  });

  it('stays over a reset', async () => {
    await sandbox.control.officialAccount.configure({ push: { mode: 'compatible' } });
    await sandbox.control.reset();
    expect((await sandbox.control.officialAccount.settings()).push).toMatchObject({
      url: receiver.url,
      mode: 'compatible',
    });
  });
});

describe('A message', () => {
  it('is sealed in safe mode: only the receiver and the cipher text are to be read', async () => {
    await write();
    const received = last();
    expect(received.headers['content-type']).toBe('text/xml');
    expect(queryOf(received)).toMatchObject({ encrypt_type: 'aes', openid: expect.stringMatching(/^o/) });
    expect(queryOf(received).signature).toBe(signed(queryOf(received).timestamp, queryOf(received).nonce));
    expect(received.body).toMatch(/^<xml><ToUserName>.*<\/ToUserName><Encrypt>.*<\/Encrypt><\/xml>$/);
    const { message, ours, signedRight } = open(received);
    expect({ ours, signedRight }).toEqual({ ours: true, signedRight: true });
    expect(fieldOf(message, 'MsgType')).toBe('text');
    expect(fieldOf(message, 'Content')).toBe('你好');
    expect(fieldOf(message, 'MsgId')).toMatch(/^\d{18}$/);
    expect(fieldOf(message, 'ToUserName')).toBe(sandbox.env.OFFICIAL_ACCOUNT_ORIGINAL_ID);
    expect(Number(fieldOf(message, 'CreateTime'))).toBeGreaterThan(1_700_000_000);
  });

  it('is open in plain mode, signed over time and nonce only', async () => {
    await sandbox.control.officialAccount.configure({ push: { mode: 'plain' } });
    await write('a]]>b');
    expect(queryOf(last())).not.toHaveProperty('encrypt_type');
    expect(last().body).not.toContain('<Encrypt>');
    expect(last().body).toContain('<Content><![CDATA[a]]]]><![CDATA[>b]]></Content>');
    const { signature, timestamp, nonce } = queryOf(last());
    expect(signature).toBe(signed(timestamp, nonce));
  });

  it('is both in compatible mode, as XML or JSON', async () => {
    const { officialAccount } = sandbox.control;
    await officialAccount.configure({ push: { mode: 'compatible' } });
    await write();
    expect(fieldOf(last().body, 'Content')).toBe('你好');
    expect(fieldOf(open(last()).message, 'Content')).toBe('你好');
    await officialAccount.configure({ push: { format: 'json' } });
    await write('再见');
    const body = JSON.parse(last().body) as Record<string, string>;
    expect(last().headers['content-type']).toBe('application/json');
    expect(body).toMatchObject({ MsgType: 'text', Content: '再见' });
    const sealed = decryptCallback(body.Encrypt ?? '', sandbox.env.OFFICIAL_ACCOUNT_AES_KEY ?? '');
    expect(JSON.parse(sealed.message)).toMatchObject({ Content: '再见', MsgId: body.MsgId });
  });

  it('is JSON of the mini-program in safe mode', async () => {
    await sandbox.control.miniProgram.configure({ push: { url: receiver.url } });
    await sandbox.control.miniProgram.message('lin', '在吗');
    await sandbox.control.settle();
    const { Encrypt, ToUserName } = JSON.parse(last().body) as Record<string, string>;
    expect(ToUserName).toBe(sandbox.env.MINI_PROGRAM_ORIGINAL_ID);
    const sealed = decryptCallback(Encrypt ?? '', sandbox.env.MINI_PROGRAM_PUSH_AES_KEY ?? '');
    expect(sealed.receiveId).toBe(sandbox.env.MINI_PROGRAM_APPID);
    expect(JSON.parse(sealed.message)).toMatchObject({ Content: '在吗' });
    await sandbox.control.miniProgram.configure({ push: { url: null } });
  });

  it('is taken by success, by nothing, and by a message in reply', async () => {
    for (const body of ['success', '', '<xml></xml>', '{}']) {
      answers.push({ status: 200, body });
      await write();
    }
    const notices = await sandbox.control.notices();
    expect(notices.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'delivered'));
  });

  it('is tried three times, five seconds apart, with the same MsgId', async () => {
    answers.push({ status: 200, body: 'fail' }, { status: 500, body: '' }, { status: 200, body: 'error' });
    await write();
    expect(receiver.received).toHaveLength(1);
    await sandbox.control.advanceClock(5);
    expect(receiver.received).toHaveLength(2);
    await sandbox.control.advanceClock(60);
    expect(receiver.received).toHaveLength(3);
    const ids = receiver.received.map((received) => fieldOf(open(received).message, 'MsgId'));
    expect(new Set(ids).size).toBe(1);
    const nonces = receiver.received.map((received) => queryOf(received).nonce);
    expect(new Set(nonces).size).toBe(3);
    expect((await sandbox.control.notices())[0]).toMatchObject({
      channel: 'push',
      event: 'text',
      status: 'given-up',
      statuses: [200, 500, 200],
    });
  });

  it('goes nowhere without an address', async () => {
    await sandbox.control.officialAccount.configure({ push: { url: null } });
    await write();
    expect(await sandbox.control.notices()).toEqual([]);
  });
});

describe('On its way a message', () => {
  const under = async (
    mode: 'duplicate' | 'tamper' | 'stale' | 'bad-signature' | 'wrong-receiveid',
  ): Promise<void> => {
    await sandbox.control.faults({ push: { mode, times: 1 } });
    await write();
  };

  it('may come twice, with the same MsgId', async () => {
    await under('duplicate');
    const ids = receiver.received.map((received) => fieldOf(open(received).message, 'MsgId'));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('may be changed: the signature of the cipher text does not fit', async () => {
    await under('tamper');
    const { timestamp, nonce, msg_signature, signature } = queryOf(last());
    expect(msg_signature).not.toBe(signed(timestamp, nonce, fieldOf(last().body, 'Encrypt')));
    expect(signature).toBe(signed(timestamp, nonce));
  });

  it('may be changed in plain mode without a trace', async () => {
    await sandbox.control.officialAccount.configure({ push: { mode: 'plain' } });
    await under('tamper');
    const { timestamp, nonce, signature } = queryOf(last());
    expect(signature).toBe(signed(timestamp, nonce));
    const [notice] = await sandbox.control.notices();
    expect(last().body).not.toBe(notice?.message);
  });

  it('may be old, signed by somebody else, or meant for another app', async () => {
    await under('stale');
    const now = (await sandbox.control.clock()).nowMs / 1000;
    expect(now - Number(queryOf(last()).timestamp)).toBeGreaterThan(590);
    expect(open(last()).signedRight).toBe(true);
    await under('bad-signature');
    expect(open(last()).signedRight).toBe(false);
    expect(queryOf(last()).signature).not.toBe(signed(queryOf(last()).timestamp, queryOf(last()).nonce));
    await under('wrong-receiveid');
    expect(open(last())).toMatchObject({ signedRight: true, ours: false });
  });
});

describe('What somebody does with subscribe messages', () => {
  const template = 'PICKUP_READY_TEMPLATE';
  const events = (): Record<string, unknown>[] =>
    receiver.received.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  beforeEach(() => sandbox.control.miniProgram.configure({ push: { url: receiver.url, mode: 'plain' } }));
  afterEach(() => sandbox.control.miniProgram.configure({ push: { url: null, format: 'json' } }));

  it('is told: the answer to the sheet, the change in the settings', async () => {
    await sandbox.control.subscribe('lin', { templateIds: [template], answer: 'accept' });
    await sandbox.control.miniProgram.switchOff('lin', template);
    await sandbox.control.settle();
    expect((await sandbox.control.inbox('lin')).subscriptions).toEqual({});
    expect(events()).toMatchObject([
      {
        Event: 'subscribe_msg_popup_event',
        List: [{ TemplateId: template, SubscribeStatusString: 'accept', PopupScene: '0' }],
      },
      {
        Event: 'subscribe_msg_change_event',
        List: [{ TemplateId: template, SubscribeStatusString: 'reject' }],
      },
    ]);
    await expect(sandbox.control.miniProgram.switchOff('lin', 'x')).rejects.toThrow(/no template/);
  });

  it('is a lone object in JSON where the rule says so, and wrapped in XML', async () => {
    await sandbox.control.setRules({ subscribeEventList: 'object-when-one' });
    await sandbox.control.subscribe('lin', { templateIds: [template], answer: 'reject' });
    await sandbox.control.settle();
    expect(events().at(-1)).toMatchObject({ List: { SubscribeStatusString: 'reject' } });
    await sandbox.control.setRules({ subscribeEventList: 'array' });
    await sandbox.control.miniProgram.configure({ push: { format: 'xml' } });
    await sandbox.control.subscribe('lin', { templateIds: [template], answer: 'accept' });
    await sandbox.control.settle();
    expect(last().body).toMatch(
      /<SubscribeMsgPopupEvent><List><TemplateId>.*<\/List><\/SubscribeMsgPopupEvent><\/xml>$/,
    );
  });
});

describe('A reply to a message', () => {
  const replied = async (body: string): Promise<unknown[]> => {
    answers.push({ status: 200, body });
    await sandbox.control.officialAccount.follow('lin');
    await sandbox.control.settle();
    return (await sandbox.control.inbox('lin')).official.messages;
  };
  const xml = (to: string, inner: string): string => `<xml><ToUserName>${to}</ToUserName>${inner}</xml>`;
  const text = '<MsgType>text</MsgType><Content><![CDATA[欢迎]]></Content>';
  const openid = async (): Promise<string> =>
    (await sandbox.control.people()).shoppers[0]?.officialOpenid ?? '';
  const said = async (): Promise<string> => (await sandbox.control.requests()).at(-1)?.explanation ?? '';

  it('comes to the person, as a text or an article', async () => {
    await sandbox.control.officialAccount.configure({ push: { mode: 'plain' } });
    expect(await replied(xml(await openid(), text))).toMatchObject([{ kind: 'reply', text: '欢迎' }]);
    const article = '<Title>新品</Title><Description>秋装</Description><Url>https://shop.example</Url>';
    const news = `<MsgType>news</MsgType><Articles><item>${article}</item></Articles>`;
    answers.push({ status: 200, body: xml(await openid(), news) });
    await write();
    const { messages } = (await sandbox.control.inbox('lin')).official;
    expect(messages.at(-1)).toMatchObject({ title: '新品', text: '秋装', url: 'https://shop.example' });
  });

  it('goes nowhere when it is for somebody else, or not sealed where it has to be', async () => {
    expect(await replied(xml(await openid(), text))).toEqual([]);
    expect(await said()).toContain('安全模式必须加密');
    await sandbox.control.officialAccount.configure({ push: { mode: 'plain' } });
    answers.push({ status: 200, body: xml('oNobody', text) });
    await write();
    expect((await sandbox.control.inbox('lin')).official.messages).toEqual([]);
    expect(await said()).toContain('ToUserName');
  });

  it('is explained when it is neither success nor a message', async () => {
    await replied('OK');
    expect(await said()).toContain('该公众号暂时无法提供服务');
  });

  it('is refused when its seal is broken', async () => {
    const sealed =
      '<Encrypt>AAAA</Encrypt><MsgSignature>x</MsgSignature><TimeStamp>1</TimeStamp><Nonce>2</Nonce>';
    expect(await replied(`<xml>${sealed}</xml>`)).toEqual([]);
    expect(await said()).toContain(`MsgSignature 应为 ${signed('1', '2', 'AAAA')}`);
    const broken = sealed.replace('<MsgSignature>x', `<MsgSignature>${signed('1', '2', 'AAAA')}`);
    answers.push({ status: 200, body: `<xml>${broken}</xml>` });
    await write();
    expect(await said()).toContain('Encrypt 无法解密');
  });
});
