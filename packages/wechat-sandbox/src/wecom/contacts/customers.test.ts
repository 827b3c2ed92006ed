import { defaultWorld } from '../../world';
import { PNG, startWecomApp } from '../../testing/wecom-app';
import type { WecomApp } from '../../testing/wecom-app';
import type { Json } from '../../testing/platform';

let app: WecomApp;
let lin: { external_userid: string; unionid: string; openid: string };
let chen: typeof lin;
beforeAll(async () => {
  app = await startWecomApp();
  const { shoppers } = await app.sandbox.control.people();
  lin = shoppers[0]!;
  chen = shoppers[2]!;
});
afterAll(() => app.close());
beforeEach(() => app.reset());

const get = (id: string) => app.call(`externalcontact/get?external_userid=${id}`);

describe('Customers', () => {
  it('are listed per member; somebody without customers is 84061', async () => {
    const list = await app.call('externalcontact/list?userid=xiaomei');
    expect(list.external_userid).toHaveLength(2);
    expect((list.external_userid as string[])[0]).toMatch(/^wm.{30}$/);
    expect(await app.errcode('externalcontact/list?userid=laozhou')).toBe(84061);
    expect(await app.errcode('externalcontact/list?userid=nobody')).toBe(60111);
    expect((await app.call('externalcontact/get_follow_user_list')).follow_user).toContain('laozhou');
    await app.sandbox.control.wecom.setMember('xiaomei', { customerContact: false });
    expect(await app.errcode('externalcontact/list?userid=xiaomei')).toBe(84084);
    expect((await app.call('externalcontact/get_follow_user_list')).follow_user).not.toContain('xiaomei');
  });

  it('carry their unionid and who follows them', async () => {
    expect(await get(lin.external_userid)).toMatchObject({
      external_contact: { name: '林晓', type: 1, unionid: lin.unionid },
      follow_user: [{ userid: 'xiaomei', remark: '', add_way: 1, oper_userid: lin.external_userid }],
      next_cursor: '',
    });
    expect((await get(chen.external_userid)).errcode).toBe(84061);
    expect((await get('wmNobody')).errcode).toBe(40096);
  });

  it('are given for several members at once, once per pair', async () => {
    await app.sandbox.control.wecom.addCustomer({ userid: 'laozhou', shopperId: 'lin' });
    const batch = (body: Json) => app.call('externalcontact/batch/get_by_user', body);
    const all = await batch({ userid_list: ['xiaomei', 'laozhou'] });
    const pairs = all.external_contact_list as { external_contact: Json; follow_info: Json }[];
    expect(pairs.map(({ follow_info }) => follow_info.userid)).toEqual(['xiaomei', 'xiaomei', 'laozhou']);
    expect(pairs[0]).toMatchObject({ external_contact: { name: '林晓' }, follow_info: { tag_id: [] } });
    const first = await batch({ userid_list: ['xiaomei', 'laozhou'], limit: 2 });
    expect(first.external_contact_list).toHaveLength(2);
    const second = await batch({ userid_list: ['xiaomei', 'laozhou'], limit: 2, cursor: first.next_cursor });
    expect(second.external_contact_list).toHaveLength(1);
    expect(second.next_cursor).toBe('');
    expect((await batch({ userid_list: ['nobody'] })).errcode).toBe(60111);
    expect((await batch({ userid_list: Array(101).fill('xiaomei') })).errcode).toBe(40058);
    expect((await batch({ userid_list: ['xiaomei'], cursor: 'none' })).errcode).toBe(50100);
    expect((await batch({})).errcode).toBe(40058);
  });

  it('are paged without repeating or skipping when one goes in between', async () => {
    const batch = (cursor?: unknown) =>
      app.call('externalcontact/batch/get_by_user', { userid_list: ['xiaomei'], limit: 1, cursor });
    const first = await batch();
    await app.sandbox.control.wecom.addCustomer({ userid: 'xiaomei', shopperId: 'chen' });
    const second = await batch(first.next_cursor);
    expect(second.external_contact_list).toMatchObject([{ external_contact: { name: '王磊' } }]);
    const third = await batch(second.next_cursor);
    expect(third.external_contact_list).toMatchObject([{ external_contact: { name: '陈静' } }]);
    expect(third.next_cursor).toBe('');
  });

  it('become openids and are found by unionid, when there is a bound developer account', async () => {
    const byUnionid = (path: string, changes: Json = {}, who = lin) =>
      app.call(path, { unionid: who.unionid, openid: who.openid, ...changes });
    const path = 'idconvert/unionid_to_external_userid';
    expect(await byUnionid(path)).toMatchObject({ external_userid: lin.external_userid });
    expect(await byUnionid('externalcontact/unionid_to_external_userid')).toMatchObject({
      external_userid: lin.external_userid,
    });
    expect((await byUnionid('externalcontact/unionid_to_external_userid', {}, chen)).errcode).toBe(84061);
    expect((await byUnionid(path, { openid: chen.openid })).errcode).toBe(40073);
    expect((await byUnionid(path, { subject_type: 2 })).errcode).toBe(40058);
    const { pending_id } = await byUnionid(path, {}, chen);
    expect((await byUnionid(path, {}, chen)).pending_id).toBe(pending_id);
    const pendingOf = () =>
      app.call('idconvert/batch/external_userid_to_pending_id', { external_userid: [chen.external_userid] });
    await app.sandbox.control.wecom.addCustomer({ userid: 'xiaomei', shopperId: 'chen' });
    expect((await pendingOf()).result).toEqual([{ external_userid: chen.external_userid, pending_id }]);
    await app.sandbox.control.advanceClock(90 * 24 * 3600 + 1);
    expect((await pendingOf()).result).toEqual([]);
    const many = { external_userid: Array.from({ length: 101 }, () => chen.external_userid) };
    expect(await app.errcode('idconvert/batch/external_userid_to_pending_id', many)).toBe(40058);
  });
});

