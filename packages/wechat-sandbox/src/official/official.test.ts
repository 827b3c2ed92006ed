import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { PlatformClient } from '../testing/platform';
import type { Json } from '../testing/platform';
import { startReceiver } from '../testing/receiver';
import type { Receiver } from '../testing/receiver';
import { defaultWorld } from '../world';

let sandbox: Sandbox;
let platform: PlatformClient;
let receiver: Receiver;
let openid: string;
let unionid: string;
const DAY = 86_400;

beforeAll(async () => {
  sandbox = await startSandbox();
  platform = new PlatformClient(sandbox);
  receiver = await startReceiver(() => ({ status: 200, body: 'success' }));
  const [lin] = (await sandbox.control.people()).shoppers;
  openid = lin?.officialOpenid ?? '';
  unionid = lin?.unionid ?? '';
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

/** The events told so far. */
const events = async (): Promise<Json[]> => {
  await sandbox.control.settle();
  return receiver.received.map(({ body }) => JSON.parse(body) as Json);
};
const follow = (shopperId = 'lin'): Promise<unknown> => sandbox.control.officialAccount.follow(shopperId);

describe('Following', () => {
  it('is told, and told again when it ends', async () => {
    expect(await follow()).toEqual({ followed: true });
    expect(await follow()).toEqual({ followed: false });
    expect((await sandbox.control.inbox('lin')).official).toMatchObject({
      following: true,
      since: expect.any(Number),
    });
    expect(await sandbox.control.officialAccount.unfollow('lin')).toEqual({ unfollowed: true });
    expect(await sandbox.control.officialAccount.unfollow('lin')).toEqual({ unfollowed: false });
    expect((await sandbox.control.inbox('lin')).official.following).toBe(false);
    const [came, left] = await events();
    expect(came).toMatchObject({
      ToUserName: sandbox.env.OFFICIAL_ACCOUNT_ORIGINAL_ID,
      FromUserName: openid,
      MsgType: 'event',
      Event: 'subscribe',
      EventKey: '',
    });
    expect(came).not.toHaveProperty('Ticket');
    expect(left).toMatchObject({ Event: 'unsubscribe', EventKey: '' });
  });
});

describe('user/info', () => {
  const info = (who = openid): Promise<Json> =>
    platform.official(`/cgi-bin/user/info?openid=${who}&lang=zh_CN`);

  it('tells a follower', async () => {
    await sandbox.control.officialAccount.follow('lin', 'ADD_SCENE_PAID');
    expect(await info()).toEqual({
      subscribe: 1,
      openid,
      nickname: '',
      sex: 0,
      language: 'zh_CN',
      city: '',
      province: '',
      country: '',
      headimgurl: '',
      subscribe_time: expect.any(Number),
      unionid,
      remark: '',
      groupid: 0,
      tagid_list: [],
      subscribe_scene: 'ADD_SCENE_PAID',
      qr_scene: 0,
      qr_scene_str: '',
    });
  });

  it('tells of others the openid alone, and the unionid only where the account is bound', async () => {
    expect(await info()).toEqual({ subscribe: 0, openid, unionid });
    const openPlatform = { miniProgram: true, officialAccount: false, wecom: true };
    const other = await startSandbox({ world: { ...defaultWorld(), openPlatform } });
    const answer = await new PlatformClient(other).official(`/cgi-bin/user/info?openid=${openid}`);
    expect(answer).toEqual({ subscribe: 0, openid });
    await other.close();
  });

  it('refuses strangers, and openids of the mini-program', async () => {
    expect((await info('oNobody')).errcode).toBe(40003);
    const mini = (await sandbox.control.people()).shoppers[0]?.openid;
    expect((await info(mini)).errcode).toBe(40003);
    expect((await platform.official('/cgi-bin/user/info')).errcode).toBe(40003);
  });

  it('is asked for up to a hundred people at once', async () => {
    await follow();
    const batch = (user_list: unknown): Promise<Json> =>
      platform.official('/cgi-bin/user/info/batchget', { user_list });
    const wang = (await sandbox.control.people()).shoppers[1]?.officialOpenid ?? '';
    expect(await batch([{ openid, lang: 'en' }, { openid: wang }])).toMatchObject({
      user_info_list: [{ subscribe: 1, language: 'en' }, { subscribe: 0 }],
    });
    expect((await batch([])).errcode).toBe(40032);
    expect((await batch(Array.from({ length: 101 }, () => ({ openid })))).errcode).toBe(40032);
    expect((await batch('x')).errcode).toBe(40097);
  });
});

describe('user/get', () => {
  it('lists followers in their order, behind a given one', async () => {
    expect(await platform.official('/cgi-bin/user/get')).toEqual({ total: 0, count: 0, next_openid: '' });
    for (const id of ['wang', 'lin', 'chen']) await follow(id);
    const all = await platform.official('/cgi-bin/user/get');
    const openids = (all.data as { openid: string[] }).openid;
    expect(all).toMatchObject({ total: 3, count: 3, next_openid: openids[2] });
    expect(openids[1]).toBe(openid);
    expect(await platform.official(`/cgi-bin/user/get?next_openid=${openids[0]}`)).toMatchObject({
      total: 3,
      count: 2,
      data: { openid: openids.slice(1) },
    });
    expect((await platform.official('/cgi-bin/user/get?next_openid=x')).errcode).toBe(40003);
  });
});

describe('Remarks and tags', () => {
  const tag = (name: string, body: Json): Promise<Json> => platform.official(`/cgi-bin/tags/${name}`, body);
  const create = async (name: string): Promise<number> =>
    ((await tag('create', { tag: { name } })).tag as { id: number }).id;

  it('are the account’s own, and gone with the follower', async () => {
    await follow();
    const path = '/cgi-bin/user/info/updateremark';
    expect((await platform.official(path, { openid, remark: '老客户' })).errcode).toBe(0);
    expect((await platform.official(path, { openid, remark: 'a'.repeat(30) })).errcode).toBe(40097);
    expect((await platform.official(path, { openid: 'x', remark: 'a' })).errcode).toBe(40003);
    const tagid = await create('会员');
    expect((await tag('members/batchtagging', { openid_list: [openid], tagid })).errcode).toBe(0);
    const info = (): Promise<Json> => platform.official(`/cgi-bin/user/info?openid=${openid}`);
    expect(await info()).toMatchObject({ remark: '老客户', tagid_list: [tagid], groupid: tagid });
    expect(await tag('getidlist', { openid })).toEqual({ tagid_list: [tagid] });
    expect(await platform.official('/cgi-bin/user/tag/get', { tagid })).toMatchObject({
      count: 1,
      data: { openid: [openid] },
    });
    await sandbox.control.officialAccount.unfollow('lin');
    await follow();
    expect(await info()).toMatchObject({ remark: '', tagid_list: [] });
  });

  it('are made, renamed, counted and deleted', async () => {
    await follow();
    const id = await create('会员');
    await tag('members/batchtagging', { openid_list: [openid], tagid: id });
    await tag('update', { tag: { id, name: '金卡会员' } });
    expect(await platform.official('/cgi-bin/tags/get')).toMatchObject({
      tags: [
        { id: 2, name: '星标组', count: 0 },
        { id, name: '金卡会员', count: 1 },
      ],
    });
    expect((await tag('members/batchuntagging', { openid_list: [openid], tagid: id })).errcode).toBe(0);
    expect((await tag('delete', { tag: { id } })).errcode).toBe(0);
    expect((await tag('delete', { tag: { id } })).errcode).toBe(45159);
  });

  it.each([
    ['create', { tag: {} }, 40097],
    ['create', { tag: { name: '星标组' } }, 45157],
    ['create', { tag: { name: '一'.repeat(11) } }, 45158],
    ['update', { tag: { id: 2, name: 'x' } }, 45058],
    ['delete', { tag: { id: 99 } }, 45159],
    ['members/batchtagging', { openid_list: [], tagid: 2 }, 40032],
    ['members/batchtagging', { openid_list: ['x'], tagid: 99 }, 45159],
    ['members/batchtagging', { openid_list: ['x'], tagid: 2 }, 40003],
  ])('refuse %s of %j with %i', async (name, body, errcode) => {
    expect((await tag(name, body)).errcode).toBe(errcode);
  });

  it('are at most twenty to a person, and a hundred to an account', async () => {
    await follow();
    const ids: number[] = [];
    for (let count = 0; count < 100; count += 1) ids.push(await create(`标签${count}`));
    expect((await tag('create', { tag: { name: '又一个' } })).errcode).toBe(45056);
    for (const tagid of ids.slice(0, 20)) await tag('members/batchtagging', { openid_list: [openid], tagid });
    const last = { openid_list: [openid], tagid: ids[20] };
    expect((await tag('members/batchtagging', last)).errcode).toBe(45059);
  });
});

describe('The menu', () => {
  const create = async (button: unknown): Promise<unknown> =>
    (await platform.official('/cgi-bin/menu/create', { button })).errcode;
  const click = { type: 'click', name: '今日新品', key: 'NEW' };
  const view = { type: 'view', name: '门店', url: 'https://shop.example/stores' };

  it('is made, read, tapped and deleted', async () => {
    expect((await platform.official('/cgi-bin/menu/get')).errcode).toBe(46003);
    const order = {
      type: 'miniprogram',
      name: '下单',
      url: 'https://shop.example',
      appid: sandbox.env.MINI_PROGRAM_APPID,
      pagepath: 'pages/home/index',
    };
    expect(await create([click, { name: '更多', sub_button: [view, order] }])).toBe(0);
    expect(await platform.official('/cgi-bin/menu/get')).toMatchObject({
      menu: {
        button: [
          { ...click, sub_button: [] },
          { name: '更多', sub_button: [view, order] },
        ],
      },
    });
    await expect(sandbox.control.officialAccount.tapMenu('lin', '今日新品')).rejects.toThrow(
      /does not follow/,
    );
    await follow();
    for (const name of ['今日新品', '门店', '下单'])
      await sandbox.control.officialAccount.tapMenu('lin', name);
    await expect(sandbox.control.officialAccount.tapMenu('lin', '更多')).rejects.toThrow(/no button/);
    expect((await events()).slice(1)).toMatchObject([
      { Event: 'CLICK', EventKey: 'NEW' },
      { Event: 'VIEW', EventKey: view.url, MenuId: 1 },
      { Event: 'view_miniprogram', EventKey: 'pages/home/index' },
    ]);
    expect((await platform.official('/cgi-bin/menu/delete')).errcode).toBe(0);
    expect(await sandbox.control.officialAccount.menu()).toBeNull();
  });

  it.each([
    [[], 40016],
    [[click, click, click, click], 40016],
    ['x', 40016],
    [[{ ...click, name: '一二三四五六' }], 40018],
    [[{ ...click, type: 'jump' }], 40017],
    [[{ ...click, key: '' }], 40019],
    [[{ ...click, key: 'k'.repeat(129) }], 40019],
    [[{ type: 'view', name: 'a' }], 40020],
    [[{ name: 'a', sub_button: Array.from({ length: 6 }, () => click) }], 40023],
    [[{ name: 'a', sub_button: [{ ...click, name: '' }] }], 40025],
    [[{ ...view, type: 'miniprogram', appid: 'wx1', pagepath: 'a' }], 40013],
    [[{ ...view, type: 'miniprogram' }], 40016],
    [[{ ...click, name: 'a'.repeat(16) }], 0],
  ])('of %j is answered %i', async (button, errcode) => {
    expect(await create(button)).toBe(errcode);
  });
});

describe('message/custom/send', () => {
  const send = async (body: Json = { msgtype: 'text', text: { content: '您好' } }): Promise<unknown> =>
    (await platform.official('/cgi-bin/message/custom/send', { touser: openid, ...body })).errcode;

  it('is open to followers for 48 hours after they wrote, tapped, scanned or came', async () => {
    expect(await send()).toBe(43004);
    await follow();
    expect(await send()).toBe(0);
    await sandbox.control.advanceClock(2 * DAY);
    expect(await send()).toBe(45015);
    await sandbox.control.officialAccount.message('lin', '在吗');
    expect(await send()).toBe(0);
    expect((await sandbox.control.inbox('lin')).official.messages).toMatchObject([
      { kind: 'service', text: '您好' },
      { kind: 'service', text: '您好' },
    ]);
  });

  it('ends after twenty messages', async () => {
    await follow();
    for (let count = 0; count < 20; count += 1) expect(await send()).toBe(0);
    expect(await send()).toBe(45047);
  });

  it.each([
    [{ touser: 'x' }, 40003],
    [{ msgtype: 'text', text: { content: '' } }, 44004],
    [{ msgtype: 'text', text: { content: '一'.repeat(683) } }, 45002],
    [{ msgtype: 'image' }, 40007],
    [{ msgtype: 'dance' }, 40008],
    [{ msgtype: 'news', news: { articles: [{ title: '新品', url: 'https://shop.example' }] } }, 0],
    [{ msgtype: 'news', news: { articles: [] } }, 40097],
    [{ msgtype: 'miniprogrampage', miniprogrampage: { title: '下单', pagepath: 'pages/home/index' } }, 0],
  ])('of %j is answered %i', async (body, errcode) => {
    await follow();
    expect(await send(body)).toBe(errcode);
  });

  it('is the mini-program’s too: five messages after somebody wrote', async () => {
    const touser = (await sandbox.control.people()).shoppers[0]?.openid;
    const toMini = async (): Promise<unknown> =>
      (
        await platform.mini('/cgi-bin/message/custom/send', {
          touser,
          msgtype: 'link',
          link: { title: '门店', description: '静安寺店', url: 'https://shop.example' },
        })
      ).errcode;
    expect(await toMini()).toBe(45015);
    await sandbox.control.miniProgram.message('lin', '在吗');
    for (let count = 0; count < 5; count += 1) expect(await toMini()).toBe(0);
    expect(await toMini()).toBe(45047);
    expect((await sandbox.control.inbox('lin')).notices.at(-1)).toMatchObject({
      kind: 'service',
      title: '门店',
      url: 'https://shop.example',
    });
  });
});
