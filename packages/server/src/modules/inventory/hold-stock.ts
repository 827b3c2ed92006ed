import type { SalesChannel } from '@omni/shared/contracts/common';
import type { Ctx } from '../../kernel/context';
import { refuseInsideTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { releaseHold } from './end-hold';
import { addHold, findStock, undoHold } from './stock.model';
import { requireDistinct, sellable, stockId } from './stock.rules';
import type { Hold, HoldLine } from './stock.rules';

type Missing = { skuId: string; wanted: number; available: number };
type LineOutcome = 'held' | 'already held' | 'spent' | Missing;

/** Without a channel: the mini-program. */
export type NewHold = Hold & { until: Date; channel?: SalesChannel };

/**
 * Promises all lines until `until`, or none, of what this channel may sell. The same id again while it holds changes nothing.
 * Refuses: OUT_OF_STOCK with `missing`; BUSY when this id was released or swept before (hold again under a new id).
 */
export async function hold(ctx: Ctx, input: NewHold): Promise<void> {
  refuseInsideTransaction('inventory.hold');
  requireDistinct(input.lines);
  const outcomes = await Promise.allSettled(input.lines.map((line) => holdLine(input, line)));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) {
    // Whether the write arrived is unknown, so the id is barred too. If even that fails, the lease still runs out.
    await Promise.allSettled([releaseHold(ctx, input)]);
    throw failed.reason;
  }
  const results = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const missing = results.filter((result) => typeof result === 'object');
  if (missing.length === 0 && !results.includes('spent')) return;
  const mine = input.lines.filter((_line, i) => results[i] === 'held');
  await Promise.all(
    mine.map(({ skuId, quantity }) => undoHold(stockId(input.locationId, skuId), input.holdId, quantity)),
  );
  throw missing.length > 0 ? new AppError('OUT_OF_STOCK', { missing }) : new AppError('BUSY');
}

const LOOKS = 3;

async function holdLine(input: NewHold, line: HoldLine): Promise<LineOutcome> {
  const id = stockId(input.locationId, line.skuId);
  const entry = { id: input.holdId, quantity: line.quantity, until: input.until };
  const channel = input.channel ?? 'mini_program';
  let available = 0;
  // Zero matched has several reasons, and goods may come back between the update and the look: then it is worth another try.
  for (let look = 0; look < LOOKS; look += 1) {
    if (await addHold(id, entry, channel)) return 'held';
    const stock = await findStock(id);
    const mine = stock?.holds.find((held) => held.id === input.holdId);
    if (mine && mine.quantity !== line.quantity)
      throw new Error(`hold ${input.holdId} asks for ${line.quantity} and has ${mine.quantity} of ${id}`);
    if (mine) return 'already held';
    if (stock?.ended.some((end) => end.id === input.holdId)) return 'spent';
    available = stock ? sellable(stock, channel) : 0;
    if (available < line.quantity) break;
  }
  return {
    skuId: line.skuId,
    wanted: line.quantity,
    available: Math.min(available, line.quantity - 1),
  };
}
