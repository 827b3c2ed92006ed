import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PEER = path.resolve(__dirname, '../../../../../shared/peers/vendure');
const VERSION = '3.7.3';
const PG_PORT = '54329';
const PORT = '3300';
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export type Figures = {
  ordersPerSecond: number;
  p50Ms: number;
  p95Ms: number;
  cpuMsPerOrder: number;
  dbCpuMsPerOrder: number;
};
type Peer = { c1: Figures; c16: Figures };

/** PostgreSQL refuses to run as root. */
const asPostgres = (command: string, args: string[]): [string, string[]] =>
  process.getuid?.() === 0 ? ['runuser', ['-u', 'postgres', '--', command, ...args]] : [command, args];

async function startPostgres(dir: string): Promise<ChildProcess> {
  const data = path.join(dir, 'pg');
  mkdirSync(data);
  if (process.getuid?.() === 0) await run('chown', ['postgres', dir, data]);
  await run(...asPostgres('initdb', ['-D', data, '-A', 'trust', '-U', 'postgres']));
  const options = ['-D', data, '-p', PG_PORT, '-h', '127.0.0.1', '-k', data];
  const child = spawn(...asPostgres('postgres', options), { stdio: 'ignore' });
  const at = ['-h', '127.0.0.1', '-p', PG_PORT, '-U', 'postgres'];
  for (let tries = 0; tries < 100; tries += 1) {
    const made = await run('createdb', [...at, 'vendure']).then(
      () => true,
      () => false,
    );
    if (made) return child;
    await pause(200);
  }
  throw new Error('PostgreSQL did not start');
}

async function startVendure(dir: string): Promise<ChildProcess> {
  const env = { ...process.env, NODE_OPTIONS: '', VENDURE_DISABLE_TELEMETRY: 'true', PORT };
  await run('node', ['populate.js'], { cwd: dir, env: { ...env, SYNC: '1' }, maxBuffer: 1e8 });
  const admin = { SA_USER: 'admin', SA_PASS: 'bench-only', NODE_ENV: 'production' };
  const child = spawn('node', ['index.js'], { cwd: dir, env: { ...env, ...admin }, stdio: 'ignore' });
  for (let tries = 0; tries < 300; tries += 1) {
    const up = await fetch(`http://127.0.0.1:${PORT}/health`).then(
      () => true,
      () => false,
    );
    if (up) return child;
    await pause(200);
  }
  throw new Error('Vendure did not start');
}

/** Its own load generator, as it lies beside the project. */
async function measure(
  dir: string,
  server: number,
  load: { clients: number; orders: number },
): Promise<Figures> {
  const env = { ...process.env, NODE_OPTIONS: '', SRV: String(server), PORT };
  const args = { C: String(load.clients), N: String(load.orders) };
  const { stdout } = await run('node', ['bench.mjs'], { cwd: dir, env: { ...env, ...args } });
  const last = stdout.trim().split('\n').at(-1) ?? '';
  const told = JSON.parse(last) as Record<string, number | string>;
  if (Number(told['err']) > 0) throw new Error(`Vendure refused ${told['err']} orders`);
  return {
    ordersPerSecond: Number(told['ordersPerSec']),
    p50Ms: Number(told['p50']),
    p95Ms: Number(told['p95']),
    cpuMsPerOrder: Number(told['serverCpuMsPerOrder']),
    dbCpuMsPerOrder: Number(told['pgCpuMsPerOrder']),
  };
}

/**
 * Vendure on PostgreSQL in a folder of its own that is removed afterwards; null where the peer's files are not beside the project.
 * Needs PostgreSQL 15 on the path and the npm registry.
 */
export async function runVendure(orders: number): Promise<Peer | null> {
  if (!existsSync(PEER)) return null;
  const dir = mkdtempSync(path.join(tmpdir(), 'vendure-'));
  const children: ChildProcess[] = [];
  const stopAll = () => children.reverse().forEach((child) => child.kill('SIGTERM'));
  process.once('exit', stopAll);
  try {
    cpSync(PEER, dir, { recursive: true });
    const packages = [`@vendure/core@${VERSION}`, 'pg'];
    await run('npm', ['i', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], { cwd: dir });
    children.push(await startPostgres(dir));
    const vendure = await startVendure(dir);
    children.push(vendure);
    const c1 = await measure(dir, vendure.pid ?? 0, { clients: 1, orders: Math.round(orders / 4) });
    const c16 = await measure(dir, vendure.pid ?? 0, { clients: 16, orders });
    return { c1, c16 };
  } finally {
    stopAll();
    await pause(2000);
    rmSync(dir, { recursive: true, force: true });
  }
}
