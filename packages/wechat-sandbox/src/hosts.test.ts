import { request } from 'node:http';
import { startSandbox } from './sandbox';
import type { Sandbox } from './sandbox';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

type Heard = { status: number; body: string };

/** fetch does not let anybody set the Host header. */
function get(path: string, host?: string): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const headers = host === undefined ? {} : { host };
    const sent = request(`${sandbox.url}${path}`, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}
const code = ({ body }: Heard): unknown => (JSON.parse(body) as { errcode?: number; code?: string }).errcode;

describe('each platform is reached by prefix and by Host', () => {
  it.each([
    ['api.weixin.qq.com', '/cgi-bin/user/info', 41001],
    ['qyapi.weixin.qq.com', '/cgi-bin/user/get', 41001],
  ])('%s', async (host, path, errcode) => {
    expect(code(await get(`/${host}${path}`))).toBe(errcode);
    expect(code(await get(path, host))).toBe(errcode);
    expect(code(await get(path, `${host}:443`))).toBe(errcode);
  });

  it.each(['api.mch.weixin.qq.com', 'api2.mch.weixin.qq.com'])('%s', async (host) => {
    for (const heard of [await get(`/${host}/v3/certificates`), await get('/v3/certificates', host)]) {
      expect([heard.status, JSON.parse(heard.body)]).toMatchObject([400, { code: 'INVALID_REQUEST' }]);
    }
  });

  it.each([
    ['open.weixin.qq.com', '/connect/oauth2/authorize', 400],
    ['mp.weixin.qq.com', '/cgi-bin/showqrcode?ticket=none', 404],
    ['login.work.weixin.qq.com', '/wwlogin/sso/login', 400],
  ])('%s', async (host, path, status) => {
    expect((await get(`/${host}${path}`)).status).toBe(status);
    expect((await get(path, host)).status).toBe(status);
  });
});

it('paths that are no text lead nowhere, on every host', async () => {
  const own = await get('/control/shoppers/%zz/inbox');
  expect([own.status, own.body]).toEqual([404, expect.stringContaining('nothing at')]);
  expect((await get('/api.mch.weixin.qq.com/v3/pay/transactions/id/%zz')).status).toBe(404);
  expect(code(await get('/qyapi.weixin.qq.com/%zz'))).toBe(40066);
});

it('a body of more than 25 MB is refused, and the next request is answered', async () => {
  const large = await fetch(`${sandbox.url}/control/faults`, {
    method: 'POST',
    body: 'x'.repeat(26 * 1024 * 1024),
  });
  expect(large.status).toBe(413);
  expect((await get('/healthz')).status).toBe(200);
});
