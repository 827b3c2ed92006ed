import type { Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { later } from '../../kernel/outbox';
import * as inventory from '../inventory';
import * as orders from '../orders';
import * as routing from '../routing';
import * as staff from '../staff';
import { issueCode } from './issue-code';
import { endUncollected, remindUncollected, reportPickupShipping, tellShopperReady } from './jobs';
import { NOT_PACKED, REMIND_AFTER_MS, isAccepted, isReady } from './pickup.rules';
import type { Stage } from './pickup.rules';
import { presentTask } from './present';
import type { TaskView } from './present';
import { findTask, moveTask } from './task.model';
import type { PickupCode, Task, Telling } from './task.model';

type One = { orderId: string };

/** The store takes the order on: order, offer and task together. Refuses: NOT_FOUND (also another store's), ORDER_STATE_CONFLICT. */
export const acceptOrder = (ctx: Ctx, input: One): Promise<TaskView> =>
  workOn(ctx, input, {
    isDone: isAccepted,
    act: (task) =>
      inTransaction(async () => {
        const { orderId, storeId } = task;
        await orders.markAccepted(ctx, orderId);
        await routing.accept(ctx, { orderId, locationId: storeId });
        await moveOrRefuse(task, ['to_accept'], { stage: 'preparing' });
        await audit(ctx, 'pickup.accept', task);
      }),
  });

/**
 * The store cannot serve the order; where it goes next is routing's. Rejecting twice is the same, also when it is elsewhere by
 * then. Refuses: NOT_FOUND, ORDER_STATE_CONFLICT (packed, or over).
 */
export async function rejectOrder(ctx: Ctx, input: Parsed<Contracts['pickup.reject']>): Promise<TaskView> {
  const given = await findGivenBack(ctx, input.orderId);
  if (given) return given;
  const { orderId, reason, note } = input;
  return workOn(ctx, input, {
    isDone: ({ stage, hop, rejectedHop }) => stage === 'closed' && rejectedHop === hop,
    act: (task) =>
      inTransaction(async () => {
        const { storeId, hop } = task;
        await routing.reject(ctx, { orderId, locationId: storeId, reason, ...(note ? { note } : {}) });
        await orders.markGivenBack(ctx, { orderId, locationId: storeId });
        await moveOrRefuse(task, NOT_PACKED, { stage: 'closed', endedAt: ctx.now, rejectedHop: hop });
        await audit(ctx, 'pickup.reject', task);
      }),
  });
}

/** For a late second tap: the order is another store's by now, and here it is closed. */
async function findGivenBack(ctx: Ctx, orderId: string): Promise<TaskView | null> {
  const task = await findTask(ctx, orderId);
  if (!task || task.erased) return null;
  const member = await staff.requireStaff(ctx);
  if (staff.seesStore(member, task.storeId)) return null;
  const storeId = task.formerStoreIds.find((former) => member.storeIds.includes(former));
  return storeId === undefined ? null : presentTask({ ...task, storeId, stage: 'closed' });
}

/** The goods are packed: a code exists from now on, and WeChat and the shopper are told. Refuses: NOT_FOUND, ORDER_STATE_CONFLICT. */
export const markReady = (ctx: Ctx, input: One): Promise<TaskView> =>
  workOn(ctx, input, {
    isDone: isReady,
    act: (task) => issueCode(ctx.now, null, (code) => inTransaction(() => pack(ctx, task, code))),
  });

async function pack(ctx: Ctx, task: Task, code: PickupCode): Promise<void> {
  const { orderId } = task;
  await orders.markReady(ctx, orderId);
  const due = tellingFor(task, ctx.now);
  const collectBefore = (await orders.findOrder(ctx, orderId))?.collectBefore ?? null;
  const ready = { stage: 'ready', readyAt: ctx.now, collectBefore, code } as const;
  await moveOrRefuse(task, ['preparing'], { ...ready, message: due, shipping: due, reminder: due });
  const job = { key: orderId, body: { orderId } };
  await later(ctx, tellShopperReady, { ...job, at: ctx.now });
  await later(ctx, reportPickupShipping, { ...job, at: ctx.now });
  await later(ctx, remindUncollected, { ...job, at: new Date(ctx.now.getTime() + REMIND_AFTER_MS) });
  if (collectBefore) await later(ctx, endUncollected, { ...job, at: collectBefore });
  await audit(ctx, 'pickup.markReady', task);
}

/** WeChat has to know of what was paid with WeChat, and of nothing else. */
export const tellingFor = ({ channel }: Pick<Task, 'channel'>, at: Date): Telling => ({
  state: channel === 'mini_program' ? 'due' : 'none',
  at,
  code: null,
});

type Act = { isDone: (task: Task) => boolean; act: (task: Task) => Promise<unknown> };

/** One conditional move; when the order was already moved by the same act, that is the answer. */
async function workOn(ctx: Ctx, { orderId }: One, { isDone, act }: Act): Promise<TaskView> {
  const task = await requireOwnTask(ctx, orderId);
  if (isDone(task)) return presentTask(task);
  try {
    await act(task);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'ORDER_STATE_CONFLICT') throw error;
    const now = await requireOwnTask(ctx, orderId);
    if (!isDone(now)) throw error;
  }
  return presentTask(await requireOwnTask(ctx, orderId));
}

async function moveOrRefuse(task: Task, from: readonly Stage[], set: Partial<Task>): Promise<void> {
  const { orderId, storeId, hop } = task;
  if (!(await moveTask({ orderId, storeId, hop, from, set }))) throw new AppError('ORDER_STATE_CONFLICT');
}

export async function requireOwnTask(ctx: Ctx, orderId: string): Promise<Task> {
  const task = await findTask(ctx, orderId);
  if (!task || task.erased) throw new AppError('NOT_FOUND');
  await requireCounter(ctx, task.storeId);
  return task;
}

/** One of the own stores, or for operators the warehouse. Refuses: NOT_FOUND, FORBIDDEN. */
export async function requireCounter(ctx: Ctx, storeId: string): Promise<void> {
  const { role } = await staff.requireAtStore(ctx, storeId);
  if (storeId === inventory.WAREHOUSE && role !== 'operator') throw new AppError('FORBIDDEN');
}

export const audit = (ctx: Ctx, action: string, task: Pick<Task, 'orderId' | 'storeId'>): Promise<void> =>
  staff.recordAudit(ctx, { action, subject: task.orderId, storeId: task.storeId });
