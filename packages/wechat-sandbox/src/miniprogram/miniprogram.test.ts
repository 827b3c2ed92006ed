import { sessionSignature } from '../crypto/mini-program';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from '../testing/merchant';
import { PlatformClient } from '../testing/platform';
import type { Json } from '../testing/platform';

let sandbox: Sandbox;
let platform: PlatformClient;
let openid: string;
let template: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  platform = new PlatformClient(sandbox);
  openid = (await sandbox.control.people()).shoppers[0]?.openid ?? '';
  template = sandbox.env.SUBSCRIBE_TEMPLATE_PICKUP_READY ?? '';
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

const loginCode = async (): Promise<string> => (await sandbox.control.loginCode('lin')).code;

describe('jscode2session', () => {
  it('answers openid, unionid and a session key of 16 bytes, without errcode', async () => {
    const session = await platform.session(await loginCode());
    expect(session).toEqual({ openid, unionid: expect.any(String), session_key: expect.any(String) });
    expect(openid).toHaveLength(28);
    expect(Buffer.from(String(session.session_key), 'base64')).toHaveLength(16);
  });

  it('takes a code once, and only within five minutes', async () => {
    const code = await loginCode();
    await platform.session(code);
    expect((await platform.session(code)).errcode).toBe(40163);
    expect((await platform.session('0unknown')).errcode).toBe(40029);
    const late = await loginCode();
    await sandbox.control.advanceClock(301);
    expect((await platform.session(late)).errcode).toBe(40029);
  });

  it.each([
    [{ appid: 'wx0' }, 40013],
    [{ secret: 'x' }, 40125],
    [{ grant_type: 'x' }, 40002],
    [{ js_code: '' }, 41008],
    [{ appid: '' }, 41002],
    [{ secret: '' }, 41004],
  ])('refuses %j with %i', async (change, errcode) => {
    const answer = await platform.session(await loginCode(), change);
    expect(answer.errcode).toBe(errcode);
    expect(answer.errmsg).toMatch(/ rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/);
  });

  it('checks a session by its signature until a new login replaces it', async () => {
    const { session_key } = await platform.session(await loginCode());
    const signature = sessionSignature(String(session_key));
    const path = `/wxa/checksession?openid=${openid}&sig_method=hmac_sha256&signature=${signature}`;
    expect(await platform.mini(path)).toEqual({ errcode: 0, errmsg: 'ok' });
    await platform.session(await loginCode());
    expect((await platform.mini(path)).errcode).toBe(87009);
  });
});