describe('A remark', () => {
  const remark = (body: Json) =>
    app.call('externalcontact/remark', { userid: 'xiaomei', external_userid: lin.external_userid, ...body });

  it('belongs to one member, and lists overwrite', async () => {
    expect(
      (await remark({ remark: 'M码', remark_mobiles: ['1', '2'], remark_company: '茶行' })).errcode,
    ).toBe(0);
    expect((await get(lin.external_userid)).follow_user).toMatchObject([
      { remark: 'M码', remark_mobiles: ['1', '2'], remark_corp_name: '茶行' },
    ]);
    await remark({ remark_mobiles: [''] });
    expect((await get(lin.external_userid)).follow_user).toMatchObject([
      { remark: 'M码', remark_mobiles: [] },
    ]);
  });

  it('keeps to its limits', async () => {
    expect((await remark({})).errcode).toBe(40063);
    expect((await remark({ remark: '长'.repeat(20) })).errcode).toBe(0);
    expect((await remark({ remark: '长'.repeat(21) })).errcode).toBe(40058);
    expect((await remark({ description: '长'.repeat(150) })).errcode).toBe(0);
    expect((await remark({ description: '长'.repeat(151) })).errcode).toBe(40058);
    expect((await remark({ remark_company: '长'.repeat(21) })).errcode).toBe(40058);
    expect((await remark({ userid: 'laozhou', remark: 'x' })).errcode).toBe(84061);
    expect((await remark({ external_userid: 'wm0', remark: 'x' })).errcode).toBe(40096);
    expect((await remark({ remark_pic_mediaid: 'none' })).errcode).toBe(40007);
    const { media_id } = await app.upload('media/upload?type=image', { bytes: PNG, name: 'a.png' });
    expect((await remark({ remark_pic_mediaid: media_id })).errcode).toBe(0);
  });

  it('set through the API is told of only when the rule says so', async () => {
    await remark({ remark: 'a' });
    expect(await app.events()).toEqual([]);
    await app.sandbox.control.setRules({ apiEditsCallBack: true });
    await remark({ remark_mobiles: ['13800138001'] });
    expect(await app.events()).toEqual([]);
    await remark({ remark: 'b' });
    expect(await app.events()).toMatchObject([{ ChangeType: 'edit_external_contact', UserID: 'xiaomei' }]);
    await app.sandbox.control.setRules({ apiEditsCallBack: false });
  });

  it('set by the member in the client is always told of, mobiles alone excepted', async () => {
    const pair = { userid: 'xiaomei', shopperId: 'lin' };
    await app.sandbox.control.wecom.editCustomer({ ...pair, remark_mobiles: ['13800138001'] });
    expect(await app.events()).toEqual([]);
    await app.sandbox.control.wecom.editCustomer({ ...pair, remark: '林小姐' });
    expect(await app.events()).toMatchObject([
      { ChangeType: 'edit_external_contact', ExternalUserID: lin.external_userid },
    ]);
    expect((await app.sandbox.control.wecom.customers('xiaomei')).customers[0]?.remark).toBe('林小姐');
    await expect(
      app.sandbox.control.wecom.editCustomer({ userid: 'laozhou', shopperId: 'lin', remark: 'x' }),
    ).rejects.toThrow('409');
  });
});

