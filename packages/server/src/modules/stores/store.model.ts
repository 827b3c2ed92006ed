import { isDeepStrictEqual } from 'node:util';
import type { Point } from '@omni/shared/geo';
import { Schema, model } from 'mongoose';
import { findPlain, inTransaction } from '../../kernel/db';
import type { Opening } from './hours.rules';

/** What a store is taken to have until somebody says otherwise. */
export const FITTING_ROOMS = 2;

/** How orders reach a store. Absent in older documents: see `routingOf`. */
export type RoutingFacts = {
  radiusMetres: number | null;
  area: Point[] | null;
  capacityPerHour: number | null;
  offersPickup: boolean;
  shipsOrders: boolean;
  prepMinutes: number;
  fittingRooms: number;
};
export type StoreStatus = 'open' | 'temporarily_closed' | 'closed_down';
/** A store as we keep it; its point is GCJ-02, whatever it was handed in as. */
export type Store = Point &
  Opening &
  Partial<RoutingFacts> & {
    storeId: string;
    name: string;
    city: string;
    address: string;
    phone: string | null;
    status: StoreStatus;
    /** Who told us of it: `seed`, `import`, ... */
    source: string;
  };
type StoreDoc = Omit<Store, 'storeId'> & { _id: string; updatedAt: Date };

const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;
const Stores = model(
  'store',
  new Schema<StoreDoc>(
    {
      _id: text,
      name: text,
      city: { type: String, default: '' },
      address: { type: String, default: '' },
      phone: { type: String, default: null },
      latitude: number,
      longitude: number,
      hours: { type: Schema.Types.Mixed, required: true },
      // Mixed, so that a fact nobody gave stays absent and the same store compares as unchanged.
      specialDays: Schema.Types.Mixed,
      holidayHours: Schema.Types.Mixed,
      outage: Schema.Types.Mixed,
      area: Schema.Types.Mixed,
      radiusMetres: Number,
      capacityPerHour: Number,
      offersPickup: Boolean,
      shipsOrders: Boolean,
      prepMinutes: Number,
      fittingRooms: Number,
      status: text,
      source: text,
      updatedAt: { type: Date, required: true },
    },
    { versionKey: false },
  ),
  'stores',
);

/** Counts every change of any store, so that a process sees by one small read whether its index is behind. */
const Revisions = model(
  'storeRevision',
  new Schema<{ _id: string; revision: number }>({ _id: text, revision: number }, { versionKey: false }),
  'store_revisions',
);
const ALL_STORES = 'stores';
const BATCH = 500;

const fromDoc = ({ _id, updatedAt: _at, ...rest }: StoreDoc): Store => ({ storeId: _id, ...rest });

export async function readRevision(): Promise<number> {
  const doc = await Revisions.findById(ALL_STORES).lean();
  return doc?.revision ?? 0;
}

export async function findStore(storeId: string): Promise<Store | null> {
  const doc = await findPlain<StoreDoc>(Stores, { _id: storeId });
  return doc && fromDoc(doc);
}

export const findByIds = async (storeIds: string[]): Promise<Store[]> =>
  (await Stores.find({ _id: { $in: storeIds } }).lean<StoreDoc[]>()).map(fromDoc);

/** Everything a shopper may be shown: stores that are closed for good are left out. */
export const listVisible = async (): Promise<Store[]> =>
  (await Stores.find({ status: { $ne: 'closed_down' } }).lean<StoreDoc[]>()).map(fromDoc);

export type Change = 'added' | 'changed' | 'unchanged';

/** What writing these would do to each, by id. */
export async function compareStores(stores: Store[]): Promise<Map<string, Change>> {
  const before = new Map((await findByIds(stores.map((s) => s.storeId))).map((s) => [s.storeId, s]));
  return new Map(
    stores.map((store) => {
      const old = before.get(store.storeId);
      return [store.storeId, !old ? 'added' : isDeepStrictEqual(old, store) ? 'unchanged' : 'changed'];
    }),
  );
}

/** Changes these facts of a store and counts the revision up with them. False: there is no such store. */
export const changeStore = (storeId: string, facts: Partial<Store>, at: Date): Promise<boolean> =>
  inTransaction(async () => {
    const { storeId: _id, ...set } = facts;
    const { matchedCount } = await Stores.updateOne({ _id: storeId }, { $set: { ...set, updatedAt: at } });
    if (matchedCount === 0) return false;
    await Revisions.updateOne({ _id: ALL_STORES }, { $inc: { revision: 1 } }, { upsert: true });
    return true;
  });

/** Writes those that differ, and counts the revision up with them. Answers whether anything differed. */
export async function putStores(stores: Store[], at: Date): Promise<boolean> {
  const changes = await compareStores(stores);
  const differing = stores.filter((store) => changes.get(store.storeId) !== 'unchanged');
  for (let start = 0; start < differing.length; start += BATCH) {
    const batch = differing.slice(start, start + BATCH);
    await inTransaction(async () => {
      await Stores.bulkWrite(
        batch.map(({ storeId, ...rest }) => ({
          replaceOne: {
            filter: { _id: storeId },
            replacement: { _id: storeId, ...rest, updatedAt: at },
            upsert: true,
          },
        })),
      );
      await Revisions.updateOne({ _id: ALL_STORES }, { $inc: { revision: 1 } }, { upsert: true });
    });
  }
  return differing.length > 0;
}
