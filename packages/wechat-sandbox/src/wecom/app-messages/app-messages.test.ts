import { PNG, startWecomApp } from '../../testing/wecom-app';
import type { WecomApp } from '../../testing/wecom-app';
import type { Json } from '../../testing/platform';

let app: WecomApp;
beforeAll(async () => {
  app = await startWecomApp();
});
afterAll(() => app.close());
beforeEach(() => app.reset());

const send = (changes: Json = {}) =>
  app.call('message/send', {
    touser: 'xiaomei|Nobody',
    msgtype: 'text',
    agentid: Number(app.sandbox.env.WECOM_AGENTID),
    text: { content: '有新订单' },
    ...changes,
  });
const got = async (userid: string) => (await app.sandbox.control.wecom.sent(userid)).messages;
const long = (bytes: number) => 'x'.repeat(bytes);

describe('Messages to staff', () => {
  it('reach those who exist and name the others in lower case', async () => {
    const answer = await send();
    expect(answer).toMatchObject({ errcode: 0, invaliduser: 'nobody', invalidparty: '', invalidtag: '' });
    expect(await got('xiaomei')).toMatchObject([
      { kind: 'app', msgtype: 'text', content: { content: '有新订单' }, msgid: answer.msgid },
    ]);
    expect((await send({ touser: 'XiaoMei' })).invaliduser).toBe('');
    expect((await send({ agentid: app.sandbox.env.WECOM_AGENTID })).errcode).toBe(0);
  });

  it('reach departments with those below, tags and everybody', async () => {
    expect(await send({ touser: undefined, toparty: '3|99' })).toMatchObject({
      errcode: 0,
      invalidparty: '99',
    });
    expect(
      [await got('xiaomei'), await got('aqiang'), await got('yunying')].map((all) => all.length),
    ).toEqual([1, 1, 0]);
    expect(await send({ touser: undefined, totag: '1|7' })).toMatchObject({ errcode: 0, invalidtag: '7' });
    expect((await got('laozhou')).length).toBe(1);
    await send({ touser: '@all' });
    expect((await got('yunying')).length).toBe(1);
    await send({ touser: 'xiaomei', toparty: '4', totag: '1' });
    expect((await got('xiaomei')).length).toBe(4);
  });

  it('reach nobody who left or never logged in', async () => {
    await app.sandbox.control.wecom.leave('laozhou');
    await app.sandbox.control.wecom.setMember('aqiang', { active: false });
    expect(await send({ touser: 'laozhou|aqiang|xiaomei' })).toMatchObject({ invaliduser: 'laozhou|aqiang' });
  });

  it.each<[string, Json, number]>([
    ['nobody of them exists', { touser: 'nobody' }, 81013],
    ['no user, department or tag exists', { touser: 'nobody', toparty: '99', totag: '99' }, 81013],
    ['the app is another', { agentid: 1 }, 40056],
    ['the app is not named', { agentid: undefined }, 41011],
    ['nobody is named', { touser: '' }, 40063],
    ['1 001 users are named', { touser: Array(1001).fill('xiaomei').join('|') }, 40032],
    ['101 departments are named', { toparty: Array(101).fill('3').join('|') }, 82002],
    ['101 tags are named', { totag: Array(101).fill('1').join('|') }, 82003],
    ['the text is empty', { text: { content: '' } }, 44004],
    ['the text has 2 049 bytes', { text: { content: '长'.repeat(683) } }, 45002],
    ['the text is a number', { text: { content: 7 } }, 40058],
    ['the content is missing', { msgtype: 'textcard' }, 40008],
    ['the type is unknown', { msgtype: 'fax', fax: {} }, 40008],
    ['duplicates are to be looked for over four hours', { duplicate_check_interval: 14_401 }, 40058],
    ['safe is 5', { safe: 5 }, 40058],
  ])('are refused when %s', async (_words, change, errcode) => {
    expect((await send(change)).errcode).toBe(errcode);
  });

  const card = { title: '自提', description: '请备货', url: 'https://example.com' };
  const article = { title: '新品', url: 'https://example.com' };
  const item = { key: '单号', value: '1' };

  /** Sends each content and compares what it is answered. */
  const answers = async (msgtype: string, expected: [unknown, number][]) => {
    for (const [content, errcode] of expected) {
      const answer = await send({ msgtype, [msgtype]: content });
      expect([content, answer.errcode]).toEqual([content, errcode]);
    }
  };

  it('of text and markdown have up to 2 048 bytes', async () => {
    await answers('text', [[{ content: long(2048) }, 0]]);
    await answers('markdown', [
      [{ content: long(2048) }, 0],
      [{ content: long(2049) }, 45002],
      [{}, 44004],
    ]);
  });

  it('of cards have a title, a description and an address', async () => {
    await answers('textcard', [
      [card, 0],
      [{ ...card, btntxt: '去看看吧' }, 0],
      [{ ...card, btntxt: '去看看吧吧' }, 40058],
      [{ ...card, title: long(128) }, 0],
      [{ ...card, title: long(129) }, 45002],
      [{ ...card, title: '' }, 41016],
      [{ ...card, description: undefined }, 41033],
      [{ ...card, description: long(513) }, 45002],
      [{ ...card, url: undefined }, 41010],
      [{ ...card, url: 'example.com' }, 45034],
    ]);
  });

  it('of news have one to eight articles', async () => {
    await answers('news', [
      [{ articles: Array(8).fill(article) }, 0],
      [{ articles: Array(9).fill(article) }, 45008],
      [{ articles: [] }, 45008],
      [{ articles: ['x'] }, 40058],
      [{ articles: [{ ...article, title: long(129) }] }, 45002],
      [{ articles: [{ ...article, description: long(513) }] }, 45002],
      [{ articles: [{ title: '新品' }] }, 41010],
      [{ articles: [{ title: '新品', url: 'example.com' }] }, 45034],
      [{ articles: [{ title: '新品', appid: 'wx1', pagepath: 'p' }] }, 0],
      [{ articles: [{ url: 'https://example.com' }] }, 41016],
    ]);
  });

  it('of mini-programs are short', async () => {
    const notice = (changes: Json = {}) =>
      send({
        msgtype: 'miniprogram_notice',
        miniprogram_notice: {
          appid: app.sandbox.env.MINI_PROGRAM_APPID,
          page: 'pages/home/index',
          title: '取货提醒',
          content_item: [item],
          ...changes,
        },
      });
    await answers('miniprogram_notice', [[{ title: '四个字吧', content_item: [item] }, 90200]]);
    expect((await notice()).errcode).toBe(0);
    expect((await notice({ appid: 'wx0' })).errcode).toBe(90208);
    expect((await notice({ title: '三个字' })).errcode).toBe(40058);
    expect((await notice({ description: '长'.repeat(13) })).errcode).toBe(40058);
    expect((await notice({ content_item: Array(11).fill(item) })).errcode).toBe(90201);
    expect((await notice({ content_item: [{ key: '长'.repeat(11), value: '1' }] })).errcode).toBe(90202);
    expect((await notice({ content_item: [{ key: '长', value: '长'.repeat(31) }] })).errcode).toBe(90203);
    expect((await notice({ page: long(1025) })).errcode).toBe(45002);
  });

  it('of files need an upload of the same kind that is still alive', async () => {
    const { media_id } = await app.upload('media/upload?type=image', { bytes: PNG, name: 'a.png' });
    expect((await send({ msgtype: 'image', image: { media_id } })).errcode).toBe(0);
    expect((await send({ msgtype: 'file', file: { media_id } })).errcode).toBe(40007);
    await app.sandbox.control.advanceClock(3 * 86400);
    expect((await send({ msgtype: 'image', image: { media_id } })).errcode).toBe(40007);
  });

  it('are not repeated within the interval when the app asks for that', async () => {
    const checked = { enable_duplicate_check: 1, duplicate_check_interval: 600 };
    await send(checked);
    expect((await send(checked)).errcode).toBe(0);
    expect(await got('xiaomei')).toHaveLength(1);
    await send({ ...checked, text: { content: '另一个' } });
    await send();
    expect(await got('xiaomei')).toHaveLength(3);
    await app.sandbox.control.advanceClock(601);
    await send(checked);
    expect(await got('xiaomei')).toHaveLength(4);
  });

  it('are recalled within a day', async () => {
    const { msgid } = await send();
    expect(await app.errcode('message/recall', { msgid })).toBe(0);
    expect(await got('xiaomei')).toMatchObject([{ recalled: true }]);
    expect(await app.errcode('message/recall', { msgid: 'none' })).toBe(40058);
    const late = (await send()).msgid;
    await app.sandbox.control.advanceClock(86400);
    expect(await app.errcode('message/recall', { msgid: late })).toBe(40058);
  });

  it('over thirty a minute to one member are dropped without a word', async () => {
    for (let count = 0; count < 31; count += 1) expect((await send({ touser: 'xiaomei' })).errcode).toBe(0);
    expect(await got('xiaomei')).toHaveLength(30);
    await app.sandbox.control.advanceClock(61);
    await send({ touser: 'xiaomei' });
    expect(await got('xiaomei')).toHaveLength(31);
  });

  it('are two hundred person-times a day for each account', async () => {
    for (let count = 0; count < 200; count += 1) await send({ touser: '@all' });
    expect((await send({ touser: 'xiaomei' })).errcode).toBe(45009);
    await app.sandbox.control.advanceClock(86400);
    expect((await send({ touser: 'xiaomei' })).errcode).toBe(0);
  });
});
