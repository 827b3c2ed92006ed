import { distanceMetres } from '@omni/shared/geo';
import type { Point } from '@omni/shared/geo';
import { read, write } from '../platform/storage';
import { locate } from '../platform/wechat';
import type { Located } from '../platform/wechat';
import { call } from './client';
import { createState, useShared } from './state';

export type ChosenStore = {
  storeId: string;
  name: string;
  address: string;
  hoursText: string;
  openNow: boolean;
  distanceMetres: number | null;
  /** How it came to be chosen: by being nearest, by a scanned code, or by hand. */
  by: 'nearest' | 'scan' | 'hand';
};
type StoreFacts = Omit<ChosenStore, 'by' | 'distanceMetres'> &
  Point & { distanceMetres?: number | undefined };

const chosen = createState<ChosenStore | null>(null, 'store');
/** Where the shopper last was, for distances; kept in memory only. */
const here = createState<Point | null>(null);

/** True once it is clear whether this phone says where it is, or that took too long: then the first screen asks, once. */
export const placeSettled = createState(false);
const PLACE_WITHIN_MS = 1500;

export const useStore = (): ChosenStore | null => useShared(chosen);
export const currentStore = (): ChosenStore | null => chosen.get();
export const usePlace = (): Point | null => useShared(here);
export const setPlace = (point: Point): void => here.set(point);
export const forgetStore = (): void => chosen.set(null);

export function chooseStore(store: StoreFacts, by: ChosenStore['by']): ChosenStore {
  const point = here.get();
  const metres = store.distanceMetres ?? (point === null ? null : Math.round(distanceMetres(point, store)));
  const { storeId, name, address, hoursText, openNow } = store;
  const next = { storeId, name, address, hoursText, openNow, distanceMetres: metres, by };
  chosen.set(next);
  return next;
}

/** Asks WeChat where the shopper is. Granted once, later starts may ask without a word. */
export async function findPlace(): Promise<Located> {
  const located = await locate();
  write('location-granted', located.ok);
  if (located.ok) here.set(located.point);
  return located;
}

export type NearestOutcome = 'chosen' | 'none' | 'refused' | 'failed';

/** Chooses the nearest open store within the pickup radius. */
export async function chooseNearest(): Promise<NearestOutcome> {
  const located = await findPlace();
  if (!located.ok) return 'refused';
  const result = await call('routing.findNearbyStores', { point: located.point });
  if (!result.ok) return 'failed';
  const [nearest] = [...result.data.stores.filter((store) => store.openNow), ...result.data.stores];
  if (!nearest) return 'none';
  chooseStore(nearest, 'nearest');
  return 'chosen';
}

/** The first screen is of this store now: the nearest if none was chosen otherwise, else the chosen one with fresh facts. */
export function noteHomeStore(store: StoreFacts): void {
  const held = chosen.get();
  if (held === null || held.by === 'nearest') chooseStore(store, 'nearest');
  else if (held.storeId === store.storeId) chooseStore(store, held.by);
}

/**
 * At start: where location was granted before and nobody chose by hand, follow the shopper. On the first screen finding the place is
 * enough: its answer names the nearest store.
 */
export async function followShopper({ atHome }: { atHome: boolean }): Promise<void> {
  const by = chosen.get()?.by;
  if (read<boolean>('location-granted') === true && (by === undefined || by === 'nearest')) {
    const late = setTimeout(() => placeSettled.set(true), PLACE_WITHIN_MS);
    await (atHome ? findPlace() : chooseNearest());
    clearTimeout(late);
  }
  placeSettled.set(true);
}
