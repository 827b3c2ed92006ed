import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { startMongo } from './mongo.mjs';
import { bin, inRoot } from './paths.mjs';
import { serverProgram } from './program.mjs';
import { startRedis } from './redis.mjs';
import { step } from './report.mjs';
import { run } from './run.mjs';
import { ensureSecrets } from './secrets.mjs';
import { startStaticServer } from './static-server.mjs';
import { httpOk, waitFor } from './wait.mjs';

const local = (port) => `http://127.0.0.1:${port}`;

/**
 * Starts the whole suite with its data in `dataDir`; `sandboxConfig` is a configuration file for the sandbox. Answers
 * { mongo, redis, env, people, urls, closeFrontEnds }.
 */
export async function startSuite({ ports, dataDir, children, sandboxConfig }) {
  const { mongo, redis, sandbox, env } = await openBackends({ ports, dataDir, children, sandboxConfig });
  const [miniapp, wecom] = await allOf([ensureBuilt('h5'), ensureBuilt('wecom')]);
  const urls = {
    api: env.PUBLIC_URL,
    ops: local(ports.OPS_PORT),
    sandbox: sandbox.url,
    miniapp: local(ports.MINIAPP_PORT),
    wecom: env.WECOM_H5_URL,
  };
  await step('Demo data ready', () => seed(env));
  await step('Server ready', () => startServer({ env, url: urls.api, children }));
  await step('WeCom and official account connected', () => connectWechat(urls));
  await step('Douyin connected', () => connectDouyin(urls));
  const { close } = await step('Front ends served', () =>
    serveFrontEnds({ dists: { miniapp, wecom }, ports, urls }),
  );
  return { mongo, redis, env, people: sandbox.people, urls, closeFrontEnds: close };
}

/** Starts what the server stands on. Answers { mongo, redis, sandbox, env }, `env` being the server's configuration. */
export async function openBackends({ ports, dataDir, children, sandboxConfig }) {
  const folder = (name) => join(dataDir, name);
  const [mongo, redis, sandbox] = await allOf([
    step('MongoDB ready', () => startMongo({ dataDir: folder('mongo'), port: ports.MONGO_PORT, children })),
    step('Redis ready', () =>
      startRedis({ dataDir: folder('redis'), port: ports.REDIS_PORT, children, persist: true }),
    ),
    step('WeChat sandbox ready', () =>
      startSandbox({
        port: ports.SANDBOX_PORT,
        dataDir: folder('sandbox'),
        config: sandboxConfig,
        children,
      }),
    ),
  ]);
  const env = {
    ...sandbox.env,
    ...mongo.env,
    ...ensureSecrets(folder('secrets.json')),
    NODE_ENV: 'development',
    PORT: String(ports.API_PORT),
    OPS_PORT: String(ports.OPS_PORT),
    MONGO_URL: mongo.url,
    REDIS_URL: redis.url,
    PUBLIC_URL: local(ports.API_PORT),
    WECOM_H5_URL: local(ports.WECOM_PORT),
    CLOCK_MOVABLE: '1',
    // The sandbox's clock can be moved on its screen; the server has to agree on the time, or signatures look stale.
    CLOCK_URL: `${sandbox.url}/control/clock`,
  };
  return { mongo, redis, sandbox, env };
}

/** Like Promise.all, but lets the others finish before it fails, so that only what really failed is shown as such. */
async function allOf(promises) {
  const settled = await Promise.allSettled(promises);
  const failed = settled.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  return settled.map(({ value }) => value);
}

/**
 * Starts the local WeChat, Pay and WeCom and asks it for the credentials that the server needs to talk to it. Without
 * `dataDir` it forgets; `config` is a configuration file of its own.
 */
export async function startSandbox({ port, dataDir, config, children }) {
  const url = local(port);
  const cli = inRoot('packages', 'wechat-sandbox', 'src', 'cli.ts');
  const handle = children.start({
    name: 'sandbox',
    command: bin('tsx'),
    args: [
      ...[cli, '--port', String(port)],
      ...(dataDir ? ['--data', dataDir] : []),
      ...(config ? ['--config', config] : []),
    ],
  });
  await waitFor(() => httpOk(`${url}/healthz`), { what: 'WeChat sandbox', handle });
  const [env, people] = await Promise.all([getJson(`${url}/control/env`), getJson(`${url}/control/people`)]);
  return { url, env, people, detail: `127.0.0.1:${port}` };
}

const getJson = async (url) => (await fetch(url)).json();

async function seed(env) {
  await run(process.execPath, await serverProgram('seed.ts'), { env: { ...process.env, ...env } });
}

async function startServer({ env, url, children }) {
  const handle = children.start({
    name: 'server',
    command: process.execPath,
    args: [...(await serverProgram('main.ts')), '--role', 'all'],
    env: { ...process.env, ...env },
  });
  await waitFor(() => httpOk(`${url}/readyz`), { what: 'Server', timeoutMs: 60_000, handle });
  return { detail: url.replace('http://', '') };
}

/** The local WeCom and official account post their callbacks to the server from now on, as a merchant enters it in their consoles. */
async function connectWechat({ sandbox, api }) {
  const addresses = {
    wecomCallbackUrl: `${api}/webhooks/wecom`,
    officialAccountPushUrl: `${api}/webhooks/official-account`,
  };
  const answer = await fetch(`${sandbox}/control/callbacks/config`, {
    method: 'POST',
    body: JSON.stringify(addresses),
  });
  if (!answer.ok) throw new Error(`the local WeChat does not take its addresses: ${answer.status}`);
}

/** The local Douyin posts its webhooks to the server from now on, as a merchant enters it in the console. */
async function connectDouyin({ sandbox, api }) {
  const url = `${api}/webhooks/channels/douyin`;
  const answer = await fetch(`${sandbox}/control/channels/douyin/webhook`, {
    method: 'POST',
    body: JSON.stringify({ url }),
  });
  if (!answer.ok) throw new Error(`the local Douyin does not take ${url}: ${answer.status}`);
}

async function serveFrontEnds({ dists, ports, urls }) {
  const upstream = { apiUrl: urls.api, sandboxUrl: urls.sandbox };
  const preview = (name) => [`/__sandbox/preview/${name}.js`];
  const miniapp = await startStaticServer({
    ...upstream,
    dist: dists.miniapp,
    port: ports.MINIAPP_PORT,
    inject: preview('wx'),
  });
  const wecom = await startStaticServer({
    ...upstream,
    dist: dists.wecom,
    port: ports.WECOM_PORT,
    inject: preview('wxwork'),
  });
  const close = () => Promise.all([miniapp.close(), wecom.close()]);
  return { close, detail: `127.0.0.1:${ports.MINIAPP_PORT} and ${ports.WECOM_PORT}` };
}
