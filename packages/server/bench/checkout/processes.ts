import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

type Env = Record<string, string>;
const server = path.resolve(__dirname, '../..');
/** Whatever ends this process, nothing of it stays behind. */
const children = new Set<ChildProcess>();
process.once('exit', () => children.forEach((child) => child.kill('SIGKILL')));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run this with npm run bench`);
  return value;
}

export type Sandbox = { url: string; env: Env; close: () => void };

export async function startSandboxProcess(crowd: number): Promise<Sandbox> {
  const child = fork(path.join(__dirname, 'sandbox-process.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, CROWD: String(crowd) },
  });
  children.add(child);
  const told = await new Promise<{ url: string; env: Env }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { url: string; env: Env }));
    child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
  });
  return { ...told, close: () => child.send('close') };
}

/** The environment of one installation of the suite: its own database, queues and keys. */
export async function installation(sandbox: Sandbox): Promise<Env> {
  const name = `b${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const mongoUrl = new URL(fromEnvironment('MONGO_URL'));
  mongoUrl.pathname = `/${name}`;
  const port = await freePort();
  return {
    ...sandbox.env,
    NODE_ENV: 'production',
    LOG_LEVEL: 'info',
    PORT: String(port),
    MONGO_URL: mongoUrl.href,
    REDIS_URL: fromEnvironment('REDIS_URL'),
    QUEUE_PREFIX: name,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    WECOM_H5_URL: 'http://127.0.0.1:7303',
    PHONE_KEY: randomBytes(32).toString('base64'),
    HASH_KEY: randomBytes(32).toString('base64'),
    REQUESTS_PER_MINUTE: '100000000',
  };
}

export async function startRole(role: 'web' | 'worker', env: Env): Promise<ChildProcess> {
  const opsPort = String(await freePort());
  const profile = process.env['PROFILE'] === role ? ['--cpu-prof', '--cpu-prof-dir=/tmp/prof'] : [];
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', ...profile, path.join(server, 'src/main.ts'), '--role', role],
    {
      cwd: server,
      env: { ...process.env, ...env, OPS_PORT: opsPort },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  children.add(child);
  const alive = role === 'web' ? `${env['PUBLIC_URL']}/readyz` : `http://127.0.0.1:${opsPort}/metrics`;
  const ready = async () => (await fetch(alive)).ok;
  while (!(await ready().catch(() => false))) {
    if (child.exitCode !== null) throw new Error(`the ${role} process ended with ${child.exitCode}`);
    await pause(50);
  }
  return child;
}

export const stop = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });

const TICK_MS = 10;

/** User and system time of a process so far, in milliseconds (Linux). */
export function cpuMs(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** The process that listens where MONGO_URL points. */
export function mongodPid(): number {
  const { port } = new URL(fromEnvironment('MONGO_URL'));
  const found = readdirSync('/proc').find((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      const words = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0');
      return /mongod$/.test(words[0] ?? '') && words.includes(port);
    } catch {
      return false;
    }
  });
  if (!found) throw new Error('no mongod of ours is running');
  return Number(found);
}
