import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { config } from '../../config';
import type { Ctx } from '../../kernel/context';
import * as inventory from '../inventory';
import * as stores from '../stores';
import { dropOf, mergeLines } from './candidate.rules';
import type { Drop, Wanted } from './candidate.rules';
import { missingFrom, noPickupReason } from './choose.rules';
import { dropText } from './explain.rules';
import { candidatesOf, loadsOf } from './look-around';
import { policyInForce } from './manage-policy';

type Find = Contracts['routing.findNearbyStores'];
type Found = Answer<Find>['stores'][number];

/**
 * Every store that serves the point, with what it lacks and why an order placed now would not be taken there, and delivery from
 * the warehouse. One search and one stock query, however many stores; a second query only where stores have a capacity.
 */
export async function findNearbyStores(ctx: Ctx, { point, lines }: Parsed<Find>): Promise<Answer<Find>> {
  const { policy: saved } = await policyInForce();
  const { radiusMetres } = saved;
  // Checkout refuses a store that is shut now, whatever it promises for later.
  const policy = { ...saved, promiseMinutes: 0 };
  const wanted: Wanted = { ...ANYONE, lines: mergeLines(lines) };
  const near = (await stores.findServing(ctx, point, radiusMetres)).filter(
    ({ store, distanceMetres }) => distanceMetres <= radiusMetres || reachesOut(store, distanceMetres),
  );
  const skuIds = wanted.lines.map(({ skuId }) => skuId);
  const locations = [inventory.WAREHOUSE, ...near.map(({ store }) => store.storeId)];
  const [stock, loads] = await Promise.all([
    lines.length === 0 ? NO_STOCK : inventory.carriedAt(ctx, locations, skuIds),
    loadsOf(ctx, near, policy),
  ]);
  const candidates = candidatesOf(near, wanted, {
    at: ctx.now,
    point,
    stockOf: (storeId) => stock.get(storeId),
    loadOf: (storeId) => loads.get(storeId),
  });
  const found = near.flatMap((one, i): Found[] => {
    const candidate = candidates[i];
    if (!candidate || (one.distanceMetres > radiusMetres && candidate.inArea === false)) return [];
    const drop = dropOf(candidate, wanted, policy);
    return [
      present(ctx, one, { drop, missing: missingFrom(stock.get(one.store.storeId) ?? NOTHING, lines) }),
    ];
  });
  const missing = missingFrom(stock.get(inventory.WAREHOUSE) ?? NOTHING, lines);
  const reason = noPickupReason(found.length, radiusMetres, missing.length === 0);
  const freightFen = config().DELIVERY_FREIGHT_FEN;
  const delivery = { available: missing.length === 0, reason, freightFen, missing };
  return { radiusMetres, stores: found, delivery };
}

const ANYONE: Omit<Wanted, 'lines'> = {
  fulfilment: 'pickup',
  chosenStoreId: null,
  guideStoreId: null,
  excluded: [],
};
const NOTHING: ReadonlyMap<string, number> = new Map();
const NO_STOCK: Map<string, Map<string, number>> = new Map();

/** Beyond the usual radius a store is of interest only if it serves that far itself. */
const reachesOut = (store: stores.Store, distanceMetres: number): boolean => {
  const { area, radiusMetres } = stores.routingOf(store);
  return area !== null || (radiusMetres !== null && distanceMetres <= radiusMetres);
};

const present = (
  ctx: Ctx,
  { store, distanceMetres }: stores.Near,
  { drop, missing }: { drop: Drop | null; missing: Found['missing'] },
): Found => ({
  ...stores.presentStore(ctx, store),
  distanceMetres: Math.round(distanceMetres),
  hasEverything: missing.length === 0,
  missing,
  offered: drop === null,
  notOffered: drop && { filter: drop.filter, reason: drop.reason, text: offerText(ctx, store, drop) },
});

/** Shoppers read when the store opens, not how long that is. */
const offerText = (ctx: Ctx, store: stores.Store, drop: Drop): string =>
  drop.reason === 'SHUT' ? stores.hoursText({ ...store, outage: null }, ctx.now) : dropText(drop);
