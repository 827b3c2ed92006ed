import { startWecomApp } from '../../testing/wecom-app';
import type { WecomApp } from '../../testing/wecom-app';
import type { Json } from '../../testing/platform';
import { aShopper, defaultWorld } from '../../world';

const DAY = 24 * 3600;
let app: WecomApp;
let lin: string;
let wang: string;
let chen: string;
beforeAll(async () => {
  app = await startWecomApp();
  const { shoppers } = await app.sandbox.control.people();
  [lin, wang, chen] = shoppers.map(({ external_userid }) => external_userid) as [string, string, string];
});
afterAll(() => app.close());
beforeEach(() => app.reset());

const text = { content: '周末新品到店' };
const noFile = { msgtype: 'image', image: { media_id: 'none' } };
const add = (body: Json = {}) => app.call('externalcontact/add_msg_template', { text, ...body });
const made = async (body: Json = { sender: 'xiaomei' }) => String((await add(body)).msgid);
const tasks = async (msgid: string) =>
  (await app.call('externalcontact/get_groupmsg_task', { msgid })).task_list as Json[];
const results = async (msgid: string, userid = 'xiaomei', more: Json = {}) =>
  app.call('externalcontact/get_groupmsg_send_result', { msgid, userid, ...more });
const statuses = async (msgid: string, userid = 'xiaomei') =>
  ((await results(msgid, userid)).send_list as { status: number }[]).map(({ status }) => status);
const confirm = (msgid: string, recipients?: string[], userid = 'xiaomei') =>
  app.sandbox.control.wecom.confirmMass(userid, msgid, recipients);

