import { config } from './config';
import { connectDb, disconnectDb } from './kernel/db';
import { followClock } from './kernel/follow-clock';
import { log } from './kernel/log';
import { startPrompt } from './kernel/prompt';
import { closeRedis } from './kernel/redis';
import type { Work } from './kernel/work';
import { startWorker } from './kernel/worker';
import { addressOf, createOpsApp } from './http/ops';
import type { Handler, Webhook } from './http/routes';
import { closeServer, createHttpApp, listen } from './http/server';
import * as aftersale from './modules/aftersale/routes';
import * as aftersaleWork from './modules/aftersale/subscribers';
import * as audience from './modules/audience/routes';
import * as audienceWork from './modules/audience/subscribers';
import * as bookings from './modules/bookings/routes';
import * as bookingsWork from './modules/bookings/subscribers';
import * as catalog from './modules/catalog/routes';
import * as channels from './modules/channels/routes';
import * as channelsWork from './modules/channels/subscribers';
import * as coupons from './modules/coupons/routes';
import * as couponsWork from './modules/coupons/subscribers';
import * as guides from './modules/guides/routes';
import * as identity from './modules/identity/routes';
import * as identityWork from './modules/identity/subscribers';
import * as inventory from './modules/inventory/routes';
import * as inventoryWork from './modules/inventory/subscribers';
import * as invoices from './modules/invoices/routes';
import * as invoicesWork from './modules/invoices/subscribers';
import * as members from './modules/members/routes';
import * as messages from './modules/messages/routes';
import * as messagesWork from './modules/messages/subscribers';
import * as orders from './modules/orders/routes';
import * as ordersWork from './modules/orders/subscribers';
import * as payments from './modules/payments/routes';
import * as paymentsWork from './modules/payments/subscribers';
import * as pickup from './modules/pickup/routes';
import * as pickupWork from './modules/pickup/subscribers';
import * as privacy from './modules/privacy/routes';
import * as privacyWork from './modules/privacy/subscribers';
import * as routing from './modules/routing/routes';
import * as routingWork from './modules/routing/subscribers';
import * as shop from './modules/shop/routes';
import * as shopWork from './modules/shop/subscribers';
import * as staff from './modules/staff/routes';
import * as stores from './modules/stores/routes';
import * as storesWork from './modules/stores/subscribers';

const modulesWithRoutes = [
  staff,
  identity,
  catalog,
  stores,
  inventory,
  routing,
  coupons,
  members,
  payments,
  orders,
  pickup,
  aftersale,
  invoices,
  channels,
  shop,
  bookings,
  messages,
  audience,
  guides,
  privacy,
];
const routes = Object.assign({}, ...modulesWithRoutes.map((module) => module.routes)) as Record<
  string,
  Handler
>;
const webhooks: Webhook[] = [...identity.webhooks, ...payments.webhooks, ...channels.webhooks];

const working: Work[] = [
  identityWork.work,
  storesWork.work,
  inventoryWork.work,
  routingWork.work,
  couponsWork.work,
  paymentsWork.work,
  ordersWork.work,
  pickupWork.work,
  aftersaleWork.work,
  invoicesWork.work,
  channelsWork.work,
  shopWork.work,
  bookingsWork.work,
  messagesWork.work,
  audienceWork.work,
  privacyWork.work,
];
const work: Work = {
  jobs: working.flatMap((part) => part.jobs),
  runners: working.flatMap((part) => part.runners),
  subscribers: working.flatMap((part) => part.subscribers),
  chores: working.flatMap((part) => part.chores),
};

export type Role = 'web' | 'worker' | 'all';
export type RunningApp = {
  url: string;
  opsUrl: string;
  /** Resolves when no event or job is due or running (only with a worker in this process). */
  settle: () => Promise<void>;
  close: () => Promise<void>;
};

/** Starts this process in its role. `close` is graceful: running requests and deliveries end first. */
export async function startApp(role: Role): Promise<RunningApp> {
  log.level = config().LOG_LEVEL;
  const clockUrl = config().CLOCK_URL;
  const clock = clockUrl ? await followClock(clockUrl) : null;
  await connectDb(config().MONGO_URL);
  await storesWork.warmUp();
  const worker = role === 'web' ? null : await startWorker(work);
  const prompt = role === 'worker' ? null : startPrompt(work);
  const ops = await listen(createOpsApp(), config().OPS_PORT);
  const web =
    role === 'worker'
      ? null
      : await listen(createHttpApp({ routes, webhooks, openApi: channels.openApi }), config().PORT);
  log.info({ role }, 'started');
  return {
    url: web ? addressOf(web) : '',
    opsUrl: addressOf(ops),
    settle: async () => worker?.settle(),
    async close() {
      clock?.close();
      if (web) await closeServer(web);
      await prompt?.close();
      await worker?.close();
      await closeServer(ops);
      await storesWork.coolDown();
      await closeRedis();
      await disconnectDb();
    },
  };
}
