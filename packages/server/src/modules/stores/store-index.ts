import { distanceMetres } from '@omni/shared/geo';
import type { Point } from '@omni/shared/geo';
import { around } from 'geokdbush';
import KDBush from 'kdbush';
import { listVisible, readRevision } from './store.model';
import type { Store } from './store.model';

export type Near = { store: Store; distanceMetres: number };
type Loaded = { tree: KDBush; stores: Store[]; revision: number };

/** Beyond it the index would measure round the other side. */
const HALF_THE_WORLD_KM = 20_015;

let loaded: Loaded | undefined;
let running: Promise<void> | undefined;
let asked = 0;

async function load(): Promise<Loaded> {
  // Read before the stores: a change in between makes us look once more, never miss it.
  const revision = await readRevision();
  const stores = await listVisible();
  const tree = new KDBush(stores.length);
  stores.forEach((store) => tree.add(store.longitude, store.latitude));
  return { tree: tree.finish(), stores, revision };
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

/** Stores at most `radiusMetres` (inclusive) from a GCJ-02 point, nearest first, equals by id. */
export async function findNear(point: Point, radiusMetres: number): Promise<Near[]> {
  if (!loaded) await refreshIndex();
  const { tree, stores } = loaded ?? { tree: new KDBush(0).finish(), stores: [] };
  // The index measures with a slightly smaller earth; it only proposes, our own distance decides.
  const wideKm = Math.min((radiusMetres * 1.01 + 10) / 1000, HALF_THE_WORLD_KM);
  return around(tree, point.longitude, point.latitude, Infinity, wideKm)
    .flatMap((i) => stores[i] ?? [])
    .map((store) => ({ store, distanceMetres: distanceMetres(point, store) }))
    .filter((near) => near.distanceMetres <= radiusMetres)
    .sort((a, b) => a.distanceMetres - b.distanceMetres || (a.store.storeId < b.store.storeId ? -1 : 1));
}
