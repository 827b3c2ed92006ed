import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Trouble } from './report.mjs';

export { sleep };

/** Asks until the answer is truthy; `handle` (a child process) ends the wait at once when it dies. */
export async function waitFor(question, { what, timeoutMs = 30_000, everyMs = 100, handle }) {
  const until = Date.now() + timeoutMs;
  let last = '';
  while (Date.now() < until) {
    if (handle?.exited)
      throw new Trouble(`${what}: the process ended (${handle.ending}).`, handle.lastLines());
    try {
      const answer = await question();
      if (answer) return answer;
    } catch (error) {
      last = error.message;
    }
    await sleep(everyMs);
  }
  const detail = [last, handle?.lastLines()].filter(Boolean).join('\n');
  throw new Trouble(`${what}: not ready after ${Math.round(timeoutMs / 1000)} s.`, detail);
}

export async function httpOk(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(3000) });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return true;
}

export function canConnect(host, port, timeoutMs = 3000) {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => done(false));
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}