describe('Another world', () => {
  it('gives no unionid when WeCom is not bound to the Open Platform account', async () => {
    const world = defaultWorld();
    world.openPlatform.wecom = false;
    const other = await startWecomApp({ world });
    const detail = await other.call(`externalcontact/get?external_userid=${lin.external_userid}`);
    expect(detail.external_contact).not.toHaveProperty('unionid');
    const body = { unionid: lin.unionid, openid: lin.openid };
    expect(await other.errcode('idconvert/unionid_to_external_userid', body)).toBe(41057);
    await other.close();
  });

  it('has users of another company’s WeCom, without unionid and without a welcome code', async () => {
    const world = defaultWorld();
    world.shoppers[2]!.wecomUser = { corpName: '茶行', corpFullName: '茶行有限公司', position: '采购' };
    const other = await startWecomApp({ world });
    const met = await other.sandbox.control.wecom.addCustomer({ userid: 'xiaomei', shopperId: 'chen' });
    expect(met.external_userid).toMatch(/^wo.{30}$/);
    expect(met.welcome_code).toBeUndefined();
    expect((await other.events())[0]).not.toHaveProperty('WelcomeCode');
    const detail = await other.call(`externalcontact/get?external_userid=${met.external_userid}`);
    expect(detail.external_contact).toMatchObject({ type: 2, corp_name: '茶行', position: '采购' });
    expect(detail.external_contact).not.toHaveProperty('unionid');
    const pair = { userid: 'xiaomei', external_userid: met.external_userid };
    expect(await other.errcode('externalcontact/remark', { ...pair, remark_company: 'x' })).toBe(41056);
    expect(await other.errcode('externalcontact/convert_to_openid', pair)).toBe(41056);
    await other.close();
  });

  it('pages the members who have a customer, five hundred at a time', async () => {
    const world = defaultWorld();
    const [first] = world.staff;
    world.staff = Array.from({ length: 501 }, (_, index) => ({ ...first!, userid: `guide${index}` }));
    world.follows = world.staff.map(({ userid }) => ({ userid, shopperId: 'lin' }));
    const other = await startWecomApp({ world });
    const path = `externalcontact/get?external_userid=${lin.external_userid}`;
    const one = await other.call(path);
    expect(one.follow_user).toHaveLength(500);
    const two = await other.call(`${path}&cursor=${String(one.next_cursor)}`);
    expect(two).toMatchObject({ follow_user: [{ userid: 'guide500' }], next_cursor: '' });
    expect(await other.errcode(`${path}&cursor=none`)).toBe(50100);
    await other.close();
  });
});
