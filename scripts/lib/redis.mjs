import { connect } from 'node:net';
import { mkdirSync } from 'node:fs';
import { Trouble } from './report.mjs';
import { canConnect, waitFor } from './wait.mjs';
import { findOrInstallRedis } from './redis-binary.mjs';

/** A Redis for this run: REDIS_URL when set, else a redis-server of ours. Answers { url, detail }. */
export async function startRedis({ dataDir, port, children, persist }) {
  if (process.env['REDIS_URL']) return useGiven(process.env['REDIS_URL']);
  const binary = await findOrInstallRedis();
  mkdirSync(dataDir, { recursive: true });
  const handle = children.start({
    name: 'redis',
    command: binary.path,
    args: [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', dataDir],
      // A delivery leaves MongoDB once Redis has it: with `everysec` a killed Redis may forget the last two seconds.
      ...['--appendonly', persist ? 'yes' : 'no', '--appendfsync', 'always', '--save', ''],
    ],
    env: { ...process.env, ...binary.env },
  });
  await waitFor(() => ping(port), { what: 'Redis', everyMs: 50, handle });
  return { url: `redis://127.0.0.1:${port}`, detail: `redis-server ${binary.version}, 127.0.0.1:${port}` };
}

async function useGiven(url) {
  const { hostname, port } = new URL(url);
  if (!(await canConnect(hostname, Number(port || 6379)))) {
    throw new Trouble(
      `REDIS_URL points at ${hostname}:${port || 6379}, where nothing answers: start it or unset REDIS_URL.`,
    );
  }
  return { url, detail: `REDIS_URL, ${hostname}:${port || 6379}` };
}

function ping(port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write('PING\r\n'));
    socket.setTimeout(2000, () => socket.destroy(new Error('no answer to PING')));
    socket.once('error', reject);
    socket.once('data', (chunk) => {
      socket.destroy();
      resolve(chunk.toString().startsWith('+PONG'));
    });
  });
}
