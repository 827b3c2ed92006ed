/**
 * What the sandbox costs whoever tests with it: payments (prepay, pay, verified notice) per second and the time of one, beside a
 * bare process that does the same cryptography over the same HTTP and nothing else; the time to start; and whether memory
 * stays flat over 100,000 payments (`--payments N` for another number).
 */
import { execFileSync, fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultWorld } from '../src/world';
import { Buyer } from './buyer';
import type { Env } from './buyer';

const CLIENTS = 16;
const WARM_UP = 2000;
const SINGLE = 500;
const TIMED = 10_000;
const MEGABYTE = 1024 * 1024;

type Running = { child: ChildProcess; buyer: Buyer; stop: () => void };
type Memory = { heapBytes: number; rssBytes: number };
type Figure = { metric: string; value: number; unit: string; baseline: number; digits?: number };

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { payments: { type: 'string', default: '100000' } } });
  const payments = Number(values.payments);
  const start = await startTimes();
  print({ metric: 'start_ms', value: start.packed, unit: 'ms', baseline: start.bareNode });
  const bare = await measure('bare-platform.ts', TIMED);
  const sandbox = await measure('sandbox-process.ts', payments);
  print({ metric: 'payments_per_second', value: sandbox.perSecond, unit: '1/s', baseline: bare.perSecond });
  print({ metric: 'payment_ms_p50', value: sandbox.p50, unit: 'ms', baseline: bare.p50, digits: 2 });
  print({ metric: 'payment_ms_p99', value: sandbox.p99, unit: 'ms', baseline: bare.p99, digits: 2 });

  print({
    metric: 'memory_growth_mb',
    value: sandbox.growthMb,
    unit: 'MB',
    baseline: bare.growthMb,
    digits: 1,
  });
  print({ metric: 'memory_mb', value: sandbox.heapMb, unit: 'MB', baseline: bare.heapMb, digits: 1 });
}

async function measure(
  program: string,
  payments: number,
): Promise<Record<'perSecond' | 'p50' | 'p99' | 'growthMb' | 'heapMb', number>> {
  const { child, buyer, stop } = await start(program);
  await many(buyer, WARM_UP);
  const single = await oneByOne(buyer);
  const before = await memory(child);
  const began = performance.now();
  await many(buyer, payments);
  const perSecond = payments / ((performance.now() - began) / 1000);
  const after = await memory(child);
  stop();
  child.send('close');
  const growthMb = (after.heapBytes - before.heapBytes) / MEGABYTE;
  return { ...single, perSecond, growthMb, heapMb: after.heapBytes / MEGABYTE };
}

async function start(program: string): Promise<Running> {
  const child = fork(join(__dirname, program), { execArgv: [...process.execArgv, '--expose-gc'] });
  const { url, env } = (await nextMessage(child)) as { url: string; env: Env };
  const [person] = defaultWorld().shoppers;
  if (!person) throw new Error('the world has no shopper');
  const buyer = new Buyer(url, env, person);
  return { child, buyer, stop: await buyer.listen() };
}

/** From the command to the first line, the third of five: the sandbox as it is packed, and node with one line of program. */
async function startTimes(): Promise<{ packed: number; bareNode: number }> {
  const root = join(__dirname, '..');
  execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs')]);
  const line = 'require("node:http").createServer().listen(0, () => console.log("up"))';
  return {
    packed: await firstLine([join(root, 'dist', 'cli.cjs'), '--port', '0']),
    bareNode: await firstLine(['-e', line]),
  };
}

async function firstLine(args: string[]): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const began = performance.now();
    const child = spawn(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    times.push(performance.now() - began);
    child.kill('SIGKILL');
  }
  return times.sort((a, b) => a - b)[2] ?? 0;
}

async function many(buyer: Buyer, payments: number): Promise<void> {
  let left = payments;
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await buyer.payOnce();
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

async function oneByOne(buyer: Buyer): Promise<{ p50: number; p99: number }> {
  const times: number[] = [];
  for (let index = 0; index < SINGLE; index += 1) {
    const began = performance.now();
    await buyer.payOnce();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}

function memory(child: ChildProcess): Promise<Memory> {
  child.send('memory');
  return nextMessage(child) as Promise<Memory>;
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the process ended with ${code}`)));
  });
}

/** One figure as one JSON line; `ratio` is value to baseline, both measured in this run. */
function print({ metric, value, unit, baseline, digits = 0 }: Figure): void {
  const rounded = (number: number): number => Number(number.toFixed(digits));
  const ratio = Number((value / baseline).toFixed(2));
  const line = { bench: 'sandbox', metric, value: rounded(value), unit, baseline: rounded(baseline), ratio };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

void main();
