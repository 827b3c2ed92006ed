import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import * as inventory from '../inventory';
import * as orders from '../orders';
import type { Order } from '../orders';
import * as routing from '../routing';
import * as staff from '../staff';
import * as stores from '../stores';
import { issueCode } from './issue-code';
import { findTyped, isOver, refusalFor, requireOrder } from './open-by-code';
import type { Opened, Typed } from './open-by-code';
import { placeOf } from './open-task';
import { refusalOf } from './pickup.rules';
import { presentTask } from './present';
import type { TaskView } from './present';
import { giveTaskTo } from './task.model';
import type { PickupCode, Task } from './task.model';
import { requireOwnTask } from './work-on-task';

const REASON = '顾客到店自提';
const LEASE_MS = 10 * 60_000;

/** Whether the goods could be had at this counter instead: for what the clerk is told of another store's code. */
export async function canTransfer(ctx: Ctx, opened: Opened, storeId: string): Promise<boolean> {
  const order = await requireOrder(ctx, opened.task);
  if (!isTransferable(order) || (order.status === 'ready' && isOver(opened, ctx.now))) return false;
  const { lines } = holdOf(order, storeId);
  const free = (
    await inventory.availableAt(
      ctx,
      [storeId],
      lines.map(({ skuId }) => skuId),
    )
  ).get(storeId);
  return lines.every(({ skuId, quantity }) => (free?.get(skuId) ?? 0) >= quantity);
}

/**
 * The shopper stands at another counter than the order's: if the goods are here too, the order is this store's from now on, as
 * far as it had come. First the goods here are promised, then order and task move together, then the other store's goods are
 * free again (by news). Doing it twice is the same.
 * Refuses: NOT_FOUND, PICKUP_CODE_UNKNOWN, PICKUP_CODE_EXPIRED, PICKUP_ALREADY_HANDED_OVER, PICKUP_ORDER_CLOSED, TOO_MANY_TRIES,
 * OUT_OF_STOCK, ORDER_STATE_CONFLICT (not paid yet, partly collected, or it moved meanwhile).
 */
export async function transferHere(ctx: Ctx, input: Typed): Promise<TaskView> {
  const opened = await findTyped(ctx, input);
  const { task } = opened;
  const { storeId } = input;
  if (task.storeId !== storeId) {
    const store = await stores.requireStore(ctx, storeId);
    await takeOver(ctx, { task, order: await requireTransferable(ctx, opened), store });
  }
  return presentTask(await requireOwnTask(ctx, task.orderId));
}

const isTransferable = ({ status, fulfilment, lines }: Order): boolean =>
  fulfilment === 'pickup' &&
  ['paid', 'accepted', 'ready'].includes(status) &&
  !lines.some((line) => line.handedOver);

async function requireTransferable(ctx: Ctx, opened: Opened): Promise<Order> {
  const order = await requireOrder(ctx, opened.task);
  const refusal = refusalOf(order.status);
  if (refusal && refusal !== 'PICKUP_NOT_READY') throw refusalFor(order, refusal);
  if (!isTransferable(order)) throw new AppError('ORDER_STATE_CONFLICT');
  if (order.status === 'ready' && isOver(opened, ctx.now)) throw new AppError('PICKUP_CODE_EXPIRED');
  return order;
}

const holdOf = (order: Order, locationId: string): inventory.Hold => {
  const wanted = new Map<string, number>();
  for (const { skuId, quantity, removed } of order.lines)
    if (!removed) wanted.set(skuId, (wanted.get(skuId) ?? 0) + quantity);
  const lines = [...wanted].map(([skuId, quantity]) => ({ skuId, quantity }));
  return { holdId: newId(), locationId, lines };
};

type Transfer = { task: Task; order: Order; store: stores.Store };

async function takeOver(ctx: Ctx, { task, order, store }: Transfer): Promise<void> {
  const hold = holdOf(order, store.storeId);
  const until = new Date(ctx.now.getTime() + LEASE_MS);
  await inventory.hold(ctx, { ...hold, until });
  try {
    if (!(await inventory.keepHold(ctx, hold)).kept) throw new AppError('OUT_OF_STOCK');
    const move = (code: PickupCode | null) =>
      inTransaction(() => moveHere(ctx, { task, order, store }, { holdId: hold.holdId, code }));
    if (order.status === 'ready' && task.code) await issueCode(ctx.now, task.code.secret, move);
    else await move(null);
  } catch (error) {
    // A commit whose answer got lost has moved the order after all: then the goods are its own.
    if ((await requireOrder(ctx, task)).holdId !== hold.holdId) await inventory.releaseHold(ctx, hold);
    throw error;
  }
}

type Held = { holdId: string; code: PickupCode | null };

async function moveHere(ctx: Ctx, { task, order, store }: Transfer, { holdId, code }: Held): Promise<void> {
  const { orderId } = order;
  const { storeId, name, address } = store;
  const state = order.status === 'ready' ? 'ready' : 'accepted';
  const { hop } = await routing.takeOver(ctx, {
    orderId,
    locationId: storeId,
    holdId,
    state,
    reason: REASON,
  });
  const to = { storeId, name, address };
  await orders.takeOver(ctx, order, { orderId, hop, locationId: storeId, store: to, holdId, reason: REASON });
  const stage = state === 'ready' ? 'ready' : 'preparing';
  const now = await requireOrder(ctx, task);
  const set = { ...placeOf(now), stage, endedAt: null, ...(code ? { code } : {}) } as const;
  if (!(await giveTaskTo(task, set))) throw new AppError('ORDER_STATE_CONFLICT');
  await staff.recordAudit(ctx, { action: 'pickup.transferHere', subject: orderId, storeId });
}
