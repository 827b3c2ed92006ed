import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStaticServer } from './lib/static-server.mjs';

interface Reply {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

const folder = mkdtempSync(join(tmpdir(), 'static-server-'));
const dist = join(folder, 'dist');
const closers: (() => Promise<unknown>)[] = [];
let site = '';

/** fetch would tidy the path (`..`), undo gzip and follow redirects: the very things to look at. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Reply> {
  const { body, ...rest } = options;
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(site);
    const call = request({ hostname, port, path, ...rest }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}

async function upstream(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => new Promise((done) => server.close(done)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const sandbox: RequestListener = (incoming, response) => {
  const location = /^\/redirect\?.*target=at:([^&]*)/.exec(incoming.url ?? '')?.[1];
  if (!location) return response.end(`sandbox ${incoming.url} for ${incoming.headers['x-forwarded-prefix']}`);
  const place = decodeURIComponent(location).replace('SELF', `http://${incoming.headers.host}`);
  response.writeHead(302, { location: place, 'set-cookie': ['a=1; Path=/', 'b=2; Path=/'] }).end();
};

const api: RequestListener = (incoming, response) => {
  if (incoming.url === '/media/long.svg') {
    const text = '<svg/>'.padEnd(40_000);
    return response
      .writeHead(200, { 'content-type': 'image/svg+xml', 'content-length': text.length })
      .end(text);
  }
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    response.writeHead(201, { 'content-type': 'text/plain' });
    response.end(`${incoming.method} ${incoming.url} ${Buffer.concat(chunks)}`);
  });
};

beforeAll(async () => {
  mkdirSync(join(dist, 'js'), { recursive: true });
  writeFileSync(
    join(dist, 'index.html'),
    '<!doctype html><html><head lang="x"><script>let a = 1</script></head></html>',
  );
  writeFileSync(join(dist, 'js', 'app.1a2b3c4d.js'), `// ${'long '.repeat(1000)}`);
  writeFileSync(join(dist, 'logo.png'), 'png');
  writeFileSync(join(dist, '.built-from'), 'stamp');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  symlinkSync(join(folder, 'secret.txt'), join(dist, 'link.txt'));
  const upstreams = { apiUrl: await upstream(api), sandboxUrl: await upstream(sandbox) };
  const server = await startStaticServer({
    ...upstreams,
    dist,
    port: 0,
    inject: ['/__sandbox/preview/wx.js'],
  });
  closers.push(server.close);
  site = server.url;
});

afterAll(async () => {
  await Promise.all(closers.map((close) => close()));
  rmSync(folder, { recursive: true, force: true });
});

const asPage = { headers: { accept: 'text/html' } };

test('The page loads the injected script before its own and allows its inline script by hash.', async () => {
  const page = await ask('/', asPage);
  expect(page.body).toContain(
    '<head lang="x"><script defer src="/__sandbox/preview/wx.js"></script><script>let a',
  );
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toMatch(/default-src 'self'; script-src 'self' 'sha256-[A-Za-z0-9+/]{43}='; /);
  expect(page.headers['x-content-type-options']).toBe('nosniff');
  expect(page.headers['cache-control']).toBe('no-cache');
});

test('A navigation to a path of the app gets the page; a missing file does not.', async () => {
  expect((await ask('/workbench?tab=1', asPage)).body).toContain('<!doctype html>');
  expect((await ask('/index.html')).body).toContain('/__sandbox/preview/wx.js');
  expect((await ask('/js/gone.js', asPage)).status).toBe(404);
  expect((await ask('/workbench', { headers: { accept: 'application/json' } })).status).toBe(404);
  expect((await ask('/', { method: 'POST' })).status).toBe(405);
});

test('Hashed text is packed and kept for good; the rest is asked for again.', async () => {
  const script = await ask('/js/app.1a2b3c4d.js', { headers: { 'accept-encoding': 'gzip' } });
  expect(script.headers['content-encoding']).toBe('gzip');
  expect(script.headers['cache-control']).toContain('immutable');
  expect(Number(script.headers['content-length'])).toBeLessThan(500);
  const tighter = await ask('/js/app.1a2b3c4d.js', { headers: { 'accept-encoding': 'gzip, deflate, br' } });
  expect(tighter.headers['content-encoding']).toBe('br');
  const logo = await ask('/logo.png');
  expect([logo.body, logo.headers['cache-control']]).toEqual(['png', 'no-cache']);
  const again = await ask('/logo.png', { headers: { 'if-none-match': String(logo.headers.etag) } });
  expect([again.status, again.body]).toEqual([304, '']);
});

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/js/..%2f..%2fsecret.txt',
  '/link.txt',
  '/.built-from',
  '/%00',
  '/%zz',
])('Nothing outside of the site or hidden in it is served: %s', async (path) => {
  const reply = await ask(path, asPage);
  expect([400, 404]).toContain(reply.status);
  expect(reply.body).not.toMatch(/secret|stamp/);
});

test('The API is reached with its path, method and body.', async () => {
  const reply = await ask('/api/orders?a=1', { method: 'POST', body: '{"x":1}' });
  expect([reply.status, reply.body]).toEqual([201, 'POST /api/orders?a=1 {"x":1}']);
  expect((await ask('/media/x.png')).body).toBe('GET /media/x.png ');
});

test('Text that passes through is packed for whoever takes it; what is short, or no text, is not.', async () => {
  const packed = await fetch(`${site}/media/long.svg`, { headers: { 'accept-encoding': 'br' } });
  expect(packed.headers.get('content-encoding')).toBe('br');
  expect(packed.headers.get('vary')).toBe('accept-encoding');
  expect(await packed.text()).toHaveLength(40_000);
  const plain = await ask('/media/long.svg');
  expect([plain.headers['content-encoding'], plain.body.length]).toEqual([undefined, 40_000]);
  const short = await ask('/media/x.png', { headers: { 'accept-encoding': 'br' } });
  expect(short.headers['content-encoding']).toBeUndefined();
});

test('The sandbox is reached without its prefix and told of it.', async () => {
  expect((await ask('/__sandbox/act-as?x=1')).body).toBe('sandbox /act-as?x=1 for /__sandbox');
});

test.each([
  ['to=/sidebar&target=at:/sidebar', '/sidebar'],
  ['to=/sidebar&target=at:/sidebar%3Fa=1', '/sidebar?a=1'],
  ['target=at:/screen', '/__sandbox/screen'],
  ['target=at:/__sandbox/screen', '/__sandbox/screen'],
  ['target=at:SELF/screen', '/__sandbox/screen'],
  ['target=at:http://elsewhere/x', 'http://elsewhere/x'],
  ['target=at://elsewhere/x', '//elsewhere/x'],
])('A redirect of the sandbox (%s) leads to %s and keeps its cookies.', async (query, location) => {
  const reply = await ask(`/__sandbox/redirect?${query}`);
  expect(reply.headers.location).toBe(location);
  expect(reply.headers['set-cookie']).toEqual(['a=1; Path=/', 'b=2; Path=/']);
});

test('An API that is down is one clean answer.', async () => {
  const lonely = await startStaticServer({
    dist,
    port: 0,
    apiUrl: 'http://127.0.0.1:9',
    sandboxUrl: undefined,
  });
  closers.push(lonely.close);
  const reply = await fetch(`${lonely.url}/api/me`);
  expect(reply.status).toBe(502);
  expect(await reply.json()).toEqual({
    error: { code: 'UNAVAILABLE', message: '服务暂时不可用，请稍后再试' },
  });
});
