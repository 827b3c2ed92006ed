import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { PlatformClient } from '../testing/platform';
import type { Json } from '../testing/platform';
import { startReceiver } from '../testing/receiver';
import type { Receiver } from '../testing/receiver';

let sandbox: Sandbox;
let platform: PlatformClient;
let receiver: Receiver;
let openid: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  platform = new PlatformClient(sandbox);
  receiver = await startReceiver(() => ({ status: 200, body: 'success' }));
  openid = (await sandbox.control.people()).shoppers[0]?.officialOpenid ?? '';
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});
beforeEach(async () => {
  await sandbox.control.reset();
  await sandbox.control.officialAccount.configure({
    push: { url: receiver.url, mode: 'plain', format: 'json' },
  });
  receiver.received.length = 0;
});

const events = async (): Promise<Json[]> => {
  await sandbox.control.settle();
  return receiver.received.map(({ body }) => JSON.parse(body) as Json);
};
const create = (action_name: string, scene: Json, more: Json = {}): Promise<Json> =>
  platform.official('/cgi-bin/qrcode/create', { action_name, action_info: { scene }, ...more });
const scan = (shopperId: string, text: unknown): Promise<unknown> =>
  sandbox.control.officialAccount.scanQr(shopperId, String(text));

describe('A QR code with a scene', () => {
  it.each([
    ['QR_SCENE', { scene_id: 123 }, 123],
    ['QR_STR_SCENE', { scene_str: 's=SH001' }, 's=SH001'],
    ['QR_LIMIT_SCENE', { scene_id: 7 }, 7],
    ['QR_LIMIT_STR_SCENE', { scene_str: 'door' }, 'door'],
  ])('%s %j brings a stranger to follow, and tells of who follows already', async (action, scene, key) => {
    const { ticket, url } = await create(action, scene);
    expect(await scan('lin', url)).toEqual({
      opened: 'official-account',
      event: 'subscribe',
      eventKey: `qrscene_${key}`,
    });
    expect(await scan('lin', ticket)).toEqual({
      opened: 'official-account',
      event: 'SCAN',
      eventKey: String(key),
    });
    expect(await events()).toMatchObject([
      { Event: 'subscribe', EventKey: `qrscene_${key}`, Ticket: ticket, FromUserName: openid },
      { Event: 'SCAN', EventKey: String(key), Ticket: ticket },
    ]);
    expect(await platform.official(`/cgi-bin/user/info?openid=${openid}`)).toMatchObject({
      subscribe_scene: 'ADD_SCENE_QR_CODE',
      qr_scene: typeof key === 'number' ? key : 0,
      qr_scene_str: typeof key === 'string' ? key : '',
    });
  });

  it('lives a minute unless it says longer, thirty days at most; a permanent one for ever', async () => {
    const short = await create('QR_SCENE', { scene_id: 1 });
    expect(short).toEqual({
      ticket: expect.stringMatching(/^gQ/),
      expire_seconds: 60,
      url: expect.any(String),
    });
    const long = await create('QR_SCENE', { scene_id: 1 }, { expire_seconds: 2_592_000 });
    expect(long.expire_seconds).toBe(2_592_000);
    const forEver = await create('QR_LIMIT_SCENE', { scene_id: 1 });
    expect(forEver).not.toHaveProperty('expire_seconds');
    await sandbox.control.advanceClock(61);
    expect(await scan('lin', short.url)).toEqual({ opened: false, why: '二维码不存在或已过期' });
    expect(await scan('lin', long.url)).toMatchObject({ event: 'subscribe' });
    await sandbox.control.advanceClock(31 * 86_400);
    expect(await scan('lin', long.url)).toMatchObject({ opened: false });
    expect(await scan('lin', forEver.url)).toMatchObject({ event: 'SCAN' });
  });

  it.each([
    [{ action_name: 'QR_OTHER', action_info: { scene: { scene_id: 1 } } }, 40052],
    [{ action_name: 'QR_SCENE', action_info: { scene: {} } }, 40053],
    [{ action_name: 'QR_SCENE', action_info: { scene: { scene_id: 0 } } }, 40053],
    [{ action_name: 'QR_SCENE', action_info: { scene: { scene_id: 1.5 } } }, 40053],
    [{ action_name: 'QR_SCENE', action_info: { scene: { scene_id: 2 ** 32 } } }, 40053],
    [{ action_name: 'QR_SCENE', action_info: { scene: { scene_id: 2 ** 32 - 1 } } }, undefined],
    [{ action_name: 'QR_LIMIT_SCENE', action_info: { scene: { scene_id: 100_001 } } }, 40053],
    [{ action_name: 'QR_LIMIT_SCENE', action_info: { scene: { scene_id: 100_000 } } }, undefined],
    [{ action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str: '' } } }, 40053],
    [{ action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str: 'a'.repeat(65) } } }, 40053],
    [{ action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str: 'a'.repeat(64) } } }, undefined],
    [{ action_name: 'QR_SCENE', action_info: { scene: { scene_id: 1 } }, expire_seconds: 2_592_001 }, 40097],
    [{ action_name: 'QR_SCENE', action_info: { scene: { scene_id: '1' } } }, 40097],
  ])('%j is answered %s', async (body, errcode) => {
    expect((await platform.official('/cgi-bin/qrcode/create', body)).errcode).toBe(errcode);
  });

  it('can be permanent for so many scenes; the same scene is the same code', async () => {
    await sandbox.control.setRules({ permanentQrCodes: 2 });
    const first = await create('QR_LIMIT_SCENE', { scene_id: 1 });
    expect((await create('QR_LIMIT_SCENE', { scene_id: 1 })).ticket).toBe(first.ticket);
    await create('QR_LIMIT_STR_SCENE', { scene_str: '1' });
    expect((await create('QR_LIMIT_SCENE', { scene_id: 3 })).errcode).toBe(45029);
    expect(await create('QR_SCENE', { scene_id: 3 })).toHaveProperty('ticket');
    expect(await sandbox.control.officialAccount.qrCodes()).toHaveLength(3);
    await sandbox.control.setRules({ permanentQrCodes: 100_000 });
  });

  it('is shown to anybody who encodes the ticket', async () => {
    const show = (query: string): Promise<Response> =>
      fetch(`${sandbox.env.WECHAT_MP_BASE}/cgi-bin/showqrcode${query}`);
    const { ticket } = await create('QR_LIMIT_SCENE', { scene_id: 1 });
    const shown = await show(`?ticket=${encodeURIComponent(String(ticket))}`);
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(
      Buffer.from(await shown.arrayBuffer())
        .subarray(1, 4)
        .toString('latin1'),
    ).toBe('PNG');
    expect((await show('?ticket=gQnone')).status).toBe(404);
    expect((await show('')).status).toBe(404);
    expect((await fetch(`${sandbox.env.WECHAT_MP_BASE}/cgi-bin/other`)).status).toBe(404);
  });
});

