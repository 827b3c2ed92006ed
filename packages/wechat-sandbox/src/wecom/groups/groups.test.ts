import { startWecomApp } from '../../testing/wecom-app';
import type { WecomApp } from '../../testing/wecom-app';
import type { Json } from '../../testing/platform';
import { aShopper, defaultWorld } from '../../world';

let app: WecomApp;
let lin: { external_userid: string; unionid: string };
let chen: typeof lin;
beforeAll(async () => {
  app = await startWecomApp();
  const { shoppers } = await app.sandbox.control.people();
  lin = shoppers[0]!;
  chen = shoppers[2]!;
});
afterAll(() => app.close());
beforeEach(() => app.reset());

const list = (body: Json = {}) => app.call('externalcontact/groupchat/list', { limit: 100, ...body });
const get = (chat_id: unknown, need_name = 0) =>
  app.call('externalcontact/groupchat/get', { chat_id, need_name });
const aGroup = (owner = 'xiaomei') =>
  app.sandbox.control.wecom.createGroup({ owner, name: '会员群', members: ['laozhou'], customers: ['lin'] });

describe('Groups', () => {
  it('are read with their members', async () => {
    const { chatId } = await aGroup();
    expect(chatId).toMatch(/^wr.{30}$/);
    const { group_chat } = (await get(chatId)) as { group_chat: Json & { member_list: Json[] } };
    expect(group_chat).toMatchObject({
      chat_id: chatId,
      name: '会员群',
      owner: 'xiaomei',
      notice: '',
      admin_list: [],
      member_list: [
        { userid: 'xiaomei', type: 1, join_scene: 1 },
        { userid: 'laozhou', type: 1, invitor: { userid: 'xiaomei' } },
        { userid: lin.external_userid, type: 2, unionid: lin.unionid },
      ],
    });
    expect(group_chat.member_version).toMatch(/^[0-9a-f]{32}$/);
    expect(group_chat.member_list[2]).not.toHaveProperty('name');
    const named = (await get(chatId, 1)).group_chat as { member_list: Json[] };
    expect(named.member_list.map(({ name }) => name)).toEqual(['小美', '老周', '林晓']);
    await app.sandbox.control.wecom.changeGroup(chatId, { admins: ['laozhou'] });
    expect(((await get(chatId)).group_chat as Json).admin_list).toEqual([{ userid: 'laozhou' }]);
    expect((await get('wr0')).errcode).toBe(40050);
  });

  it('are listed by owner and status, page by page', async () => {
    const [first, second] = [await aGroup(), await aGroup('laozhou')];
    const ids = async (body?: Json) =>
      ((await list(body)).group_chat_list as { chat_id: string }[]).map(({ chat_id }) => chat_id);
    expect(await ids()).toEqual([first.chatId, second.chatId]);
    expect(await ids({ owner_filter: { userid_list: ['laozhou'] } })).toEqual([second.chatId]);
    const page = await list({ limit: 1 });
    expect(await ids({ limit: 1, cursor: page.next_cursor })).toEqual([second.chatId]);
    await app.sandbox.control.wecom.leave('laozhou');
    expect((await list({ status_filter: 1 })).group_chat_list).toEqual([
      { chat_id: second.chatId, status: 1 },
    ]);
    expect((await list({ limit: undefined })).errcode).toBe(40058);
    expect((await list({ limit: 1001 })).errcode).toBe(40058);
    expect((await list({ limit: 0 })).errcode).toBe(40058);
    expect((await list({ owner_filter: { userid_list: ['nobody'] } })).errcode).toBe(60111);
    expect((await list({ owner_filter: { userid_list: Array(101).fill('xiaomei') } })).errcode).toBe(40058);
    expect((await list({ cursor: 'none' })).errcode).toBe(50100);
  });
});

describe('What happens in a group', () => {
  it('is told of with who came and went, and the versions of the list', async () => {
    const { wecom } = app.sandbox.control;
    const { chatId, memberVersion } = await aGroup();
    expect(await wecom.addToGroup(chatId, { customers: ['chen', 'lin'], scene: 3 })).toEqual({ added: 1 });
    expect(await wecom.removeFromGroup(chatId, { customers: ['chen'], left: true })).toEqual({ removed: 1 });
    expect(await wecom.removeFromGroup(chatId, { members: ['laozhou', 'xiaomei'] })).toEqual({ removed: 1 });
    expect(await wecom.addToGroup(chatId, { members: ['aqiang'] })).toEqual({ added: 1 });
    expect(await wecom.addToGroup(chatId, { members: ['aqiang'] })).toEqual({ added: 0 });
    const [created, joined, left, removed, invited, ...others] = await app.events();
    expect(others).toEqual([]);
    expect(created).toMatchObject({ Event: 'change_external_chat', ChangeType: 'create', ChatId: chatId });
    expect(joined).toMatchObject({
      ChangeType: 'update',
      UpdateDetail: 'add_member',
      JoinScene: '3',
      MemChangeCnt: '1',
      Item: chen.external_userid,
      LastMemVer: memberVersion,
    });
    expect(left).toMatchObject({ UpdateDetail: 'del_member', QuitScene: '0', LastMemVer: joined?.CurMemVer });
    expect(removed).toMatchObject({ UpdateDetail: 'del_member', QuitScene: '1', Item: 'laozhou' });
    expect(invited).toMatchObject({ UpdateDetail: 'add_member', JoinScene: '0', Item: 'aqiang' });
    expect((await wecom.group(chatId)).memberVersion).toBe(invited?.CurMemVer);
  });

  it('is told of when owner, name or notice change, and when it ends', async () => {
    const { wecom } = app.sandbox.control;
    const { chatId } = await aGroup();
    await wecom.changeGroup(chatId, { name: '茶友群', notice: '周六品茶', owner: 'aqiang' });
    expect((await get(chatId)).group_chat).toMatchObject({
      name: '茶友群',
      notice: '周六品茶',
      owner: 'aqiang',
    });
    await wecom.dismissGroup(chatId);
    expect((await app.events()).map(({ ChangeType, UpdateDetail }) => UpdateDetail ?? ChangeType)).toEqual([
      'create',
      'change_name',
      'change_notice',
      'change_owner',
      'dismiss',
    ]);
    expect((await get(chatId)).errcode).toBe(49008);
    expect((await list()).group_chat_list).toEqual([]);
    await expect(wecom.group(chatId)).rejects.toThrow('404');
  });
});

