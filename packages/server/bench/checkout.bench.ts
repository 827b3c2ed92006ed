/**
 * A guest's whole way to a paid order over HTTP, one web process, beside Vendure 3.7.3 in the same sitting (ours, Vendure, ours).
 * Ours does more per order: it knows the shopper by WeChat's login, prices with coupons, holds stock in a store, calls WeChat Pay with
 * signatures and verifies its notice; Vendure runs its dummy payment. `--without-peer` leaves Vendure out; `--orders N` per run.
 */
import mongoose from 'mongoose';
import { loadConfig } from '../src/config';
import { systemCtx } from '../src/kernel/context';
import { connectDb, disconnectDb } from '../src/kernel/db';
import { closeRedis } from '../src/kernel/redis';
import { dropCollections } from '../src/kernel/testing';
import { aSku, openShop } from '../src/modules/orders/testing';
import { cpuMs, installation, mongodPid, startRole, startSandboxProcess, stop } from './checkout/processes';
import type { Sandbox } from './checkout/processes';
import { orderAndPay } from './checkout/shopper';
import type { Goods } from './checkout/shopper';
import { runVendure } from './checkout/vendure';
import type { Figures } from './checkout/vendure';
import { figure } from './report';

const args = process.argv.slice(2);
const ORDERS = Number(args[args.indexOf('--orders') + 1] || 0) || 320;
const WITH_PEER = !args.includes('--without-peer');
const WARM_UP = 40;
const SKUS = 200;
const STOCK = 1_000_000;
const HOT_CLIENTS = 64;

type Run = { clients: number; orders: number; goods: Goods[] };
type Shop = { goods: Goods[]; next: { shopper: number } };
type Place = { env: Record<string, string>; sandbox: Sandbox; pids: { web: number; db: number } };

async function fillShop(): Promise<Goods[]> {
  const keeper = { ctx: () => systemCtx('bench') };
  const { storeId } = await openShop(keeper);
  const goods: Goods[] = [];
  for (let i = 0; i < SKUS; i += 1) {
    const skuId = await aSku(keeper, STOCK, storeId);
    const found = await mongoose.connection.collection('products').findOne({ 'skus.skuId': skuId });
    goods.push({ storeId, skuId, productId: String(found?._id) });
  }
  return goods;
}

async function measure(place: Place, shop: Shop, run: Run): Promise<Figures> {
  const at = { server: String(place.env['PUBLIC_URL']), sandbox: place.sandbox.url };
  const waits: number[] = [];
  let left = run.orders;
  const before = { web: cpuMs(place.pids.web), db: cpuMs(place.pids.db), at: performance.now() };
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const shopper = shop.next.shopper++;
      const started = performance.now();
      await orderAndPay(at, `crowd-${shopper}`, run.goods[shopper % run.goods.length] as Goods);
      waits.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: run.clients }, client));
  const seconds = (performance.now() - before.at) / 1000;
  waits.sort((a, b) => a - b);
  const quantile = (q: number) => waits[Math.floor(q * (waits.length - 1))] ?? 0;
  return {
    ordersPerSecond: waits.length / seconds,
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
    cpuMsPerOrder: (cpuMs(place.pids.web) - before.web) / waits.length,
    dbCpuMsPerOrder: (cpuMs(place.pids.db) - before.db) / waits.length,
  };
}

type Measured = { c1: Figures; c16: Figures; spread: Figures; hot: Figures };

/** A new installation, so that the second run starts as the first did. */
async function runOurs(): Promise<Measured> {
  const sandbox = await startSandboxProcess(4 * ORDERS + 2 * WARM_UP);
  const env = await installation(sandbox);
  loadConfig(env);
  await connectDb(String(env['MONGO_URL']));
  const goods = await fillShop();
  const [web, worker] = [await startRole('web', env), await startRole('worker', env)];
  const place = { env, sandbox, pids: { web: web.pid ?? 0, db: mongodPid() } };
  const shop: Shop = { goods, next: { shopper: 0 } };
  await measure(place, shop, { clients: 8, orders: WARM_UP * 2, goods });
  const measured = {
    c1: await measure(place, shop, { clients: 1, orders: ORDERS / 2, goods }),
    c16: await measure(place, shop, { clients: 16, orders: ORDERS, goods }),
    spread: await measure(place, shop, { clients: HOT_CLIENTS, orders: ORDERS, goods }),
    hot: await measure(place, shop, { clients: HOT_CLIENTS, orders: ORDERS, goods: goods.slice(0, 1) }),
  };
  await Promise.all([stop(web), stop(worker)]);
  sandbox.close();
  await closeRedis();
  await disconnectDb();
  await dropCollections(String(env['MONGO_URL']));
  return measured;
}

const mean = (a: number, b: number): number => (a + b) / 2;
const meanOf = (runs: [Figures, Figures], field: keyof Figures): number =>
  mean(runs[0][field], runs[1][field]);

function report(ours: [Measured, Measured], peer: { c1: Figures; c16: Figures } | null): void {
  const of = (name: keyof Measured, field: keyof Figures) => meanOf([ours[0][name], ours[1][name]], field);
  const line = (metric: string, unit: string, figures: [number, number | undefined]) =>
    figure({ bench: 'checkout', metric, unit, value: figures[0], baseline: figures[1] ?? null });
  line('orders_per_second_c1', '1/s', [of('c1', 'ordersPerSecond'), peer?.c1.ordersPerSecond]);
  line('orders_per_second_c16', '1/s', [of('c16', 'ordersPerSecond'), peer?.c16.ordersPerSecond]);
  line('order_p50_ms_c1', 'ms', [of('c1', 'p50Ms'), peer?.c1.p50Ms]);
  line('order_p95_ms_c1', 'ms', [of('c1', 'p95Ms'), peer?.c1.p95Ms]);
  line('order_p50_ms_c16', 'ms', [of('c16', 'p50Ms'), peer?.c16.p50Ms]);
  line('order_p95_ms_c16', 'ms', [of('c16', 'p95Ms'), peer?.c16.p95Ms]);
  line('cpu_ms_per_order', 'ms', [of('c16', 'cpuMsPerOrder'), peer?.c16.cpuMsPerOrder]);
  line('db_cpu_ms_per_order', 'ms', [of('c16', 'dbCpuMsPerOrder'), peer?.c16.dbCpuMsPerOrder]);
  line('hot_sku_orders_per_second', '1/s', [of('hot', 'ordersPerSecond'), of('spread', 'ordersPerSecond')]);
}

async function main(): Promise<void> {
  const first = await runOurs();
  const peer = WITH_PEER ? await runVendure(ORDERS) : null;
  report([first, WITH_PEER ? await runOurs() : first], peer);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
