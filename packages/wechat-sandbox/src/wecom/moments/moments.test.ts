import { PNG, startWecomApp } from '../../testing/wecom-app';
import type { WecomApp } from '../../testing/wecom-app';
import type { Json } from '../../testing/platform';

let app: WecomApp;
let lin: string;
let wang: string;
beforeAll(async () => {
  app = await startWecomApp();
  const { shoppers } = await app.sandbox.control.people();
  [lin, wang] = shoppers.map(({ external_userid }) => external_userid) as [string, string];
});
afterAll(() => app.close());
beforeEach(() => app.reset());

const post = (body: Json = {}) =>
  app.call('externalcontact/add_moment_task', { text: { content: '新茶到店' }, ...body });
const job = (jobid: unknown) => app.call(`externalcontact/get_moment_task_result?jobid=${String(jobid)}`);
const made = async (body: Json = {}) => {
  const { jobid } = await post(body);
  await app.sandbox.control.advanceClock(2);
  const { result } = (await job(jobid)) as { result: { moment_id: string } };
  return result.moment_id;
};
const read = (name: string, body: Json) => app.call(`externalcontact/get_moment_${name}`, body);
const picture = async () =>
  String(
    (
      await app.upload('media/upload_attachment?media_type=image&attachment_type=1', {
        bytes: PNG,
        name: 'a.png',
      })
    ).media_id,
  );

describe('A post of the company', () => {
  it('is a job first, good for a day', async () => {
    const { jobid } = await post({
      visible_range: { sender_list: { user_list: ['xiaomei', 'nobody'], department_list: [99] } },
    });
    expect(await job(jobid)).toMatchObject({ status: 1 });
    await app.sandbox.control.advanceClock(2);
    expect(await job(jobid)).toMatchObject({
      status: 3,
      result: {
        moment_id: expect.any(String) as string,
        invalid_sender_list: { user_list: ['nobody'], department_list: [99] },
      },
    });
    await app.sandbox.control.advanceClock(86400);
    expect((await job(jobid)).errcode).toBe(40088);
    expect((await job('')).errcode).toBe(40088);
  });

  it('reaches customers when the members publish it', async () => {
    const { wecom } = app.sandbox.control;
    const moment_id = await made({ visible_range: { sender_list: { user_list: ['xiaomei', 'laozhou'] } } });
    expect((await read('task', { moment_id })).task_list).toEqual([
      { userid: 'xiaomei', publish_status: 0 },
      { userid: 'laozhou', publish_status: 0 },
    ]);
    const member = { moment_id, userid: 'xiaomei' };
    expect((await read('customer_list', member)).customer_list).toEqual([
      { userid: 'xiaomei', external_userid: lin },
      { userid: 'xiaomei', external_userid: wang },
    ]);
    expect((await read('send_result', member)).errcode).toBe(41062);
    expect(await wecom.moments('lin')).toEqual([]);
    await wecom.publishMoment('xiaomei', moment_id);
    await expect(wecom.publishMoment('xiaomei', moment_id)).rejects.toThrow('already');
    expect((await read('send_result', member)).customer_list).toEqual([
      { external_userid: lin },
      { external_userid: wang },
    ]);
    expect(await wecom.moments('lin')).toMatchObject([
      { momentId: moment_id, userid: 'xiaomei', text: '新茶到店' },
    ]);
    await wecom.reactToMoment('lin', moment_id);
    await wecom.reactToMoment('wang', moment_id, '想要');
    expect(await read('comments', member)).toMatchObject({
      like_list: [{ external_userid: lin }],
      comment_list: [{ external_userid: wang }],
    });
    await expect(wecom.reactToMoment('chen', moment_id)).rejects.toThrow('404');
    expect((await read('send_result', { moment_id, userid: 'aqiang' })).errcode).toBe(41061);
  });

  it('can be for customers with a tag', async () => {
    const { tag_group } = (await app.call('externalcontact/add_corp_tag', {
      group_name: '偏好',
      tag: [{ name: '茶' }],
    })) as { tag_group: { tag: { id: string }[] } };
    const tag_list = [tag_group.tag[0]?.id, 'etNone'];
    await app.call('externalcontact/mark_tag', {
      userid: 'xiaomei',
      external_userid: wang,
      add_tag: [tag_list[0]],
    });
    const moment_id = await made({
      visible_range: {
        sender_list: { department_list: [4] },
        external_contact_list: { tag_list },
      },
    });
    expect((await read('customer_list', { moment_id, userid: 'xiaomei' })).customer_list).toEqual([
      { userid: 'xiaomei', external_userid: wang },
    ]);
  });

  it('is not published after it was cancelled', async () => {
    const moment_id = await made();
    expect(await app.errcode('externalcontact/cancel_moment_task', { moment_id })).toBe(0);
    await expect(app.sandbox.control.wecom.publishMoment('xiaomei', moment_id)).rejects.toThrow('cancelled');
    expect(await app.errcode('externalcontact/cancel_moment_task', {})).toBe(41059);
    expect(await app.errcode('externalcontact/cancel_moment_task', { moment_id: 'mom0' })).toBe(41060);
    expect((await app.sandbox.control.wecom.momentTasks('xiaomei'))[0]?.cancelled).toBe(true);
  });

  it('keeps to its limits', async () => {
    const image = { msgtype: 'image', image: { media_id: await picture() } };
    const link = { msgtype: 'link', link: { title: '新品', url: 'https://example.com' } };
    expect((await post({ text: undefined })).errcode).toBe(41089);
    expect((await post({ text: { content: '长'.repeat(2001) } })).errcode).toBe(40058);
    expect((await post({ attachments: Array(10).fill(image) })).errcode).toBe(40058);
    expect((await post({ attachments: [image, link] })).errcode).toBe(40058);
    expect((await post({ attachments: [link, link] })).errcode).toBe(40058);
    expect(
      (await post({ attachments: [{ ...link, link: { ...link.link, title: '长'.repeat(22) } }] })).errcode,
    ).toBe(40058);
    const { media_id } = await app.upload('media/upload?type=image', { bytes: PNG, name: 'a.png' });
    expect((await post({ attachments: [{ msgtype: 'image', image: { media_id } }] })).errcode).toBe(40007);
    expect((await post({ attachments: Array(9).fill(image) })).errcode).toBe(0);
    expect((await post({ attachments: [link] })).errcode).toBe(0);
    for (let count = 0; count < 8; count += 1) await post();
    expect((await post()).errcode).toBe(41078);
    await app.sandbox.control.advanceClock(61);
    expect((await post()).errcode).toBe(0);
  });

  it('is listed by month, page by page', async () => {
    await app.sandbox.control.advanceClock(61);
    const [first, second] = [await made(), await made()];
    const now = Math.floor((await app.sandbox.control.clock()).nowMs / 1000);
    const list = (body: Json = {}) => read('list', { start_time: now - 3600, end_time: now, ...body });
    expect((await list()).moment_list).toMatchObject([
      { moment_id: first, create_type: 0, visible_type: 1, text: { content: '新茶到店' } },
      { moment_id: second },
    ]);
    const page = await list({ limit: 1 });
    expect((await list({ limit: 1, cursor: page.next_cursor })).moment_list).toMatchObject([
      { moment_id: second },
    ]);
    expect((await list({ filter_type: 1 })).moment_list).toEqual([]);
    expect((await list({ start_time: now - 40 * 86400 })).errcode).toBe(40058);
  });
});
