/**
 * Where is an order served? Whole decisions (stores in reach from the index of the process, all filters, the ranking, the record
 * with a reason for each store; stock, hours and load as the server passes them) over 918, 10,000 and 100,000 stores, beside the
 * bare search for stores within 3 km by Redis and by MongoDB, which know nothing of stock, hours or load.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Point } from '@omni/shared/geo';
import mongoose from 'mongoose';
import { redis } from '../src/kernel/redis';
import type { Wanted } from '../src/modules/routing/candidate.rules';
import { decide } from '../src/modules/routing/decide.rules';
import { candidatesOf } from '../src/modules/routing/look-around';
import type { Surroundings } from '../src/modules/routing/look-around';
import { defaultPolicy } from '../src/modules/routing/manage-policy';
import * as stores from '../src/modules/stores';
import type { Store } from '../src/modules/stores';
import { understand } from '../src/modules/stores/import-format.rules';
import { readRows } from '../src/modules/stores/import-rows.rules';
import { aStore } from '../src/modules/stores/testing';

const REAL = path.resolve(
  __dirname,
  '../../../../shared/data/stores/coffee-chain-beijing-shenzhen-2024-06.json',
);
const RADIUS_METRES = 3000;
const CLIENTS = 16;
const SKUS = Array.from({ length: 20 }, (_, i) => `SKU${i}`);
const MEASURED_MS = 4000;

let state = 4;
/** The same town in every run. */
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}
const bell = (): number => Math.sqrt(-2 * Math.log(random() || 1e-9)) * Math.cos(2 * Math.PI * random());
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

const CITIES = Array.from({ length: 40 }, () => ({
  latitude: 22 + random() * 20,
  longitude: 104 + random() * 16,
}));
/** Stores and shoppers alike: dense in the middle of a city, thin at its edge. */
function inSomeCity(): Point {
  const { latitude, longitude } = pick(CITIES);
  return { latitude: latitude + bell() * 0.09, longitude: longitude + bell() * 0.1 };
}

function realStores(): Store[] {
  const read = understand(JSON.parse(readFileSync(REAL, 'utf8')));
  if (!read.ok) throw new Error(read.problem);
  return readRows(read.rows).stores.map(({ row: _row, ...rest }) => aStore(rest));
}

/** 918 are those of a real chain where its list is there; more of them are invented. */
function aChain(size: number): Store[] {
  const own = () => ({
    capacityPerHour: random() < 0.5 ? 20 : null,
    holidayHours: random() < 0.1 ? null : ('normal' as const),
    ...(random() < 0.02 ? { radiusMetres: 5000 } : {}),
  });
  if (size === 918 && existsSync(REAL)) return realStores().map((store) => ({ ...store, ...own() }));
  const hours = [stores.AROUND_THE_CLOCK, stores.everyDay(600, 1320), stores.everyDay(1080, 1560)];
  return Array.from({ length: size }, () => aStore({ ...inSomeCity(), hours: pick(hours), ...own() }));
}

/** Where shoppers of this chain are: a kilometre or two from some store. */
const nearSomeStore = (chain: Store[]): Point => {
  const { latitude, longitude } = pick(chain);
  return { latitude: latitude + bell() * 0.01, longitude: longitude + bell() * 0.012 };
};

function worldOf(chain: Store[], at: Date): Surroundings {
  const stock = new Map(
    chain.map(({ storeId }) => [
      storeId,
      new Map(SKUS.flatMap((sku) => (random() < 0.9 ? [[sku, Math.floor(random() * 12)] as const] : []))),
    ]),
  );
  const loads = new Map(
    chain.map(({ storeId, capacityPerHour }) => [
      storeId,
      { limit: capacityPerHour ?? null, used: Math.floor(random() * 22) },
    ]),
  );
  return { at, stockOf: (storeId) => stock.get(storeId), loadOf: (storeId) => loads.get(storeId) };
}

const aWish = (): Wanted => ({
  fulfilment: 'pickup',
  lines: [0, 1].map(() => ({ skuId: pick(SKUS), quantity: 1 + Math.floor(random() * 2) })),
  chosenStoreId: null,
  guideStoreId: null,
  excluded: [],
});

function deciderOf(chain: Store[], at: Date): () => number {
  const index = stores.buildIndex(chain);
  const world = worldOf(chain, at);
  const policy = ({radiusMetres:3000,lookMetres:3900,rules:['fewest_splits','chosen_store','guide_store','distance','load','stock_balance'],distanceBucketMetres:500,promiseMinutes:1440} as any);
  const asked = Array.from({ length: 4096 }, () => ({ point: nearSomeStore(chain), wanted: aWish() }));
  let next = 0;
  return () => {
    const { point, wanted } = asked[next % asked.length] as (typeof asked)[number];
    next += 1;
    const near = stores.searchReaching(index, point, policy.lookMetres);
    const candidates = candidatesOf(near, wanted, { ...world, point });
    return decide(wanted, candidates, policy).judged.length;
  };
}

