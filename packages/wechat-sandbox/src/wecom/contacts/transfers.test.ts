import { startWecomApp } from '../../testing/wecom-app';
import type { WecomApp } from '../../testing/wecom-app';
import type { Json } from '../../testing/platform';

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

const handover = { handover_userid: 'xiaomei', takeover_userid: 'laozhou' };
const transfer = (body: Json = {}) =>
  app.call('externalcontact/transfer_customer', { ...handover, external_userid: [lin], ...body });
const codes = async (body: Json = {}) =>
  ((await transfer(body)).customer as { errcode: number }[]).map(({ errcode }) => errcode);
const result = async (members: Json = handover) =>
  (await app.call('externalcontact/transfer_result', members)).customer as Json[];
const told = async () =>
  (await app.events()).map(({ ChangeType, UserID, Source }) => [ChangeType, UserID, Source]);

describe('A transfer in service', () => {
  it('takes effect after a day, with the events of both members', async () => {
    expect(await codes({ transfer_success_msg: '以后由老周为您服务' })).toEqual([0]);
    expect(await result()).toEqual([{ external_userid: lin, status: 2, takeover_time: 0 }]);
    expect(await told()).toEqual([]);
    await app.sandbox.control.advanceClock(DAY + 1);
    expect(await result()).toMatchObject([{ status: 1, takeover_time: expect.any(Number) as number }]);
    expect(await told()).toEqual([
      ['del_external_contact', 'xiaomei', 'DELETE_BY_TRANSFER'],
      ['add_external_contact', 'laozhou', undefined],
    ]);
    expect((await app.events())[1]).not.toHaveProperty('WelcomeCode');
    const detail = await app.call(`externalcontact/get?external_userid=${lin}`);
    expect(detail.follow_user).toMatchObject([{ userid: 'laozhou', add_way: 202, oper_userid: 'xiaomei' }]);
    expect((await app.sandbox.control.inbox('lin')).chats.at(-1)).toMatchObject({
      userid: 'laozhou',
      content: { content: '以后由老周为您服务' },
    });
  });

  it('ends when the customer refuses', async () => {
    await transfer();
    expect(await app.sandbox.control.wecom.refuseTransfer('lin')).toEqual({ refused: true });
    expect(await app.sandbox.control.wecom.refuseTransfer('lin')).toEqual({ refused: false });
    await app.sandbox.control.advanceClock(DAY + 1);
    expect(await result()).toMatchObject([{ status: 3 }]);
    expect(await app.events()).toMatchObject([
      { ChangeType: 'transfer_fail', FailReason: 'customer_refused', UserID: 'laozhou', ExternalUserID: lin },
    ]);
    expect((await app.call('externalcontact/list?userid=xiaomei')).external_userid).toContain(lin);
  });

  it('fails when the other member has too many', async () => {
    await app.sandbox.control.wecom.setMember('laozhou', { customerLimit: 0 });
    await transfer();
    await app.sandbox.control.advanceClock(DAY + 1);
    expect(await result()).toMatchObject([{ status: 4 }]);
    expect((await app.events())[0]).toMatchObject({ FailReason: 'customer_limit_exceed' });
  });

  it('adds nobody whom the other member had already', async () => {
    await app.sandbox.control.wecom.addCustomer({ userid: 'laozhou', shopperId: 'lin' });
    await transfer();
    await app.sandbox.control.advanceClock(DAY + 1);
    expect((await told()).map(([change]) => change)).toEqual([
      'add_external_contact',
      'del_external_contact',
    ]);
  });

  it('says per customer why not', async () => {
    expect(await codes({ external_userid: [wang, chen, 'wm0'] })).toEqual([0, 40131, 40096]);
    expect(await codes({ external_userid: [wang] })).toEqual([40129]);
  });

  it('is refused as a whole for the wrong members', async () => {
    expect((await transfer({ takeover_userid: 'xiaomei' })).errcode).toBe(40130);
    expect((await transfer({ takeover_userid: 'nobody' })).errcode).toBe(60111);
    expect((await transfer({ external_userid: Array(101).fill(lin) })).errcode).toBe(40058);
    await app.sandbox.control.wecom.setMember('laozhou', { realName: false });
    expect((await transfer()).errcode).toBe(40098);
    await app.sandbox.control.wecom.leave('xiaomei');
    expect((await transfer()).errcode).toBe(60111);
  });

  const handOn = async (from: string, to: string) => {
    const [code] = await codes({ handover_userid: from, takeover_userid: to });
    await app.sandbox.control.advanceClock(DAY + 1);
    return code;
  };

  it('protects a customer for ninety days, and allows two in all', async () => {
    expect(await handOn('xiaomei', 'laozhou')).toBe(0);
    expect(await handOn('laozhou', 'aqiang')).toBe(40128);
    await app.sandbox.control.advanceClock(90 * DAY);
    expect(await handOn('laozhou', 'aqiang')).toBe(0);
    await app.sandbox.control.advanceClock(90 * DAY);
    expect(await handOn('aqiang', 'yunying')).toBe(40128);
  });

  it('allows two in ninety days when the rule says so', async () => {
    await app.sandbox.control.setRules({ transferProtection: 'twice-in-90-days' });
    expect(await handOn('xiaomei', 'laozhou')).toBe(0);
    expect(await handOn('laozhou', 'aqiang')).toBe(0);
    expect(await handOn('aqiang', 'yunying')).toBe(40128);
    await app.sandbox.control.advanceClock(90 * DAY);
    expect(await handOn('aqiang', 'yunying')).toBe(0);
    await app.sandbox.control.setRules({ transferProtection: 'once-in-90-days-twice-in-all' });
  });
});

describe('After a member has left', () => {
  const unassigned = (body?: Json) => app.call('externalcontact/get_unassigned_list', body ?? '');
  const inherit = (body: Json = {}) =>
    app.call('externalcontact/resigned/transfer_customer', { ...handover, external_userid: [lin], ...body });

  it('the customers wait to be assigned, and are after a day', async () => {
    expect((await inherit()).errcode).toBe(40097);
    expect((await unassigned()).info).toEqual([]);
    await app.sandbox.control.wecom.leave('xiaomei');
    expect(await unassigned()).toMatchObject({
      info: [
        { handover_userid: 'xiaomei', external_userid: lin },
        { handover_userid: 'xiaomei', external_userid: wang },
      ],
      is_last: true,
      next_cursor: '',
    });
    const first = await unassigned({ page_size: 1 });
    expect(first).toMatchObject({ info: [{ external_userid: lin }], is_last: false });
    expect((await unassigned({ page_size: 1, cursor: first.next_cursor })).info).toMatchObject([
      { external_userid: wang },
    ]);
    expect((await unassigned({ page_size: 1, page_id: 1 })).info).toMatchObject([{ external_userid: wang }]);
    expect((await inherit()).customer).toMatchObject([{ errcode: 0 }]);
    expect((await inherit()).customer).toMatchObject([{ errcode: 40100 }]);
    expect(await app.sandbox.control.wecom.refuseTransfer('lin')).toEqual({ refused: false });
    await app.sandbox.control.advanceClock(DAY + 1);
    const { customer } = await app.call('externalcontact/resigned/transfer_result', handover);
    expect(customer).toMatchObject([{ external_userid: lin, status: 1 }]);
    expect(await result()).toEqual([]);
    expect((await unassigned()).info).toHaveLength(1);
    expect((await told()).map(([change]) => change)).toEqual(['add_external_contact']);
  });
});
