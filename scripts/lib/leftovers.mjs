import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { signalGroup } from './groups.mjs';
import { RUNTIME_FILE, readJson } from './paths.mjs';
import { isFree } from './ports.mjs';
import { Trouble } from './report.mjs';
import { waitFor } from './wait.mjs';

/**
 * Writes down what runs: for clearing up after a run that was killed, and, once `state` { env } is known, for
 * `npm run stores:import`.
 */
export function writeRuntime(children, state = {}) {
  const self = identify({ name: 'start', pid: process.pid });
  const runtime = { ...state, self, processes: children.pids().map(identify) };
  mkdirSync(dirname(RUNTIME_FILE), { recursive: true });
  writeFileSync(RUNTIME_FILE, `${JSON.stringify(runtime, null, 2)}\n`, { mode: 0o600 });
}

export function removeRuntime() {
  if (readJson(RUNTIME_FILE, {}).self?.pid === process.pid) rmSync(RUNTIME_FILE, { force: true });
}

/** The state of the running suite, or undefined. */
export function readRuntime() {
  const runtime = readJson(RUNTIME_FILE, undefined);
  return runtime && isAlive(runtime.self) ? runtime : undefined;
}

/** Refuses to start twice; ends what a killed run (kill -9) left behind, and nothing else. */
export async function clearLeftovers(ports) {
  const runtime = readJson(RUNTIME_FILE, undefined);
  if (!runtime) return;
  if (isAlive(runtime.self)) {
    throw new Trouble(
      `The suite is already running: press Ctrl-C there, or run \`kill ${runtime.self.pid}\`.`,
    );
  }
  const left = runtime.processes.filter(isAlive);
  for (const { pid } of left) signalGroup(pid, 'SIGKILL');
  if (left.length) await settle(ports);
  rmSync(RUNTIME_FILE, { force: true });
}

/** What was killed gives its ports back a moment later; whoever else holds one is told of by requireFree. */
async function settle(ports) {
  const allFree = async () => !(await Promise.all(Object.values(ports).map(isFree))).includes(false);
  await waitFor(allFree, { what: 'ports', timeoutMs: 3000 }).catch(() => {});
}

const identify = ({ name, pid }) => ({ name, pid, born: birthOf(pid) });

const isAlive = (process) => Boolean(process?.born) && birthOf(process.pid) === process.born;

/** A pid alone may have been given to another program since; with its start time and the boot it is one process. */
function birthOf(pid) {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return null;
  }
}