describe('message/template/send', () => {
  const template = 'ORDER_NEWS_TEMPLATE';
  const body = (changes: Json = {}): Json => ({
    touser: openid,
    template_id: template,
    url: 'https://shop.example/orders/1',
    data: { keyword1: { value: 'SH1', color: '#173177' } },
    ...changes,
  });
  const send = (changes: Json = {}): Promise<Json> =>
    platform.official('/cgi-bin/message/template/send', body(changes));

  it('reaches a follower, and the result is told', async () => {
    expect((await send()).errcode).toBe(43004);
    await sandbox.control.officialAccount.follow('lin');
    const { errcode, msgid } = await send();
    expect(errcode).toBe(0);
    expect((await sandbox.control.inbox('lin')).official.messages).toMatchObject([
      {
        kind: 'template',
        title: '订单状态提醒',
        text: 'keyword1：SH1',
        url: 'https://shop.example/orders/1',
      },
    ]);
    expect((await events()).at(-1)).toMatchObject({
      Event: 'TEMPLATESENDJOBFINISH',
      MsgID: msgid,
      Status: 'success',
      FromUserName: openid,
    });
  });

  it('leads to a page of the bound mini-program rather than to the address', async () => {
    await sandbox.control.officialAccount.follow('lin');
    const appid = sandbox.env.MINI_PROGRAM_APPID;
    expect((await send({ miniprogram: { appid, pagepath: 'order/detail/index' } })).errcode).toBe(0);
    const [message] = (await sandbox.control.inbox('lin')).official.messages;
    expect(message).toMatchObject({ page: 'order/detail/index' });
    expect(message).not.toHaveProperty('url');
    expect((await send({ miniprogram: { appid: 'wx1' } })).errcode).toBe(40013);
  });

  it('does not reach who has turned it off', async () => {
    await sandbox.control.officialAccount.follow('lin');
    await sandbox.control.officialAccount.blockTemplates('lin', true);
    expect((await send()).errcode).toBe(0);
    expect((await sandbox.control.inbox('lin')).official.messages).toEqual([]);
    expect((await events()).at(-1)).toMatchObject({ Status: 'failed:user block' });
  });

  it.each([
    [{ touser: 'x' }, 40003],
    [{ template_id: 'x' }, 40037],
    [{ data: {} }, 47003],
    [{ data: { a: 'x' } }, 47003],
  ])('refuses %j with %i', async (changes, errcode) => {
    await sandbox.control.officialAccount.follow('lin');
    expect((await send(changes)).errcode).toBe(errcode);
  });

  it('has its templates listed', async () => {
    expect(await platform.official('/cgi-bin/template/get_all_private_template')).toMatchObject({
      template_list: [{ template_id: template, title: '订单状态提醒' }],
    });
  });
});

