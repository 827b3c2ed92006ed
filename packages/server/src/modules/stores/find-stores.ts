import type { Point } from '@omni/shared/geo';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { openingAt } from './hours.rules';
import { findNear } from './store-index';
import type { Near } from './store-index';
import { findByIds, findStore } from './store.model';
import type { Store } from './store.model';

/** The store, open or not; one that closed for good is no store any more. Refuses: NOT_FOUND. */
export async function requireStore(_ctx: Ctx, storeId: string): Promise<Store> {
  const store = await findStore(storeId);
  if (!store || store.status === 'closed_down') throw new AppError('NOT_FOUND');
  return store;
}

/** Those that exist, closed for good or not, in the order asked for: old orders still name their store. */
export async function findStores(_ctx: Ctx, storeIds: string[]): Promise<Store[]> {
  const byId = new Map((await findByIds(storeIds)).map((store) => [store.storeId, store]));
  return storeIds.flatMap((storeId) => byId.get(storeId) ?? []);
}

export const isOpen = (store: Pick<Store, 'hours' | 'status'>, at: Date): boolean =>
  store.status === 'open' && openingAt(store.hours, at) !== null;

/** Stores within the radius (inclusive) of a GCJ-02 point, nearest first; from this process's index. */
export const findWithin = (_ctx: Ctx, point: Point, radiusMetres: number): Promise<Near[]> =>
  findNear(point, radiusMetres);
