import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { defaultWorld, startSandbox } from '@omni/wechat-sandbox';
import type { Sandbox } from '@omni/wechat-sandbox';
import mongoose from 'mongoose';
import { loadConfig } from './config';
import { advanceClock } from './kernel/clock';
import { systemCtx } from './kernel/context';
import { connectDb, disconnectDb } from './kernel/db';
import { closeRedis } from './kernel/redis';
import { dropCollections } from './kernel/testing';
import { aTemplate } from './modules/coupons/testing';
import { bookkeepingErrors, readStock } from './modules/inventory/testing';
import { aCrowd, aSku, openShop } from './modules/orders/testing';
import type { Shop } from './modules/orders/testing';

const SHOPPERS = 10;
const KILLS = 4;
const PIECES = 25;
const crowd = aCrowd(SHOPPERS);
const root = path.resolve(__dirname, '../../..');
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let sandbox: Sandbox;
let env: NodeJS.ProcessEnv;
let server: ChildProcess;
let shop: Shop;
let skuId: string;

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

function startServer(): void {
  const { EMBEDDED_MONGO_WIRE } = process.env;
  const wire = EMBEDDED_MONGO_WIRE ? { NODE_OPTIONS: `--require ${EMBEDDED_MONGO_WIRE}` } : {};
  const args = [path.join(root, 'packages/server/src/main.ts'), '--role', 'all'];
  server = spawn(process.execPath, ['--import', require.resolve('tsx', { paths: [root] }), ...args], {
    env: { ...process.env, ...env, ...wire },
    stdio: 'ignore',
  });
}

/** A server that is killed before it has begun to serve proves nothing. */
async function serving(): Promise<void> {
  const ready = async () => (await fetch(`${env['PUBLIC_URL']}/readyz`)).ok;
  while (!(await ready().catch(() => false))) await pause(50);
}

async function kill(): Promise<void> {
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await gone;
}

/** Like a phone on a bad line: the same call again until somebody answers. */
async function insist(name: string, input: object, token?: string): Promise<{ status: number; body: never }> {
  for (;;) {
    const answer = await fetch(`${env['PUBLIC_URL']}/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(input),
    }).catch(() => null);
    if (answer && answer.status < 500) return { status: answer.status, body: (await answer.json()) as never };
    await pause(60);
  }
}

async function shopFor(shopperId: string, over: () => boolean): Promise<void> {
  const logIn = async () => insist('identity.login', await sandbox.control.loginCode(shopperId));
  let login = await logIn();
  // The code is spent when the answer gets lost in a crash.
  while (login.status !== 200) login = await logIn();
  const { token } = login.body as { token: string };
  await insist('coupons.claim', { templateId: 'KILL' }, token);
  while (!over()) {
    const draft = {
      fulfilment: 'pickup',
      storeId: shop.storeId,
      lines: [{ skuId, quantity: 1 }],
      coupon: 'auto',
    };
    const quote = await insist('orders.quote', draft, token);
    const { payableFen } = quote.body as { payableFen: number };
    const input = { ...draft, requestId: randomUUID(), expectedPayableFen: payableFen };
    const placed = await insist('orders.place', input, token);
    if (placed.status === 200)
      await settleOrder(shopperId, token, (placed.body as { orderId: string }).orderId);
    else await pause(100);
  }
}

/** Pays, cancels, refunds or forgets, as shoppers do. */
async function settleOrder(shopperId: string, token: string, orderId: string): Promise<void> {
  const mood = randomInt(10);
  if (mood < 2) return;
  if (mood < 4) {
    await insist('orders.cancel', { orderId }, token);
    return;
  }
  const prepaid = await insist('orders.pay', { orderId }, token);
  if (prepaid.status !== 200) return;
  await sandbox.control.pay(shopperId, prepaid.body);
  if (mood < 8) await insist('orders.confirmPayment', { orderId }, token);
  if (mood < 6) await insist('orders.refund', { orderId, reason: '不想要了' }, token);
}

type Row = { _id: string; status: string; coupon: { couponId: string } | null; stockKeptAt: Date | null };
const rows = <T extends { _id: string }>(name: string) => mongoose.connection.collection<T>(name);
const ordersOf = () => rows<Row>('orders').find({}).toArray() as Promise<Row[]>;

/** Every order has come to an end that stays: paid with kept stock, cancelled or refunded; and nothing is due. */
async function quiet(): Promise<boolean> {
  const open = (order: Row) =>
    ['pending_payment', 'refunding'].includes(order.status) ||
    (order.status === 'paid' && !order.stockKeptAt);
  const orders = await ordersOf();
  if (orders.some(open)) return false;
  // A delivery that died with its process is taken up by the next after some seconds.
  const kept = orders.filter(({ status }) => status === 'paid');
  if ((await readStock(shop.storeId, skuId)).held !== kept.length) return false;
  const used = await rows('coupons').countDocuments({ state: 'used' } as never);
  if (used !== kept.filter(({ coupon }) => coupon).length) return false;
  if ((await rows('coupons').countDocuments({ state: 'held' } as never)) > 0) return false;
  const soon = new Date(Date.now() + 21 * 60_000 + 1000);
  return (await rows('outbox').countDocuments({ kind: 'event', dueAt: { $lte: soon } } as never)) === 0;
}

async function advance(seconds: number): Promise<void> {
  advanceClock(seconds * 1000);
  await sandbox.control.advanceClock(seconds);
  await fetch(`http://127.0.0.1:${env['OPS_PORT']}/clock`, {
    method: 'POST',
    body: JSON.stringify({ advanceSeconds: seconds }),
  });
}

