import { distanceMetres } from '@omni/shared/geo';
import type { Point } from '@omni/shared/geo';
import { around } from 'geokdbush';
import KDBush from 'kdbush';
import { boxAround, reachOfArea } from './reach.rules';
import { FITTING_ROOMS, listVisible, readRevision } from './store.model';
import type { Store } from './store.model';

export type Near = { store: Store; distanceMetres: number };
/** Stores in a tree of their own, none of which reaches farther than this; 0: as far as the caller says. */
type Ring = { tree: KDBush; stores: Store[]; reachMetres: number };
export type StoreIndex = { rings: Ring[]; byId: Map<string, Store> };
type Loaded = StoreIndex & { revision: number };

/** Beyond it the index would measure round the other side. */
const HALF_THE_WORLD_KM = 20_015;
const FIRST_RING_METRES = 1000;

/**
 * The ring of a store with a reach of its own, doubling from ring to ring: one store that delivers 50 km around must not make
 * every search 50 km wide.
 */
function ringOf(store: Store): number {
  const own = store.area ? reachOfArea(store, store.area) : (store.radiusMetres ?? 0);
  if (own === 0) return 0;
  return FIRST_RING_METRES * 2 ** Math.max(0, Math.ceil(Math.log2(own / FIRST_RING_METRES)));
}

/**
 * Every fact there and in one order: searches read thousands of stores, and objects of one shape are read several times as fast
 * as objects of many.
 */
const inOneShape = (store: Store): Complete => ({
  storeId: store.storeId,
  name: store.name,
  city: store.city,
  address: store.address,
  phone: store.phone,
  latitude: store.latitude,
  longitude: store.longitude,
  hours: store.hours,
  status: store.status,
  source: store.source,
  specialDays: store.specialDays ?? [],
  holidayHours: store.holidayHours === undefined ? 'normal' : store.holidayHours,
  outage: store.outage ?? null,
  radiusMetres: store.radiusMetres ?? null,
  area: store.area ?? null,
  capacityPerHour: store.capacityPerHour ?? null,
  offersPickup: store.offersPickup ?? true,
  shipsOrders: store.shipsOrders ?? false,
  prepMinutes: store.prepMinutes ?? 30,
  fittingRooms: store.fittingRooms ?? FITTING_ROOMS,
});
type Complete = { [Fact in keyof Store]-?: Store[Fact] };

export function buildIndex(given: readonly Store[]): StoreIndex {
  const stores = given.map(inOneShape);
  const groups = new Map<number, Store[]>();
  for (const store of stores) {
    const ring = ringOf(store);
    const group = groups.get(ring);
    if (group) group.push(store);
    else groups.set(ring, [store]);
  }
  const rings = [...groups].map(([reachMetres, members]) => {
    const tree = new KDBush(members.length);
    members.forEach((store) => tree.add(store.longitude, store.latitude));
    return { tree: tree.finish(), stores: members, reachMetres };
  });
  return { rings, byId: new Map(stores.map((store) => [store.storeId, store])) };
}

/** Stores of one ring within so many metres; the index only proposes, our own distance decides. */
function searchRing({ tree, stores }: Ring, point: Point, metres: number): Near[] {
  const box = boxAround(point, metres);
  const wideKm = Math.min((metres * 1.01 + 10) / 1000, HALF_THE_WORLD_KM);
  const proposed = box
    ? tree.range(box.west, box.south, box.east, box.north)
    : around(tree, point.longitude, point.latitude, Infinity, wideKm);
  const found: Near[] = [];
  for (const i of proposed) {
    const store = stores[i];
    if (!store) continue;
    const away = distanceMetres(point, store);
    if (away <= metres) found.push({ store, distanceMetres: away });
  }
  return found;
}

const nearestFirst = (a: Near, b: Near): number =>
  a.distanceMetres - b.distanceMetres || (a.store.storeId < b.store.storeId ? -1 : 1);

/** At most `radiusMetres` (inclusive) from a GCJ-02 point, nearest first, equals by id. */
export const searchWithin = ({ rings }: StoreIndex, point: Point, radiusMetres: number): Near[] =>
  rings.flatMap((ring) => searchRing(ring, point, radiusMetres)).sort(nearestFirst);

/** The same, and every store beyond that whose own radius or area could reach the point. */
export const searchReaching = ({ rings }: StoreIndex, point: Point, radiusMetres: number): Near[] =>
  rings
    .flatMap((ring) => searchRing(ring, point, Math.max(radiusMetres, ring.reachMetres)))
    .sort(nearestFirst);

let loaded: Loaded | undefined;
let running: Promise<void> | undefined;
let asked = 0;

async function load(): Promise<Loaded> {
  // Read before the stores: a change in between makes us look once more, never miss it.
  const revision = await readRevision();
  return { ...buildIndex(await listVisible()), revision };
}

async function catchUp(): Promise<void> {
  let done = -1;
  while (done !== asked) {
    const upTo = asked;
    loaded = await load();
    done = upTo;
  }
}

/** Reads every store again. Calls while a read is under way share one more read after it. */
export function refreshIndex(): Promise<void> {
  asked += 1;
  running ??= catchUp().finally(() => (running = undefined));
  return running;
}

/** Reads again only when a store changed since the last read. */
export async function refreshIfBehind(): Promise<void> {
  if ((await readRevision()) !== loaded?.revision) await refreshIndex();
}

export const forgetIndex = (): void => {
  loaded = undefined;
};

/** True in a process that answers searches; others need not read stores when one changes. */
export const indexIsLoaded = (): boolean => loaded !== undefined;

/** The store as the index has it; undefined when it is not there, or no index is. */
export const peek = (storeId: string): Store | undefined => loaded?.byId.get(storeId);

async function current(): Promise<StoreIndex> {
  if (!loaded) await refreshIndex();
  return loaded ?? { rings: [], byId: new Map() };
}

export const findNear = async (point: Point, radiusMetres: number): Promise<Near[]> =>
  searchWithin(await current(), point, radiusMetres);

export const findReaching = async (point: Point, radiusMetres: number): Promise<Near[]> =>
  searchReaching(await current(), point, radiusMetres);
