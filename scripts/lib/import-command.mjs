import { join } from 'node:path';
import { createChildren, guardProcess } from './children.mjs';
import { ensureInstalled } from './install.mjs';
import { readRuntime } from './leftovers.mjs';
import { DATA_DIR } from './paths.mjs';
import { choosePorts, portsToOpen, requireFree } from './ports.mjs';
import { serverProgram } from './program.mjs';
import { Trouble } from './report.mjs';
import { runToEnd } from './run.mjs';
import { openBackends } from './suite.mjs';

/**
 * Runs a command of the server (`stores-import.ts`) against the database of the suite, running or not, and ends the process.
 * `needsKeys`: it reads or writes what is sealed or hashed; then another database is taken with the keys of that one only.
 */
export async function runImport(entry, { needsKeys = false } = {}) {
  const children = createChildren(join(DATA_DIR, 'logs'));
  const leave = guardProcess(children);
  try {
    await ensureInstalled();
    if (needsKeys) requireKeys();
    const env = { ...process.env, ...(await findConfiguration(children)) };
    const args = [...(await serverProgram(entry)), ...process.argv.slice(2)];
    const { code } = await runToEnd(process.execPath, args, {
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

const KEYS = ['PHONE_KEY', 'HASH_KEY'];

/** With the keys of this copy, what it writes into another database would fit nothing that is there. */
function requireKeys() {
  const missing = KEYS.filter((name) => !process.env[name]);
  if (process.env['MONGO_URL'] && missing.length > 0)
    throw new Trouble(`MONGO_URL names a database: give ${missing.join(' and ')} of that database too.`);
}

/** What the caller configured comes first: an import may well be meant for another database. */
function given() {
  const theirs = process.env['MONGO_URL'] ? [...KEYS, 'PHONE_KEYS_RETIRED'] : [];
  const names = ['MONGO_URL', 'REDIS_URL', ...theirs].filter((name) => process.env[name]);
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}
