import { randomBytes, randomUUID } from 'node:crypto';
import type { Input, Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { startSandbox } from '@omni/wechat-sandbox';
import type { Sandbox, World } from '@omni/wechat-sandbox';
import { startApp } from './app';
import type { RunningApp } from './app';
import { config, loadConfig } from './config';
import { now, setClockOffset } from './kernel/clock';
import { systemCtx } from './kernel/context';
import type { Ctx } from './kernel/context';
import { emptyDatabase } from './kernel/testing';
import { redis } from './kernel/redis';

type Name = keyof Contracts & string;
export type Answered<T> = { status: number; body: T; code: string | undefined };

/** The running server, its own database, and the people of a sandbox of its own. */
export type Suite = {
  app: RunningApp;
  sandbox: Sandbox;
  url: string;
  /** Calls an endpoint over HTTP; `code` is the refusal's code, if it refused. */
  call: <N extends Name>(
    name: N,
    input: Input<Contracts[N]>,
    token?: string,
  ) => Promise<Answered<Reply<Contracts[N]>>>;
  /** The same without types, for bad input. */
  callRaw: (name: string, input: unknown, token?: string) => Promise<Answered<unknown>>;
  /** Logs a sandbox shopper in through wx.login; answers the session token. */
  loginShopper: (shopperId: string) => Promise<string>;
  /** Logs a sandbox member of staff in through WeCom OAuth; answers the session token. */
  loginStaff: (userid: string) => Promise<string>;
  /** Moves the server's and the sandbox's clock. */
  advance: (seconds: number) => Promise<void>;
  settle: () => Promise<void>;
  ctx: (actor?: Ctx['actor']) => Ctx;
  close: () => Promise<void>;
};

async function post(url: string, input: unknown, token?: string): Promise<Answered<unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(input),
  });
  const body = (await response.json()) as { error?: { code: string } };
  return { status: response.status, body, code: body.error?.code };
}

/** Starts everything a use-case test needs: `npm run services` (or `npm test`) provides MongoDB and Redis. */
export async function startSuite(overrides: Record<string, string> = {}, world?: World): Promise<Suite> {
  const name = `t${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  const mongoUrl = await emptyDatabase(requireEnv('MONGO_URL'));
  const sandbox = await startSandbox({ onClockMoved: setClockOffset, ...(world ? { world } : {}) });
  loadConfig({
    ...sandbox.env,
    NODE_ENV: 'test',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
    PORT: '0',
    OPS_PORT: '0',
    MONGO_URL: mongoUrl,
    REDIS_URL: requireEnv('REDIS_URL'),
    QUEUE_PREFIX: name,
    PUBLIC_URL: 'http://127.0.0.1:1',
    WECOM_H5_URL: 'http://127.0.0.1:7303',
    PHONE_KEY: randomBytes(32).toString('base64'),
    HASH_KEY: randomBytes(32).toString('base64'),
    REQUESTS_PER_MINUTE: '100000',
    CLOCK_MOVABLE: '1',
    ...(process.env.REFUSALS_LOG ? { REFUSALS_LOG: process.env.REFUSALS_LOG } : {}),
    ...overrides,
  });
  const app = await startApp('all');
  config().PUBLIC_URL = app.url;
  return buildSuite(app, sandbox);
}

function buildSuite(app: RunningApp, sandbox: Sandbox): Suite {
  const callRaw: Suite['callRaw'] = (endpoint, input, token) =>
    post(`${app.url}/api/${endpoint}`, input, token);
  const call = callRaw as Suite['call'];
  const suite: Suite = {
    app,
    sandbox,
    url: app.url,
    call,
    callRaw,
    async loginShopper(shopperId) {
      const { code } = await sandbox.control.loginCode(shopperId);
      return (await call('identity.login', { code })).body.token;
    },
    async loginStaff(userid) {
      const { body } = await call('staff.startLogin', { returnTo: '/workbench' });
      const { code } = await sandbox.control.wecom.oauthCode(userid);
      const state = new URL(body.authorizeUrl).searchParams.get('state') ?? '';
      return (await call('staff.login', { code, state, nonce: body.nonce })).body.token;
    },
    async advance(seconds) {
      await sandbox.control.advanceClock(seconds);
    },
    settle: () => app.settle(),
    ctx: (actor) => ({ ...systemCtx('test'), now: now(), ...(actor ? { actor } : {}) }),
    async close() {
      // Deliveries still under way would meet a dropped database.
      await Promise.race([app.settle(), new Promise((resolve) => setTimeout(resolve, 3000).unref())]);
      const keys = await redis().keys('*');
      const bare = keys.map((key) => key.replace(/^[^:]+:/, ''));
      if (bare.length > 0) await redis().del(...bare);
      await app.close();
      await sandbox.close();
    },
  };
  return suite;
}

function requireEnv(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(
      `${name} is not set: run the tests with npm test, or start npm run services and source .data/dev/env`,
    );
  return value;
}