describe('Access tokens', () => {
  it('stay the same while they live and overlap for five minutes when they are renewed', async () => {
    const first = await platform.stableToken();
    expect(first).toEqual({ access_token: expect.any(String), expires_in: 7200 });
    expect((await platform.stableToken()).access_token).toBe(first.access_token);
    await sandbox.control.advanceClock(6950);
    expect((await platform.stableToken()).access_token).not.toBe(first.access_token);
    const call = (): Promise<Json> => use(String(first.access_token));
    expect((await call()).errcode).toBe(40029);
    await sandbox.control.advanceClock(260);
    expect((await call()).errcode).toBe(42001);
  });

  const use = (token: string): Promise<Json> =>
    platform.call(`${sandbox.env.WECHAT_API_BASE}/wxa/business/getuserphonenumber?access_token=${token}`, {
      code: 'x',
    });

  it('die at once by force_refresh, which needs 30 seconds in between and ends after 20 a day', async () => {
    const first = await platform.stableToken();
    await platform.stableToken({ force_refresh: true });
    expect((await use(String(first.access_token))).errcode).toBe(42001);
    expect((await platform.stableToken({ force_refresh: true })).errcode).toBe(45011);
    for (let count = 1; count < 20; count += 1) {
      await sandbox.control.advanceClock(31);
      expect(await platform.stableToken({ force_refresh: true })).toHaveProperty('access_token');
    }
    await sandbox.control.advanceClock(31);
    expect((await platform.stableToken({ force_refresh: true })).errcode).toBe(45009);
  });

  it('of /cgi-bin/token are new with every call and apart from the stable ones', async () => {
    const { env } = sandbox;
    const url = `${env.WECHAT_API_BASE}/cgi-bin/token?grant_type=client_credential&appid=${env.MINI_PROGRAM_APPID}&secret=${env.MINI_PROGRAM_SECRET}`;
    const stable = await platform.stableToken();
    const first = await platform.call(url);
    expect((await platform.call(url)).access_token).not.toBe(first.access_token);
    expect((await use(String(first.access_token))).errcode).toBe(40029);
    await sandbox.control.advanceClock(301);
    expect((await use(String(first.access_token))).errcode).toBe(42001);
    expect((await platform.stableToken()).access_token).toBe(stable.access_token);
  });

  it('are asked for by POST, and refused when missing, made up or killed', async () => {
    const { env } = sandbox;
    expect((await platform.call(`${env.WECHAT_API_BASE}/cgi-bin/stable_token`)).errcode).toBe(43002);
    expect((await use('')).errcode).toBe(41001);
    expect((await use('made-up')).errcode).toBe(40014);
    const { access_token } = await platform.stableToken();
    await sandbox.control.faults({ tokenDeath: true });
    expect((await use(String(access_token))).errcode).toBe(40001);
    expect((await platform.stableToken()).access_token).not.toBe(access_token);
  });

  it.each([
    [{ grant_type: 'x' }, 40002],
    [{ appid: 'x' }, 40013],
    [{ secret: 'x' }, 40125],
  ])('are refused for %j', async (change, errcode) => {
    expect((await platform.stableToken(change)).errcode).toBe(errcode);
  });
});

describe('getuserphonenumber', () => {
  const path = '/wxa/business/getuserphonenumber';

  it('gives the number once, also with the openid it belongs to', async () => {
    const { code } = await sandbox.control.phoneCode('lin');
    const answer = await platform.mini(path, { code, openid });
    expect(answer).toMatchObject({
      errcode: 0,
      phone_info: { phoneNumber: '13800138001', purePhoneNumber: '13800138001', countryCode: '86' },
    });
    expect((await platform.mini(path, { code })).errcode).toBe(40029);
  });

  it('refuses a login code, another person’s openid and a late code', async () => {
    expect((await platform.mini(path, { code: await loginCode() })).errcode).toBe(40029);
    const { code } = await sandbox.control.phoneCode('wang');
    expect((await platform.mini(path, { code, openid })).errcode).toBe(40029);
    await sandbox.control.advanceClock(301);
    expect((await platform.mini(path, { code })).errcode).toBe(40029);
  });

  it('wants JSON', async () => {
    expect((await platform.mini(path, 'code=1')).errcode).toBe(47001);
    expect((await platform.mini(path, ' ')).errcode).toBe(44002);
  });
});

describe('getwxacodeunlimit', () => {
  const path = '/wxa/getwxacodeunlimit';
  const image = async (body: Json): Promise<Response> => {
    const { access_token } = await platform.stableToken();
    const url = `${sandbox.env.WECHAT_API_BASE}${path}?access_token=${String(access_token)}`;
    return fetch(url, { method: 'POST', body: JSON.stringify(body) });
  };

  it('answers an image and remembers the code for scanning', async () => {
    const response = await image({ scene: 's=1', page: 'pages/home/index' });
    expect(response.headers.get('content-type')).toBe('image/png');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(await sandbox.control.miniProgram.sceneCodes()).toMatchObject([
      { scene: 's=1', page: 'pages/home/index', text: 'wxacode:pages/home/index?scene=s=1' },
    ]);
  });

  it.each([
    [{ scene: 'a'.repeat(33) }, 40169],
    [{ scene: '门店' }, 40129],
    [{ scene: 'a%20b' }, 40129],
    [{}, 40129],
    [{ scene: 'a', page: '/pages/home/index' }, 41030],
    [{ scene: 'a', page: 'pages/home/index?x=1' }, 41030],
    [{ scene: 'a', width: 100 }, 40097],
    [{ scene: 'a', env_version: 'beta' }, 40097],
  ])('refuses %j with %i', async (body, errcode) => {
    expect(await platform.mini(path, body)).toMatchObject({ errcode });
  });

  it('knows the released pages once they are told', async () => {
    await sandbox.control.miniProgram.setPages(['pages/home/index']);
    expect(await platform.mini(path, { scene: 'a', page: 'pages/new/index' })).toMatchObject({
      errcode: 41030,
    });
    expect((await image({ scene: 'a', page: 'pages/new/index', check_path: false })).status).toBe(200);
    expect((await image({ scene: 'a', page: 'pages/home/index' })).headers.get('content-type')).toBe(
      'image/png',
    );
    await sandbox.control.miniProgram.setPages(null);
  });
});

