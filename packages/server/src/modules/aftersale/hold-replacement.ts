import type { Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import * as catalog from '../catalog';
import * as inventory from '../inventory';
import type { Hold, HoldLine } from '../inventory';
import type { Order } from '../orders';
import * as stores from '../stores';
import { REPLACEMENT_LEASE_MS } from './aftersale.rules';
import type { Case } from './case.model';

type Input = Parsed<Contracts['aftersale.apply']>;
type Replacement = { skuId: string; valuesText: string };
export type Exchange = {
  storeId: string;
  name: string;
  holdId: string;
  /** By the line they are given for. */
  replacements: Map<number, Replacement>;
  hold: Hold;
};

/** One hold line per SKU, as inventory wants it. */
export function bySku(lines: readonly HoldLine[]): HoldLine[] {
  const pieces = new Map<string, number>();
  for (const { skuId, quantity } of lines) pieces.set(skuId, (pieces.get(skuId) ?? 0) + quantity);
  return [...pieces].map(([skuId, quantity]) => ({ skuId, quantity }));
}

/** SKUs of the same product that cost the same today, the line's own first. */
export async function replacementsFor(ctx: Ctx, line: Order['lines'][number]): Promise<Replacement[]> {
  const [product] = await catalog.findProducts(ctx, [line.productId]);
  const own = product?.skus.find(({ skuId }) => skuId === line.skuId);
  const priceFen = own?.priceFen ?? line.priceFen;
  const same = product?.skus.filter((sku) => sku.priceFen === priceFen && (sku.onSale || sku === own)) ?? [];
  return same
    .sort((a, b) => Number(b === own) - Number(a === own))
    .map((sku) => ({ skuId: sku.skuId, valuesText: catalog.valuesText(sku) }));
}

/**
 * Promises the goods of an exchange in its store. Null when it is none.
 * Refuses: NOT_FOUND (no such store), AFTERSALE_NOT_EXCHANGEABLE, OUT_OF_STOCK.
 */
export async function holdReplacements(ctx: Ctx, order: Order, input: Input): Promise<Exchange | null> {
  if (input.kind !== 'exchange' || input.storeId === undefined) return null;
  const { storeId, name } = await stores.requireStore(ctx, input.storeId);
  const replacements = new Map<number, Replacement>();
  const wanted: HoldLine[] = [];
  for (const { lineNo, quantity, replacementSkuId } of input.lines) {
    const line = order.lines.find((one) => one.lineNo === lineNo);
    const fit = line ? await replacementsFor(ctx, line) : [];
    const chosen = fit.find(({ skuId }) => skuId === replacementSkuId);
    if (!chosen) throw new AppError('AFTERSALE_NOT_EXCHANGEABLE', { lineNo });
    replacements.set(lineNo, chosen);
    wanted.push({ skuId: chosen.skuId, quantity });
  }
  const hold = { holdId: newId(), locationId: storeId, lines: bySku(wanted) };
  await inventory.hold(ctx, { ...hold, until: new Date(ctx.now.getTime() + REPLACEMENT_LEASE_MS) });
  return { storeId, name, holdId: hold.holdId, replacements, hold };
}

export const releaseReplacements = (ctx: Ctx, { hold }: Pick<Exchange, 'hold'>): Promise<void> =>
  inventory.releaseHold(ctx, hold);

/** What a case holds for its exchange; null for other cases. */
export function holdOfCase({ exchange, lines }: Pick<Case, 'exchange' | 'lines'>): Hold | null {
  if (!exchange) return null;
  const wanted = lines.flatMap(({ replacement, quantity }) =>
    replacement ? [{ skuId: replacement.skuId, quantity }] : [],
  );
  return { holdId: exchange.holdId, locationId: exchange.storeId, lines: bySku(wanted) };
}
