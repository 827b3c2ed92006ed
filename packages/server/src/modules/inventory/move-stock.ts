import { AppError } from '../../kernel/errors';
import { findMovement } from './ledger.model';
import { applyMovement, findStock, insertStock, postMovements } from './stock.model';
import type { MoveGuard } from './stock.model';
import { emptyStock, stockId } from './stock.rules';
import type { Movement, Stock } from './stock.rules';

/** What to do, decided on what was seen; it may refuse by throwing. */
export type Move = { by: Movement; where?: MoveGuard };
export type Target = { locationId: string; skuId: string; movementId: string };

/** Each try that fails means that somebody else's change went through. */
export const TRIES = 100;

/**
 * Makes one movement, once for ever per movement id, also for stock that had no document yet. `plan` is asked again whenever
 * something came between the look and the update. `made: false`: an earlier call did it. Refuses: BUSY, and what `plan` refuses.
 */
export async function moveOnce(
  { locationId, skuId, movementId }: Target,
  plan: (seen: Stock) => Move,
): Promise<{ made: boolean; stock: Stock; by: Movement }> {
  const id = stockId(locationId, skuId);
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const seen = await findStock(id);
    // Looked at after the document: a movement leaves the document only when the ledger has it.
    const carried = seen?.unposted.find(({ _id }) => _id === movementId);
    const before = carried ?? (await findMovement(movementId));
    if (before) return { made: false, stock: seen ?? emptyStock(locationId, skuId), by: before };
    const { by, where } = plan(seen ?? emptyStock(locationId, skuId));
    if (!seen) await insertStock(emptyStock(locationId, skuId));
    const stock = await applyMovement(id, by, where ? { where } : {});
    if (!stock) continue;
    await postMovements(stock);
    return { made: true, stock, by };
  }
  throw new AppError('BUSY');
}