describe('Handing a group over', () => {
  const hand = async (path: string, body: Json) => app.call(`externalcontact/groupchat/${path}`, body);

  it('in service is possible twice in ninety days', async () => {
    const { chatId } = await aGroup();
    const to = async (new_owner: string) =>
      ((await hand('onjob_transfer', { chat_id_list: [chatId], new_owner })).failed_chat_list as Json[]).map(
        ({ errcode }) => errcode,
      );
    expect(await to('xiaomei')).toEqual([90504]);
    expect(await to('laozhou')).toEqual([]);
    expect(await to('aqiang')).toEqual([]);
    expect(await to('xiaomei')).toEqual([40128]);
    await app.sandbox.control.advanceClock(90 * 24 * 3600 + 1);
    expect(await to('xiaomei')).toEqual([]);
    expect(
      (await hand('transfer', { chat_id_list: [chatId, 'wr0'], new_owner: 'laozhou' })).failed_chat_list,
    ).toMatchObject([
      { chat_id: chatId, errcode: 90500 },
      { chat_id: 'wr0', errcode: 40050 },
    ]);
  });

  it('of an owner who left makes it an inherited one', async () => {
    const { chatId } = await aGroup();
    await app.sandbox.control.wecom.leave('xiaomei');
    const body = { chat_id_list: [chatId], new_owner: 'laozhou' };
    expect((await hand('onjob_transfer', body)).failed_chat_list).toMatchObject([{ errcode: 90502 }]);
    expect((await hand('transfer', { ...body, new_owner: 'xiaomei' })).errcode).toBe(60111);
    expect((await hand('transfer', body)).failed_chat_list).toEqual([]);
    expect((await list({ status_filter: 3 })).group_chat_list).toEqual([{ chat_id: chatId, status: 3 }]);
    expect((await app.events()).at(-1)).toMatchObject({ UpdateDetail: 'change_owner' });
  });
});

describe('A large company', () => {
  it('has to name the owners', async () => {
    const world = defaultWorld();
    const [first] = world.staff;
    world.staff = Array.from({ length: 1001 }, (_, index) => ({ ...first!, userid: `guide${index}` }));
    world.follows = [];
    const other = await startWecomApp({ world });
    const path = 'externalcontact/groupchat/list';
    expect(await other.errcode(path, { limit: 10 })).toBe(81017);
    const owner_filter = { userid_list: ['guide1'] };
    expect(await other.errcode(path, { limit: 10, owner_filter })).toBe(0);
    await other.close();
  });

  it('gets a new group when a join way’s group is full', async () => {
    const world = defaultWorld();
    const [first] = world.shoppers;
    world.shoppers = Array.from({ length: 201 }, (_, index) => aShopper({ ...first!, id: `s${index}` }));
    world.follows = [];
    const other = await startWecomApp({ world });
    const { wecom } = other.sandbox.control;
    const customers = world.shoppers.slice(0, 199).map(({ id }) => id);
    const { chatId } = await wecom.createGroup({ owner: 'xiaomei', name: '满群', customers });
    const way = { scene: 2, chat_id_list: [chatId], room_base_name: '会员群', room_base_id: 8 };
    const { config_id } = await other.call('externalcontact/groupchat/add_join_way', way);
    const closed = await other.call('externalcontact/groupchat/add_join_way', {
      ...way,
      auto_create_room: 0,
    });
    const joined = await wecom.scanContactWay('s200', { configId: String(config_id) });
    expect(joined).not.toMatchObject({ chat_id: chatId });
    expect((await wecom.groups()).at(-1)).toMatchObject({ name: '会员群8', owner: 'xiaomei' });
    await expect(wecom.scanContactWay('s199', { configId: String(closed.config_id) })).rejects.toThrow(
      'full',
    );
    await other.close();
  });
});
