import { join } from 'node:path';
import { createChildren, guardProcess } from './children.mjs';
import { ensureInstalled } from './install.mjs';
import { readRuntime } from './leftovers.mjs';
import { DATA_DIR, bin, inRoot } from './paths.mjs';
import { choosePorts, portsToOpen, requireFree } from './ports.mjs';
import { Trouble } from './report.mjs';
import { runToEnd } from './run.mjs';
import { openBackends } from './suite.mjs';

/** Runs a command of the server (`stores-import.ts`) against the database of the suite, running or not, and ends the process. */
export async function runImport(entry) {
  const children = createChildren(join(DATA_DIR, 'logs'));
  const leave = guardProcess(children);
  try {
    await ensureInstalled();
    const env = { ...process.env, ...(await findConfiguration(children)) };
    const args = [inRoot('packages', 'server', 'src', entry), ...process.argv.slice(2)];
    const { code } = await runToEnd(bin('tsx'), args, {
      env,
      cwd: process.env['INIT_CWD'] ?? process.cwd(),
      show: true,
    });
    await leave(code);
  } catch (error) {
    await leave(1, error);
  }
}

/** The given database, else that of the running suite, else the stopped suite's data, opened for this import. */
async function findConfiguration(children) {
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
