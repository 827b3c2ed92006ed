import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { config } from '../../config';
import type { Ctx } from '../../kernel/context';
import * as inventory from '../inventory';
import * as stores from '../stores';
import { missingFrom, noPickupReason } from './choose.rules';

type Find = Contracts['routing.findNearbyStores'];

/** Every store in reach with what it lacks, and delivery from the warehouse. One search and one stock query, however many stores. */
export async function findNearbyStores(ctx: Ctx, { point, lines }: Parsed<Find>): Promise<Answer<Find>> {
  const { PICKUP_RADIUS_METRES: radiusMetres, DELIVERY_FREIGHT_FEN: freightFen } = config();
  const near = await stores.findWithin(ctx, point, radiusMetres);
  const locations = [inventory.WAREHOUSE, ...near.map(({ store }) => store.storeId)];
  const stock =
    lines.length === 0
      ? new Map<string, Map<string, number>>()
      : await inventory.availableAt(ctx, locations, [...new Set(lines.map((line) => line.skuId))]);
  const missingAt = (locationId: string) => missingFrom(stock.get(locationId) ?? new Map(), lines);
  const missing = missingAt(inventory.WAREHOUSE);
  return {
    radiusMetres,
    stores: near.map(({ store, distanceMetres }) => {
      const missingHere = missingAt(store.storeId);
      return {
        ...stores.presentStore(ctx, store),
        distanceMetres: Math.round(distanceMetres),
        hasEverything: missingHere.length === 0,
        missing: missingHere,
      };
    }),
    delivery: {
      available: missing.length === 0,
      reason: noPickupReason(near.length, radiusMetres, missing.length === 0),
      freightFen,
      missing,
    },
  };
}
