import type { Ctx } from '../../kernel/context';
import { refuseInsideTransaction } from '../../kernel/db';
import { releaseHold } from './end-hold';
import { wasMoved } from './ledger.model';
import { findStock, makeHoldLasting, retakeHold } from './stock.model';
import { endOf, handedOver, stockId } from './stock.rules';
import type { Hold, HoldLine } from './stock.rules';

/**
 * Paid: the promise no longer runs out. What a sweep gave back meanwhile is promised again if it is still there.
 * `kept: false` means nothing of this hold is promised any more, and that stays so.
 */
export async function keepHold(ctx: Ctx, input: Hold): Promise<{ kept: boolean }> {
  refuseInsideTransaction('inventory.keepHold');
  const kept = await Promise.all(input.lines.map((line) => keepLine(ctx, input, line)));
  if (!kept.includes(false)) return { kept: true };
  await releaseHold(ctx, input);
  return { kept: false };
}

async function keepLine(ctx: Ctx, input: Hold, line: HoldLine): Promise<boolean> {
  const id = stockId(input.locationId, line.skuId);
  if (await makeHoldLasting(id, input.holdId, line.quantity)) return true;
  const stock = await findStock(id);
  if (!stock) return false;
  if (endOf(stock, input.holdId) === 'taken' || (await wasMoved(handedOver(input, line, ctx.now)._id)))
    return true;
  if (await retakeHold(id, input.holdId, line.quantity)) return true;
  return makeHoldLasting(id, input.holdId, line.quantity);
}
