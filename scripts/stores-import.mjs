import './lib/node-version.mjs';
import { join } from 'node:path';
import { createChildren, guardProcess } from './lib/children.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { readRuntime } from './lib/leftovers.mjs';
import { DATA_DIR, bin, inRoot } from './lib/paths.mjs';
import { choosePorts, portsToOpen, requireFree } from './lib/ports.mjs';
import { Trouble } from './lib/report.mjs';
import { runToEnd } from './lib/run.mjs';
import { openBackends } from './lib/suite.mjs';

const children = createChildren(join(DATA_DIR, 'logs'));
const leave = guardProcess(children);

try {
  await ensureInstalled();
  const env = { ...process.env, ...(await findConfiguration()) };
  const args = [inRoot('packages', 'server', 'src', 'stores-import.ts'), ...process.argv.slice(2)];
  const { code } = await runToEnd(bin('tsx'), args, {
    env,
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    show: true,
  });
  await leave(code);
} catch (error) {
  await leave(1, error);
}

/** The given database, else that of the running suite, else the stopped suite's data, opened for this import. */
async function findConfiguration() {
  const running = readRuntime();
  if (running && !running.env) throw new Trouble('The suite is still starting: import when it says Ready.');
  if (running) return { ...running.env, ...given() };
  const ports = choosePorts();
  const { SANDBOX_PORT, MONGO_PORT, REDIS_PORT } = ports;
  await requireFree(portsToOpen({ SANDBOX_PORT, MONGO_PORT, REDIS_PORT }));
  const { env } = await openBackends({ ports, dataDir: DATA_DIR, children });
  return { ...env, ...given() };
}

/** What the caller configured comes first: an import may well be meant for another database. */
function given() {
  const names = ['MONGO_URL', 'REDIS_URL'].filter((name) => process.env[name]);
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}
