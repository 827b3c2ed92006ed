import './lib/node-version.mjs';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArgs } from './lib/args.mjs';
import { createChildren, guardProcess } from './lib/children.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { startKeeper } from './lib/keeper.mjs';
import { startMongo } from './lib/mongo.mjs';
import { DATA_DIR } from './lib/paths.mjs';
import { freePort } from './lib/ports.mjs';
import { startRedis } from './lib/redis.mjs';
import { serverProgram } from './lib/program.mjs';
import { Trouble, step } from './lib/report.mjs';
import { runToEnd } from './lib/run.mjs';
import { ensureSecrets } from './lib/secrets.mjs';
import { startSandbox } from './lib/suite.mjs';
import { httpOk, waitFor } from './lib/wait.mjs';

/**
 * `npm run chaos`: shoppers and clerks at work over HTTP while the web process, the worker, Redis and mongod are killed
 * with SIGKILL at random moments; then everything has to add up. The processes are kept here, the people and the
 * judgement are packages/server/src/chaos. The report is printed and kept as <out>/report.md, the logs beside it.
 */
const KNOWN = { seed: true, kills: true, shoppers: true, seconds: true, out: true };
const DEFAULTS = { seed: 20261127, kills: 10, shoppers: 16, seconds: 120 };
const HOME = { latitude: 31.2235, longitude: 121.4453 };
const local = (port) => `http://127.0.0.1:${port}`;

// A run of its own: what the environment points at is not to be killed.
for (const name of ['MONGO_URL', 'REDIS_URL']) delete process.env[name];

const { options } = readArgs(KNOWN);
const settings = Object.fromEntries(
  Object.entries(DEFAULTS).map(([name, usual]) => [name, wholeNumber(name, options[name] ?? usual)]),
);
const out = options.out ?? join(DATA_DIR, 'chaos');
const dir = join(DATA_DIR, 'test', `chaos-${process.pid}`);
const children = createChildren(join(out, 'logs'));
const leave = guardProcess(children, () => rmSync(dir, { recursive: true, force: true }));

try {
  await ensureInstalled();
  rmSync(out, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  await leave(await run());
} catch (error) {
  await leave(1, error);
}

function wholeNumber(name, text) {
  if (!/^\d{1,9}$/.test(String(text))) throw new Trouble(`--${name} takes a number, not ${text}.`);
  return Number(text);
}

async function run() {
  const names = ['mongo', 'redis', 'sandbox', 'keeper', 'web', 'webOps', 'workerOps'];
  const ports = {};
  for (const name of names) ports[name] = await freePort();
  const sandbox = await step('WeChat sandbox ready', () =>
    startSandbox({ port: ports.sandbox, config: writeWorld(), children }),
  );
  const main = await step('Server bundled', () => serverProgram('main.ts'));
  const found = {};
  const env = () => ({
    ...process.env,
    ...serverEnv(ports, sandbox),
    ...found.mongo?.env,
    MONGO_URL: found.mongo?.url,
  });
  const launch = {
    mongo: async (kept) => {
      found.mongo = await startMongo({ dataDir: join(dir, 'mongo'), port: ports.mongo, children: kept });
    },
    redis: (kept) =>
      startRedis({ dataDir: join(dir, 'redis'), port: ports.redis, children: kept, persist: true }),
    web: (kept) => startRole(kept, { main, role: 'web', env: env(), up: `${local(ports.web)}/readyz` }),
    worker: (kept) =>
      startRole(kept, {
        main,
        role: 'worker',
        env: { ...env(), OPS_PORT: String(ports.workerOps) },
        up: `${local(ports.workerOps)}/metrics`,
      }),
  };
  const keeper = await startKeeper({ port: ports.keeper, children, launch });
  await step('MongoDB ready', () => keeper.parts.mongo.up());
  await step('Redis ready', () => keeper.parts.redis.up());
  const input = { ...settings, keeperUrl: keeper.url, sandboxUrl: sandbox.url, out };
  const people = await serverProgram('chaos/run.ts');
  const { code } = await runToEnd(process.execPath, [...people, JSON.stringify(input)], {
    env: env(),
    show: true,
  });
  keeper.close();
  return code ?? 1;
}

function startRole(kept, { main, role, env, up }) {
  const handle = kept.start({ name: role, command: process.execPath, args: [...main, '--role', role], env });
  return waitFor(() => httpOk(up), { what: role, timeoutMs: 90_000, everyMs: 50, handle });
}

function serverEnv(ports, sandbox) {
  return {
    ...sandbox.env,
    ...ensureSecrets(join(dir, 'secrets.json')),
    NODE_ENV: 'test',
    LOG_LEVEL: 'warn',
    PORT: String(ports.web),
    OPS_PORT: String(ports.webOps),
    REDIS_URL: `redis://127.0.0.1:${ports.redis}`,
    QUEUE_PREFIX: 'chaos',
    PUBLIC_URL: local(ports.web),
    WECOM_H5_URL: 'http://127.0.0.1:7303',
    REQUESTS_PER_MINUTE: '100000',
    CLOCK_URL: `${sandbox.url}/control/clock`,
  };
}

/** So many people who can do everything, paying too; one more only looks whether anybody answers. */
function writeWorld() {
  const file = join(dir, 'world.json');
  const shoppers = Array.from({ length: settings.shoppers + 1 }, (_, i) => ({
    id: `crowd-${i}`,
    name: `顾客 ${i}`,
    phone: `139${String(i).padStart(8, '0')}`,
    location: HOME,
  }));
  writeFileSync(file, JSON.stringify({ world: { shoppers } }));
  return file;
}
