import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { PlatformClient } from '../testing/platform';
import type { Json } from '../testing/platform';
import { defaultWorld } from '../world';

let sandbox: Sandbox;
let platform: PlatformClient;
let openid: string;
const template = 'PICKUP_READY_TEMPLATE';
const LONG_TERM = 'LONG_TERM_TEMPLATE';
const WITH_FIELDS = 'STRICT_TEMPLATE';
const path = '/cgi-bin/message/subscribe/send';

beforeAll(async () => {
  const world = defaultWorld();
  world.miniProgram.templates.push(
    { id: LONG_TERM, title: '会员权益', type: 3 },
    {
      id: WITH_FIELDS,
      title: '订单状态',
      fields: { thing1: '商品', enum2: '状态' },
      enums: { enum2: ['待取货', '已取货'] },
    },
    { id: 'TWIN', title: '取货提醒' },
  );
  sandbox = await startSandbox({ world });
  platform = new PlatformClient(sandbox);
  openid = (await sandbox.control.people()).shoppers[0]?.openid ?? '';
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

const message = (changes: Json = {}): Json => ({
  touser: openid,
  template_id: template,
  page: 'order/detail/index?id=1',
  data: { thing1: { value: '静安寺店' }, character_string2: { value: '8888-1234' } },
  ...changes,
});
const send = (changes: Json = {}): Promise<Json> => platform.mini(path, message(changes));
const accept = (...templateIds: string[]): Promise<Record<string, string>> =>
  sandbox.control.subscribe('lin', { templateIds, answer: 'accept' });

describe('A subscribe message', () => {
  it('needs one accept each; accepts add up', async () => {
    expect((await send()).errcode).toBe(43101);
    await sandbox.control.subscribe('lin', { templateIds: [template], answer: 'reject' });
    expect((await send()).errcode).toBe(43101);
    await accept(template);
    await accept(template);
    expect(await send()).toMatchObject({ errcode: 0, msgid: expect.any(Number) });
    expect(await send()).toMatchObject({ errcode: 0 });
    expect((await send()).errcode).toBe(43101);
    const { messages } = await sandbox.control.inbox('lin');
    expect(messages).toHaveLength(2);
    expect(messages[0]).toMatchObject({
      title: '取货提醒',
      data: { thing1: '静安寺店' },
      page: 'order/detail/index?id=1',
    });
  });

  it('of a long-term template needs one accept for ever', async () => {
    await accept(LONG_TERM);
    expect((await send({ template_id: LONG_TERM })).errcode).toBe(0);
    expect((await send({ template_id: LONG_TERM })).errcode).toBe(0);
    await sandbox.control.miniProgram.switchOff('lin', LONG_TERM);
    expect((await send({ template_id: LONG_TERM })).errcode).toBe(43101);
  });

  it.each([
    [{ touser: 'oNobody' }, 40003],
    [{ template_id: 'x' }, 40037],
    [{ page: '/order/detail/index' }, 41030],
    [{ data: {} }, 47003],
    [{ data: 'x' }, 47003],
    [{ data: { thing1: { value: 1 } } }, 47003],
    [{ miniprogram_state: 'beta' }, 47003],
    [{ lang: 'fr' }, 47003],
    [{ data: { thing1: { value: '来赌博' } } }, 45168],
  ])('with %j is refused with %i', async (changes, errcode) => {
    await accept(template);
    expect((await send(changes)).errcode).toBe(errcode);
    // A refusal costs no accept.
    expect((await send()).errcode).toBe(0);
  });

  it('leads to a page of the released version', async () => {
    await sandbox.control.miniProgram.setPages(['pages/home/index']);
    await accept(template);
    expect((await send()).errcode).toBe(41030);
    expect((await send({ page: 'pages/home/index?a=1' })).errcode).toBe(0);
    await sandbox.control.miniProgram.setPages(null);
  });

  it('carries exactly the keywords of its template, and of an enum one of its values', async () => {
    await accept(WITH_FIELDS);
    const data = (values: Record<string, string>): Json => ({
      template_id: WITH_FIELDS,
      data: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }])),
    });
    expect((await send(data({ thing1: '羊绒衫' }))).errmsg).toContain('data.enum2');
    expect((await send(data({ thing1: 'a', enum2: '待取货', thing3: 'b' }))).errmsg).toContain('data.thing3');
    expect((await send(data({ thing1: 'a', enum2: '不知道' }))).errcode).toBe(47003);
    expect((await send(data({ thing1: 'a', enum2: '待取货' }))).errcode).toBe(0);
  });

  it('is banned as a whole or by template', async () => {
    await accept(template);
    await sandbox.control.miniProgram.setUp({ subscribeBanned: true });
    expect((await send()).errcode).toBe(43107);
    await sandbox.control.miniProgram.setUp({ subscribeBanned: false });
    await sandbox.control.miniProgram.configure({ bannedTemplates: [template] });
    expect((await send()).errcode).toBe(43107);
    expect(await accept(template)).toEqual({ [template]: 'ban' });
    await sandbox.control.miniProgram.configure({ bannedTemplates: [] });
    expect((await send()).errcode).toBe(0);
  });

  it('keeps the next one to the same person out while it is on its way', async () => {
    await sandbox.control.setRules({ subscribeSendMs: 60_000 });
    await accept(template);
    await accept(template);
    expect((await send()).errcode).toBe(0);
    expect((await send()).errcode).toBe(43108);
    await sandbox.control.advanceClock(60);
    expect((await send()).errcode).toBe(0);
    await sandbox.control.setRules({ subscribeSendMs: 0 });
  });

  it.each([
    ['thing1', '一二三四五六七八九十一二三四五六七八九十', true],
    ['thing1', '一二三四五六七八九十一二三四五六七八九十多', false],
    ['thing1', '', false],
    ['thing1', '   ', false],
    ['number1', '12.5', true],
    ['number1', '1'.repeat(32), true],
    ['number1', '1'.repeat(33), false],
    ['number1', '12个', false],
    ['letter1', 'abc', true],
    ['letter1', 'abc1', false],
    ['letter1', 'a'.repeat(33), false],
    ['symbol1', '!', true],
    ['symbol1', '!!!!!!', false],
    ['symbol1', 'a', false],
    ['character_string1', 'AB-12/3', true],
    ['character_string1', 'A'.repeat(33), false],
    ['character_string1', '单号12', false],
    ['time1', '2026年10月1日 15:01', true],
    ['time1', '15:01~16:30', true],
    ['time1', '15:01:59', true],
    ['time1', '25:01', false],
    ['time1', '15:60', false],
    ['time1', '下午三点', false],
    ['date1', '2026年10月1日', true],
    ['date1', '2026-10-01 15:00', true],
    ['date1', '2026-10-01~2026-10-07', true],
    ['date1', '2026-13-01', false],
    ['date1', '2026-10/01', false],
    ['date1', '明天', false],
    ['amount1', '¥12.50元', true],
    ['amount1', '1234567890', true],
    ['amount1', '12345678901', false],
    ['amount1', '¥¥1', false],
    ['phone_number1', '+86-0766-66888866', true],
    ['phone_number1', '1'.repeat(18), false],
    ['phone_number1', '电话', false],
    ['car_number1', '粤A8Z888挂', true],
    ['car_number1', '粤粤8Z888', false],
    ['car_number1', '粤A8Z888挂挂挂', false],
    ['name1', '欧阳先生', true],
    ['name1', 'Ms. Lin', true],
    ['name1', '欧阳先生欧阳先生欧阳先', false],
    ['name1', 'a'.repeat(21), false],
    ['name1', 'Lin2', false],
    ['phrase1', '备好了', true],
    ['phrase1', 'ready', false],
    ['phrase1', '已经为您备好', false],
    ['enum1', '待取货', true],
    ['other1', 'x', false],
    ['thing', 'x', false],
  ])('field %s may be %j: %s', async (key, value, allowed) => {
    const answer = await send({ data: { [key]: { value } } });
    // Without an accept a good value gets as far as 43101.
    expect(answer.errcode).toBe(allowed ? 43101 : 47003);
    if (!allowed) expect(answer.errmsg).toContain(`data.${key}`);
  });
});

