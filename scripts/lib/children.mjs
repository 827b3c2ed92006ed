import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { forgetGroup, killGroups, rememberGroup, signalGroup } from './groups.mjs';
import { ROOT } from './paths.mjs';
import { Trouble, printTrouble } from './report.mjs';
import { endRuns } from './run.mjs';
import { sleep } from './wait.mjs';

const GRACE_MS = 8000;
const TAIL_LINES = 25;

/**
 * Owns every process of a run. Each child leads its own process group, so that stopping it also stops what it
 * started, and a Ctrl-C in the terminal reaches only us: we decide the order in which things stop. `onStart` is told
 * after each start.
 */
export function createChildren(logDir, onStart = () => {}) {
  const running = [];
  let stopping = false;

  function start({ name, command, args = [], env = process.env, cwd = ROOT, stop, onCrash }) {
    const handle = launch({ name, command, args, env, cwd, logFile: join(logDir, `${name}.log`) });
    handle.stop = stop;
    running.push(handle);
    rememberGroup(handle.pid);
    onStart();
    handle.done.then(() => {
      if (!stopping && !handle.expected) (onCrash ?? reportCrash)(handle);
    });
    return handle;
  }

  async function reportCrash(handle) {
    // A waitFor on this handle tells the story better when there is one; it throws within its polling interval.
    await sleep(300);
    if (stopping) return;
    printTrouble(
      new Trouble(
        `${handle.name} stopped unexpectedly (${handle.ending}); log: ${handle.log}`,
        handle.lastLines(),
      ),
    );
    await endRuns();
    await stopAll();
    process.exit(1);
  }

  async function stopAll() {
    stopping = true;
    for (const handle of running.splice(0).reverse()) await stopOne(handle);
  }

  return { start, stopAll, pids: () => running.map(({ name, pid }) => ({ name, pid })) };
}

function launch({ name, command, args, env, cwd, logFile }) {
  mkdirSync(join(logFile, '..'), { recursive: true });
  const log = openSync(logFile, 'w');
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const handle = {
    name,
    pid: child.pid,
    log: relative(ROOT, logFile),
    exited: false,
    ending: '',
    expected: false,
  };
  handle.lastLines = (count = TAIL_LINES) => tail(logFile, count);
  handle.done = new Promise((resolve) => {
    const end = (ending) => {
      handle.exited = true;
      handle.ending = ending;
      resolve(handle);
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => {
      handle.code = code;
      end(signal ? `signal ${signal}` : `exit code ${code}`);
    });
  });
  return handle;
}

async function stopOne(handle) {
  handle.expected = true;
  if (!handle.exited) {
    await askToStop(handle);
    await Promise.race([handle.done, sleep(GRACE_MS, undefined, { ref: false })]);
  }
  // The leader may be gone while something it started is not.
  signalGroup(handle.pid, 'SIGKILL');
  forgetGroup(handle.pid);
}

async function askToStop(handle) {
  try {
    if (handle.stop) return await handle.stop();
  } catch {
    // it may be too early or too late for its own way; the signal always works
  }
  return signalGroup(handle.pid, 'SIGTERM');
}

function tail(file, count) {
  if (!existsSync(file)) return '';
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}

const NO_CHILDREN = { stopAll: async () => {} };

/**
 * Stops the children and the commands that run, on Ctrl-C, on a signal and on a crash of ours; a second Ctrl-C does
 * not wait. Answers `leave(code, error)`, which does the same. `beforeExit` runs last, in every case.
 */
export function guardProcess(children = NO_CHILDREN, beforeExit = () => {}) {
  let leaving = false;
  const leave = async (code, error) => {
    // What fails because we are stopping is no news.
    if (leaving) return new Promise(() => {});
    leaving = true;
    if (error) printTrouble(error);
    await endRuns();
    await children.stopAll();
    process.exit(code);
  };
  const interrupted = (code, why) => {
    if (leaving) process.exit(code);
    if (why) console.log(`\n${why}`);
    leave(code);
  };
  process.on('SIGINT', () => interrupted(130, 'Stopping … (Ctrl-C again to kill at once)'));
  process.on('SIGTERM', () => interrupted(143, 'Stopping …'));
  process.on('SIGHUP', () => interrupted(129));
  process.on('uncaughtException', (error) => leave(1, error));
  process.on('unhandledRejection', (error) => leave(1, error));
  process.on('exit', () => {
    killGroups();
    beforeExit();
  });
  whenNpmIsKilled(() => leave(143));
  return leave;
}

/** npm hands a SIGTERM only to the shell between us, which dies of it without a word. */
function whenNpmIsKilled(act) {
  const shell = process.ppid;
  if (!process.env['npm_lifecycle_event']) return;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    act();
  }, 500);
  watch.unref();
}
