import { startWecomApp } from '../../testing/wecom-app';
import type { WecomApp } from '../../testing/wecom-app';
import type { Json } from '../../testing/platform';

let app: WecomApp;
let external_userid: string;
beforeAll(async () => {
  app = await startWecomApp();
  external_userid = (await app.sandbox.control.people()).shoppers[0]!.external_userid;
});
afterAll(() => app.close());
beforeEach(() => app.reset());

type Group = { group_id: string; group_name: string; order: number; tag: { id: string; name: string }[] };
const add = (body: Json) => app.call('externalcontact/add_corp_tag', body);
const made = async (body: Json) => (await add(body)).tag_group as Group;
const list = async (body?: Json) =>
  (await app.call('externalcontact/get_corp_tag_list', body ?? '')).tag_group as Group[];
const mark = (body: Json) =>
  app.errcode('externalcontact/mark_tag', { userid: 'xiaomei', external_userid, ...body });
const remove = (body: Json) => app.errcode('externalcontact/del_corp_tag', body);
const edit = (body: Json) => app.errcode('externalcontact/edit_corp_tag', body);
const tea = () => made({ group_name: '偏好', tag: [{ name: '茶' }, { name: '咖啡' }] });

describe('Corp tags', () => {
  it('are made in a group by name or id, and the same name is one tag', async () => {
    const group = await made({ group_name: '偏好', tag: [{ name: '茶' }, { name: '茶' }, { name: '咖啡' }] });
    expect(group.tag.map(({ name }) => name)).toEqual(['茶', '咖啡']);
    expect(group.group_id).toMatch(/^et/);
    const again = await made({ group_name: '偏好', tag: [{ name: '茶' }] });
    expect([again.group_id, again.tag[0]?.id]).toEqual([group.group_id, group.tag[0]?.id]);
    await made({ group_id: group.group_id, group_name: '别名', tag: [{ name: '可可' }] });
    expect((await list())[0]).toMatchObject({ group_name: '偏好', tag: [{}, {}, {}] });
  });

  it('keep to their limits', async () => {
    const tag = [{ name: '茶' }];
    expect((await add({ group_id: 'etNone', tag })).errcode).toBe(40068);
    expect((await add({ tag })).errcode).toBe(40058);
    expect((await add({ group_name: '长'.repeat(31), tag })).errcode).toBe(40058);
    expect((await add({ group_name: '偏好', tag: [] })).errcode).toBe(40058);
    expect((await add({ group_name: '偏好', tag: [{ name: '茶', order: 2 ** 32 }] })).errcode).toBe(40058);
    expect((await add({ group_name: '偏好', tag: [{ name: '茶', order: 2 ** 32 - 1 }] })).errcode).toBe(0);
    expect((await add({ group_name: '偏好', tag: [{ name: '咖', order: -1 }] })).errcode).toBe(40058);
  });

  it('are three thousand at most', async () => {
    const tag = Array.from({ length: 3000 }, (_, index) => ({ name: `标签${index}` }));
    expect((await add({ group_name: '满', tag })).errcode).toBe(0);
    expect((await add({ group_name: '满', tag: [{ name: '标签1' }] })).errcode).toBe(0);
    expect((await add({ group_name: '满', tag: [{ name: '多一个' }] })).errcode).toBe(40126);
  });

  it('are listed with the larger orders first, by group or by tag', async () => {
    const group = await made({
      group_name: '尺码',
      order: 1,
      tag: [{ name: 'S' }, { name: 'L', order: 9 }, { name: 'M', order: 5 }],
    });
    await made({ group_name: '偏好', order: 7, tag: [{ name: '茶' }] });
    expect((await list()).map(({ group_name }) => group_name)).toEqual(['偏好', '尺码']);
    const [sizes] = await list({ group_id: [group.group_id], tag_id: ['etNone'] });
    expect(sizes?.tag.map(({ name }) => name)).toEqual(['L', 'M', 'S']);
    const small = group.tag.find(({ name }) => name === 'S');
    expect(await list({ tag_id: [small?.id] })).toMatchObject([{ group_name: '尺码', tag: [{ name: 'S' }] }]);
    expect(await list({})).toHaveLength(2);
  });

  it('are renamed, but not to a name that is taken', async () => {
    const group = await tea();
    const [first] = group.tag;
    expect(await edit({ id: first?.id, name: '红茶', order: 3 })).toBe(0);
    expect(await edit({ id: first?.id, name: '咖啡' })).toBe(40071);
    expect(await edit({ id: group.group_id, name: '口味' })).toBe(0);
    expect(await edit({ id: 'etNone', name: 'x' })).toBe(40068);
    expect((await list())[0]).toMatchObject({
      group_name: '口味',
      tag: [{ name: '红茶' }, { name: '咖啡' }],
    });
  });

  it('take their group with them when the last one goes, and leave the customers', async () => {
    const group = await tea();
    const [first, second] = group.tag;
    await mark({ add_tag: [first?.id, second?.id] });
    expect(await remove({})).toBe(40063);
    expect(await remove({ tag_id: [first?.id, 'etNone'] })).toBe(40068);
    expect(await remove({ tag_id: [first?.id] })).toBe(0);
    expect((await list())[0]?.tag).toHaveLength(1);
    const detail = await app.call(`externalcontact/get?external_userid=${external_userid}`);
    expect(detail.follow_user).toMatchObject([{ tags: [{ tag_name: '咖啡' }] }]);
    expect(await remove({ tag_id: [second?.id] })).toBe(0);
    expect(await list()).toEqual([]);
  });

  it('of the console or another app are not the app’s to change', async () => {
    const foreign = await app.sandbox.control.wecom.createTags({ groupName: '等级', names: ['金卡'] });
    const other = await app.sandbox.control.wecom.createTags({
      groupName: '来源',
      names: ['门店'],
      by: 'other-app',
    });
    expect(await edit({ id: foreign.tags[0]?.id, name: 'x' })).toBe(301002);
    expect(await edit({ id: other.id, name: 'x' })).toBe(301002);
    expect(await remove({ tag_id: [other.tags[0]?.id] })).toBe(301002);
    expect(await remove({ group_id: [foreign.id] })).toBe(301002);
    const own = await made({ group_id: foreign.id, tag: [{ name: '银卡' }] });
    expect(await edit({ id: own.tag[0]?.id, name: '铜卡' })).toBe(0);
    expect(await list()).toHaveLength(2);
  });
});

