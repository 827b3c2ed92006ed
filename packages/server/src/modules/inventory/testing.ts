import { systemCtx } from '../../kernel/context';
import type { Ctx } from '../../kernel/context';
import { newId } from '../../kernel/ids';
import * as catalog from '../catalog';
import { aProduct } from '../catalog/testing';
import { errorsOfStock } from './check-integrity';
import { setOnHand } from './count-stock';
import { findStock } from './stock.model';
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

/** A SKU of the catalogue that nobody else uses, for everything that staff and imports do. */
export async function aKnownSku(ctx: Ctx, title = '测试衬衫'): Promise<string> {
  const product = aProduct({ productId: `P-${newId().slice(8)}`, title, prices: [19_900] });
  await catalog.saveProduct(ctx, product);
  return product.skus[0]?.skuId ?? '';
}

export async function readStock(locationId: string, skuId: string): Promise<Stock> {
  const stock = await findStock(stockId(locationId, skuId));
  if (!stock) throw new Error(`no stock of ${skuId} at ${locationId}`);
  return stock;
}

/** Every way in which the books of this SKU do not add up, or are not finished; empty when they do. */
export async function bookkeepingErrors(locationId: string, skuId: string): Promise<string[]> {
  const stock = await readStock(locationId, skuId);
  const errors = await errorsOfStock(systemCtx('test'), stock);
  return [
    ...errors.map(({ problem, detail }) => `${problem}: ${detail}`),
    ...(stock.unposted.length === 0 ? [] : [`${stock.unposted.length} movements not posted`]),
  ];
}
