import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { distanceMetres } from '@omni/shared/geo';
import type { Point } from '@omni/shared/geo';
import { understand } from './import-format.rules';
import { readRows } from './import-rows.rules';
import { areaHolds } from './reach.rules';
import { buildIndex, searchReaching, searchWithin } from './store-index';
import type { Store } from './store.model';
import { aStore } from './testing';

const file = path.resolve(
  __dirname,
  '../../../../../../shared/data/stores/coffee-chain-beijing-shenzhen-2024-06.json',
);
const ifData = existsSync(file) ? test : test.skip;
const RADIUS = 3000;
const POINTS = 10_000;

/** The same random points in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function realStores(): Store[] {
  const read = understand(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.ok) throw new Error(read.problem);
  return readRows(read.rows).stores.map(({ row: _row, ...rest }) => aStore(rest));
}

const BEIJING = { south: 39.6, north: 40.3, west: 116.0, east: 116.9 };
const SHENZHEN = { south: 22.45, north: 22.85, west: 113.75, east: 114.6 };
const pointIn = ({ south, north, west, east }: typeof BEIJING, random: () => number): Point => ({
  latitude: south + random() * (north - south),
  longitude: west + random() * (east - west),
});

const EARTH_METRES = 6_371_008.8;
type Place = { storeId: string; x: number; y: number; z: number };

/** On the unit sphere: another way to measure, by straight lines through the earth. */
function onSphere(storeId: string, { latitude, longitude }: Point): Place {
  const [lat, lng] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180];
  return { storeId, x: Math.cos(lat) * Math.cos(lng), y: Math.cos(lat) * Math.sin(lng), z: Math.sin(lat) };
}
const LONGEST_CHORD = (2 * Math.sin(RADIUS / EARTH_METRES / 2)) ** 2;

/** Those within the radius, nearest first, and the nearest of all: by measuring every store. */
function measureAll(places: Place[], point: Point): { near: string[]; nearest: string; metres: number } {
  const here = onSphere('', point);
  const near: { storeId: string; chord: number }[] = [];
  let best = { storeId: '', chord: 4 };
  for (const { storeId, x, y, z } of places) {
    const chord = (x - here.x) ** 2 + (y - here.y) ** 2 + (z - here.z) ** 2;
    if (chord <= LONGEST_CHORD) near.push({ storeId, chord });
    if (chord < best.chord || (chord === best.chord && storeId < best.storeId)) best = { storeId, chord };
  }
  near.sort((a, b) => a.chord - b.chord || (a.storeId < b.storeId ? -1 : 1));
  const metres = 2 * EARTH_METRES * Math.asin(Math.sqrt(best.chord) / 2);
  return { near: near.map(({ storeId }) => storeId), nearest: best.storeId, metres };
}

describe('918 real stores (skipped without ../shared/data/stores)', () => {
  ifData('within 3 km, and the nearest, are what measuring every store gives, for 10,000 points', () => {
    const stores = realStores();
    expect(stores).toHaveLength(918);
    const index = buildIndex(stores);
    const places = stores.map((store) => onSphere(store.storeId, store));
    const random = seeded(918);
    let served = 0;
    for (let i = 0; i < POINTS; i += 1) {
      const point = pointIn(i % 2 === 0 ? BEIJING : SHENZHEN, random);
      const { near, nearest, metres } = measureAll(places, point);
      const found = searchWithin(index, point, RADIUS).map(({ store }) => store.storeId);
      if (found.join() !== near.join()) throw new Error(`within 3 km of ${JSON.stringify(point)}`);
      const first = searchWithin(index, point, metres + 0.001)[0]?.store.storeId;
      if (first !== nearest) throw new Error(`nearest of ${JSON.stringify(point)}`);
      served += near.length > 0 ? 1 : 0;
    }
    expect(served).toBeGreaterThan(POINTS / 20);
  });

  ifData(
    'a store is in reach from 2,990 m to 3,000 m and out of it up to 3,010 m, in every direction',
    () => {
      const stores = realStores();
      const index = buildIndex(stores);
      const distances = [2990, 2995, 2999, 2999.9, 3000.1, 3001, 3005, 3010];
      const turns = Array.from({ length: 24 }, (_, i) => (i / 12) * Math.PI);
      const tries = turns.flatMap((turn) => distances.map((metres) => ({ turn, metres })));
      for (const store of stores.filter((_one, i) => i % 27 === 0)) {
        for (const { turn, metres } of tries) {
          const point = goFrom(store, metres, turn);
          const found = searchWithin(index, point, RADIUS).some((one) => one.store.storeId === store.storeId);
          if (found !== metres <= RADIUS) throw new Error(`${store.storeId} ${metres} m ${turn}`);
        }
      }
    },
  );

  ifData('stores with radii and areas of their own are found by everybody they serve', () => {
    const random = seeded(7);
    const stores = realStores().map((store, i): Store => {
      if (i % 50 === 0) return { ...store, radiusMetres: 500 + Math.floor(random() * 12_000) };
      if (i % 50 === 25)
        return {
          ...store,
          area: [0, 1, 2, 3, 4].map((k) => goFrom(store, 1000 + random() * 9000, k * 1.25)),
        };
      return store;
    });
    const index = buildIndex(stores);
    for (let i = 0; i < 200; i += 1) {
      const point = pointIn(i % 2 === 0 ? BEIJING : SHENZHEN, random);
      const found = new Set(searchReaching(index, point, RADIUS).map(({ store }) => store.storeId));
      for (const store of stores) {
        const own = store.radiusMetres ?? RADIUS;
        if (distanceMetres(point, store) <= Math.max(RADIUS, own) && !found.has(store.storeId))
          throw new Error(`${store.storeId} serves ${JSON.stringify(point)}`);
        if (store.area && areaHolds(store.area, point) && !found.has(store.storeId))
          throw new Error(`the area of ${store.storeId} holds ${JSON.stringify(point)}`);
      }
    }
  });
});

/** So many metres from a point, along a great circle. */
function goFrom(from: Point, metres: number, bearing: number): Point {
  const away = metres / EARTH_METRES;
  const [lat, lng] = [(from.latitude * Math.PI) / 180, (from.longitude * Math.PI) / 180];
  const latitude = Math.asin(
    Math.sin(lat) * Math.cos(away) + Math.cos(lat) * Math.sin(away) * Math.cos(bearing),
  );
  const longitude =
    lng +
    Math.atan2(
      Math.sin(bearing) * Math.sin(away) * Math.cos(lat),
      Math.cos(away) - Math.sin(lat) * Math.sin(latitude),
    );
  return { latitude: (latitude * 180) / Math.PI, longitude: (longitude * 180) / Math.PI };
}
