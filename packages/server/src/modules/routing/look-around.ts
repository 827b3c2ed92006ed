import type { SalesChannel } from '@omni/shared/contracts/common';
import { distanceMetres } from '@omni/shared/geo';
import type { Point } from '@omni/shared/geo';
import type { Ctx } from '../../kernel/context';
import * as inventory from '../inventory';
import * as stores from '../stores';
import type { Candidate, Policy, Wanted } from './candidate.rules';
import type { Line } from './choose.rules';
import { limitOf } from './capacity.rules';
import { slotIdOf, slotTimeOf } from './offer-lease';
import { usedOf } from './slot.model';
import { reducedShares } from './standings';

export type Load = { limit: number | null; used: number };
/** What the world around the stores is like at the moment of a decision. */
export type Surroundings = {
  at: Date;
  /** SKU → pieces; a SKU without a row is absent. */
  stockOf: (storeId: string) => ReadonlyMap<string, number> | undefined;
  loadOf: (storeId: string) => Load | undefined;
};

/** The facts about each store near a point, in the order given. `point` null: distances and areas are left open. */
export function candidatesOf(
  near: readonly stores.Near[],
  wanted: Pick<Wanted, 'lines'>,
  world: Surroundings & { point: { latitude: number; longitude: number } | null },
): Candidate[] {
  const clock = stores.clockOf(world.at);
  const { point } = world;
  return near.map((one) => {
    const { store } = one;
    const { area, radiusMetres, capacityPerHour, offersPickup, shipsOrders, prepMinutes } =
      stores.routingOf(store);
    const stock = world.stockOf(store.storeId);
    const load = world.loadOf(store.storeId);
    const runs = store.status === 'open';
    const open = runs && stores.openingOn(store, clock) !== null;
    return {
      storeId: store.storeId,
      name: store.name,
      distanceMetres: point && one.distanceMetres,
      radiusMetres,
      inArea: area && point ? stores.areaHolds(area, point) : null,
      offersPickup,
      shipsOrders,
      open,
      // Without its outage: that is a filter of its own.
      opensInMinutes: open ? 0 : runs ? stores.minutesToOpening(store, clock) : null,
      prepMinutes,
      outageReason: store.outage && store.outage.until > world.at ? store.outage.reason : null,
      available: wanted.lines.map(({ skuId }) => stock?.get(skuId) ?? null),
      limit: load ? load.limit : capacityPerHour,
      used: load?.used ?? 0,
    };
  });
}

export type Look = {
  point: Point | null;
  wanted: Wanted;
  channel: SalesChannel;
  policy: Policy;
  /** Looked at wherever it lies: the store the customer chose. */
  also: string | null;
};
export type Seen = { candidates: Candidate[]; warehouse: (number | null)[] };

/** Every store that serves the point or lies a little further, and the warehouse, as they are now: three queries in all. */
export async function lookAround(ctx: Ctx, look: Look): Promise<Seen> {
  const near = await nearOf(ctx, look);
  const ids = [inventory.WAREHOUSE, ...near.map(({ store }) => store.storeId)];
  const { lines } = look.wanted;
  const [stock, loads] = await Promise.all([
    inventory.carriedAt(ctx, ids, skuIdsOf(lines), look.channel),
    loadsOf(ctx, near, look.policy),
  ]);
  const candidates = candidatesOf(near, look.wanted, {
    at: ctx.now,
    point: look.point,
    stockOf: (storeId) => stock.get(storeId),
    loadOf: (storeId) => loads.get(storeId),
  });
  const there = stock.get(inventory.WAREHOUSE);
  return { candidates, warehouse: lines.map(({ skuId }) => there?.get(skuId) ?? null) };
}

const skuIdsOf = (lines: Line[]): string[] => [...new Set(lines.map(({ skuId }) => skuId))];

async function nearOf(ctx: Ctx, { point, policy, also }: Look): Promise<stores.Near[]> {
  const wide = Math.max(policy.radiusMetres, policy.lookMetres);
  const near = point ? await stores.findServing(ctx, point, wide) : [];
  if (also === null || near.some(({ store }) => store.storeId === also)) return near;
  const store = await stores.recallStore(ctx, also);
  if (!store) return near;
  return [...near, { store, distanceMetres: point ? distanceMetres(point, store) : 0 }];
}

/** How full each store's slot is: that of the hour in which it would begin. */
export async function loadsOf(
  ctx: Ctx,
  near: readonly stores.Near[],
  policy: Policy,
): Promise<Map<string, Load>> {
  const shares = await reducedShares(ctx);
  const limited = near.flatMap(({ store }) => {
    const limit = limitOf(stores.routingOf(store).capacityPerHour, shares.get(store.storeId), policy);
    return limit === null
      ? []
      : [{ limit, storeId: store.storeId, slotId: slotIdOf(store.storeId, slotTimeOf(store, ctx.now)) }];
  });
  if (limited.length === 0) return new Map();
  const used = await usedOf(limited.map(({ slotId }) => slotId));
  return new Map(
    limited.map(({ storeId, slotId, limit }) => [storeId, { limit, used: used.get(slotId) ?? 0 }]),
  );
}
