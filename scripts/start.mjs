import './lib/node-version.mjs';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readArgs } from './lib/args.mjs';
import { createChildren, guardProcess } from './lib/children.mjs';
import { problemWith } from './lib/crawl.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { clearLeftovers, removeRuntime, writeRuntime } from './lib/leftovers.mjs';
import { DATA_DIR } from './lib/paths.mjs';
import { choosePorts, portsToOpen, requireFree } from './lib/ports.mjs';
import { Trouble, bold, green, seconds, step } from './lib/report.mjs';
import { addressesOf, printScreen } from './lib/screen.mjs';
import { startSuite } from './lib/suite.mjs';

// Folders of other commands, which may be running.
const NOT_OURS = ['dev', 'test'];

const children = createChildren(join(DATA_DIR, 'logs'), () => writeRuntime(children));
const leave = guardProcess(children, removeRuntime);

try {
  const { options } = readArgs({ fresh: false, check: false });
  await start(options);
  if (options.check) await leave(0);
} catch (error) {
  await leave(1, error);
}

async function start({ fresh, check }) {
  const began = performance.now();
  const ports = choosePorts();
  await clearLeftovers(ports);
  await ensureInstalled();
  await requireFree(portsToOpen(ports));
  if (fresh) await step('Data of earlier runs deleted', forget);
  mkdirSync(DATA_DIR, { recursive: true });
  const suite = await startSuite({ ports, dataDir: DATA_DIR, children });
  writeRuntime(children, { mongoUrl: suite.mongo.url, redisUrl: suite.redis.url, env: suite.env });
  if (check) await checkAddresses(suite);
  else printScreen(suite);
  console.log(`\n${green('✓')} ${bold('Ready')} after ${seconds(performance.now() - began)}`);
}

function forget() {
  const given = ['MONGO_URL', 'REDIS_URL'].filter((name) => process.env[name]);
  mkdirSync(DATA_DIR, { recursive: true });
  for (const name of readdirSync(DATA_DIR)) {
    if (!NOT_OURS.includes(name)) rmSync(join(DATA_DIR, name), { recursive: true, force: true });
  }
  return given.length ? `not what ${given.join(' and ')} points at` : '';
}

async function checkAddresses(suite) {
  const problems = [];
  for (const { label, url } of addressesOf(suite)) {
    const problem = await problemWith(url);
    console.log(`  ${problem ? '✗' : '✓'} ${label}  ${url}`);
    if (problem) problems.push(`${label}: ${problem}`);
  }
  if (problems.length) throw new Trouble('Not every address answers:', problems.join('\n'));
}