describe('The sheet of wx.requestSubscribeMessage', () => {
  it('answers for each template, and filters strangers and namesakes', async () => {
    expect(await accept(template, 'TWIN', 'NOBODY')).toEqual({
      [template]: 'accept',
      TWIN: 'filter',
      NOBODY: 'filter',
    });
    expect((await sandbox.control.inbox('lin')).subscriptions).toEqual({ [template]: 1 });
  });

  it('takes three templates, or five where the rule says so', async () => {
    const four = [template, 'A', 'B', 'C'];
    await expect(accept(...four)).rejects.toThrow(/20003/);
    await sandbox.control.setRules({ subscribeTemplatesPerCall: 5 });
    expect(await accept(...four)).toMatchObject({ [template]: 'accept' });
    await sandbox.control.setRules({ subscribeTemplatesPerCall: 3 });
  });

  it('does not mix one-time and long-term templates', async () => {
    await expect(accept(template, LONG_TERM)).rejects.toThrow(/20002/);
  });
});

describe('/wxaapi/newtmpl', () => {
  const at = (name: string): string => `/wxaapi/newtmpl/${name}`;
  const add = (changes: Json = {}): Promise<Json> =>
    platform.mini(at('addtemplate'), { tid: '1002', kidList: [2, 8], sceneDesc: '取货提醒', ...changes });

  it('offers categories, titles by page, and keywords', async () => {
    const categories = (await platform.mini(at('getcategory'))).data as { id: number }[];
    const ids = categories.map(({ id }) => id).join(',');
    const titles = await platform.mini(`${at('getpubtemplatetitles')}?ids=${ids}&start=1&limit=2`);
    expect(titles).toMatchObject({ errcode: 0, count: 5 });
    expect(titles.data).toHaveLength(2);
    expect(await platform.mini(`${at('getpubtemplatekeywords')}?tid=1002`)).toMatchObject({
      count: 5,
      data: expect.arrayContaining([expect.objectContaining({ kid: 8, rule: 'enum' })]),
    });
  });

  it.each([
    ['ids=616&start=x&limit=1', 200016],
    ['ids=616&start=0&limit=31', 200017],
    ['ids=616&start=0&limit=0', 200017],
    ['start=0&limit=1', 200018],
    ['ids=1&start=0&limit=1', 200019],
  ])('answers titles of %s with %i', async (query, errcode) => {
    expect((await platform.mini(`${at('getpubtemplatetitles')}?${query}`)).errcode).toBe(errcode);
  });

  it('puts a template together that can be sent, listed and deleted', async () => {
    const { priTmplId } = await add();
    const id = String(priTmplId);
    expect(await accept(id)).toEqual({ [id]: 'accept' });
    const data = { character_string2: { value: 'SH1' }, enum8: { value: '已取货' } };
    expect((await send({ template_id: id, data })).errcode).toBe(0);
    const listed = (await platform.mini(at('gettemplate'))).data as Json[];
    expect(listed.find((one) => one.priTmplId === id)).toMatchObject({
      title: '订单状态通知',
      type: 2,
      content: '订单编号:{{character_string2.DATA}}\n订单状态:{{enum8.DATA}}\n',
      keywordEnumValueList: [{ keywordCode: 'enum8.DATA' }],
    });
    expect((await platform.mini(at('deltemplate'), { priTmplId: id })).errcode).toBe(0);
    expect((await platform.mini(at('deltemplate'), { priTmplId: id })).errcode).toBe(200014);
    expect((await send({ template_id: id, data })).errcode).toBe(40037);
  });

  it('deletes the given templates too, until everything starts over', async () => {
    expect((await platform.mini(at('deltemplate'), { priTmplId: template })).errcode).toBe(0);
    expect((await send()).errcode).toBe(40037);
    await sandbox.control.reset();
    expect((await send()).errcode).toBe(43101);
  });

  it.each([
    [{ tid: '1' }, 200014],
    [{ kidList: [2] }, 200020],
    [{ kidList: [2, 2] }, 200020],
    [{ kidList: [2, 99] }, 200020],
    [{ kidList: [1, 2, 3, 5, 6, 7], tid: '1001' }, 200020],
    [{ sceneDesc: '' }, 200021],
    [{ sceneDesc: '一'.repeat(16) }, 200021],
  ])('refuses %j with %i', async (changes, errcode) => {
    expect((await add(changes)).errcode).toBe(errcode);
  });

  it('refuses the same template twice, and a fifty-first', async () => {
    expect((await add()).errcode).toBe(0);
    expect((await add()).errcode).toBe(200022);
    const kids = [1, 2, 3, 5, 6, 7];
    const pairs = kids.flatMap((a) => kids.filter((b) => b !== a).map((b) => [a, b]));
    const triples = pairs.flatMap(([a, b]) => kids.filter((c) => c !== a && c !== b).map((c) => [a, b, c]));
    const answers: unknown[] = [];
    for (const kidList of [...pairs, ...triples].slice(0, 44)) {
      answers.push((await add({ tid: '1001', kidList })).errcode);
    }
    // Six are the world's, one was put together above.
    expect(answers.slice(0, 43).every((errcode) => errcode === 0)).toBe(true);
    expect(answers.at(-1)).toBe(200012);
  });
});