type Measured = { perSecond: number; p99Ms: number; looked: number };

/** On this one thread, one after the other. */
function measure(decideOnce: () => number): Measured {
  const warm = performance.now() + MEASURED_MS / 4;
  while (performance.now() < warm) decideOnce();
  const times: number[] = [];
  let looked = 0;
  const start = performance.now();
  let last = start;
  while (last - start < MEASURED_MS) {
    looked += decideOnce();
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  return {
    perSecond: (times.length * 1000) / (last - start),
    p99Ms: p99(times),
    looked: looked / times.length,
  };
}

function p99(times: number[]): number {
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.99)] ?? 0;
}

async function p99Of(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  const end = performance.now() + MEASURED_MS / 2;
  while (performance.now() < end) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return p99(times);
}

async function searchInRedis(chain: Store[]): Promise<() => Promise<unknown>> {
  const key = `bench:geo:${chain.length}`;
  for (let i = 0; i < chain.length; i += 1000) {
    const some = chain.slice(i, i + 1000);
    const triples = some.flatMap(({ storeId, latitude, longitude }) => [longitude, latitude, storeId]);
    await redis().call('GEOADD', key, ...triples);
  }
  return () => {
    const { latitude, longitude } = nearSomeStore(chain);
    const from = ['FROMLONLAT', longitude, latitude];
    return redis().call('GEOSEARCH', key, ...from, 'BYRADIUS', RADIUS_METRES, 'm', 'ASC', 'WITHDIST');
  };
}

async function searchInMongo(chain: Store[]): Promise<() => Promise<unknown>> {
  const places = mongoose.connection.collection(`bench_stores_${chain.length}`);
  const documents = chain.map(({ storeId, latitude, longitude }) => ({
    storeId,
    at: { type: 'Point', coordinates: [longitude, latitude] },
  }));
  for (let i = 0; i < documents.length; i += 5000) await places.insertMany(documents.slice(i, i + 5000));
  await places.createIndex({ at: '2dsphere' });
  return () => {
    const { latitude, longitude } = nearSomeStore(chain);
    const near = { type: 'Point' as const, coordinates: [longitude, latitude] };
    return places.find({ at: { $nearSphere: { $geometry: near, $maxDistance: RADIUS_METRES } } }).toArray();
  };
}



import { loadConfig } from '../src/config';
Object.assign(process.env, {});
const at = new Date('2026-11-23T14:20:00+08:00');

for (const size of [918]) {
  const chain = aChain(size);
  const index = stores.buildIndex(chain);
  const world = worldOf(chain, at);
  const policy = ({radiusMetres:3000,lookMetres:3900,rules:['fewest_splits','chosen_store','guide_store','distance','load','stock_balance'],distanceBucketMetres:500,promiseMinutes:1440} as any);
  const asked = Array.from({ length: 1000 }, () => ({ point: nearSomeStore(chain), wanted: aWish() }));
  const t = (name: string, f: (i: number) => number) => {
    for (let r = 0; r < 3; r++) {
      const c0 = process.cpuUsage(); let n = 0;
      for (let i = 0; i < 1000; i++) n += f(i);
      const c = process.cpuUsage(c0);
      if (r === 2) console.log(size, name, ((c.user + c.system) / 1000).toFixed(1), 'us/decision', n / 1000);
    }
  };
  t('search', (i) => stores.searchReaching(index, asked[i]!.point, 3900).length);
  const nears = asked.map((a) => stores.searchReaching(index, a.point, 3900));
  t('candidates', (i) => candidatesOf(nears[i]!, asked[i]!.wanted, { ...world, point: asked[i]!.point }).length);
  for (let k=0;k<60;k++) for (let i = 0; i < 1000; i++) candidatesOf(nears[i]!, asked[i]!.wanted, { ...world, point: asked[i]!.point }); 
  t('candidates', (i) => candidatesOf(nears[i]!, asked[i]!.wanted, { ...world, point: asked[i]!.point }).length);
  const cs = asked.map((a, i) => candidatesOf(nears[i]!, a.wanted, { ...world, point: a.point }));
  t('decide', (i) => decide(asked[i]!.wanted, cs[i]!, policy).ranked.length);

}
