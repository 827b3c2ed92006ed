import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createChildren, guardProcess } from './children.mjs';
import { startMongo } from './mongo.mjs';
import { DATA_DIR } from './paths.mjs';
import { freePort } from './ports.mjs';
import { startRedis } from './redis.mjs';
import { step } from './report.mjs';

/** A folder and processes for one run of a command; both are gone when it ends, however it ends. */
export function openWorkshop(name) {
  const dir = join(DATA_DIR, 'test', `${name}-${process.pid}`);
  mkdirSync(dir, { recursive: true });
  const children = createChildren(join(dir, 'logs'));
  const leave = guardProcess(children, () => rmSync(dir, { recursive: true, force: true }));
  return { dir, children, leave };
}

/** MongoDB and Redis on free ports. Answers the environment that reaches them. */
export async function startBackends({ dir, children }) {
  const [mongoPort, redisPort] = [await freePort(), await freePort()];
  const mongo = await step('MongoDB ready', () =>
    startMongo({ dataDir: join(dir, 'mongo'), port: mongoPort, children, database: 'omni_test' }),
  );
  const redis = await step('Redis ready', () =>
    startRedis({ dataDir: join(dir, 'redis'), port: redisPort, children, persist: false }),
  );
  return { MONGO_URL: mongo.url, REDIS_URL: redis.url, ...mongo.env };
}