describe('A mass message', () => {
  it('is only a task until the member confirms', async () => {
    const { control } = app.sandbox;
    const msgid = await made();
    expect(await tasks(msgid)).toEqual([{ userid: 'xiaomei', status: 0 }]);
    expect(await statuses(msgid)).toEqual([0, 0]);
    expect((await control.inbox('lin')).chats).toEqual([]);
    expect(await control.wecom.massTasks('xiaomei')).toMatchObject([
      { msgid, text, state: 'waiting', targets: [{ id: lin }, { id: wang }] },
    ]);
    expect((await confirm(msgid)).state).toBe('sent');
    expect(await tasks(msgid)).toMatchObject([{ status: 2, send_time: expect.any(Number) as number }]);
    expect(await statuses(msgid)).toEqual([1, 1]);
    expect((await control.inbox('lin')).chats).toMatchObject([
      { kind: 'mass', userid: 'xiaomei', msgtype: 'text', content: text, msgid },
    ]);
    await expect(confirm(msgid)).rejects.toThrow('409');
    expect(await app.events()).toEqual([]);
  });

  it('stays unsent when the member ignores it', async () => {
    const msgid = await made();
    expect((await app.sandbox.control.wecom.ignoreMass('xiaomei', msgid)).state).toBe('ignored');
    expect(await tasks(msgid)).toEqual([{ userid: 'xiaomei', status: 0 }]);
    await expect(app.sandbox.control.wecom.ignoreMass('laozhou', msgid)).rejects.toThrow('409');
  });

  it('goes through the member who talked to the customer last', async () => {
    const { wecom } = app.sandbox.control;
    await wecom.addCustomer({ userid: 'laozhou', shopperId: 'lin' });
    await wecom.chat({ userid: 'xiaomei', shopperId: 'lin', from: 'customer', text: '在吗' });
    const answer = await add({ external_userid: [lin, chen, 'wm0'] });
    expect(answer.fail_list).toEqual([chen, 'wm0']);
    expect((await tasks(String(answer.msgid))).map(({ userid }) => userid)).toEqual(['xiaomei']);
    await wecom.chat({ userid: 'laozhou', shopperId: 'lin', from: 'member', text: '您好' });
    const later = await made({ external_userid: [lin] });
    expect((await tasks(later)).map(({ userid }) => userid)).toEqual(['laozhou']);
    const named = await add({ external_userid: [lin, wang], sender: 'laozhou' });
    expect(named.fail_list).toEqual([wang]);
  });

  it('can be for customers with one of some tags, in each of several lists', async () => {
    const group = (await app.call('externalcontact/add_corp_tag', {
      group_name: '偏好',
      tag: [{ name: '茶' }, { name: '咖啡' }, { name: '甜' }],
    })) as { tag_group: { tag: { id: string }[] } };
    const [tea, coffee, sweet] = group.tag_group.tag.map(({ id }) => id);
    const mark = (external_userid: string, add_tag: unknown[]) =>
      app.errcode('externalcontact/mark_tag', { userid: 'xiaomei', external_userid, add_tag });
    await mark(lin, [tea, sweet]);
    await mark(wang, [coffee]);
    const reached = async (...lists: unknown[][]) => {
      const tag_filter = { group_list: lists.map((tag_list) => ({ tag_list })) };
      const answer = await add({ sender: 'xiaomei', tag_filter });
      if (answer.errcode !== 0) return answer.errcode;
      const [task] = await app.sandbox.control.wecom.massTasks('xiaomei').then((all) => all.slice(-1));
      return task?.targets.map(({ id }) => id);
    };
    expect(await reached([tea, coffee])).toEqual([lin, wang]);
    expect(await reached([tea, coffee], [sweet])).toEqual([lin]);
    expect(await reached([coffee], [sweet])).toBe(41048);
    expect(await reached(['etNone'])).toBe(40068);
    expect(await reached(Array(101).fill(tea))).toBe(40058);
    const ignored = await add({
      external_userid: [wang],
      tag_filter: { group_list: [{ tag_list: [sweet] }] },
    });
    expect(ignored.errcode).toBe(0);
  });

  it.each<[string, Json, number]>([
    ['neither recipients nor a sender are named', {}, 40063],
    ['it says nothing', { sender: 'xiaomei', text: undefined }, 40063],
    ['nobody sends it', { sender: 'nobody' }, 60111],
    ['the sender has no customers', { sender: 'laozhou' }, 41048],
    ['all are strangers', { external_userid: ['wm0'] }, 41048],
    ['it is for groups and has no sender', { chat_type: 'group' }, 40063],
    ['its chat_type is unknown', { chat_type: 'other', sender: 'xiaomei' }, 40058],
    ['it names 10 001 customers', { external_userid: Array(10_001).fill('wm0') }, 40058],
    ['its text has 4 002 bytes', { sender: 'xiaomei', text: { content: '长'.repeat(1334) } }, 40058],
    ['a file is not there', { sender: 'xiaomei', attachments: [noFile] }, 40007],
    ['allow_select is a word', { sender: 'xiaomei', allow_select: 'yes' }, 40058],
  ])('is refused when %s', async (_words, body, errcode) => {
    expect((await add(body)).errcode).toBe(errcode);
  });

  it('takes ten thousand customers', async () => {
    expect((await add({ external_userid: Array(10_000).fill(lin) })).errcode).toBe(0);
  });
});

describe('Choosing again', () => {
  it('is the member’s right only with allow_select', async () => {
    const fixed = await made();
    await expect(confirm(fixed, [lin])).rejects.toThrow('allow_select');
    const open = await made({ sender: 'xiaomei', allow_select: true });
    await expect(confirm(open, [chen])).rejects.toThrow('not among');
    await confirm(open, [wang]);
    expect(await statuses(open)).toEqual([0, 1]);
  });
});

