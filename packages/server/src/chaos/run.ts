import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { contracts } from '@omni/shared/contracts/index';
import { SandboxClient } from '@omni/wechat-sandbox';
import { config } from '../config';
import { followClock } from '../kernel/follow-clock';
import { now } from '../kernel/clock';
import { systemCtx } from '../kernel/context';
import { connectDb } from '../kernel/db';
import { log } from '../kernel/log';
import { aTemplate } from '../modules/coupons/testing';
import { aSku, openShop } from '../modules/orders/testing';
import * as inventory from '../modules/inventory';
import * as staff from '../modules/staff';
import { readBooks } from './books';
import { Clerk } from './clerk';
import { dice } from './dice';
import { brokenPromises, fatesOfPaid } from './judge';
import { Killer } from './killer';
import { readOptions } from './options';
import type { Options } from './options';
import { Promises } from './promises';
import { faultsOf, reportOf } from './report';
import type { Findings } from './report';
import { Rest } from './rest';
import { killSchedule, scheduleText } from './schedule.rules';
import { Shopper } from './shopper';
import type { Scene } from './shopper';
import { Tally } from './tally';

/** The people and the judge of `npm run chaos`; scripts/chaos.mjs keeps the processes. */
const PLENTY = 100_000;
const SCARCE = 40;
const UNPAID_SECONDS = 21 * 60;
const AFTERWARDS_SECONDS = 3 * 3600;
const AFTER_THE_KILLS_MS = 2000;
const MOST_ROUNDS = 200;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Before anybody serves: two stores and the warehouse with goods, one coupon for everybody. */
async function openScene(sandbox: SandboxClient): Promise<Scene> {
  const keeper = { ctx: () => systemCtx('chaos') };
  const shop = await openShop(keeper);
  const places = [shop.storeId, shop.otherStoreId, inventory.WAREHOUSE];
  const couponTemplateId = `T-CHAOS`;
  await aTemplate(keeper.ctx(), { templateId: couponTemplateId, totalLimit: PLENTY });
  await staff.saveStaff(keeper.ctx(), { userid: 'yunying', name: '云英', role: 'operator', stores: [] });
  return {
    api: config().PUBLIC_URL,
    sandbox,
    tally: new Tally(),
    promises: new Promises(),
    stores: [shop.storeId, shop.otherStoreId],
    plentySku: await aSku(keeper, PLENTY, ...places),
    scarceSku: await aSku(keeper, SCARCE, ...places),
    couponTemplateId,
    timeMoved: false,
  };
}

type Crew = { shoppers: Map<string, Shopper>; clerks: Clerk[] };

function hire(scene: Scene, { seed, shoppers }: Options): Crew {
  const ids = Array.from({ length: shoppers }, (_, i) => `crowd-${i}`);
  const [first, second] = scene.stores;
  const desks = [
    { userid: 'laozhou', place: first },
    { userid: 'aqiang', place: second ?? first },
    ...(Object.hasOwn(contracts, 'pickup.ship') ? [{ userid: 'yunying', place: inventory.WAREHOUSE }] : []),
  ];
  return {
    shoppers: new Map(ids.map((id) => [id, new Shopper(id, scene, dice(seed, id))])),
    clerks: desks.map((who) => new Clerk(who, scene, dice(seed, who.userid))),
  };
}

/** People shop and serve while parts are killed, and go home when the last one has come back. */
async function trade(scene: Scene, crew: Crew, kills: () => Promise<void>): Promise<void> {
  let over = false;
  const people = [
    ...[...crew.shoppers.values()].map((shopper) => shopper.shop(() => over)),
    ...crew.clerks.map((clerk) => clerk.work(crew.shoppers, () => over)),
  ].map((work) => work.catch((error: unknown) => scene.tally.blame('somebody gave up', String(error))));
  await kills();
  await sleep(AFTER_THE_KILLS_MS);
  over = true;
  await Promise.all(people);
}

/** Whoever paid is served; time goes by, for those who did not; what that brought back is served; time goes by again. */
async function comeToRest(scene: Scene, crew: Crew, rest: Rest): Promise<void> {
  await rest.untilQuiet();
  await serveAll(crew, rest);
  scene.timeMoved = true;
  await rest.advance(UNPAID_SECONDS);
  await serveAll(crew, rest);
  await rest.advance(AFTERWARDS_SECONDS);
}

async function serveAll(crew: Crew, rest: Rest): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const counts = await Promise.all(crew.clerks.map((clerk) => clerk.round(crew.shoppers)));
    await rest.untilQuiet();
    if (counts.every((count) => count === 0)) return;
  }
}

async function judge(
  scene: Scene,
  rest: Rest,
  people: readonly string[],
): Promise<Pick<Findings, 'checked' | 'fates' | 'orders' | 'failedDeliveries'>> {
  const checked = await rest.check(people);
  const books = await readBooks(now());
  for (const { what, detail } of brokenPromises(scene.promises, books)) scene.tally.blame(what, detail);
  const orders: Record<string, number> = {};
  for (const { status } of books.orders) orders[status] = (orders[status] ?? 0) + 1;
  const ships = Object.hasOwn(contracts, 'pickup.ship');
  return {
    checked,
    fates: fatesOfPaid(scene.promises, books, ships),
    orders,
    failedDeliveries: await rest.failedDeliveries(),
  };
}

async function main(): Promise<number> {
  const options = readOptions(process.argv[2]);
  // Its connections break all the time; the report tells what matters.
  log.level = 'silent';
  const schedule = killSchedule(dice(options.seed, 'kills'), options);
  say(`Seed ${options.seed}; seconds each part serves before it is killed: ${scheduleText(schedule)}`);
  const sandbox = new SandboxClient(options.sandboxUrl);
  const clock = await followClock(config().CLOCK_URL ?? '');
  await connectDb(config().MONGO_URL);
  const scene = await openScene(sandbox);
  const crew = hire(scene, options);
  const watcher = new Shopper(`crowd-${options.shoppers}`, scene, dice(options.seed, 'watcher'));
  const killer = new Killer({ keeperUrl: options.keeperUrl, probe: watcher.phone, tally: scene.tally });
  await Promise.all([killer.keeper('start', 'web'), killer.keeper('start', 'worker')]);
  await watcher.logIn();
  say('Everything serves; trade begins.');
  const began = performance.now();
  await trade(scene, crew, () => killer.run(schedule));
  const tookMs = performance.now() - began;
  say(`Trade ended after ${Math.round(tookMs / 1000)} s; time is moved on.`);
  const rest = new Rest(sandbox);
  await comeToRest(scene, crew, rest);
  const verdict = await judge(scene, rest, [...crew.shoppers.keys()]);
  const { recoveries, restarts } = killer;
  const findings = { options, schedule, tookMs, recoveries, restarts, tally: scene.tally, ...verdict };
  const report = reportOf(findings);
  mkdirSync(options.out, { recursive: true });
  writeFileSync(path.join(options.out, 'report.md'), report);
  say(report);
  await rest.close();
  clock.close();
  return faultsOf(findings).length === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
