import type { Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import * as orders from '../orders';
import type { Order } from '../orders';
import { findTyped, isOver, requireHandable } from './open-by-code';
import type { Opened, Typed } from './open-by-code';
import { usePass } from './pass.model';
import { presentTask } from './present';
import type { TaskView } from './present';
import { moveTask } from './task.model';
import type { Task } from './task.model';
import { canTransfer } from './transfer-here';
import { audit, requireOwnTask } from './work-on-task';

type Input = Parsed<Contracts['pickup.redeem']>;

/** Whose order a code opens, without handing over. Refuses: NOT_FOUND (a store that is not theirs) and every code refusal. */
export async function checkCode(ctx: Ctx, input: Typed): Promise<TaskView> {
  const { task, pass } = await openByCode(ctx, input);
  await audit(ctx, 'pickup.checkCode', task);
  const view = presentTask(task);
  return pass ? { ...view, customerText: `${view.customerText}（朋友代取）` } : view;
}

/**
 * Hands the order over, or those lines of it: one conditional update of the order, with the store in its condition, so that of
 * ten clerks and one refund exactly one gets it. Refuses like checkCode; INVALID_INPUT for lines that are not there.
 */
export async function redeemCode(ctx: Ctx, input: Input): Promise<TaskView> {
  const opened = await openByCode(ctx, input);
  const { task } = opened;
  try {
    await inTransaction(() => handOver(ctx, opened, input.lineNos));
  } catch (error) {
    if (error instanceof AppError && error.code === 'ORDER_STATE_CONFLICT') await explain(ctx, task);
    throw error;
  }
  return presentTask(await requireOwnTask(ctx, task.orderId));
}

async function handOver(
  ctx: Ctx,
  { task, pass }: Opened,
  lineNos: readonly number[] | undefined,
): Promise<void> {
  const { orderId, storeId } = task;
  const { isAll } = await commitHandOver(ctx, task, { lineNos, at: ctx.now });
  if (pass && !(await usePass(pass.passId, ctx.now))) throw new AppError('PICKUP_CODE_EXPIRED');
  const action = isAll ? 'pickup.redeem' : 'pickup.redeemPart';
  await audit(ctx, action, { orderId, storeId });
  if (pass) await audit(ctx, 'pickup.friendCollected', { orderId, storeId });
}

/** Order and task together, in the caller's transaction. Refuses: ORDER_STATE_CONFLICT, INVALID_INPUT. */
export async function commitHandOver(
  ctx: Ctx,
  { orderId, storeId, lines }: Pick<Task, 'orderId' | 'storeId' | 'lines'>,
  { lineNos, at }: { lineNos?: readonly number[] | undefined; at: Date },
): Promise<{ isAll: boolean }> {
  const given = await orders.markHandedOver(ctx, { orderId, storeId, lineNos, at });
  const over = { stage: 'handed_over', handedOverAt: at, endedAt: ctx.now } as const;
  const order = await orders.findOrder(ctx, orderId);
  const isOut = (lineNo: number) => order?.lines.some((line) => line.lineNo === lineNo && line.handedOver);
  const set = { lines: lines.map((line) => ({ ...line, handedOver: isOut(line.lineNo) ?? false })) };
  await moveTask({ orderId, storeId, from: ['ready'], set: given.isAll ? { ...set, ...over } : set });
  return given;
}

/** Why the order did not go over the counter: it is not ready here any more, or these lines went before. */
async function explain(ctx: Ctx, task: Task): Promise<void> {
  const order: Order = await requireHandable(ctx, task);
  if (order.storeId !== task.storeId)
    throw new AppError('PICKUP_WRONG_STORE', { storeName: order.store?.name ?? '' });
  throw new AppError('PICKUP_ALREADY_HANDED_OVER');
}

/** The task of a code that is good in this store now. */
async function openByCode(ctx: Ctx, input: Typed): Promise<Opened> {
  const opened = await findTyped(ctx, input);
  const { task } = opened;
  if (task.storeId !== input.storeId)
    throw new AppError('PICKUP_WRONG_STORE', {
      storeName: task.storeName,
      canTransfer: await canTransfer(ctx, opened, input.storeId),
    });
  await requireHandable(ctx, task);
  if (isOver(opened, ctx.now)) throw new AppError('PICKUP_CODE_EXPIRED');
  return opened;
}
