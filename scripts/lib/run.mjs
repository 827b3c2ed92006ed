import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { forgetGroup, rememberGroup, signalGroup } from './groups.mjs';
import { ROOT } from './paths.mjs';
import { Trouble } from './report.mjs';

const KEEP_CHARACTERS = 400_000;
const GRACE_MS = 15_000;
const live = new Set();

/** Asks what we run to end, since it may have processes of its own to stop, and waits for it. */
export async function endRuns() {
  const groups = [...live].filter((pid) => signalGroup(pid, 'SIGTERM'));
  const until = Date.now() + GRACE_MS;
  while (Date.now() < until && groups.some((pid) => signalGroup(pid, 0))) await sleep(50);
}

/** Runs a command to its end and throws its last lines when it fails; options as for `runToEnd`. */
export async function run(command, args, options = {}) {
  const result = await runToEnd(command, args, options);
  if (result.code === 0) return result;
  const how = result.signal ? `signal ${result.signal}` : `exit code ${result.code}`;
  throw new Trouble(`\`${[command, ...args].join(' ')}\` failed (${how}).`, lastPart(result.output));
}

/**
 * Runs a command in a process group of its own, so that whatever it starts ends with us. Its output is returned,
 * written to `log` when given, and passed through as it comes when `show` is set.
 */
export function runToEnd(command, args, { cwd = ROOT, env = process.env, log, show = false } = {}) {
  if (log) mkdirSync(dirname(log), { recursive: true });
  const file = log ? createWriteStream(log) : null;
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  live.add(child.pid);
  rememberGroup(child.pid);
  let output = '';
  const keep = (chunk) => {
    file?.write(chunk);
    if (show) process.stdout.write(chunk);
    output = (output + chunk).slice(-KEEP_CHARACTERS);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve) => {
    const end = (code, signal) => {
      live.delete(child.pid);
      forgetGroup(child.pid);
      file?.end();
      resolve({ code, signal, output });
    };
    child.once('error', (error) => {
      keep(`${error.message}\n`);
      end(127, null);
    });
    child.once('close', end);
  });
}

const lastPart = (text) => text.trimEnd().split('\n').slice(-40).join('\n');
