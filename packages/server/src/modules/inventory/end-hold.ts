import type { Ctx } from '../../kernel/context';
import { refuseInsideTransaction } from '../../kernel/db';
import { log } from '../../kernel/log';
import { askForCount } from './count-tasks';
import { wasMoved } from './ledger.model';
import { barHold, findStock, freeHold, postMovements, takeHeld, takeUnheld } from './stock.model';
import type { Ending } from './stock.model';
import { endOf, handedOver, stockId } from './stock.rules';
import type { Hold, HoldLine } from './stock.rules';

/** The goods can be sold again. After `takeHold`, or a second time, it changes nothing. */
export async function releaseHold(ctx: Ctx, input: Hold): Promise<void> {
  refuseInsideTransaction('inventory.releaseHold');
  await Promise.all(input.lines.map((line) => releaseLine(ctx, input, line)));
}

async function releaseLine(ctx: Ctx, input: Hold, line: HoldLine): Promise<void> {
  const id = stockId(input.locationId, line.skuId);
  const end: Ending = { holdId: input.holdId, quantity: line.quantity, how: 'released', at: ctx.now };
  if (await freeHold(id, end)) return;
  // Nothing to free: bar the id, so that its hold cannot arrive after this. If it arrived just now, free it after all.
  if (!(await barHold(id, end))) await freeHold(id, end);
}

/**
 * Handed over or shipped: the goods leave the house, once. Goods whose lease was swept leave too, if nobody else was
 * promised them. `taken: false`: the hold had been released, or the count is wrong; the log says which.
 */
export async function takeHold(ctx: Ctx, input: Hold): Promise<{ taken: boolean }> {
  refuseInsideTransaction('inventory.takeHold');
  const taken = await Promise.all(input.lines.map((line) => takeLine(ctx, input, line)));
  return { taken: !taken.includes(false) };
}

const LOOKS = 3;

async function takeLine(ctx: Ctx, input: Hold, line: HoldLine): Promise<boolean> {
  const id = stockId(input.locationId, line.skuId);
  const end: Ending = { holdId: input.holdId, quantity: line.quantity, how: 'taken', at: ctx.now };
  const went = handedOver(input, line, ctx.now);
  let how: ReturnType<typeof endOf> = null;
  // A hold can be kept again between the two updates; then the first one finds it on the next look.
  for (let look = 0; look < LOOKS; look += 1) {
    const held = await takeHeld(id, end, went);
    // The ledger remembers for ever; the document only for an hour.
    if (!held && (await wasMoved(went._id))) return true;
    const stock = held ?? (await takeUnheld(id, end, went));
    if (stock) {
      await postMovements(stock);
      return true;
    }
    const now = await findStock(id);
    how = now && endOf(now, input.holdId);
    if (how === 'taken') return true;
  }
  log.error(
    { traceId: ctx.traceId, stock: id, holdId: input.holdId, end: how },
    'goods left without a promise',
  );
  const { locationId } = input;
  if (how !== 'released')
    await askForCount(ctx, { locationId, skuId: line.skuId, why: 'not_found', ref: went._id });
  return false;
}

/** Whether the ledger says that all these goods left the house under this promise. For checks. */
export async function wasTaken(ctx: Ctx, input: Hold): Promise<boolean> {
  for (const line of input.lines) if (!(await wasMoved(handedOver(input, line, ctx.now)._id))) return false;
  return true;
}
