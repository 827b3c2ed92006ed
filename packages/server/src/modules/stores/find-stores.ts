import type { Point } from '@omni/shared/geo';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { closingAt, nextOpening, openingAt } from './hours.rules';
import type { Opening } from './hours.rules';
import { findNear, findReaching, peek } from './store-index';
import type { Near } from './store-index';
import { FITTING_ROOMS, findByIds, findStore } from './store.model';
import type { RoutingFacts, Store, StoreStatus } from './store.model';

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

type Openable = Opening & { status: StoreStatus };

const isOut = ({ outage }: Openable, at: Date): boolean => !!outage && outage.until > at;

/** Takes orders at this moment: weekly hours, special days, public holidays, outages and the status say so. */
export const isOpen = (store: Openable, at: Date): boolean =>
  store.status === 'open' && !isOut(store, at) && openingAt(store, at) !== null;

/** The first moment from `at` on at which the store is open, `at` itself if it is; null: not within two weeks. */
export function nextOpeningAt(store: Openable, at: Date): Date | null {
  if (store.status !== 'open') return null;
  const from = store.outage && isOut(store, at) ? store.outage.until : at;
  if (openingAt(store, from)) return from;
  return nextOpening(store, from)?.at ?? null;
}

/** When the opening that covers this moment ends, whatever outage there is; null when shut by its hours. */
export const closesAt = (store: Openable, at: Date): Date | null => closingAt(store, at);

/** How orders reach a store, with what was never told filled in. */
export const routingOf = (store: Store): RoutingFacts => ({
  radiusMetres: store.radiusMetres ?? null,
  area: store.area ?? null,
  capacityPerHour: store.capacityPerHour ?? null,
  offersPickup: store.offersPickup ?? true,
  shipsOrders: store.shipsOrders ?? false,
  prepMinutes: store.prepMinutes ?? 30,
  fittingRooms: store.fittingRooms ?? FITTING_ROOMS,
});

/** Stores within the radius (inclusive) of a GCJ-02 point, nearest first; from this process's index. */
export const findWithin = (_ctx: Ctx, point: Point, radiusMetres: number): Promise<Near[]> =>
  findNear(point, radiusMetres);

/**
 * Stores at most `radiusMetres` away, and those further away whose own radius or area reaches the point; nearest first.
 * One with a smaller reach of its own is among them too: whether it serves the point is for the caller to say.
 */
export const findServing = (_ctx: Ctx, point: Point, radiusMetres: number): Promise<Near[]> =>
  findReaching(point, radiusMetres);

/** The store as this process's index has it, moments old at the most; else from the database, closed for good or not. */
export const recallStore = async (_ctx: Ctx, storeId: string): Promise<Store | null> =>
  peek(storeId) ?? findStore(storeId);