describe('A subscribe message', () => {
  const path = '/cgi-bin/message/subscribe/send';
  const message = (changes: Json = {}): Json => ({
    touser: openid,
    template_id: template,
    page: 'order/detail/index?id=1',
    data: { thing1: { value: '静安寺店' }, character_string2: { value: '8888-1234' } },
    ...changes,
  });

  it('needs one accept each', async () => {
    expect((await platform.mini(path, message())).errcode).toBe(43101);
    await sandbox.control.subscribe('lin', { templateIds: [template], answer: 'reject' });
    expect((await platform.mini(path, message())).errcode).toBe(43101);
    await sandbox.control.subscribe('lin', { templateIds: [template], answer: 'accept' });
    expect(await platform.mini(path, message())).toMatchObject({ errcode: 0 });
    expect((await platform.mini(path, message())).errcode).toBe(43101);
    const { messages } = await sandbox.control.inbox('lin');
    expect(messages).toMatchObject([
      { title: '取货提醒', data: { thing1: '静安寺店' }, page: 'order/detail/index?id=1' },
    ]);
  });

  it('is refused for an unknown person or template', async () => {
    expect((await platform.mini(path, message({ touser: 'oNobody' }))).errcode).toBe(40003);
    expect((await platform.mini(path, message({ template_id: 'x' }))).errcode).toBe(40037);
  });

  it.each([
    ['thing1', '一二三四五六七八九十一二三四五六七八九十', true],
    ['thing1', '一二三四五六七八九十一二三四五六七八九十多', false],
    ['thing1', '', false],
    ['number1', '12.5', true],
    ['number1', '12个', false],
    ['letter1', 'abc', true],
    ['letter1', 'abc1', false],
    ['symbol1', '!', true],
    ['symbol1', 'a', false],
    ['character_string1', 'AB-12/3', true],
    ['character_string1', '单号12', false],
    ['time1', '2026年10月1日 15:01', true],
    ['time1', '15:01~16:30', true],
    ['time1', '下午三点', false],
    ['date1', '2026年10月1日', true],
    ['date1', '2026-10-01 15:00', true],
    ['date1', '明天', false],
    ['amount1', '¥12.50元', true],
    ['amount1', '12345678901', false],
    ['phone_number1', '+86-0766-66888866', true],
    ['phone_number1', '电话', false],
    ['car_number1', '粤A8Z888挂', true],
    ['car_number1', '粤A8Z888挂挂挂', false],
    ['name1', '欧阳先生', true],
    ['name1', '欧阳先生欧阳先生欧阳先', false],
    ['phrase1', '备好了', true],
    ['phrase1', 'ready', false],
    ['phrase1', '已经为您备好', false],
    ['other1', 'x', false],
  ])('field %s may be %j: %s', async (key, value, allowed) => {
    const answer = await platform.mini(path, message({ data: { [key]: { value } } }));
    // Without an accept a good value gets as far as 43101.
    expect(answer.errcode).toBe(allowed ? 43101 : 47003);
    if (!allowed) expect(answer.errmsg).toContain(`data.${key}`);
  });
});

