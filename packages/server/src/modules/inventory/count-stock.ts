import type { Ctx } from '../../kernel/context';
import { refuseInsideTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import { log } from '../../kernel/log';
import { moveOnce, TRIES } from './move-stock';
import { applyMovement, changeSafety, findStock, insertStock, postMovements } from './stock.model';
import { emptyStock, movement, recounted, stockId } from './stock.rules';
import type { HoldLine, Stock } from './stock.rules';

export type StockCount = { locationId: string; skuId: string; onHand: number; safety?: number };

/**
 * What was counted is the truth, even when more was promised than is there: then nothing is sold until it is put right.
 * The difference goes into the ledger. `safety` absent: as it was. Refuses: BUSY when pieces never stop moving.
 * For people, who take time to count, there are count tasks: this one is right only for a number that is true now.
 */
export async function setOnHand(ctx: Ctx, input: StockCount): Promise<void> {
  refuseInsideTransaction('inventory.setOnHand');
  if (!Number.isSafeInteger(input.onHand) || input.onHand < 0)
    throw new Error('onHand is a whole number ≥ 0');
  const ref = newId();
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const counted = await countOnce(ctx, input, ref);
    if (!counted) continue;
    await postMovements(counted);
    warnIfShort(ctx, counted);
    return;
  }
  throw new AppError('BUSY');
}

/** Somebody paid for goods that are not there: people have to know. */
export function warnIfShort(ctx: Ctx, stock: Stock): void {
  if (stock.held > stock.onHand)
    log.warn({ traceId: ctx.traceId, stock: stock._id, held: stock.held }, 'more promised than counted');
}

async function countOnce(ctx: Ctx, input: StockCount, ref: string): Promise<Stock | null> {
  const { locationId, skuId, onHand, safety } = input;
  const id = stockId(locationId, skuId);
  const seen = await findStock(id);
  const change = recounted(seen ?? emptyStock(locationId, skuId), onHand);
  const by = movement({ locationId, skuId, ...change, reason: 'counted', ref, at: ctx.now });
  if (!seen) {
    const stock = { ...emptyStock(locationId, skuId), onHand, safety: safety ?? 0 };
    const first = { ...stock, moved: onHand === 0 ? 0 : 1, unposted: onHand === 0 ? [] : [by] };
    return (await insertStock(first)) ? first : null;
  }
  if (change.quantity !== 0)
    return applyMovement(id, by, {
      where: { moved: seen.moved ?? 0 },
      ...(safety === undefined ? {} : { set: { safety } }),
    });
  if (safety !== undefined && safety !== seen.safety) await changeSafety(id, { safety, channels: {} });
  return seen;
}

export type ReturnCondition = 'sellable' | 'damaged';

/**
 * Goods come back into the house: once per `ref`, which names the return. Damaged ones are on hand and set aside, not for sale,
 * until somebody writes them off.
 */
export async function putBack(
  ctx: Ctx,
  input: { ref: string; locationId: string; lines: HoldLine[]; condition?: ReturnCondition },
): Promise<void> {
  refuseInsideTransaction('inventory.putBack');
  const { ref, locationId, condition } = input;
  await Promise.all(
    input.lines.map(({ skuId, quantity }) => {
      const setAside = condition === 'damaged' ? { unsellable: quantity } : {};
      const came = {
        locationId,
        skuId,
        quantity,
        ...setAside,
        reason: 'returned',
        ref,
        at: ctx.now,
      } as const;
      const by = movement(came);
      return moveOnce({ locationId, skuId, movementId: by._id }, () => ({ by }));
    }),
  );
}