describe('message/subscribe/bizsend', () => {
  const template = 'ORDER_NEWS_TEMPLATE';
  const send = async (changes: Json = {}): Promise<unknown> =>
    (
      await platform.official('/cgi-bin/message/subscribe/bizsend', {
        touser: openid,
        template_id: template,
        page: 'https://shop.example',
        data: { thing1: { value: '羊绒衫' } },
        ...changes,
      })
    ).errcode;
  const answer = (choice: 'accept' | 'reject'): Promise<unknown> =>
    sandbox.control.officialAccount.subscribe('lin', { templateIds: [template], answer: choice });

  it('needs one accept each, and no following', async () => {
    expect(await send()).toBe(43101);
    expect(await answer('accept')).toEqual({ [template]: 'accept' });
    expect((await sandbox.control.inbox('lin')).official.subscriptions).toEqual({ [template]: 1 });
    expect(await send({ data: { thing1: { value: '' } } })).toBe(47003);
    expect(await send()).toBe(0);
    expect(await send()).toBe(43101);
    expect((await sandbox.control.inbox('lin')).official.messages).toMatchObject([
      { kind: 'subscription', text: 'thing1：羊绒衫', url: 'https://shop.example' },
    ]);
    expect((await events()).map(({ Event }) => Event)).toEqual([
      'subscribe_msg_popup_event',
      'subscribe_msg_sent_event',
    ]);
    // What was accepted here counts nothing in the mini-program.
    expect((await sandbox.control.inbox('lin')).subscriptions).toEqual({});
  });

  it('is refused after a switch-off or a ban', async () => {
    await answer('accept');
    await sandbox.control.officialAccount.switchOff('lin', template);
    expect(await send()).toBe(43101);
    await answer('accept');
    await sandbox.control.officialAccount.configure({ bannedTemplates: [template] });
    expect(await send()).toBe(43107);
  });
});
