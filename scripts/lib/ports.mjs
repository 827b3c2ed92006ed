import { createServer } from 'node:net';
import { Trouble } from './report.mjs';

export const PORTS = {
  API_PORT: { name: 'API', fallback: 7300 },
  SANDBOX_PORT: { name: 'WeChat sandbox', fallback: 7301 },
  MINIAPP_PORT: { name: 'mini-program preview', fallback: 7302 },
  WECOM_PORT: { name: 'WeCom H5', fallback: 7303 },
  OPS_PORT: { name: 'health and metrics', fallback: 7309 },
  MONGO_PORT: { name: 'MongoDB', fallback: 7317 },
  REDIS_PORT: { name: 'Redis', fallback: 7379 },
};

/** The ports of this run, from the environment or the defaults; refuses nonsense and doubles. */
export function choosePorts(names = Object.keys(PORTS)) {
  const chosen = {};
  for (const name of names) {
    const port = Number(process.env[name] ?? PORTS[name].fallback);
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      throw new Trouble(`${name}=${process.env[name]} is not a port number (1-65535).`);
    }
    const twin = Object.keys(chosen).find((other) => chosen[other] === port);
    if (twin) throw new Trouble(`${twin} and ${name} are both ${port}; give them different ports.`);
    chosen[name] = port;
  }
  return chosen;
}

/** Of these, the ports that a run opens itself: none for a MongoDB or Redis that is given. */
export function portsToOpen({ MONGO_PORT, REDIS_PORT, ...others }) {
  return {
    ...others,
    ...(process.env['MONGO_URL'] ? {} : { MONGO_PORT }),
    ...(process.env['REDIS_URL'] ? {} : { REDIS_PORT }),
  };
}

export async function requireFree(ports) {
  for (const [variable, port] of Object.entries(ports)) {
    if (await isFree(port)) continue;
    const what = PORTS[variable]?.name ?? variable;
    throw new Trouble(
      `Port ${port} (${what}) is taken: stop what uses it, or set another with ${variable}=${port + 1000}.`,
    );
  }
}

/** Free on loopback and on every address: the API listens on all of them, the rest on loopback. */
export async function isFree(port) {
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    if ((await tryListen(port, host)) === null) return false;
  }
  return true;
}

export async function freePort() {
  const port = await tryListen(0, '127.0.0.1');
  if (port === null) throw new Trouble('No free port on 127.0.0.1.');
  return port;
}

function tryListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host, exclusive: true }, () => {
      const taken = server.address().port;
      server.close(() => resolve(taken));
    });
  });
}