describe('What became of it', () => {
  it('is 2 for who is no friend any more', async () => {
    const msgid = await made();
    await app.sandbox.control.wecom.dropCustomer({ userid: 'xiaomei', shopperId: 'lin' });
    await confirm(msgid);
    expect(await statuses(msgid)).toEqual([2, 1]);
    expect(((await results(msgid)).send_list as Json[])[0]).not.toHaveProperty('send_time');
  });

  it('is 3 for who got enough, the member’s own messages counted, by the rule', async () => {
    const { control } = app.sandbox;
    await control.setRules({ massMessageQuota: '1-per-day' });
    const own = await control.wecom.memberMass('xiaomei', { text: '我自己发的', customers: ['lin'] });
    await confirm(own.msgid);
    const msgid = await made();
    await confirm(msgid);
    expect(await statuses(msgid)).toEqual([3, 1]);
    await control.advanceClock(DAY);
    const next = await made();
    await confirm(next);
    expect(await statuses(next)).toEqual([1, 1]);
    await control.setRules({ massMessageQuota: 'days-of-month' });
  });

  it('comes page by page, and a limit over the most counts as none', async () => {
    const msgid = await made();
    const first = await results(msgid, 'xiaomei', { limit: 1 });
    expect(first.send_list).toMatchObject([{ external_userid: lin }]);
    const second = await results(msgid, 'xiaomei', { limit: 1, cursor: first.next_cursor });
    expect(second).toMatchObject({ send_list: [{ external_userid: wang }], next_cursor: '' });
    expect((await results(msgid, 'xiaomei', { limit: 1001 })).send_list).toHaveLength(2);
    expect((await results(msgid, 'xiaomei', { cursor: 'none' })).errcode).toBe(50100);
    expect((await results('none')).errcode).toBe(41047);
    expect((await results('')).errcode).toBe(41046);
    expect((await results(msgid, 'nobody')).errcode).toBe(60111);
    expect((await results(msgid, 'laozhou')).send_list).toEqual([]);
  });
});

describe('Reminding and cancelling', () => {
  const act = (name: string, msgid: string) =>
    app.errcode(`externalcontact/${name}_groupmsg_send`, { msgid });

  it('reminds three times in a day at most', async () => {
    const msgid = await made();
    for (let time = 0; time < 3; time += 1) expect(await act('remind', msgid)).toBe(0);
    expect(await act('remind', msgid)).toBe(45009);
    expect((await app.sandbox.control.wecom.massTasks('xiaomei'))[0]?.reminders).toBe(3);
    await app.sandbox.control.advanceClock(DAY + 1);
    expect(await act('remind', msgid)).toBe(0);
    expect(await act('remind', 'none')).toBe(41047);
  });

  it('stops what was not sent and recalls nothing', async () => {
    const { wecom } = app.sandbox.control;
    await wecom.addCustomer({ userid: 'laozhou', shopperId: 'chen' });
    const msgid = await made({ external_userid: [lin, chen] });
    await confirm(msgid);
    expect(await act('cancel', msgid)).toBe(0);
    expect(await act('cancel', msgid)).toBe(0);
    await expect(confirm(msgid, undefined, 'laozhou')).rejects.toThrow('cancelled');
    expect(await statuses(msgid)).toEqual([1]);
    expect(await statuses(msgid, 'laozhou')).toEqual([0]);
    expect((await wecom.massTasks('laozhou'))[0]?.state).toBe('cancelled');
    expect((await app.sandbox.control.inbox('lin')).chats).toHaveLength(1);
  });
});