describe('Marking', () => {
  it('belongs to the pair of member and customer', async () => {
    const group = await tea();
    const [first] = group.tag;
    await app.sandbox.control.wecom.addCustomer({ userid: 'laozhou', shopperId: 'lin' });
    expect(await mark({})).toBe(40063);
    expect(await mark({ add_tag: ['etNone'] })).toBe(40068);
    expect(await mark({ userid: 'aqiang', add_tag: [first?.id] })).toBe(84061);
    expect(await mark({ add_tag: [first?.id, first?.id] })).toBe(0);
    const tags = async () => {
      const detail = await app.call(`externalcontact/get?external_userid=${external_userid}`);
      return (detail.follow_user as { tags: Json[] }[]).map((follow) => follow.tags);
    };
    expect(await tags()).toMatchObject([[{ group_name: '偏好', tag_name: '茶', type: 1 }], []]);
    expect(await mark({ remove_tag: [first?.id] })).toBe(0);
    expect(await tags()).toEqual([[], []]);
  });

  it('with tags of others depends on the rule', async () => {
    const { tags } = await app.sandbox.control.wecom.createTags({ groupName: '等级', names: ['金卡'] });
    expect(await mark({ add_tag: [tags[0]?.id] })).toBe(0);
    await app.sandbox.control.setRules({ foreignTagsMarkable: false });
    expect(await mark({ remove_tag: [tags[0]?.id] })).toBe(301002);
    await app.sandbox.control.setRules({ foreignTagsMarkable: true });
  });
});

describe('The console', () => {
  it('tells the app what it does with tags', async () => {
    const { wecom } = app.sandbox.control;
    const group = await wecom.createTags({ groupName: '等级', names: ['金卡', '银卡'] });
    const ids = group.tags.map(({ id }) => id);
    await wecom.renameTag(ids[0]!, '白金卡');
    await wecom.shuffleTags([ids[1]!, ids[0]!], group.id);
    await wecom.shuffleTags([group.id]);
    await wecom.deleteTags([group.id]);
    const told = (await app.events()).map(({ Event, ChangeType, Id, TagType }) => [
      Event,
      ChangeType,
      Id,
      TagType,
    ]);
    const event = 'change_external_tag';
    expect(told).toEqual([
      [event, 'create', group.id, 'tag_group'],
      [event, 'create', ids[0], 'tag'],
      [event, 'create', ids[1], 'tag'],
      [event, 'update', ids[0], 'tag'],
      [event, 'shuffle', group.id, undefined],
      [event, 'shuffle', '', undefined],
      [event, 'delete', ids[0], 'tag'],
      [event, 'delete', ids[1], 'tag'],
      [event, 'delete', group.id, 'tag_group'],
    ]);
    await expect(wecom.renameTag('etNone', 'x')).rejects.toThrow('40068');
  });

  it('is the only one who is told of, unless the rule says otherwise', async () => {
    const group = await tea();
    expect(await app.events()).toEqual([]);
    await app.sandbox.control.setRules({ apiEditsCallBack: true });
    await edit({ id: group.group_id, name: '口味' });
    await remove({ group_id: [group.group_id] });
    expect((await app.events()).map(({ ChangeType }) => ChangeType)).toEqual([
      'update',
      'delete',
      'delete',
      'delete',
    ]);
    await app.sandbox.control.setRules({ apiEditsCallBack: false });
  });
});
