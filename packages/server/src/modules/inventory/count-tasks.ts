import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { CountWhy } from '@omni/shared/contracts/inventory';
import type { Ctx } from '../../kernel/context';
import { inTransaction, refuseInsideTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import { cutPage, readCursor } from '../../kernel/paging';
import * as catalog from '../catalog';
import * as staff from '../staff';
import { warnIfShort } from './count-stock';
import { closeTask, findTask, listTasks, openTask } from './count-task.model';
import type { CountTask } from './count-task.model';
import { moveOnce } from './move-stock';
import { namesOf, presentCount, presentStock } from './present';
import type { CountTaskView } from './present';
import { requireAtLocation, requireKeeper, requireSku } from './require-keeper';
import { movedBy } from './stock.model';
import { movement, recounted, stockId } from './stock.rules';
import type { Movement } from './stock.rules';

export type CountWish = { locationId: string; skuId: string; why: CountWhy; ref?: string };

/**
 * Asks for a count of one SKU at one location. While one is open it is the same; with a `ref` (the rejection, the hold …) the
 * same news asks once for ever, also after the count.
 */
export async function askForCount(ctx: Ctx, wish: CountWish): Promise<{ countId: string }> {
  return { countId: (await ask(ctx, wish))._id };
}

function ask(ctx: Ctx, wish: CountWish): Promise<CountTask> {
  // A competing insert is a duplicate key, which would end the whole transaction.
  refuseInsideTransaction('inventory.askForCount');
  const result = { countedAt: null, countedBy: null, counted: null, difference: null };
  return openTask({ ...wish, ...result, _id: newId(), state: 'open', openedAt: ctx.now });
}

type Ask = Contracts['inventory.askForCount'];
/** Refuses: FORBIDDEN, NOT_FOUND. */
export async function askByStaff(ctx: Ctx, { storeId, skuId }: Parsed<Ask>): Promise<Answer<Ask>> {
  await requireKeeper(ctx, storeId);
  await requireSku(ctx, skuId);
  const task = await ask(ctx, { locationId: storeId, skuId, why: 'asked' });
  const isNew = task.openedAt.getTime() === ctx.now.getTime();
  if (isNew) await staff.recordAudit(ctx, { action: 'inventory.askForCount', subject: task._id, storeId });
  const [view] = await present(ctx, storeId, [task]);
  return view as CountTaskView;
}

type List = Contracts['inventory.listCounts'];
/** Refuses: FORBIDDEN, NOT_FOUND, INVALID_INPUT (cursor). */
export async function listCounts(ctx: Ctx, input: Parsed<List>): Promise<Answer<List>> {
  const { storeId, state, limit } = input;
  await requireAtLocation(ctx, storeId);
  const after = readCursor(input.cursor);
  const found = await listTasks({
    locationId: storeId,
    state,
    limit: limit + 1,
    ...(after ? { after } : {}),
  });
  const { page, nextCursor } = cutPage(found, limit, (task) => ({
    at: task.countedAt ?? task.openedAt,
    id: task._id,
  }));
  return { items: await present(ctx, storeId, page), nextCursor };
}

async function present(ctx: Ctx, locationId: string, tasks: CountTask[]): Promise<CountTaskView[]> {
  const skuIds = tasks.map(({ skuId }) => skuId);
  const cards = await catalog.findSkus(ctx, skuIds);
  const bases = await movedBy(locationId, skuIds);
  const names = await namesOf(
    ctx,
    tasks.map(({ countedBy }) => countedBy),
  );
  return tasks.map((task) => presentCount(task, { basis: bases.get(task.skuId) ?? 0, cards, names }));
}

type Submit = Contracts['inventory.submitCount'];
/**
 * The number that was counted becomes the number on hand; the difference goes into the ledger, once per task, also when it
 * is 0. The clerk counts everything in the house: promised pieces lie on the shelf or the pickup rack too, so orders that are
 * placed, paid or cancelled meanwhile change nothing. A piece that came or went meanwhile does: whether it was counted nobody
 * knows, even if another one made up for it. So a count is good for the basis it was begun at, and refused when pieces have
 * moved since. Refuses: COUNT_STALE (with the new basis: count again), COUNT_CLOSED, FORBIDDEN, NOT_FOUND.
 */
export async function submitCount(ctx: Ctx, input: Parsed<Submit>): Promise<Answer<Submit>> {
  const { storeId, countId, counted } = input;
  const member = await requireKeeper(ctx, storeId);
  const task = await findTask(countId);
  if (task?.locationId !== storeId) throw new AppError('NOT_FOUND');
  const { skuId } = task;
  const movementId = `counted/${countId}/${stockId(storeId, skuId)}`;
  const { stock, by } = await moveOnce({ locationId: storeId, skuId, movementId }, (seen) => {
    if (task.state === 'counted') throw new AppError('COUNT_CLOSED');
    const moved = seen.moved ?? 0;
    if (moved !== input.basis) throw new AppError('COUNT_STALE', { basis: moved });
    const change = recounted(seen, counted);
    const sku = { locationId: storeId, skuId };
    const who = { ref: countId, at: ctx.now, by: member.userid };
    return { by: movement({ ...sku, ...change, ...who, reason: 'counted', counted }), where: { moved } };
  });
  const closed = await close(ctx, task, by);
  if (by.counted !== counted) throw new AppError('COUNT_CLOSED');
  warnIfShort(ctx, stock);
  const [count] = await present(ctx, storeId, [closed]);
  return {
    count: count as CountTaskView,
    stock: presentStock(stock, await catalog.findSkus(ctx, [skuId])),
  };
}

/** The movement decides on the result: after a crash between the two, the next call finishes with what was counted first. */
async function close(ctx: Ctx, task: CountTask, by: Movement): Promise<CountTask> {
  const result = {
    counted: by.counted ?? null,
    difference: by.quantity,
    countedAt: by.at,
    countedBy: by.by ?? null,
  };
  await inTransaction(async () => {
    if (!(await closeTask(task._id, result))) return;
    const { _id: subject, locationId: storeId } = task;
    await staff.recordAudit(ctx, { action: 'inventory.submitCount', subject, storeId });
  });
  return { ...task, ...result, state: 'counted' };
}
