import { createServer } from 'node:http';
import { forgetGroup, signalGroup } from './groups.mjs';
import { sleep } from './wait.mjs';

const RESTART_AFTER_MS = 300;

/**
 * Keeps the parts of a suite running, as a service manager would: what ends is started again. `launch` is
 * `{ part: (children) => Promise }`, each resolving when its part is up. Over HTTP, `POST /start?what=web` starts one for
 * the first time, and `POST /kill?what=web` ends it with SIGKILL and starts it anew; both answer once it is up by its own
 * word, with `{ restarts }`: how often it ended unasked.
 */
export async function startKeeper({ port, children, launch }) {
  const parts = Object.fromEntries(
    Object.entries(launch).map(([name, start]) => [name, newPart({ name, start, children })]),
  );
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://keeper');
    const part = parts[searchParams.get('what')];
    const act = { '/start': (it) => it.up(), '/kill': (it) => it.kill() }[pathname];
    try {
      if (!part || !act) throw new Error(`nothing to do for ${request.url}`);
      await act(part);
      response.end(JSON.stringify({ restarts: part.restarts }));
    } catch (error) {
      response.writeHead(500).end(`${error.message}\n${error.detail ?? ''}`);
    }
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${port}`, parts, close: () => server.close() };
}

function newPart({ name, start, children }) {
  const part = { handle: null, starts: 0, restarts: 0, starting: null, killed: false };
  const watched = {
    start(options) {
      part.starts += 1;
      part.killed = false;
      part.handle = children.start({ ...options, name: `${name}-${part.starts}`, onCrash: ended });
      return part.handle;
    },
  };
  function ended(handle) {
    forgetGroup(handle.pid);
    if (part.killed) return;
    part.restarts += 1;
    if (!part.starting)
      sleep(RESTART_AFTER_MS)
        .then(part.up)
        .catch(() => {});
  }
  /** A server that finds no database ends itself and is started again until there is one. */
  async function untilUp() {
    for (;;) {
      try {
        return await start(watched);
      } catch (error) {
        if (!part.handle?.exited) throw error;
        await sleep(RESTART_AFTER_MS);
      }
    }
  }
  part.up = () => {
    part.starting ??= untilUp().finally(() => {
      part.starting = null;
    });
    return part.starting;
  };
  part.kill = async () => {
    await part.starting;
    part.killed = true;
    signalGroup(part.handle.pid, 'SIGKILL');
    await part.handle.done;
    await sleep(RESTART_AFTER_MS);
    await part.up();
  };
  return part;
}
