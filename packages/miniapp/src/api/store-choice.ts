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
type StoreFacts = Omit<ChosenStore, 'by' | 'distanceMetres'> & Point & { distanceMetres?: number };

const chosen = createState<ChosenStore | null>(null, 'store');
/** Where the shopper last was, for distances; kept in memory only. */
const here = createState<Point | null>(null);

export const useStore = (): ChosenStore | null => useShared(chosen);
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

/** At start: where location was granted before and nobody chose by hand, follow the shopper. */
export async function followShopper(): Promise<void> {
  if (read<boolean>('location-granted') !== true) return;
  const by = chosen.get()?.by;
  if (by === undefined || by === 'nearest') await chooseNearest();
}
