import { startWecomApp } from '../../testing/wecom-app';
import type { WecomApp } from '../../testing/wecom-app';
import type { Json } from '../../testing/platform';
import { defaultWorld } from '../../world';

let app: WecomApp;
let unionid: string;
let chenExternal: string;
beforeAll(async () => {
  app = await startWecomApp();
  const { shoppers } = await app.sandbox.control.people();
  unionid = shoppers[2]!.unionid;
  chenExternal = shoppers[2]!.external_userid;
});
afterAll(() => app.close());
beforeEach(() => app.reset());

const single = { type: 1, scene: 2, user: ['laozhou'], state: 'door-1' };
const add = (changes: Json = {}) => app.call('externalcontact/add_contact_way', { ...single, ...changes });
const made = async (changes: Json = {}) => String((await add(changes)).config_id);
const get = (config_id: unknown) => app.call('externalcontact/get_contact_way', { config_id });
const scan = (shopperId: string, configId: string, verify?: boolean) =>
  app.sandbox.control.wecom.scanContactWay(shopperId, {
    configId,
    ...(verify === undefined ? {} : { verify }),
  });
const told = async () =>
  (await app.events()).map(({ ChangeType, State, UserID }) => [ChangeType, State, UserID]);

describe('A contact way', () => {
  it('is made with a code as a picture, read, changed and deleted', async () => {
    const { config_id, qr_code } = await add({ remark: '门口', skip_verify: false });
    const picture = await fetch(String(qr_code));
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(
      Buffer.from(await picture.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect((await fetch(String(qr_code).replace('.png', 'x.png'))).status).toBe(404);
    expect((await get(config_id)).contact_way).toMatchObject({
      type: 1,
      scene: 2,
      remark: '门口',
      skip_verify: false,
      state: 'door-1',
      user: ['laozhou'],
      is_temp: false,
      qr_code,
    });
    const update = (body: Json) => app.errcode('externalcontact/update_contact_way', { config_id, ...body });
    expect(await update({ user: ['xiaomei'], state: 'door-2' })).toBe(0);
    expect(await update({ user: ['xiaomei', 'laozhou'] })).toBe(40058);
    expect(await update({ expires_in: 60 })).toBe(40058);
    expect((await get(config_id)).contact_way).toMatchObject({
      user: ['xiaomei'],
      state: 'door-2',
      remark: '门口',
    });
    expect(await app.errcode('externalcontact/del_contact_way', { config_id })).toBe(0);
    expect((await get(config_id)).errcode).toBe(41044);
    expect(await app.errcode('externalcontact/get_contact_way', {})).toBe(41043);
  });

  it.each<[string, Json, number]>([
    ['type is missing', { type: undefined }, 41037],
    ['type is 3', { type: 3 }, 41039],
    ['scene is missing', { scene: undefined }, 41038],
    ['scene is 9', { scene: 9 }, 41040],
    ['a QR code has a style', { style: 1 }, 41042],
    ['state has 31 characters', { state: '长'.repeat(31) }, 40058],
    ['remark has 31 characters', { remark: '长'.repeat(31) }, 40058],
    ['a single one has no user', { user: [] }, 40058],
    ['a single one has two users', { user: ['xiaomei', 'laozhou'] }, 40058],
    ['the user is unknown', { user: ['nobody'] }, 60111],
    ['nobody is named', { type: 2, user: [], party: [] }, 40063],
    ['the department is unknown', { type: 2, party: [99] }, 60123],
    ['a lasting one expires', { expires_in: 60 }, 40058],
    ['a lasting one says farewell', { conclusions: { text: { content: '再见' } } }, 40058],
    ['a temporary one has several users', { is_temp: true, type: 2 }, 40058],
    ['a temporary one lasts over 14 days', { is_temp: true, expires_in: 14 * 86400 + 1 }, 40058],
  ])('is refused when %s', async (_words, change, errcode) => {
    expect((await add(change)).errcode).toBe(errcode);
  });

  it('takes 30 characters of state, a department, and shows no code for a mini-program', async () => {
    expect((await add({ state: '长'.repeat(30) })).errcode).toBe(0);
    expect((await add({ type: 2, user: [], party: [4] })).errcode).toBe(0);
    const inApp = await add({ scene: 1, style: 1 });
    expect(inApp).toMatchObject({ errcode: 0 });
    expect(inApp).not.toHaveProperty('qr_code');
  });

  it('is only for members who can be given customers', async () => {
    const { wecom } = app.sandbox.control;
    await wecom.setMember('laozhou', { realName: false });
    expect((await add()).errcode).toBe(40098);
    await wecom.setMember('laozhou', { realName: true, customerContact: false });
    expect((await add()).errcode).toBe(84083);
    await wecom.setMember('laozhou', { customerContact: true, active: false });
    expect((await add()).errcode).toBe(41054);
  });

  it('has a hundred members at most, departments included', async () => {
    const world = defaultWorld();
    const [first] = world.staff;
    world.staff = Array.from({ length: 101 }, (_, index) => ({ ...first!, userid: `guide${index}` }));
    world.follows = [];
    const other = await startWecomApp({ world });
    const users = world.staff.map(({ userid }) => userid);
    const way = (body: Json) =>
      other.errcode('externalcontact/add_contact_way', { type: 2, scene: 2, ...body });
    expect(await way({ user: users.slice(1) })).toBe(0);
    expect(await way({ user: users })).toBe(41041);
    expect(await way({ party: [4] })).toBe(41041);
    await other.close();
  });

  it('counts towards a number that the rules can lower; temporary ones do not', async () => {
    await app.sandbox.control.setRules({ wecomContactWays: 1 });
    expect((await add()).errcode).toBe(0);
    expect((await add()).errcode).toBe(41045);
    expect((await add({ is_temp: true })).errcode).toBe(0);
    await app.sandbox.control.setRules({ wecomContactWays: 500_000 });
  });

  it('is listed page by page, those of the last 90 days, without the temporary ones', async () => {
    const first = await made();
    await app.sandbox.control.advanceClock(91 * 86400);
    const second = await made();
    const third = await made();
    await made({ is_temp: true });
    const list = (body?: Json) => app.call('externalcontact/list_contact_way', body ?? '');
    const ids = (answer: Json) => (answer.contact_way as Json[]).map(({ config_id }) => config_id);
    expect(ids(await list())).toEqual([second, third]);
    const page = await list({ limit: 1 });
    expect(ids(page)).toEqual([second]);
    expect(ids(await list({ limit: 1, cursor: page.next_cursor }))).toEqual([third]);
    expect(ids(await list({ start_time: 0 }))).toEqual([first, second, third]);
    expect((await list({ cursor: 'none' })).errcode).toBe(50100);
  });
});

describe('Scanning', () => {
  it('makes a half customer first when no verification is asked, then a whole one', async () => {
    const configId = await made();
    const scanned = await scan('chen', configId);
    expect(scanned).toMatchObject({ status: 'added', userid: 'laozhou' });
    expect(await told()).toEqual([
      ['add_half_external_contact', 'door-1', 'laozhou'],
      ['add_external_contact', 'door-1', 'laozhou'],
    ]);
    expect(await scan('chen', configId)).toMatchObject({ status: 'known' });
    const detail = await app.call(`externalcontact/get?external_userid=${chenExternal}`);
    expect(detail.follow_user).toMatchObject([{ state: 'door-1', add_way: 1, oper_userid: chenExternal }]);
  });

  it('gives no second welcome code when the half-add’s was used', async () => {
    const configId = await made();
    await scan('chen', configId, false);
    const [half] = await app.events();
    const welcome = (welcome_code: unknown) =>
      app.errcode('externalcontact/send_welcome_msg', { welcome_code, text: { content: '欢迎' } });
    expect(await welcome(half?.WelcomeCode)).toBe(0);
    await app.sandbox.control.wecom.confirmCustomer({ userid: 'laozhou', shopperId: 'chen' });
    const [, whole] = await app.events();
    expect(whole?.ChangeType).toBe('add_external_contact');
    expect(whole).not.toHaveProperty('WelcomeCode');
  });

  it('gives another code when the half-add’s was not used; one message in all', async () => {
    await scan('chen', await made());
    const [half, whole] = await app.events();
    expect(half?.WelcomeCode).not.toBe(whole?.WelcomeCode);
    const welcome = (welcome_code: unknown) =>
      app.errcode('externalcontact/send_welcome_msg', { welcome_code, text: { content: '欢迎' } });
    expect(await welcome(whole?.WelcomeCode)).toBe(0);
    expect(await welcome(half?.WelcomeCode)).toBe(41051);
  });

  it('shows a half customer in the APIs or not, as the rule says', async () => {
    await scan('chen', await made(), false);
    const list = () => app.errcode('externalcontact/list?userid=laozhou');
    expect(await list()).toBe(0);
    await app.sandbox.control.setRules({ halfAddedIsCustomer: false });
    expect(await list()).toBe(84061);
    await app.sandbox.control.setRules({ halfAddedIsCustomer: true });
  });

  it('waits for the member when verification is asked', async () => {
    const { wecom } = app.sandbox.control;
    const configId = await made({ skip_verify: false });
    expect(await scan('chen', configId, false)).toMatchObject({ status: 'pending' });
    expect(await told()).toEqual([]);
    expect((await wecom.customers('laozhou')).waiting).toMatchObject([
      { shopperId: 'chen', state: 'door-1' },
    ]);
    await wecom.confirmCustomer({ userid: 'laozhou', shopperId: 'chen' });
    expect(await told()).toEqual([['add_external_contact', 'door-1', 'laozhou']]);
    await expect(wecom.confirmCustomer({ userid: 'laozhou', shopperId: 'chen' })).rejects.toThrow('409');
    expect(await scan('lin', configId)).toMatchObject({ status: 'added' });
  });

  it('finds the way by the picture’s address or the text in it', async () => {
    const { qr_code } = await add();
    const { wecom } = app.sandbox.control;
    expect(await wecom.scanContactWay('chen', { qrCode: String(qr_code) })).toMatchObject({
      status: 'added',
    });
    const id = String(qr_code).split('/').at(-1)?.replace('.png', '');
    const text = `https://work.weixin.qq.com/ca/${id}`;
    expect(await wecom.scanContactWay('lin', { qrCode: text })).toMatchObject({ status: 'added' });
    await expect(wecom.scanContactWay('lin', { qrCode: 'x' })).rejects.toThrow('404');
  });

  it('takes the members of a way in turn, unless they belong to one already', async () => {
    const turns = await made({ type: 2, user: ['aqiang', 'laozhou'], is_exclusive: true });
    const userids = [];
    for (const shopper of ['lin', 'wang', 'chen', 'lin']) {
      userids.push(((await scan(shopper, turns)) as { userid: string }).userid);
    }
    expect(userids).toEqual(['aqiang', 'laozhou', 'aqiang', 'aqiang']);
  });

  it('of a temporary way opens a chat without a friendship, until it is closed or over', async () => {
    const { control } = app.sandbox;
    const conclusions = { text: { content: '感谢咨询' } };
    const configId = await made({ is_temp: true, expires_in: 3600, unionid, conclusions });
    expect(await scan('chen', configId)).toMatchObject({ status: 'temp', userid: 'laozhou' });
    await expect(scan('lin', configId)).rejects.toThrow('somebody else');
    expect(await told()).toEqual([]);
    const close = () =>
      app.errcode('externalcontact/close_temp_chat', { userid: 'laozhou', external_userid: chenExternal });
    expect(await close()).toBe(0);
    expect(await close()).toBe(84061);
    expect((await control.inbox('chen')).chats).toMatchObject([{ content: { content: '感谢咨询' } }]);
    await scan('chen', configId);
    await control.advanceClock(24 * 3600 + 1);
    expect(await close()).toBe(84061);
    await expect(scan('chen', configId)).rejects.toThrow('over');
    expect((await get(configId)).contact_way).toMatchObject({ is_temp: true, expires_in: 3600 });
  });

  it('is of no use when none of the members can be given customers any more', async () => {
    const configId = await made();
    await app.sandbox.control.wecom.leave('laozhou');
    await expect(scan('chen', configId)).rejects.toThrow('none of the members');
  });
});

describe('A join way', () => {
  const join = (name: string, body: Json) => app.call(`externalcontact/groupchat/${name}_join_way`, body);

  it('leads into a group, and into a new one when that is full', async () => {
    const { wecom } = app.sandbox.control;
    const group = await wecom.createGroup({ owner: 'xiaomei', name: '静安会员群' });
    const { config_id } = await join('add', {
      scene: 2,
      chat_id_list: [group.chatId],
      state: 'poster',
      room_base_name: '会员群',
      room_base_id: 2,
    });
    const way = (await join('get', { config_id })).join_way as Json;
    expect(way).toMatchObject({ auto_create_room: 1, chat_id_list: [group.chatId], state: 'poster' });
    const joined = await wecom.scanContactWay('chen', { qrCode: String(way.qr_code) });
    expect(joined).toEqual({ status: 'joined', chat_id: group.chatId });
    expect((await wecom.group(group.chatId)).members.at(-1)).toMatchObject({ joinScene: 3, state: 'poster' });
    expect((await app.events()).at(-1)).toMatchObject({ UpdateDetail: 'add_member', JoinScene: '3' });
  });

  it('keeps to its limits', async () => {
    const { chatId } = await app.sandbox.control.wecom.createGroup({ owner: 'xiaomei', name: '群' });
    const good = { scene: 2, chat_id_list: [chatId] };
    expect((await join('add', { ...good, chat_id_list: [] })).errcode).toBe(40063);
    expect((await join('add', { ...good, chat_id_list: ['wr0'] })).errcode).toBe(40050);
    expect((await join('add', { ...good, chat_id_list: Array(6).fill(chatId) })).errcode).toBe(40058);
    expect((await join('add', { ...good, state: 'x'.repeat(31) })).errcode).toBe(40058);
    expect((await join('add', { ...good, scene: 3 })).errcode).toBe(40058);
    const { config_id } = await join('add', good);
    expect((await join('update', { config_id, remark: '新' })).errcode).toBe(0);
    expect((await join('get', { config_id })).join_way).toMatchObject({ remark: '新' });
    expect((await join('del', { config_id })).errcode).toBe(0);
    expect((await join('get', { config_id })).errcode).toBe(41044);
    expect((await join('update', {})).errcode).toBe(41043);
  });
});
