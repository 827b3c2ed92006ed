import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { later } from '../../kernel/outbox';
import * as orders from '../orders';
import * as staff from '../staff';
import { issueCode } from './issue-code';
import { reportPickupShipping, tellShopperReady } from './jobs';
import { isAccepted, isReady } from './pickup.rules';
import type { Stage } from './pickup.rules';
import { presentTask } from './present';
import type { TaskView } from './present';
import { findTask, moveTask } from './task.model';
import type { Task } from './task.model';

type One = { orderId: string };

/** The store takes the order on. Refuses: NOT_FOUND (also another store's), ORDER_STATE_CONFLICT. */
export const acceptOrder = (ctx: Ctx, input: One): Promise<TaskView> =>
  workOn(ctx, input, {
    isDone: isAccepted,
    act: (task) =>
      inTransaction(async () => {
        await orders.markAccepted(ctx, task.orderId);
        await moveOrRefuse(task, 'to_accept', { stage: 'preparing' });
        await audit(ctx, 'pickup.accept', task);
      }),
  });

/** The goods are packed: a code exists from now on, and WeChat and the shopper are told. Refuses: NOT_FOUND, ORDER_STATE_CONFLICT. */
export const markReady = (ctx: Ctx, input: One): Promise<TaskView> =>
  workOn(ctx, input, {
    isDone: isReady,
    act(task) {
      const { orderId } = task;
      return issueCode(ctx.now, null, (code) =>
        inTransaction(async () => {
          await orders.markReady(ctx, orderId);
          const due = { state: 'due', at: ctx.now, code: null } as const;
          const ready = { stage: 'ready', readyAt: ctx.now, code, message: due, shipping: due } as const;
          await moveOrRefuse(task, 'preparing', ready);
          await later(ctx, tellShopperReady, { key: orderId, body: { orderId }, at: ctx.now });
          await later(ctx, reportPickupShipping, { key: orderId, body: { orderId }, at: ctx.now });
          await audit(ctx, 'pickup.markReady', task);
        }),
      );
    },
  });

type Act = { isDone: (stage: Stage) => boolean; act: (task: Task) => Promise<unknown> };

/** One conditional move; when the order was already moved by the same act, that is the answer. */
async function workOn(ctx: Ctx, { orderId }: One, { isDone, act }: Act): Promise<TaskView> {
  const task = await requireOwnTask(ctx, orderId);
  if (isDone(task.stage)) return presentTask(task);
  try {
    await act(task);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'ORDER_STATE_CONFLICT') throw error;
    const now = await requireOwnTask(ctx, orderId);
    if (!isDone(now.stage)) throw error;
  }
  return presentTask(await requireOwnTask(ctx, orderId));
}

async function moveOrRefuse(task: Task, from: Stage, set: Partial<Task>): Promise<void> {
  if (!(await moveTask({ orderId: task.orderId, from: [from], set })))
    throw new AppError('ORDER_STATE_CONFLICT');
}

export async function requireOwnTask(ctx: Ctx, orderId: string): Promise<Task> {
  const task = await findTask(ctx, orderId);
  if (!task) throw new AppError('NOT_FOUND');
  await staff.requireAtStore(ctx, task.storeId);
  return task;
}

export const audit = (ctx: Ctx, action: string, task: Task): Promise<void> =>
  staff.recordAudit(ctx, { action, subject: task.orderId, storeId: task.storeId });