beforeAll(async () => {
  const name = `k${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  const world = defaultWorld();
  sandbox = await startSandbox({ world: { ...world, shoppers: [...world.shoppers, ...crowd] } });
  const [port, opsPort] = [await freePort(), await freePort()];
  const mongoUrl = new URL(process.env['MONGO_URL'] ?? '');
  mongoUrl.pathname = `/${name}`;
  env = {
    ...sandbox.env,
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    PORT: String(port),
    OPS_PORT: String(opsPort),
    MONGO_URL: mongoUrl.href,
    REDIS_URL: process.env['REDIS_URL'],
    QUEUE_PREFIX: name,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    WECOM_H5_URL: 'http://127.0.0.1:7303',
    PHONE_KEY: randomBytes(32).toString('base64'),
    HASH_KEY: randomBytes(32).toString('base64'),
    REQUESTS_PER_MINUTE: '100000',
    CLOCK_MOVABLE: '1',
  };
  loadConfig(env);
  await connectDb(mongoUrl.href);
  const keeper = { ctx: () => systemCtx('test') };
  shop = await openShop(keeper);
  skuId = await aSku(keeper, PIECES, shop.storeId);
  await aTemplate(keeper.ctx(), { templateId: 'KILL' });
  startServer();
});

afterAll(async () => {
  await kill();
  await closeRedis();
  await disconnectDb();
  await dropCollections(String(env['MONGO_URL']));
  await sandbox.close();
});

test('killed again and again in the middle of trade, it loses no payment, item or coupon, and doubles none', async () => {
  let over = false;
  const trade = Promise.all(crowd.map(({ id }) => shopFor(id, () => over)));
  for (let kills = 0; kills < KILLS; kills += 1) {
    await serving();
    await pause(500 + randomInt(2000));
    await kill();
    startServer();
  }
  await serving();
  await pause(3000);
  over = true;
  await trade;
  await sandbox.control.settle();
  await advance(21 * 60);
  for (let waited = 0; waited < 400 && !(await quiet()); waited += 1) await pause(200);

  const orders = await ordersOf();
  const inboxes = await Promise.all(crowd.map(({ id }) => sandbox.control.inbox(id)));
  const payments = inboxes.flatMap((inbox) => inbox.payments);
  const refunds = inboxes.flatMap((inbox) => inbox.refunds);
  const wrong = orders.filter((order) => {
    const paid = payments.filter((payment) => payment.outTradeNo === order._id).length;
    const back = refunds.filter((refund) => refund.outTradeNo === order._id).length;
    const fair = order.status === 'paid' ? paid === 1 && back === 0 : paid === back && paid <= 1;
    return !fair || !['paid', 'cancelled', 'refunded'].includes(order.status);
  });
  expect(wrong).toEqual([]);
  expect(orders.length).toBeGreaterThan(SHOPPERS);

  const kept = orders.filter((order) => order.status === 'paid');
  expect(await bookkeepingErrors(shop.storeId, skuId)).toEqual([]);
  expect((await readStock(shop.storeId, skuId)).held).toBe(kept.length);
  expect(kept.length).toBeLessThanOrEqual(PIECES);

  const coupons = await rows<{ _id: string; state: string }>('coupons').find({}).toArray();
  for (const { _id, state } of coupons) {
    const users = kept.filter((order) => order.coupon?.couponId === _id).length;
    expect([_id, state]).toEqual([_id, users === 1 ? 'used' : 'issued']);
    expect(users).toBeLessThanOrEqual(1);
  }
}, 240_000);
