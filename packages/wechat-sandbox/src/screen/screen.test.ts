import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from '../testing/merchant';
import { PlatformClient } from '../testing/platform';
import { defaultWorld } from '../world';
import type { CodeView, ScreenData, Settings } from './types';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const read = async <T>(path: string): Promise<T> =>
  (await fetch(`${sandbox.url}${path}`)).json() as Promise<T>;

it('serves the page, its script and its style without anything from elsewhere', async () => {
  const page = await (await fetch(`${sandbox.url}/`)).text();
  expect(page).toContain('<html lang="zh-CN">');
  const { headers } = await fetch(`${sandbox.url}/`);
  expect(headers.get('content-security-policy')).toContain("default-src 'self'");
  for (const [file, type] of [
    ['screen.js', 'text/javascript'],
    ['screen.css', 'text/css'],
  ]) {
    expect(page).toContain(`screen/${file}`);
    const answer = await fetch(`${sandbox.url}/screen/${file}`);
    expect(answer.headers.get('content-type')).toContain(type);
    const text = await answer.text();
    expect(text.length).toBeGreaterThan(1000);
    expect(text.match(/(@import|url\(|src=|from ['"])\s*['"]?https?:/g)).toBeNull();
  }
});

it('shows the phone and the WeCom that are asked for, the first ones when none is, and nobody for a stranger', async () => {
  const first = await read<ScreenData>('/screen/data');
  expect([first.phone?.shopperId, first.desk?.userid]).toEqual(['lin', 'xiaomei']);
  const other = await read<ScreenData>('/screen/data?shopper=wang&staff=laozhou');
  expect([other.phone?.shopperId, other.desk?.userid]).toEqual(['wang', 'laozhou']);
  const stranger = await read<ScreenData>('/screen/data?shopper=nobody&staff=nobody&after=x');
  expect([stranger.phone, stranger.desk]).toEqual([null, null]);
});

it('counts what waits for each person, and tells when the next notice goes out', async () => {
  const merchant = new Merchant(sandbox);
  const { shoppers } = await sandbox.control.people();
  const openid = shoppers[1]?.openid ?? '';
  await merchant.prepay(merchant.order('wait-1', openid));
  const prepayId = await merchant.prepay(merchant.order('wait-2', openid));
  expect((await read<ScreenData>('/screen/data?shopper=wang')).waiting).toMatchObject({ lin: 0, wang: 2 });
  await sandbox.control.pay('wang', { prepayId });
  await sandbox.control.settle();
  const data = await read<ScreenData>('/screen/data?shopper=wang');
  expect(data.phone?.pending.map(({ outTradeNo }) => outTradeNo)).toEqual(['wait-1']);
  expect(data.nextDue?.subject).toBe('wait-2');
  expect(data.notices[0]).toMatchObject({ subject: 'wait-2', status: 'waiting', attempts: [{ status: 0 }] });
  await sandbox.control.advanceClock(2 * 3600);
  expect((await read<ScreenData>('/screen/data?shopper=wang')).waiting.wang).toBe(0);
});

it('gives only what came after the last request that was seen, and at most a hundred of a list', async () => {
  const merchant = new Merchant(sandbox);
  const openid = (await sandbox.control.people()).shoppers[0]?.openid ?? '';
  for (let index = 0; index < 120; index += 1) await merchant.prepay(merchant.order(`many-${index}`, openid));
  const all = await read<ScreenData>('/screen/data');
  expect(all.requests.entries).toHaveLength(120);
  expect(all.phone?.pending).toHaveLength(100);
  expect(all.phone?.payments[0]?.outTradeNo).toBe('many-119');
  const last = all.requests.entries.at(-1)?.id ?? 0;
  await merchant.query('many-1');
  const news = await read<ScreenData>(`/screen/data?after=${last}`);
  expect(news.requests.entries.map(({ path }) => path.split('?')[0])).toEqual([
    '/v3/pay/transactions/out-trade-no/many-1',
  ]);
});

it('gives one notice whole, and says so when it is gone', async () => {
  const merchant = new Merchant(sandbox);
  const openid = (await sandbox.control.people()).shoppers[0]?.openid ?? '';
  await sandbox.control.faults({ notices: { mode: 'hold' } });
  await sandbox.control.pay('lin', { prepayId: await merchant.prepay(merchant.order('notice-1', openid)) });
  await sandbox.control.settle();
  const [line] = (await read<ScreenData>('/screen/data')).notices;
  const notice = await read<{ message: string; status: string }>(`/screen/notices/${line?.id}`);
  expect(notice.status).toBe('held');
  expect(JSON.parse(notice.message)).toMatchObject({ out_trade_no: 'notice-1' });
  expect((await fetch(`${sandbox.url}/screen/notices/none`)).status).toBe(404);
});

it('lists every code that somebody could scan', async () => {
  const platform = new PlatformClient(sandbox);
  const merchant = new Merchant(sandbox);
  const { env } = sandbox;
  const token = async (appid = '', secret = ''): Promise<string> =>
    String((await platform.stableToken({ appid, secret })).access_token);
  const mini = await token(env.MINI_PROGRAM_APPID, env.MINI_PROGRAM_SECRET);
  const official = await token(env.OFFICIAL_ACCOUNT_APPID, env.OFFICIAL_ACCOUNT_SECRET);
  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(`${env.WECHAT_API_BASE}${path}`, { method: 'POST', body: JSON.stringify(body) });
  await post(`/wxa/getwxacodeunlimit?access_token=${mini}`, { scene: 'g=1', page: 'pages/home/index' });
  const scene = { action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str: 'shelf' } } };
  await post(`/cgi-bin/qrcode/create?access_token=${official}`, scene);
  await platform.wecom('/cgi-bin/externalcontact/add_contact_way', { type: 1, scene: 2, user: ['xiaomei'] });
  const { payer: _payer, ...order } = merchant.order('native-1', '') as Record<string, unknown> & {
    payer: unknown;
  };
  await merchant.send('POST', '/v3/pay/transactions/native', { body: order });
  const codes = await read<CodeView[]>('/screen/codes');
  expect(codes.map(({ kind, title }) => [kind, title])).toEqual([
    ['pay', '白桃乌龙两件'],
    ['contact', '小美'],
    ['official-account', '场景 shelf'],
    ['mini-program', 'pages/home/index'],
  ]);
});

it('describes every rule with its choices, and the addresses as they are set', async () => {
  await sandbox.control.configureCallbacks({ wecomCallbackUrl: 'http://127.0.0.1:9/wecom' });
  const { rules, values, callbacks } = await read<Settings>('/screen/settings');
  expect(Object.keys(rules).sort()).toEqual(Object.keys(values).sort());
  expect(Object.entries(rules).filter(([, { description }]) => !description)).toEqual([]);
  expect(rules.orderPaidCode).toMatchObject({ enum: ['ORDERPAID', 'ORDER_PAID'], default: 'ORDERPAID' });
  expect(callbacks).toEqual({
    wecomCallbackUrl: 'http://127.0.0.1:9/wecom',
    miniProgramPushUrl: '',
    officialAccountPushUrl: '',
  });
});

it('changes the rules that are named, keeps the others, and refuses what is none', async () => {
  const { control } = sandbox;
  await control.setRules({ orderPaidCode: 'ORDER_PAID' });
  await control.setRules({ tokenOverlapSeconds: 30 });
  expect(await control.rules()).toMatchObject({ orderPaidCode: 'ORDER_PAID', tokenOverlapSeconds: 30 });
  const refused = async (changes: Record<string, unknown>): Promise<void> =>
    expect(control.setRules(changes)).rejects.toThrow(/400/);
  await refused({ tokenOverlapSeconds: -1 });
  await refused({ noSuchRule: 1 });
  await refused(Object.assign([], { 0: 1 }) as never);
  expect((await control.rules()).tokenOverlapSeconds).toBe(30);
});

it('names the rows of a subscribe message as its template does', async () => {
  const world = defaultWorld();
  world.miniProgram.templates = [{ id: 'T', title: '取货提醒', fields: { thing1: '商品', time2: '时间' } }];
  const other = await startSandbox({ world });
  await other.control.subscribe('lin', { templateIds: ['T'], answer: 'accept' });
  const data = { thing1: { value: '礼盒' }, time2: { value: '2026-11-27 18:30' } };
  const touser = (await other.control.people()).shoppers[0]?.openid;
  await new PlatformClient(other).mini('/cgi-bin/message/subscribe/send', { touser, template_id: 'T', data });
  const { phone } = (await (await fetch(`${other.url}/screen/data`)).json()) as ScreenData;
  expect(phone?.notices[0]?.rows).toEqual([
    ['商品', '礼盒'],
    ['时间', '2026-11-27 18:30'],
  ]);
  await other.close();
});
