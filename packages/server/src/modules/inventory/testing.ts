import { newId } from '../../kernel/ids';
import type { Ctx } from '../../kernel/context';
import { setOnHand } from './count-stock';
import { findStock, ledgerSum } from './stock.model';
import { stockId } from './stock.rules';
import type { HoldLine, Stock } from './stock.rules';

/** A SKU of its own in a store of its own, so that tests do not meet. */
export async function aStock(
  ctx: Ctx,
  given: { onHand: number; safety?: number; locationId?: string },
): Promise<{ locationId: string; skuId: string; lines: (quantity?: number) => HoldLine[] }> {
  const locationId = given.locationId ?? `S-${newId()}`;
  const skuId = `K-${newId()}`;
  await setOnHand(ctx, { ...given, locationId, skuId });
  return { locationId, skuId, lines: (quantity = 1) => [{ skuId, quantity }] };
}

export async function readStock(locationId: string, skuId: string): Promise<Stock> {
  const stock = await findStock(stockId(locationId, skuId));
  if (!stock) throw new Error(`no stock of ${skuId} at ${locationId}`);
  return stock;
}

/** Every way in which the books of this SKU do not add up; empty when they do. */
export async function bookkeepingErrors(locationId: string, skuId: string): Promise<string[]> {
  const stock = await readStock(locationId, skuId);
  const promised = stock.holds.reduce((sum, hold) => sum + hold.quantity, 0);
  const ledger = await ledgerSum(stock._id);
  return [
    ...(stock.held === promised ? [] : [`held ${stock.held}, holds ${promised}`]),
    ...(stock.held >= 0 ? [] : [`held ${stock.held}`]),
    ...(stock.held <= stock.onHand ? [] : [`held ${stock.held} of ${stock.onHand}`]),
    ...(ledger === stock.onHand ? [] : [`ledger ${ledger}, on hand ${stock.onHand}`]),
    ...(stock.unposted.length === 0 ? [] : [`${stock.unposted.length} movements not posted`]),
  ];
}
