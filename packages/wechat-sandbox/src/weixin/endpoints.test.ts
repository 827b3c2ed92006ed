import { miniProgramEndpoints } from '../miniprogram/routes';
import { officialEndpoints } from '../official/routes';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { PlatformClient, withToken } from '../testing/platform';
import type { Endpoint } from './endpoint';

let sandbox: Sandbox;
let tokens: Record<string, string>;

beforeAll(async () => {
  sandbox = await startSandbox();
  const platform = new PlatformClient(sandbox);
  const official = await platform.stableToken(platform.officialCredentials());
  const mini = await platform.stableToken();
  tokens = { mini: String(mini.access_token), official: String(official.access_token) };
});
afterAll(() => sandbox.close());

const FIELDS = [
  'code openid appid secret scene page path query width env_version expire_type expire_time expire_interval jump_wxa page_url',
  'url_link scheme query_type touser template_id data tid kidList sceneDesc priTmplId content version title media_url media_type',
  'order_key logistics_type delivery_mode shipping_list upload_time payer sub_orders pay_time_range last_index page_size',
  'transaction_id received_time order_id type delay_to action_name action_info expire_seconds user_list remark tag tagid openid_list',
  'button msgtype text miniprogram encrypted_msg_hash',
]
  .join(' ')
  .split(' ');
const ODD_VALUES: unknown[] = [
  -1,
  1e308,
  '',
  '\u0000',
  '店'.repeat(2000),
  [],
  [null],
  {},
  { a: [] },
  null,
  true,
];
const ODD_BODIES = [
  '',
  'x=1',
  '[]',
  'null',
  '"a"',
  '{"a":',
  '['.repeat(5000),
  ...ODD_VALUES.map((value) => JSON.stringify(Object.fromEntries(FIELDS.map((field) => [field, value])))),
];

const deepMenu = (): string =>
  `{"button":${'[{"name":"a","sub_button":'.repeat(3000)}[]${'}]'.repeat(3000)}}`;

/** Answers the status and what was said. */
async function send(endpoint: Endpoint, body: string): Promise<string> {
  const token = 'of' in endpoint ? (tokens[endpoint.of[0] ?? ''] ?? '') : '';
  const odd =
    endpoint.method === 'GET' ? `?${new URLSearchParams({ openid: body, ids: body }).toString()}` : '';
  const url = `${sandbox.env.WECHAT_API_BASE}${withToken(`${endpoint.path}${odd.slice(0, 4000)}`, token)}`;
  const response = await fetch(url, endpoint.method === 'GET' ? {} : { method: 'POST', body });
  return `${response.status} ${(await response.text()).slice(0, 200)}`;
}

it.each(
  [...miniProgramEndpoints, ...officialEndpoints].map((endpoint) => [endpoint.path, endpoint] as const),
)('%s answers whatever it is sent as the platform would', async (_path, endpoint) => {
  for (const body of ODD_BODIES) expect(await send(endpoint, body)).toMatch(/^200 /);
});

it('takes a menu of any depth apart without falling over', async () => {
  const create = officialEndpoints.find(({ path }) => path === '/cgi-bin/menu/create');
  if (!create) throw new Error('the endpoint is gone');
  expect(await send(create, deepMenu())).toMatch(/^200 /);
});

it('is refused everywhere without a token, and with the other app’s', async () => {
  for (const endpoint of [...miniProgramEndpoints, ...officialEndpoints]) {
    if (!('of' in endpoint)) continue;
    const init = endpoint.method === 'GET' ? {} : { method: 'POST', body: '{}' };
    const base = `${sandbox.env.WECHAT_API_BASE}${endpoint.path}`;
    const without = (await (await fetch(base, init)).json()) as { errcode: number };
    const other = tokens[endpoint.of[0] === 'mini' ? 'official' : 'mini'] ?? '';
    const foreign = (await (await fetch(withToken(base, other), init)).json()) as { errcode: number };
    expect([endpoint.path, without.errcode, foreign.errcode]).toEqual([endpoint.path, 41001, 48001]);
  }
});
