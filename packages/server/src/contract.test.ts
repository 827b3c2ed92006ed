import { contracts } from '@omni/shared/contracts/index';
import type { Endpoint } from '@omni/shared/contract';
import { errorTable } from '@omni/shared/errors';
import fc from 'fast-check';
import { runs } from './kernel/testing';
import { startSuite } from './testing';
import type { Suite } from './testing';

const endpoints = Object.entries(contracts as Record<string, Endpoint>);
const names = endpoints.map(([name]) => name);

let suite: Suite;
const tokens: Record<Endpoint['for'], string | undefined> = {
  public: undefined,
  member: undefined,
  staff: undefined,
};
const tokenFor = (name: string): string | undefined =>
  tokens[(contracts as Record<string, Endpoint>)[name]!.for];

beforeAll(async () => {
  suite = await startSuite();
  const { saveStaff } = await import('./modules/staff');
  await saveStaff(suite.ctx(), { userid: 'xiaomei', name: '小美', role: 'guide', stores: [] });
  tokens.member = await suite.loginShopper('lin');
  tokens.staff = await suite.loginStaff('xiaomei');
});
afterAll(() => suite.close());

describe('every endpoint', () => {
  it.each(names)('%s refuses a field it does not know', async (name) => {
    const answer = await suite.callRaw(name, { surprise: 1 }, tokenFor(name));
    expect(answer).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
  });

  it.each(names)('%s refuses everything that is not an object', async (name) => {
    for (const input of [null, 1, 'text', true, [], [{}]]) {
      const answer = await suite.callRaw(name, input, tokenFor(name));
      expect(answer).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
    }
  });

  it.each(endpoints.filter(([, endpoint]) => endpoint.for !== 'public').map(([name]) => name))(
    '%s is closed to strangers, to dead sessions and to the other kind of person',
    async (name) => {
      const other =
        (contracts as Record<string, Endpoint>)[name]!.for === 'member' ? tokens.staff : tokens.member;
      expect(await suite.callRaw(name, {})).toMatchObject({ status: 401, code: 'LOGIN_REQUIRED' });
      expect(await suite.callRaw(name, {}, 'a'.repeat(40))).toMatchObject({
        status: 401,
        code: 'LOGIN_REQUIRED',
      });
      expect(await suite.callRaw(name, {}, other)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    },
  );

  it.each(names)('%s answers any JSON with data or a named refusal, never a 500', async (name) => {
    const fields = Object.keys(shapeOf(name));
    const anyInput = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.dictionary(
        fc.constantFrom(...fields, 'x'),
        fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.string({ unit: 'binary' })),
      ),
    );
    await fc.assert(
      fc.asyncProperty(anyInput, async (input) => {
        const { status, code } = await suite.callRaw(name, input, tokenFor(name));
        expect(status).toBeLessThan(500);
        if (status !== 200) expect(Object.keys(errorTable)).toContain(code);
      }),
      { numRuns: runs(8) },
    );
  });
});

describe('the door', () => {
  const post = (path: string, init: RequestInit) => fetch(`${suite.url}${path}`, { method: 'POST', ...init });
  const json = { 'content-type': 'application/json' };
  const codeOf = async (response: Response) =>
    ((await response.json()) as { error: { code: string } }).error.code;

  it('does not know other endpoints, nor names every object has', async () => {
    for (const name of ['orders.steal', 'constructor', '__proto__', 'toString']) {
      expect(await suite.callRaw(name, {})).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    }
  });

  it('refuses bodies that are too large, not JSON, or cut off', async () => {
    const large = await post('/api/catalog.home', {
      headers: json,
      body: JSON.stringify({ a: 'x'.repeat(300_000) }),
    });
    expect([large.status, await codeOf(large)]).toEqual([413, 'BODY_TOO_LARGE']);
    const form = await post('/api/catalog.home', { body: new URLSearchParams({ a: '1' }) });
    expect([form.status, await codeOf(form)]).toEqual([415, 'NOT_JSON']);
    const broken = await post('/api/catalog.home', { headers: json, body: '{"a":' });
    expect([broken.status, await codeOf(broken)]).toEqual([400, 'INVALID_INPUT']);
    const empty = await post('/api/catalog.home', { headers: json, body: '' });
    expect(empty.status).toBeLessThan(500);
  });

  it('gives each answer a trace id and each refusal a Chinese sentence', async () => {
    const response = await post('/api/identity.me', { headers: json, body: '{}' });
    const { error } = (await response.json()) as {
      error: { message: string; traceId: string; retry: boolean };
    };
    expect(error).toMatchObject({
      message: '请先登录',
      retry: false,
      traceId: response.headers.get('x-trace-id'),
    });
  });

  it('serves pictures by plain names only', async () => {
    for (const file of ['..%2Fpackage.json', 'none.svg', '%00.svg', 'A.svg']) {
      expect((await fetch(`${suite.url}/media/${file}`)).status).toBe(404);
    }
  });

  it('describes every endpoint in OpenAPI 3.1', async () => {
    const document = (await (await fetch(`${suite.url}/openapi.json`)).json()) as {
      openapi: string;
      paths: object;
    };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).sort()).toEqual(names.map((name) => `/api/${name}`).sort());
  });

  it('answers with the time by which its deadlines go', async () => {
    const told = async () => {
      const answer = await fetch(`${suite.url}/api/catalog.home`, { method: 'POST', body: '{}' });
      return Date.parse(answer.headers.get('date') ?? '');
    };
    const before = await told();
    await suite.advance(3600);
    expect(await told()).toBeGreaterThanOrEqual(before + 3600_000);
  });

  it('says that it is alive and ready', async () => {
    for (const path of ['/healthz', '/readyz']) expect((await fetch(`${suite.url}${path}`)).status).toBe(200);
  });

  it('shows metrics on the operators port only', async () => {
    expect((await fetch(`${suite.url}/metrics`)).status).toBe(404);
    const text = await (await fetch(`${suite.app.opsUrl}/metrics`)).text();
    expect(text).toContain('omni_request_seconds');
    expect(text).toContain('omni_refusals_total');
  });
});

function shapeOf(name: string): object {
  const input = (contracts as Record<string, Endpoint>)[name]!.input as { shape?: object };
  return input.shape ?? {};
}
