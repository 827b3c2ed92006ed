import { PNG, startWecomApp } from '../../testing/wecom-app';
import type { WecomApp } from '../../testing/wecom-app';
import type { Json } from '../../testing/platform';

let app: WecomApp;
let code: string;
beforeAll(async () => {
  app = await startWecomApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.reset();
  const met = await app.sandbox.control.wecom.addCustomer({ userid: 'laozhou', shopperId: 'chen' });
  code = met.welcome_code ?? '';
});

const welcome = (body: Json = { text: { content: '欢迎' } }, welcome_code = code) =>
  app.errcode('externalcontact/send_welcome_msg', { welcome_code, ...body });
const image = async () =>
  String((await app.upload('media/upload?type=image', { bytes: PNG, name: 'a.png' })).media_id);

describe('A welcome message', () => {
  it('goes once, within twenty seconds', async () => {
    expect(await welcome({})).toBe(40063);
    expect(await welcome()).toBe(0);
    expect(await welcome()).toBe(41051);
    const late = await app.sandbox.control.wecom.addCustomer({ userid: 'xiaomei', shopperId: 'chen' });
    await app.sandbox.control.advanceClock(21);
    expect(await welcome({ text: { content: '欢迎' } }, late.welcome_code)).toBe(41051);
    expect((await app.sandbox.control.inbox('chen')).chats).toMatchObject([
      { kind: 'welcome', userid: 'laozhou' },
    ]);
  });

  it('needs a code that was given', async () => {
    expect(await app.errcode('externalcontact/send_welcome_msg', { text: { content: 'x' } })).toBe(41049);
    expect(await welcome({ text: { content: 'x' } }, 'unknown')).toBe(40058);
    await app.sandbox.control.setRules({ unknownWelcomeCode: 41050 });
    expect(await welcome({ text: { content: 'x' } }, 'unknown')).toBe(41050);
    await app.sandbox.control.setRules({ unknownWelcomeCode: 40058 });
  });

  it('is too late once the two chat', async () => {
    await app.sandbox.control.wecom.chat({
      userid: 'laozhou',
      shopperId: 'chen',
      from: 'member',
      text: '您好',
    });
    expect(await welcome()).toBe(41051);
  });

  it('waits while another app is sending, and comes through when that fails', async () => {
    const { wecom } = app.sandbox.control;
    await wecom.rivalWelcome(code, 'sending');
    expect(await welcome()).toBe(41096);
    await wecom.rivalWelcome(code, 'failed');
    expect(await welcome()).toBe(0);
    await expect(wecom.rivalWelcome('none', 'sent')).rejects.toThrow('404');
  });

  it('is lost when another app has sent', async () => {
    await app.sandbox.control.wecom.rivalWelcome(code, 'sent');
    expect(await welcome()).toBe(41051);
  });

  it('is not sent by a member who never logs in', async () => {
    await app.sandbox.control.wecom.setMember('laozhou', { active: false });
    expect(await welcome()).toBe(41054);
  });
});

describe('What comes with it', () => {
  it('is looked at kind by kind', async () => {
    const media_id = await image();
    const video = { msgtype: 'video', video: { media_id } };
    const mini = (changes: Json = {}) => ({
      msgtype: 'miniprogram',
      miniprogram: {
        title: '商城',
        pic_media_id: media_id,
        appid: app.sandbox.env.MINI_PROGRAM_APPID,
        page: 'pages/home/index',
        ...changes,
      },
    });
    const link = (changes: Json = {}) => ({
      msgtype: 'link',
      link: { title: '新品', url: 'https://example.com', ...changes },
    });
    const refused: [unknown, number][] = [
      [{ msgtype: 'image', image: {} }, 40063],
      [{ msgtype: 'image', image: { media_id: 'none' } }, 40007],
      [{ msgtype: 'image', image: { pic_url: 'https://example.com/a.png' } }, 40058],
      [video, 40007],
      [{ msgtype: 'file', file: { media_id } }, 40007],
      [{ msgtype: 'voice', voice: { media_id } }, 40058],
      [link({ title: '长'.repeat(43) }), 40058],
      [link({ desc: '长'.repeat(171) }), 40058],
      [link({ url: 'ftp://example.com' }), 40094],
      [link({ title: '' }), 40058],
      [mini({ appid: 'wx0' }), 90206],
      [mini({ title: '长'.repeat(22) }), 40058],
      [mini({ pic_media_id: 'none' }), 40007],
      [{ msgtype: 'link' }, 40058],
    ];
    for (const [attachment, errcode] of refused) {
      expect([attachment, await welcome({ attachments: [attachment] })]).toEqual([attachment, errcode]);
    }
    const { url } = await app.upload('media/uploadimg', { bytes: PNG, name: 'a.png' });
    const all = [
      { msgtype: 'image', image: { media_id } },
      { msgtype: 'image', image: { pic_url: url } },
      link({ title: `${'长'.repeat(42)}12`, picurl: 'https://example.com/a.png' }),
      mini({ title: '长'.repeat(21) }),
    ];
    expect(await welcome({ attachments: all })).toBe(0);
    expect((await app.sandbox.control.inbox('chen')).chats.at(-1)).toMatchObject({
      msgtype: 'image',
      content: { attachments: all },
    });
  });

  it('is nine things and four thousand bytes of text at most', async () => {
    const one = { msgtype: 'link', link: { title: '新品', url: 'https://example.com' } };
    expect(await welcome({ attachments: Array(10).fill(one) })).toBe(40058);
    expect(await welcome({ text: { content: '长'.repeat(1334) } })).toBe(40058);
    expect(await welcome({ text: { content: '长'.repeat(1333) }, attachments: Array(9).fill(one) })).toBe(0);
  });
});

describe('Welcome templates of groups', () => {
  const template = (name: string, body: Json) =>
    app.call(`externalcontact/group_welcome_template/${name}`, body);

  it('are made, changed, read and deleted', async () => {
    const link = { title: '新品', url: 'https://example.com' };
    const { template_id } = await template('add', { text: { content: '欢迎 %NICKNAME%' }, link });
    expect(await template('get', { template_id })).toMatchObject({
      text: { content: '欢迎 %NICKNAME%' },
      link,
    });
    expect((await template('edit', { template_id, text: { content: '你好' } })).errcode).toBe(0);
    expect(await template('get', { template_id })).not.toHaveProperty('link');
    expect((await template('del', { template_id })).errcode).toBe(0);
    expect((await template('get', { template_id })).errcode).toBe(40058);
  });

  it('keep to their limits', async () => {
    const link = { title: '新品', url: 'https://example.com' };
    const image = { pic_url: 'https://example.com/a.png' };
    expect((await template('add', {})).errcode).toBe(40063);
    expect((await template('add', { text: { content: '长'.repeat(1001) } })).errcode).toBe(40058);
    expect((await template('add', { link, image })).errcode).toBe(40058);
    expect((await template('add', { link: { title: 'x' } })).errcode).toBe(40058);
    for (let made = 0; made < 100; made += 1) await template('add', { text: { content: '欢迎' } });
    expect((await template('add', { text: { content: '欢迎' } })).errcode).toBe(41055);
  });
});
