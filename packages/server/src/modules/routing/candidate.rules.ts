import type { Drop as DropSchema, RoutingFilter, RoutingPolicy } from '@omni/shared/contracts/routing';
import type { z } from 'zod';
import { missingFrom } from './choose.rules';
import type { Line } from './choose.rules';

export type Policy = z.output<typeof RoutingPolicy>;
export type Filter = z.output<typeof RoutingFilter>;
export type Drop = z.output<typeof DropSchema>;

/** What a decision has to know of the order. Lines are merged by SKU. */
export type Wanted = {
  fulfilment: 'pickup' | 'delivery';
  lines: Line[];
  chosenStoreId: string | null;
  /** The store of the guide the customer is bound to. */
  guideStoreId: string | null;
  /** Places that gave this order back. */
  excluded: string[];
};

/**
 * All that a decision asks about one store, frozen: decided again from it, under whatever rules, nothing else need be known.
 * `available` has one number per line of the order; null: the store never carried that SKU.
 */
export type Candidate = {
  storeId: string;
  name: string;
  /** null: the order has no point. */
  distanceMetres: number | null;
  radiusMetres: number | null;
  inArea: boolean | null;
  offersPickup: boolean;
  shipsOrders: boolean;
  open: boolean;
  /** Minutes until it opens, 0 when open; null: it stays shut. */
  opensInMinutes: number | null;
  prepMinutes: number;
  outageReason: string | null;
  available: (number | null)[];
  /** Orders the slot may hold, and holds; no limit: null. */
  limit: number | null;
  used: number;
};

type Test = (candidate: Candidate, wanted: Wanted, policy: Policy) => Drop | null;

const sells: Test = ({ available }, { lines }) => {
  const i = available.indexOf(null);
  return i < 0 ? null : { filter: 'sells', reason: 'NOT_SOLD', facts: { skuId: lines[i]?.skuId ?? '' } };
};

const service: Test = ({ offersPickup, shipsOrders }, { fulfilment }) => {
  if (fulfilment === 'pickup' ? offersPickup : shipsOrders) return null;
  const reason = fulfilment === 'pickup' ? 'NO_PICKUP' : 'NO_SHIPPING';
  return { filter: 'service', reason, facts: {} };
};

const reach: Test = ({ inArea, distanceMetres, radiusMetres }, _wanted, policy) => {
  if (inArea === true || distanceMetres === null) return null;
  const within = radiusMetres ?? policy.radiusMetres;
  if (inArea === null && distanceMetres <= within) return null;
  const metres = Math.round(distanceMetres * 10) / 10;
  if (inArea === false) return { filter: 'reach', reason: 'OUT_OF_AREA', facts: { distanceMetres: metres } };
  const facts = { distanceMetres: metres, radiusMetres: within };
  return { filter: 'reach', reason: 'OUT_OF_REACH', facts };
};

const hours: Test = ({ open, opensInMinutes, prepMinutes }, _wanted, { promiseMinutes }) => {
  if (open) return null;
  if (opensInMinutes === null) return { filter: 'hours', reason: 'CLOSED_STORE', facts: {} };
  if (opensInMinutes + prepMinutes <= promiseMinutes) return null;
  return { filter: 'hours', reason: 'SHUT', facts: { opensInMinutes, prepMinutes, promiseMinutes } };
};

const stock: Test = ({ available }, { lines }) => {
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i];
    const pieces = available[i] ?? 0;
    if (!line || pieces >= line.quantity) continue;
    const facts = { skuId: line.skuId, wanted: line.quantity, available: pieces };
    return { filter: 'stock', reason: 'OUT_OF_STOCK', facts };
  }
  return null;
};

const capacity: Test = ({ limit, used }) =>
  limit === null || used < limit
    ? null
    : { filter: 'capacity', reason: 'NO_CAPACITY', facts: { used, limit } };

const outage: Test = ({ outageReason }) =>
  outageReason === null ? null : { filter: 'outage', reason: 'OUTAGE', facts: { because: outageReason } };

const rejected: Test = ({ storeId }, { excluded }) =>
  excluded.includes(storeId) ? { filter: 'rejected', reason: 'REJECTED_BEFORE', facts: {} } : null;

/** In the order in which a place is tried; the first that drops it is the reason. */
const FILTERS: readonly Test[] = [sells, service, reach, hours, stock, capacity, outage, rejected];

/** Why this place cannot have the order: the first filter it fails; null when it can. */
export function dropOf(candidate: Candidate, wanted: Wanted, policy: Policy): Drop | null {
  for (const test of FILTERS) {
    const drop = test(candidate, wanted, policy);
    if (drop) return drop;
  }
  return null;
}

/** Whether so much of each line (null: none ever) covers the order. */
export const covers = (available: readonly (number | null)[], lines: readonly Line[]): boolean =>
  lines.every(({ quantity }, i) => (available[i] ?? 0) >= quantity);

/** The same SKU on two lines is wanted in sum. */
export const mergeLines = (lines: readonly Line[]): Line[] =>
  missingFrom(new Map(), [...lines]).map(({ skuId, wanted }) => ({ skuId, quantity: wanted }));
