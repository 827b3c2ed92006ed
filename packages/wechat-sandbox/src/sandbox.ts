import type { AddressInfo } from 'node:net';
import { buildDouyinPush } from './channels/douyin-push';
import { SandboxClient } from './control/client';
import type { Control } from './control/client';
import { serverEnv } from './control/env';
import { controlRoutes } from './control/routes';
import type { CallbackAddresses } from './control/types';
import { keysFor } from './crypto/keys';
import type { Ctx } from './ctx';
import { Deliveries } from './delivery/deliveries';
import { platformHosts } from './http/hosts';
import type { Host } from './http/hosts';
import { Journal } from './http/journal';
import { json } from './http/message';
import { Router } from './http/router';
import { createSandboxServer } from './http/server';
import { Ledger } from './pay/ledger';
import { buildPayNotice, NOTIFY_RETRY_SECONDS } from './pay/notices';
import { resumePay } from './pay/resume';
import { resumeMiniProgram } from './miniprogram/resume';
import { buildPush } from './push/push';
import { saveAddresses } from './push/verify';
import { previewRoutes } from './preview/routes';
import { screenRoutes } from './screen/routes';
import { Clock } from './state/clock';
import { rulesSchema } from './rules';
import type { Rules } from './rules';
import { Random } from './state/random';
import { Snapshot } from './state/snapshot';
import { freshState } from './state/state';
import { buildWecomCallback } from './wecom/callbacks';
import { planTransfers } from './wecom/contacts/transfers';
import { defaultWorld } from './world';
import type { World } from './world';

export type SandboxOptions = {
  /** A free port when absent. */
  port?: number;
  host?: string;
  /** Keys and state live here and survive a restart; without it everything is in memory. */
  dataDir?: string;
  world?: World;
  /** What to do where the documents are silent or disagree. */
  rules?: Partial<Rules>;
  /** Waits between the tries of a payment notice; WeChat Pay's own table when absent. */
  notifyRetrySeconds?: number[];
  /** Where the platforms call back; saved without the echo check. */
  callbacks?: CallbackAddresses;
  /** Keeps the clock of a server in the same process with the sandbox's, step by step: apart, they refuse each other's signatures. */
  onClockMoved?: (offsetMs: number) => void;
  /** Makes ids and nonces repeat from run to run. */
  seed?: number;
};

export type Sandbox = { url: string; env: Record<string, string>; control: Control; close(): Promise<void> };

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const ctx = await newCtx(options);
  const snapshot = new Snapshot(options.dataDir, () => ({
    ...ctx.state,
    pay: { ...ctx.state.pay, ledgerBytes: ctx.ledger.bytes },
    clockOffsetMs: ctx.clock.offsetMs,
  }));
  ctx.state = snapshot.read(ctx.state);
  ctx.clock.offsetMs = ctx.state.clockOffsetMs;
  saveAddresses(ctx, options.callbacks ?? {});
  const hosts = platformHosts(ctx);
  const own = new Router([
    { method: 'GET', pattern: '/control/endpoints', handle: () => json(endpointsOf(hosts)) },
    { method: 'GET', pattern: '/healthz', handle: () => json({ ok: true }) },
    ...controlRoutes(ctx, () => reset(ctx)),
    ...previewRoutes(ctx),
    ...screenRoutes(ctx),
  ]);
  ctx.clock.afterTask = () => snapshot.soon();
  const server = createSandboxServer({
    ctx,
    hosts,
    own,
    afterChange: () => snapshot.soon(),
  });
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  ctx.url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${(server.address() as AddressInfo).port}`;
  resume(ctx);
  return {
    url: ctx.url,
    env: serverEnv(ctx),
    control: new SandboxClient(ctx.url),
    close: async () => {
      ctx.clock.stop();
      snapshot.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      ctx.ledger.close();
    },
  };
}

async function newCtx(options: SandboxOptions): Promise<Ctx> {
  const world = options.world ?? defaultWorld();
  const clock = new Clock();
  if (options.onClockMoved) clock.onMoved = options.onClockMoved;
  const ctx: Ctx = {
    url: '',
    world,
    rules: rulesSchema.parse(options.rules ?? {}),
    state: freshState(world, clock.now()),
    ledger: new Ledger({ dataDir: options.dataDir }),
    keys: await keysFor(options.dataDir),
    clock,
    random: new Random(options.seed),
    journal: new Journal(),
    deliveries: new Deliveries(() => ctx, {
      pay: buildPayNotice,
      wecom: buildWecomCallback,
      push: buildPush,
      douyin: buildDouyinPush,
    }),
    notifyRetrySeconds: options.notifyRetrySeconds ?? NOTIFY_RETRY_SECONDS,
  };
  return ctx;
}

/** Host → what it answers. */
function endpointsOf(hosts: Record<string, Host>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(hosts).map(([name, { router }]) => [name, router.list()]));
}

/** The callback addresses are configuration, like keys and people, so they stay. */
function reset(ctx: Ctx): void {
  const { callbackUrl } = ctx.state.wecom;
  const { pages, push: miniPush } = ctx.state.mini;
  const { push: officialPush } = ctx.state.official;
  const { webhookUrl } = ctx.state.channels.douyin;
  ctx.clock.clear();
  ctx.clock.offsetMs = 0;
  ctx.journal.clear();
  ctx.ledger.clear();
  ctx.state = freshState(ctx.world, ctx.clock.now());
  ctx.state.wecom.callbackUrl = callbackUrl;
  ctx.state.mini.pages = pages;
  ctx.state.mini.push = miniPush;
  ctx.state.official.push = officialPush;
  ctx.state.channels.douyin.webhookUrl = webhookUrl;
  resumeMiniProgram(ctx);
}

function resume(ctx: Ctx): void {
  ctx.deliveries.resume();
  resumePay(ctx);
  planTransfers(ctx);
  resumeMiniProgram(ctx);
}
