import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { PlatformError, PlatformRefusal, askPlatform, callErrcode, callOut } from './call-out';
import { AppError } from './errors';
import { registry } from './metrics';

type Reply = { status?: number; body?: string; hang?: boolean; drop?: boolean; location?: string };

let server: Server;
let base: string;
let reply: Reply = {};

beforeAll(async () => {
  server = createServer((request, response) => {
    if (reply.hang) return;
    if (reply.drop) {
      request.socket.destroy();
      return;
    }
    response.writeHead(reply.status ?? 200, reply.location ? { location: reply.location } : {});
    response.end(reply.body ?? '{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const call = () =>
  callOut({
    platform: 'p',
    api: 'a',
    method: 'POST',
    url: `${base}/x?secret=SECRETSECRET`,
    headers: { authorization: 'SECRETSECRET' },
    body: 'SECRETSECRET',
  });

async function failureOf(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: Error) => error,
  );
}

test('gives the answer with its bytes', async () => {
  reply = { status: 404, body: 'none' };
  expect(await call()).toMatchObject({ status: 404, body: Buffer.from('none') });
});

test('calls nonsense of a platform an outage that tells its code and no secret', async () => {
  for (const [given, code, retryable] of [
    [{ status: 500 }, 'http_500', true],
    [{ status: 503 }, 'http_503', true],
    [{ status: 429 }, 'http_429', true],
    [{ status: 302, location: '/elsewhere' }, 'http_302', false],
    [{ drop: true }, 'ECONNRESET', true],
  ] as const) {
    reply = given;
    const error = await failureOf(call());
    expect(error).toBeInstanceOf(PlatformError);
    expect(error).toMatchObject({ platform: 'p', api: 'a', code, retryable });
    expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toContain('SECRET');
    expect(error.cause).toBeUndefined();
  }
});

test('waits five seconds and no longer', async () => {
  reply = { hang: true };
  const started = performance.now();
  expect(await failureOf(call())).toMatchObject({ code: 'timeout', retryable: true });
  expect(performance.now() - started).toBeLessThan(6500);
});

test('a host that is not there is an outage', async () => {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(gone.address() as AddressInfo).port}/`;
  await new Promise((resolve) => gone.close(resolve));
  const error = await failureOf(callOut({ platform: 'p', api: 'a', method: 'GET', url }));
  expect(error).toMatchObject({ name: 'PlatformError', code: 'ECONNREFUSED' });
});

describe('answers with an errcode', () => {
  const ask = () =>
    callErrcode({
      platform: 'p',
      api: 'e',
      method: 'GET',
      url: base,
      answer: z.object({ openid: z.string() }),
    });

  test('absent and 0 both mean success', async () => {
    for (const body of ['{"openid":"o1"}', '{"errcode":0,"errmsg":"ok","openid":"o1"}']) {
      reply = { body };
      expect(await ask()).toEqual({ openid: 'o1' });
    }
  });

  test('another code is a refusal that repeats no secret and no phone number', async () => {
    const token = 'A'.repeat(64);
    reply = { body: JSON.stringify({ errcode: 40029, errmsg: `bad ${token} of 13800138001` }) };
    const error = await failureOf(ask());
    expect(error).toBeInstanceOf(PlatformRefusal);
    expect(error).toMatchObject({ code: 40029, message: 'p e refused: 40029 bad … of …' });
  });

  test('busy and too often are outages', async () => {
    for (const errcode of [-1, 45009, 45011, 45033]) {
      reply = { body: JSON.stringify({ errcode, errmsg: 'busy' }) };
      expect(await failureOf(ask())).toMatchObject({ name: 'PlatformError', code: String(errcode) });
    }
  });

  test('what is not JSON, or not the promised shape, is an outage', async () => {
    for (const body of ['<html>', '', '[]', '"x"', '{"openid":1}']) {
      reply = { body };
      expect(await failureOf(ask())).toMatchObject({ name: 'PlatformError', code: 'unreadable' });
    }
  });

  test('counts calls by platform, api and answered code', async () => {
    reply = { body: '{"errcode":41030}' };
    await failureOf(ask());
    const counted = await registry.getSingleMetric('omni_platform_calls_total')?.get();
    const times = (api: string, code: string) =>
      counted?.values.find(({ labels }) => labels.api === api && labels.code === code)?.value;
    expect([times('e', '41030'), times('a', 'timeout')]).toEqual([1, 1]);
  });
});

test('askPlatform refuses outages as PLATFORM_UNAVAILABLE, known refusals as told, unknown ones as outages, and leaves bugs alone', async () => {
  const outage = new PlatformError({ platform: 'p', api: 'a', code: 'timeout', retryable: true });
  const refusal = new PlatformRefusal({ platform: 'p', api: 'a', code: 40029, message: 'invalid code' });
  const refused = (error: unknown) =>
    failureOf(askPlatform(() => Promise.reject(error), { 40029: 'LOGIN_CODE_INVALID' }));
  expect(await refused(outage)).toEqual(new AppError('PLATFORM_UNAVAILABLE'));
  expect(await refused(refusal)).toEqual(new AppError('LOGIN_CODE_INVALID'));
  expect(await failureOf(askPlatform(() => Promise.reject(refusal)))).toEqual(
    new AppError('PLATFORM_UNAVAILABLE'),
  );
  const bug = new TypeError('bug');
  expect(await refused(bug)).toBe(bug);
});
