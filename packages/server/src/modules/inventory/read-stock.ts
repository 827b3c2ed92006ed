import type { SalesChannel } from '@omni/shared/contracts/common';
import type { Ctx } from '../../kernel/context';
import { findReturned } from './ledger.model';
import { findStocks } from './stock.model';
import { sellable } from './stock.rules';

/** What a channel can sell now: location → SKU → pieces (never negative). Every pair that was asked for is there. */
export async function availableAt(
  ...[_ctx, locationIds, skuIds, channel = 'mini_program']: [Ctx, string[], string[], SalesChannel?]
): Promise<Map<string, Map<string, number>>> {
  const none = () => new Map(skuIds.map((skuId) => [skuId, 0]));
  const found = new Map(locationIds.map((locationId) => [locationId, none()]));
  for (const stock of await findStocks(locationIds, skuIds))
    found.get(stock.locationId)?.set(stock.skuId, sellable(stock, channel));
  return found;
}

/** The same, where the location has a row for the SKU: what it never carried is absent, what is sold out is 0. */
export async function carriedAt(
  ...[_ctx, locationIds, skuIds, channel = 'mini_program']: [Ctx, string[], string[], SalesChannel?]
): Promise<Map<string, Map<string, number>>> {
  const found = new Map(locationIds.map((locationId) => [locationId, new Map<string, number>()]));
  for (const stock of await findStocks(locationIds, skuIds))
    found.get(stock.locationId)?.set(stock.skuId, sellable(stock, channel));
  return found;
}

/** What was put back under this ref: pieces by location and SKU. */
export const returnedUnder = async (
  _ctx: Ctx,
  ref: string,
): Promise<{ locationId: string; skuId: string; quantity: number }[]> =>
  (await findReturned(ref)).map(({ locationId, skuId, quantity }) => ({ locationId, skuId, quantity }));
