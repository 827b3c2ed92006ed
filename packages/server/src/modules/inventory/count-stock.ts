import type { Ctx } from '../../kernel/context';
import { refuseInsideTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import { log } from '../../kernel/log';
import { addReturned, findStock, insertStock, postMovements, recount, wasMoved } from './stock.model';
import { emptyStock, movement, stockId } from './stock.rules';
import type { HoldLine, Stock } from './stock.rules';

export type StockCount = { locationId: string; skuId: string; onHand: number; safety?: number };

/** Each try that fails means that somebody else's change went through. */
const TRIES = 100;

/**
 * What was counted is the truth, even when more was promised than is there: then nothing is sold until it is put right.
 * The difference goes into the ledger. `safety` absent: as it was. Refuses: BUSY when sales never pause long enough.
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
    if (counted.held > counted.onHand)
      log.warn(
        { traceId: ctx.traceId, stock: counted._id, held: counted.held },
        'more promised than counted',
      );
    return;
  }
  throw new AppError('BUSY');
}

async function countOnce(ctx: Ctx, input: StockCount, ref: string): Promise<Stock | null> {
  const { locationId, skuId, onHand } = input;
  const id = stockId(locationId, skuId);
  const before = await findStock(id);
  const by = movement({
    locationId,
    skuId,
    quantity: onHand - (before?.onHand ?? 0),
    reason: 'counted',
    ref,
    at: ctx.now,
  });
  if (before) return recount(id, before.onHand, { onHand, safety: input.safety ?? before.safety, by });
  const unposted = onHand === 0 ? [] : [by];
  const stock = { ...emptyStock(locationId, skuId), onHand, safety: input.safety ?? 0, unposted };
  return (await insertStock(stock)) ? stock : null;
}

/** Sold goods come back on the shelf: once per `ref`, which names the return. */
export async function putBack(
  ctx: Ctx,
  input: { ref: string; locationId: string; lines: HoldLine[] },
): Promise<void> {
  refuseInsideTransaction('inventory.putBack');
  await Promise.all(input.lines.map((line) => putLineBack(ctx, input, line)));
}

async function putLineBack(
  ctx: Ctx,
  input: { ref: string; locationId: string },
  { skuId, quantity }: HoldLine,
): Promise<void> {
  const { locationId, ref } = input;
  const id = stockId(locationId, skuId);
  const came = movement({ locationId, skuId, quantity, reason: 'returned', ref, at: ctx.now });
  if (await wasMoved(came._id)) return;
  const known = await addReturned(id, came);
  const isNew = !known && (await insertStock(emptyStock(locationId, skuId)));
  const stock = isNew ? await addReturned(id, came) : known;
  if (stock) await postMovements(stock);
}