describe('msg_sec_check', () => {
  const path = '/wxa/msg_sec_check';
  const text = (content: string): Json => ({ content, version: 2, scene: 2, openid });

  it('needs somebody who was here within two hours', async () => {
    expect((await platform.mini(path, text('很好看'))).errcode).toBe(61010);
    await platform.session(await loginCode());
    expect(await platform.mini(path, text('很好看'))).toMatchObject({
      errcode: 0,
      result: { suggest: 'pass', label: 100 },
    });
    expect(await platform.mini(path, text('来赌博'))).toMatchObject({
      result: { suggest: 'risky', label: 20006 },
    });
    await sandbox.control.advanceClock(7201);
    expect((await platform.mini(path, text('很好看'))).errcode).toBe(61010);
  });

  it('wants a known scene and person', async () => {
    expect((await platform.mini(path, { ...text('a'), scene: 9 })).errcode).toBe(40129);
    expect((await platform.mini(path, { ...text('a'), openid: 'x' })).errcode).toBe(40003);
  });
});

describe('Shipping', () => {
  const upload = '/wxa/sec/order/upload_shipping_info';
  const paid = async (outTradeNo: string): Promise<string> => {
    const merchant = new Merchant(sandbox);
    const prepayId = await merchant.prepay(merchant.order(outTradeNo, openid));
    await sandbox.control.pay('lin', { prepayId });
    return String((await merchant.query(outTradeNo)).body.transaction_id);
  };
  const shipping = (changes: Json = {}): Json => ({
    order_key: { order_number_type: 1, mchid: sandbox.env.WECHAT_PAY_MCHID, out_trade_no: 'ship-1' },
    logistics_type: 4,
    delivery_mode: 1,
    shipping_list: [{ item_desc: '白桃乌龙两件' }],
    upload_time: '2026-10-01T12:00:00.000+08:00',
    payer: { openid },
    ...changes,
  });

  it('is uploaded for a paid pick-up order, once more at most, and settles after two days', async () => {
    expect((await platform.mini(upload, shipping())).errcode).toBe(10060001);
    const transaction_id = await paid('ship-1');
    const state = async (): Promise<unknown> =>
      ((await platform.mini('/wxa/sec/order/get_order', { transaction_id })).order as Json).order_state;
    expect(await state()).toBe(1);
    expect((await platform.mini(upload, shipping({ payer: { openid: 'x' } }))).errcode).toBe(10060031);
    expect(await platform.mini(upload, shipping())).toMatchObject({ errcode: 0 });
    expect(await state()).toBe(2);
    expect((await platform.mini(upload, shipping())).errcode).toBe(10060023);
    const changed = {
      shipping_list: [{ item_desc: '白桃乌龙一件' }],
      upload_time: '2026-10-01T13:00:00.000+08:00',
    };
    const early = { ...changed, upload_time: '2026-10-01T11:00:00.000+08:00' };
    expect((await platform.mini(upload, shipping(early))).errcode).toBe(268485216);
    expect((await platform.mini(upload, shipping(changed))).errcode).toBe(0);
    expect((await platform.mini(upload, shipping())).errcode).toBe(10060003);
    await sandbox.control.advanceClock(2 * 86400 + 1);
    expect(await state()).toBe(4);
  });

  it.each([
    [{ logistics_type: 9 }, 10060005],
    [{ delivery_mode: 2, is_all_delivered: true }, 10060006],
    [{ shipping_list: [{}] }, 10060008],
    [{ shipping_list: [{ item_desc: 'x'.repeat(121) }] }, 10060009],
    [{ shipping_list: [{ item_desc: 'a' }, { item_desc: 'b' }] }, 268485228],
    [{ shipping_list: Array.from({ length: 16 }, () => ({ item_desc: 'a' })) }, 10060024],
    [{ logistics_type: 1 }, 268485226],
    [{ upload_time: 'today' }, 268485216],
  ])('refuses %j with %i', async (change, errcode) => {
    expect((await platform.mini(upload, shipping(change))).errcode).toBe(errcode);
  });
});

it('answers an unknown address 40066 and can fail as told', async () => {
  expect((await platform.call(`${sandbox.env.WECHAT_API_BASE}/wxa/none`)).errcode).toBe(40066);
  await sandbox.control.faults({ failNext: { path: '/sns', errcode: 45011 } });
  expect((await platform.session('x')).errcode).toBe(45011);
  expect((await platform.session('x')).errcode).toBe(40029);
});
