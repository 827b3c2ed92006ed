import type { Ctx } from '../../kernel/context';
import { findStocks } from './stock.model';
import { sellable } from './stock.rules';

/** What can be sold now: location → SKU → pieces (never negative). Every pair that was asked for is there. */
export async function availableAt(
  _ctx: Ctx,
  locationIds: string[],
  skuIds: string[],
): Promise<Map<string, Map<string, number>>> {
  const none = () => new Map(skuIds.map((skuId) => [skuId, 0]));
  const found = new Map(locationIds.map((locationId) => [locationId, none()]));
  for (const stock of await findStocks(locationIds, skuIds))
    found.get(stock.locationId)?.set(stock.skuId, sellable(stock));
  return found;
}
