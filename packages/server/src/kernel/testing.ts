import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { startSandbox } from '@omni/wechat-sandbox';
import type { Sandbox } from '@omni/wechat-sandbox';
import mongoose from 'mongoose';
import { loadConfig } from '../config';
import { setClockOffset } from './clock';
import { closeRedis, redis } from './redis';

/** The platform clients against a sandbox of their own, without database, modules or server. */
export type Platforms = {
  sandbox: Sandbox;
  /** Moves our clock and the sandbox's. */
  advance: (seconds: number) => Promise<void>;
  /** How often the sandbox was asked for a path that ends so. */
  asked: (path: string) => Promise<number>;
  close: () => Promise<void>;
};

export async function startPlatforms(overrides: Record<string, string> = {}): Promise<Platforms> {
  const { REDIS_URL, LOG_LEVEL } = process.env;
  if (!REDIS_URL) throw new Error('REDIS_URL is not set: run the tests with npm test');
  const sandbox = await startSandbox({ onClockMoved: setClockOffset });
  loadConfig({
    ...sandbox.env,
    NODE_ENV: 'test',
    LOG_LEVEL: LOG_LEVEL ?? 'error',
    MONGO_URL: 'mongodb://127.0.0.1:1/none',
    REDIS_URL,
    QUEUE_PREFIX: `p${randomUUID().replaceAll('-', '').slice(0, 16)}`,
    PUBLIC_URL: 'http://127.0.0.1:1',
    WECOM_H5_URL: 'http://127.0.0.1:7303',
    PHONE_KEY: randomBytes(32).toString('base64'),
    HASH_KEY: randomBytes(32).toString('base64'),
    ...overrides,
  });
  return {
    sandbox,
    async advance(seconds) {
      await sandbox.control.advanceClock(seconds);
    },
    async asked(path) {
      const paths = (await sandbox.control.requests()).map((entry) => entry.path.split('?')[0] ?? '');
      return paths.filter((asked) => asked.endsWith(path)).length;
    },
    async close() {
      const keys = (await redis().keys('*')).map((key) => key.replace(/^[^:]+:/, ''));
      if (keys.length > 0) await redis().del(...keys);
      await closeRedis();
      await sandbox.close();
    },
  };
}

/**
 * Empties a test's database, one collection at a time: dropping a database locks the whole server on MongoDB 4.0, and other
 * tests' transactions with it. Call it when nothing uses the database any more.
 */
export async function dropCollections(url: string): Promise<void> {
  const connection = await mongoose.createConnection(url).asPromise();
  for (const { name } of await connection.listCollections()) {
    const isGone = (error: unknown) => (error as { codeName?: string }).codeName === 'NamespaceNotFound';
    await connection.dropCollection(name).catch((error: unknown) => {
      if (!isGone(error)) throw error;
    });
  }
  await connection.close();
}

const OF_A_PROCESS = /^suite-(\d+)$/;
/** Emptying a collection of more than that takes longer than making it anew. */
const MANY = 2000;

/**
 * The database of this process's suites, without a document. Its collections and indexes outlive a test file: to make them takes
 * two seconds. Those of processes that are gone are dropped. Answers its URL.
 */
export async function emptyDatabase(server: string): Promise<string> {
  const connection = await mongoose.createConnection(server).asPromise();
  const { databases } = await connection.listDatabases();
  for (const { name } of databases) {
    const pid = OF_A_PROCESS.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) await dropCollections(urlOf(server, name));
  }
  const own = connection.useDb(`suite-${process.pid}`);
  for (const { name } of await own.listCollections()) {
    const documents = await own.collection(name).estimatedDocumentCount();
    if (documents > MANY) await own.dropCollection(name);
    else if (documents > 0) await own.collection(name).deleteMany({});
  }
  await connection.close();
  return urlOf(server, own.name);
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const root = path.resolve(__dirname, '../../../..');

/** What to give to node to run a program of ours (`stores-import.ts`), as the commands in `scripts/` do. */
export function programOf(entry: string): string[] {
  const make = `import { serverProgram } from './scripts/lib/program.mjs';
    console.log(JSON.stringify(await serverProgram(process.argv[1])));`;
  const env = { ...process.env, NODE_OPTIONS: '' };
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', make, entry], { cwd: root, env });
  return JSON.parse(said.toString()) as string[];
}

/** How often a property is tried; `RUNS_FACTOR=5 npm test` tries each five times as often. */
export const runs = (often: number): number => Math.ceil(often * Number(process.env.RUNS_FACTOR ?? 1));

type Vector = { id: string } & Record<string, string>;

/** A stranger's server that answers every request alike, for answers the sandbox never gives. */
export async function anAnswerer(answer: (asked: IncomingMessage) => { status?: number; body: unknown }) {
  const server = createServer((asked, response) => {
    const { status = 200, body } = answer(asked);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Vectors published by the platforms. They live beside the project, in the workshop; elsewhere the tests that need them are skipped. */
export function publishedVector(file: string, id: string): { vector: Vector; testWith: jest.It } {
  const full = path.resolve(__dirname, '../../../../../shared/data/wechat', file);
  if (!existsSync(full)) return { vector: { id }, testWith: test.skip as jest.It };
  const found = (JSON.parse(readFileSync(full, 'utf8')) as Vector[]).find((vector) => vector.id === id);
  if (!found) throw new Error(`no vector ${id} in ${file}`);
  return { vector: found, testWith: test };
}
