import type { Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { shanghai } from '@omni/shared/time';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import * as orders from '../orders';
import * as staff from '../staff';
import { isFresh, isGenuine, readCode } from './code.rules';
import type { ReadCode } from './code.rules';
import { beginTry } from './count-tries';
import { digitsLive, refusalOf } from './pickup.rules';
import { presentTask } from './present';
import type { TaskView } from './present';
import { findByDigits, findByOrderNo, findReadyElsewhere, findTask, moveTask } from './task.model';
import type { PickupCode, Task } from './task.model';
import { audit, requireOwnTask } from './work-on-task';

type Input = Parsed<Contracts['pickup.redeem']>;

/** Whose order a code opens, without handing over. Refuses: NOT_FOUND (a store that is not theirs) and every code refusal. */
export async function checkCode(ctx: Ctx, input: Input): Promise<TaskView> {
  const task = await openByCode(ctx, input);
  await audit(ctx, 'pickup.checkCode', task);
  return presentTask(task);
}

/**
 * Hands the order over: one conditional update of the order, with the store in its condition, so that of ten clerks and one
 * refund exactly one gets it. Refuses like checkCode.
 */
export async function redeemCode(ctx: Ctx, input: Input): Promise<TaskView> {
  const task = await openByCode(ctx, input);
  const { orderId, storeId } = task;
  try {
    await inTransaction(async () => {
      await orders.markHandedOver(ctx, { orderId, storeId });
      const over = { stage: 'handed_over', handedOverAt: ctx.now, endedAt: ctx.now } as const;
      await moveTask({ orderId, storeId, from: ['ready'], set: over });
      await audit(ctx, 'pickup.redeem', task);
    });
  } catch (error) {
    if (error instanceof AppError && error.code === 'ORDER_STATE_CONFLICT') await requireHandable(ctx, task);
    throw error;
  }
  return presentTask(await requireOwnTask(ctx, orderId));
}

/** The task of a code that is good in this store now. A code nobody knows counts against the clerk who tried it. */
async function openByCode(ctx: Ctx, { storeId, code }: Input): Promise<Task> {
  const { userid } = await staff.requireAtStore(ctx, storeId);
  const { takeBack } = await beginTry(ctx, userid);
  const read = readCode(code);
  const task = await findByCode(ctx, storeId, read);
  if (!task) throw new AppError('PICKUP_CODE_UNKNOWN');
  await takeBack();
  if (task.storeId !== storeId) throw new AppError('PICKUP_WRONG_STORE', { storeName: task.storeName });
  await requireHandable(ctx, task);
  if (!task.code || isOver(read, task.code, ctx.now)) throw new AppError('PICKUP_CODE_EXPIRED');
  return task;
}

function findByCode(ctx: Ctx, storeId: string, read: ReadCode): Promise<Task | null> {
  switch (read.kind) {
    case 'qr':
      return findByQr(ctx, read);
    case 'digits':
      return findBySpokenDigits(ctx, storeId, read.digits);
    case 'orderNo':
      return findByUnreadyNumber(storeId, read.orderNo);
    case 'unknown':
      return Promise.resolve(null);
  }
}

async function findByQr(ctx: Ctx, read: Extract<ReadCode, { kind: 'qr' }>): Promise<Task | null> {
  const task = await findTask(ctx, read.orderId);
  if (!task?.code) return null;
  return isGenuine({ ...task, secret: task.code.secret }, read) ? task : null;
}

/** The store's own first; else another store's, if it can only be that one. */
async function findBySpokenDigits(ctx: Ctx, storeId: string, digits: string): Promise<Task | null> {
  const own = await findByDigits(storeId, digits);
  const task = own.find(({ stage }) => stage === 'ready') ?? own[0];
  if (task) return task;
  const elsewhere = await findReadyElsewhere(shanghai(ctx.now).date, digits);
  return (elsewhere.length === 1 ? elsewhere[0] : undefined) ?? null;
}

/** An order number is no pickup code; it only helps to tell a shopper who came early that the goods are not ready. */
async function findByUnreadyNumber(storeId: string, orderNo: string): Promise<Task | null> {
  const task = await findByOrderNo(orderNo);
  return task?.storeId === storeId && task.code === null ? task : null;
}

const isOver = (read: ReadCode, code: PickupCode, now: Date): boolean =>
  read.kind === 'qr' ? !isFresh(read.window, now) : !digitsLive(code, now);

/** The order's own status decides, not the queue's copy of it. */
async function requireHandable(ctx: Ctx, task: Task): Promise<void> {
  const order = await orders.findOrder(ctx, task.orderId);
  const refusal = order && refusalOf(order.status);
  if (!refusal) return;
  const at = order.handedOverAt?.toISOString();
  throw new AppError(refusal, refusal === 'PICKUP_ALREADY_HANDED_OVER' && at ? { at } : undefined);
}
