import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { PlatformClient, withToken } from '../testing/platform';
import type { Json } from '../testing/platform';

let sandbox: Sandbox;
let platform: PlatformClient;
const DAY = 86_400;
const PAGES = ['pages/home/index', 'goods/detail/index'];

beforeAll(async () => {
  sandbox = await startSandbox();
  platform = new PlatformClient(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.control.reset();
  await sandbox.control.miniProgram.setPages(null);
});

const image = async (path: string, body: Json): Promise<Response> => {
  const { access_token } = await platform.stableToken();
  const url = `${sandbox.env.WECHAT_API_BASE}${withToken(path, String(access_token))}`;
  return fetch(url, { method: 'POST', body: JSON.stringify(body) });
};
const isPicture = async (response: Response): Promise<boolean> => {
  const bytes = Buffer.from(await response.arrayBuffer());
  return (
    response.headers.get('content-type') === 'image/png' && bytes.subarray(1, 4).toString('latin1') === 'PNG'
  );
};
const nowSeconds = async (): Promise<number> => Math.floor((await sandbox.control.clock()).nowMs / 1000);

describe('getwxacodeunlimit', () => {
  const path = '/wxa/getwxacodeunlimit';

  it('answers a picture, and a person who scans it comes to the page with the scene', async () => {
    expect(await isPicture(await image(path, { scene: 's=1', page: 'pages/home/index' }))).toBe(true);
    const [code] = await sandbox.control.miniProgram.sceneCodes();
    expect(code).toMatchObject({ scene: 's=1', text: 'wxacode:pages/home/index?scene=s=1' });
    expect(await sandbox.control.miniProgram.scan('lin', String(code?.text))).toEqual({
      opened: 'mini-program',
      page: 'pages/home/index',
      query: 'scene=s%3D1',
      envVersion: 'release',
      scene: 1047,
    });
  });

  it.each([
    [{ scene: 'a'.repeat(32) }, 'picture'],
    [{ scene: 'a'.repeat(33) }, 40169],
    [{ scene: '门店' }, 40129],
    [{ scene: 'a%20b' }, 40129],
    [{ scene: "a!#$&'()*+,/:;=?@-._~Z9" }, 'picture'],
    [{}, 40129],
    [{ scene: 'a', page: '/pages/home/index' }, 41030],
    [{ scene: 'a', page: '/pages/home/index', check_path: false }, 41030],
    [{ scene: 'a', page: 'pages/home/index?x=1' }, 41030],
    [{ scene: 'a', page: 'pages/scancode_time' }, 85096],
    [{ scene: 'a', page: '页'.repeat(2000) }, 41030],
    [{ scene: 'a', width: 279 }, 40097],
    [{ scene: 'a', width: 1281 }, 40097],
    [{ scene: 'a', width: 280, is_hyaline: true, line_color: { r: '1', g: 2, b: 3 } }, 'picture'],
    [{ scene: 'a', env_version: 'beta' }, 40097],
    [{ scene: 'a', env_version: 'trial' }, 'picture'],
  ])('answers %j with %s', async (body, expected) => {
    const response = await image(path, body);
    if (expected === 'picture') expect(await isPicture(response)).toBe(true);
    else expect(await response.json()).toMatchObject({ errcode: expected });
  });

  it('knows the released pages once they are told', async () => {
    await sandbox.control.miniProgram.setPages(PAGES);
    const unknown = { scene: 'a', page: 'pages/new/index' };
    expect(await platform.mini(path, unknown)).toMatchObject({ errcode: 41030 });
    expect(await isPicture(await image(path, { ...unknown, check_path: false }))).toBe(true);
    expect(await isPicture(await image(path, { scene: 'a', page: 'pages/home/index' }))).toBe(true);
    const scanned = await sandbox.control.miniProgram.scan('lin', 'wxacode:pages/new/index?scene=a');
    expect(scanned).toEqual({ opened: false, why: '页面不存在' });
  });
});

describe('getwxacode and createwxaqrcode', () => {
  const round = '/wxa/getwxacode';
  const square = '/cgi-bin/wxaapp/createwxaqrcode';

  it('lead to their path with its query', async () => {
    expect(await isPicture(await image(round, { path: 'pages/home/index?id=1' }))).toBe(true);
    expect(await isPicture(await image(square, { path: 'pages/home/index?id=2' }))).toBe(true);
    const codes = await sandbox.control.miniProgram.pathCodes();
    const opened = await Promise.all(codes.map(({ text }) => sandbox.control.miniProgram.scan('lin', text)));
    expect(opened).toMatchObject([
      { page: 'pages/home/index', query: 'id=1', scene: 1047 },
      { page: 'pages/home/index', query: 'id=2', scene: 1011 },
    ]);
  });

  it.each([
    [round, {}, 40159],
    [round, { path: 'a'.repeat(1025) }, 40159],
    [round, { path: '页'.repeat(1000) }, 40159],
    [square, { path: 'a'.repeat(129) }, 40159],
    [square, { path: '页'.repeat(43) }, 40159],
    [round, { path: 'a?scancode_time=1' }, 85096],
    [square, { path: 'a', width: 1 }, 40097],
    [round, { path: 1 }, 40097],
  ])('%s refuses %j with %i', async (path, body, errcode) => {
    expect((await platform.mini(path, body)).errcode).toBe(errcode);
  });

  it('end together at the cap', async () => {
    await sandbox.control.setRules({ countedCodes: 2 });
    await image(round, { path: 'a' });
    await image(square, { path: 'a' });
    expect((await platform.mini(round, { path: 'a' })).errcode).toBe(45029);
    expect((await platform.mini(square, { path: 'b' })).errcode).toBe(45029);
    await sandbox.control.setRules({ countedCodes: 100_000 });
  });
});

describe('URL links and schemes', () => {
  const link = (body: Json = {}): Promise<Json> => platform.mini('/wxa/generate_urllink', body);
  const scheme = (body: Json = {}): Promise<Json> => platform.mini('/wxa/generatescheme', body);
  const open = (url: unknown): Promise<unknown> => sandbox.control.miniProgram.openLink('lin', String(url));

  it('open their page with the query, and with what the one who passed them on adds', async () => {
    const target = { path: '/pages/home/index', query: 'a=1&b=%E5%BA%97', env_version: 'trial' };
    const { url_link } = await link({ ...target, expire_type: 1, expire_interval: 30 });
    expect(url_link).toMatch(/^https:\/\/wxaurl\.cn\/\w{11}$/);
    expect(await open(url_link)).toEqual({
      opened: 'mini-program',
      page: 'pages/home/index',
      query: 'a=1&b=%E5%BA%97',
      envVersion: 'trial',
      scene: 1065,
    });
    expect(await open(`${String(url_link)}?cq=${encodeURIComponent('c=3')}`)).toMatchObject({
      query: 'a=1&b=%E5%BA%97&c=3',
    });
    const { openlink } = await scheme({ jump_wxa: { path: 'goods/detail/index', query: 'id=1' } });
    expect(openlink).toMatch(/^weixin:\/\/dl\/business\/\?t=\w{12}$/);
    expect(await open(`${String(openlink)}&cq=c%3D4`)).toMatchObject({
      page: 'goods/detail/index',
      query: 'id=1&c=4',
    });
    expect(await open('https://wxaurl.cn/none')).toEqual({ opened: false, why: '链接不存在' });
  });

  it('end at their time', async () => {
    const { url_link } = await link({ expire_time: (await nowSeconds()) + 120 });
    await sandbox.control.advanceClock(100);
    expect(await open(url_link)).toMatchObject({ opened: 'mini-program' });
    await sandbox.control.advanceClock(60);
    expect(await open(url_link)).toEqual({ opened: false, why: '链接已过期' });
  });

  it.each([
    [{ expire_type: 1, expire_interval: 31 }],
    [{ expire_type: 1, expire_interval: 0 }],
    [{ expire_type: 1, expire_interval: 1.5 }],
    [{ expire_type: 2, expire_interval: 1 }],
    [{ expire_time: 1 }],
  ])('may not live as long or short as %j: 85401', async (life) => {
    expect((await link(life)).errcode).toBe(85401);
    expect((await scheme({ is_expire: true, ...life })).errcode).toBe(85401);
  });

  it('may live from a minute to thirty days', async () => {
    const now = await nowSeconds();
    expect((await link({ expire_time: now + 59 })).errcode).toBe(85401);
    expect((await link({ expire_time: now + 62 })).errcode).toBe(0);
    expect((await link({ expire_time: now + 30 * DAY - 2 })).errcode).toBe(0);
    expect((await link({ expire_time: now + 30 * DAY + 60 })).errcode).toBe(85401);
  });

  it('without an end last thirty days, or are refused where the rule says so', async () => {
    const { url_link } = await link();
    await sandbox.control.advanceClock(30 * DAY - 60);
    expect(await open(url_link)).toMatchObject({ opened: 'mini-program' });
    await sandbox.control.advanceClock(61);
    expect(await open(url_link)).toMatchObject({ opened: false });
    await sandbox.control.setRules({ linkWithoutExpiry: '85401' });
    expect((await link()).errcode).toBe(85401);
    await sandbox.control.setRules({ linkWithoutExpiry: '30-days' });
  });

  it.each([
    [{ path: 'pages/new/index' }, 40165],
    [{ path: 'pages/home/index?a=1' }, 40165],
    [{ query: '店=1' }, 40212],
    [{ query: '=1' }, 40212],
    [{ query: `a=${'1'.repeat(1023)}` }, 40212],
    [{ query: `a=${'1'.repeat(1022)}` }, 0],
    [{ env_version: 'beta' }, 85402],
    [{ path: 1 }, 40097],
  ])('are answered %j with %i', async (target, errcode) => {
    await sandbox.control.miniProgram.setPages(PAGES);
    expect((await link(target)).errcode).toBe(errcode);
    expect((await scheme({ jump_wxa: target })).errcode).toBe(errcode);
  });

  it('need a release and the permission', async () => {
    const { miniProgram } = sandbox.control;
    expect((await link({ cloud_base: { env: 'x' } })).errcode).toBe(85088);
    for (const [linkPermission, errcode] of [
      ['none', 85407],
      ['banned', 85408],
      ['given', 0],
    ] as const) {
      await miniProgram.setUp({ linkPermission });
      expect((await link()).errcode).toBe(errcode);
    }
    await miniProgram.setUp({ released: false });
    expect((await scheme()).errcode).toBe(85079);
  });

  it('can be opened so many times a day', async () => {
    const { url_link } = await link();
    await sandbox.control.setRules({ linkOpensPerDay: 1 });
    expect(await open(url_link)).toMatchObject({ opened: 'mini-program' });
    expect(await open(url_link)).toEqual({ opened: false, why: '今天的打开次数已用完' });
    expect((await link()).errcode).toBe(85406);
    await sandbox.control.advanceClock(DAY);
    expect(await open(url_link)).toMatchObject({ opened: 'mini-program' });
    await sandbox.control.setRules({ linkOpensPerDay: 3_000_000 });
  });

  it('can be asked about', async () => {
    const { url_link } = await link({ path: 'pages/home/index', query: 'a=1' });
    await open(url_link);
    expect(await platform.mini('/wxa/query_urllink', { url_link })).toMatchObject({
      errcode: 0,
      url_link_info: {
        appid: sandbox.env.MINI_PROGRAM_APPID,
        path: 'pages/home/index',
        query: 'a=1',
        env_version: 'release',
      },
      quota_info: { remain_visit_quota: 2_999_999 },
    });
    const { openlink } = await scheme();
    const answer = await platform.mini('/wxa/queryscheme', { scheme: openlink });
    const { create_time, expire_time } = answer.scheme_info as { create_time: number; expire_time: number };
    expect(expire_time - create_time).toBe(30 * DAY);
    expect(await platform.mini('/wxa/queryscheme', { query_type: 1 })).toEqual({
      errcode: 0,
      errmsg: 'ok',
      quota_info: { remain_visit_quota: 2_999_999 },
    });
    expect((await platform.mini('/wxa/query_urllink', { url_link: 'x' })).errcode).toBe(85403);
    expect((await platform.mini('/wxa/query_urllink', {})).errcode).toBe(40097);
    const plain = 'weixin://dl/business/?appid=wx1&path=a';
    expect((await platform.mini('/wxa/queryscheme', { scheme: plain })).errcode).toBe(85405);
  });
});

describe('genwxashortlink', () => {
  const short = (body: Json): Promise<Json> => platform.mini('/wxa/genwxashortlink', body);

  it('opens its page for thirty days, or for ever', async () => {
    const target = {
      page_url: 'pages/home/index?a=1',
      page_title: '一二三四五六七八九十一二三四五六七八九十一',
    };
    const { link } = await short(target);
    expect(link).toMatch(/^#小程序:\/\/沙箱优选\/一二三四五六七八九十一二三四五六七八九十\.\.\.\/\w{15}$/);
    const forEver = await short({ ...target, is_permanent: true });
    const { miniProgram } = sandbox.control;
    expect(await miniProgram.scan('lin', String(link))).toEqual({
      opened: 'mini-program',
      page: 'pages/home/index',
      query: 'a=1',
      envVersion: 'release',
    });
    await sandbox.control.advanceClock(31 * DAY);
    expect(await miniProgram.openLink('lin', String(link))).toMatchObject({ opened: false });
    expect(await miniProgram.openLink('lin', String(forEver.link))).toMatchObject({
      page: 'pages/home/index',
    });
  });

  it('refuses unknown pages, sensitive titles, and more permanent links than the cap', async () => {
    await sandbox.control.miniProgram.setPages(PAGES);
    expect((await short({ page_url: 'pages/new/index' })).errcode).toBe(40066);
    expect((await short({})).errcode).toBe(40066);
    expect((await short({ page_url: 'pages/home/index', page_title: '来赌博' })).errcode).toBe(40225);
    await sandbox.control.setRules({ permanentShortLinks: 1 });
    const permanent = { page_url: 'pages/home/index', is_permanent: true };
    expect((await short(permanent)).errcode).toBe(0);
    expect((await short(permanent)).errcode).toBe(85400);
    expect((await short({ page_url: 'pages/home/index' })).errcode).toBe(0);
    await sandbox.control.setRules({ permanentShortLinks: 100_000 });
  });
});

it('leaves any other text that is scanned as it is', async () => {
  expect(await sandbox.control.miniProgram.scan('lin', '6901234567892')).toEqual({
    opened: 'text',
    text: '6901234567892',
  });
});
