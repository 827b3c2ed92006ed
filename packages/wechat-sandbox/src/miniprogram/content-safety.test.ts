import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { PlatformClient } from '../testing/platform';
import type { Json } from '../testing/platform';
import { startReceiver } from '../testing/receiver';
import type { Receiver } from '../testing/receiver';

let sandbox: Sandbox;
let platform: PlatformClient;
let receiver: Receiver;
let openid: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  platform = new PlatformClient(sandbox);
  receiver = await startReceiver(() => ({ status: 200, body: 'success' }));
  openid = (await sandbox.control.people()).shoppers[0]?.openid ?? '';
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});
beforeEach(async () => {
  await sandbox.control.reset();
  await sandbox.control.loginCode('lin');
});

describe('msg_sec_check', () => {
  const check = (changes: Json = {}): Promise<Json> =>
    platform.mini('/wxa/msg_sec_check', { content: '很好看', version: 2, scene: 2, openid, ...changes });

  it.each([
    ['很好看', 'pass', 100],
    ['加微信聊', 'review', 10001],
    ['时政敏感', 'risky', 20001],
    ['色情', 'risky', 20002],
    ['你这蠢货', 'risky', 20003],
    ['来赌博', 'risky', 20006],
    ['招人刷单', 'risky', 20008],
    ['低俗', 'review', 20012],
    ['盗版', 'risky', 20013],
    ['违规内容', 'review', 21000],
  ])('finds in %s: %s %i', async (content, suggest, label) => {
    const answer = await check({ content });
    expect(answer).toMatchObject({ errcode: 0, result: { suggest, label }, trace_id: expect.any(String) });
    expect((answer.detail as Json[]).every((one) => one.label === label)).toBe(true);
  });

  it('reads title and nickname too, and the signature of a profile', async () => {
    expect((await check({ title: '赌博' })).result).toMatchObject({ label: 20006 });
    expect((await check({ nickname: '赌博' })).result).toMatchObject({ label: 20006 });
    expect((await check({ signature: '赌博', scene: 1 })).result).toMatchObject({ label: 20006 });
    expect((await check({ signature: '赌博', scene: 2 })).result).toMatchObject({ label: 100 });
  });

  it('needs somebody who was here within two hours', async () => {
    await sandbox.control.advanceClock(7190);
    expect((await check()).errcode).toBe(0);
    await sandbox.control.advanceClock(11);
    expect((await check()).errcode).toBe(61010);
    const { url_link } = await platform.mini('/wxa/generate_urllink', {});
    await sandbox.control.miniProgram.openLink('lin', String(url_link));
    expect((await check()).errcode).toBe(0);
  });

  it('refuses what is wrong', async () => {
    const official = (await sandbox.control.people()).shoppers[0]?.officialOpenid;
    expect((await check({ scene: 9 })).errcode).toBe(40129);
    expect((await check({ openid: 'x' })).errcode).toBe(40003);
    expect((await check({ openid: official })).errcode).toBe(43104);
    expect((await check({ content: '' })).errcode).toBe(40097);
    expect((await check({ content: 'a'.repeat(2501) })).errcode).toBe(40097);
    expect((await check({ content: 'a'.repeat(2500) })).errcode).toBe(0);
    await sandbox.control.miniProgram.configure({ limits: { '/wxa/msg_sec_check': { perMinute: 0 } } });
    expect((await check()).errcode).toBe(44991);
  });

  it('answers the older form with 87014 alone', async () => {
    const old = (content: string): Promise<Json> => platform.mini('/wxa/msg_sec_check', { content });
    expect(await old('很好看')).toEqual({ errcode: 0, errmsg: 'ok' });
    expect((await old('来赌博')).errcode).toBe(87014);
  });
});

describe('media_check_async', () => {
  const check = (changes: Json = {}): Promise<Json> =>
    platform.mini('/wxa/media_check_async', {
      media_url: 'https://img.example/coat.jpg',
      media_type: 2,
      version: 2,
      scene: 2,
      openid,
      ...changes,
    });
  const plainPush = async (): Promise<void> => {
    await sandbox.control.miniProgram.configure({ push: { url: receiver.url, mode: 'plain' } });
    receiver.received.length = 0;
  };

  it('tells what it found ten seconds later, as an event', async () => {
    await plainPush();
    const { trace_id } = await check();
    await check({ media_url: 'https://img.example/risky.jpg' });
    await check({ media_url: 'https://img.example/missing.jpg' });
    await sandbox.control.settle();
    expect(receiver.received).toHaveLength(0);
    await sandbox.control.advanceClock(11);
    const events = receiver.received.map(({ body }) => JSON.parse(body) as Json);
    expect(events).toHaveLength(3);
    expect(events).toMatchObject([
      {
        ToUserName: sandbox.env.MINI_PROGRAM_ORIGINAL_ID,
        MsgType: 'event',
        Event: 'wxa_media_check',
        appid: sandbox.env.MINI_PROGRAM_APPID,
        trace_id,
        version: 2,
        errcode: 0,
        result: { suggest: 'pass', label: 100 },
      },
      { result: { suggest: 'risky', label: 20002 } },
      { errcode: -1008, detail: [] },
    ]);
  });

  it.each([
    [{ media_url: 'x' }, 40097],
    [{ version: 1 }, 40097],
    [{ media_type: 3 }, 40004],
    [{ scene: 5 }, 40129],
    [{ openid: 'x' }, 40003],
  ])('refuses %j with %i', async (changes, errcode) => {
    expect((await check(changes)).errcode).toBe(errcode);
  });
});