describe('The list of mass messages', () => {
  const list = async (changes: Json = {}) => {
    const now = Math.floor((await app.sandbox.control.clock()).nowMs / 1000);
    const range = { start_time: now - 3600, end_time: now + 60 };
    return app.call('externalcontact/get_groupmsg_list_v2', { chat_type: 'single', ...range, ...changes });
  };
  const ids = async (changes: Json = {}) =>
    ((await list(changes)).group_msg_list as { msgid: string }[]).map(({ msgid }) => msgid);

  it('tells the company’s from the members’ own', async () => {
    const company = await made();
    const own = (await app.sandbox.control.wecom.memberMass('xiaomei', { text: '我的' })).msgid;
    expect(await ids()).toEqual([company, own]);
    expect(await ids({ filter_type: 0 })).toEqual([company]);
    expect(await ids({ filter_type: 1 })).toEqual([own]);
    expect(await ids({ creator: 'xiaomei' })).toEqual([own]);
    expect(await ids({ chat_type: 'group' })).toEqual([]);
    const [first, second] = (await list()).group_msg_list as Json[];
    expect(first).toMatchObject({ create_type: 0, text, attachments: [] });
    expect(first).not.toHaveProperty('creator');
    expect(second).toMatchObject({ create_type: 1, creator: 'xiaomei' });
  });

  it('covers a month at most, and pages', async () => {
    const [first, second] = [await made(), await made()];
    const page = await list({ limit: 1 });
    expect(page.group_msg_list).toMatchObject([{ msgid: first }]);
    expect(await ids({ limit: 1, cursor: page.next_cursor })).toEqual([second]);
    expect(await ids({ limit: 101 })).toEqual([first, second]);
    const start = Math.floor((await app.sandbox.control.clock()).nowMs / 1000) - 31 * DAY;
    expect((await list({ start_time: start, end_time: start + 31 * DAY })).errcode).toBe(0);
    expect((await list({ start_time: start, end_time: start + 32 * DAY })).errcode).toBe(40058);
    expect((await list({ start_time: start + 10, end_time: start })).errcode).toBe(40058);
    expect((await list({ chat_type: undefined })).errcode).toBe(40058);
  });
});

describe('A mass message to groups', () => {
  it('goes to the owner’s groups, and shows only what was sent', async () => {
    const { wecom } = app.sandbox.control;
    const mine = await wecom.createGroup({ owner: 'xiaomei', name: '会员群', customers: ['lin'] });
    const other = await wecom.createGroup({ owner: 'laozhou', name: '老周的群' });
    const answer = await add({
      chat_type: 'group',
      sender: 'xiaomei',
      chat_id_list: [mine.chatId, other.chatId],
      allow_select: true,
    });
    expect(answer.fail_list).toEqual([other.chatId]);
    const msgid = String(answer.msgid);
    expect((await wecom.massTasks('xiaomei'))[0]?.allowSelect).toBe(false);
    expect((await results(msgid)).send_list).toEqual([]);
    await confirm(msgid);
    expect((await results(msgid)).send_list).toMatchObject([
      { chat_id: mine.chatId, userid: 'xiaomei', status: 1 },
    ]);
    expect((await wecom.group(mine.chatId)).messages).toMatchObject([{ kind: 'mass', content: text }]);
    const all = await made({ chat_type: 'group', sender: 'laozhou' });
    await wecom.dismissGroup(other.chatId);
    await confirm(all, undefined, 'laozhou');
    expect(await statuses(all, 'laozhou')).toEqual([2]);
    const own = await wecom.memberMass('xiaomei', { text: '我的', chatIds: [mine.chatId] });
    expect(own).toMatchObject({ chatType: 'group', creator: 'xiaomei' });
  });
});

describe('Many customers', () => {
  it('are no burden: the oldest mass messages are forgotten over a hundred thousand recipients', async () => {
    const world = defaultWorld();
    const [first] = world.shoppers;
    world.shoppers = Array.from({ length: 10_000 }, (_, index) => aShopper({ ...first!, id: `s${index}` }));
    world.follows = world.shoppers.map(({ id }) => ({ userid: 'xiaomei', shopperId: id }));
    const large = await startWecomApp({ world });
    const ids: unknown[] = [];
    for (let count = 0; count < 11; count += 1) {
      const { msgid } = await large.call('externalcontact/add_msg_template', { sender: 'xiaomei', text });
      ids.push(msgid);
    }
    const known = (msgid: unknown) => large.errcode('externalcontact/get_groupmsg_task', { msgid });
    expect([await known(ids[0]), await known(ids[1]), await known(ids[10])]).toEqual([41047, 0, 0]);
    await large.close();
  });
});
