import { shanghai } from '@omni/shared/time';
import type { Ctx } from '../../kernel/context';
import { fingerprint } from '../../kernel/crypto';
import { AppError } from '../../kernel/errors';
import { beginTry } from '../../kernel/tries';
import * as orders from '../orders';
import type { Order } from '../orders';
import * as staff from '../staff';
import { isFresh, isGenuine, readCode } from './code.rules';
import type { ReadCode } from './code.rules';
import { findPass } from './pass.model';
import type { Pass } from './pass.model';
import { digitsLive, refusalOf } from './pickup.rules';
import { stateOf } from './share-code';
import { findByDigits, findByOrderNo, findReadyElsewhere, findTask } from './task.model';
import type { Task } from './task.model';

export type Typed = { storeId: string; code: string };
/** What a code stands for; `pass` when a friend brought it. */
export type Opened = { task: Task; pass: Pass | null; read: ReadCode };

/**
 * Whose task a code names, wherever that is. A code nobody knows counts against the clerk who tried it.
 * Refuses: NOT_FOUND (a store that is not theirs), TOO_MANY_TRIES, PICKUP_CODE_UNKNOWN.
 */
export async function findTyped(ctx: Ctx, { storeId, code }: Typed): Promise<Opened> {
  const { userid } = await staff.requireAtStore(ctx, storeId);
  const { takeBack } = await beginTry(ctx, `pickup:${userid}`);
  const read = readCode(code);
  const found = await findByCode(ctx, storeId, read);
  if (!found || found.task.fulfilment !== 'pickup') throw new AppError('PICKUP_CODE_UNKNOWN');
  await takeBack();
  return { ...found, read };
}

type Found = { task: Task; pass: Pass | null } | null;

async function findByCode(ctx: Ctx, storeId: string, read: ReadCode): Promise<Found> {
  if (read.kind === 'pass') return findByPass(ctx, read.token);
  const task = await findByOwnCode(ctx, storeId, read);
  return task && { task, pass: null };
}

async function findByPass(ctx: Ctx, token: string): Promise<Found> {
  const pass = await findPass(fingerprint(token));
  const task = pass && (await findTask(ctx, pass.orderId));
  return task && { task, pass };
}

function findByOwnCode(
  ctx: Ctx,
  storeId: string,
  read: Exclude<ReadCode, { kind: 'pass' }>,
): Promise<Task | null> {
  switch (read.kind) {
    case 'qr':
      return findByQr(ctx, read);
    case 'digits':
      return findBySpokenDigits(ctx, storeId, read.digits);
    case 'orderNo':
      return findByUnreadyNumber(read.orderNo);
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

/** An order number is no pickup code; it only tells where an order is that is not ready. */
async function findByUnreadyNumber(orderNo: string): Promise<Task | null> {
  const task = await findByOrderNo(orderNo);
  return task?.code === null ? task : null;
}

/** The order's own status decides, not the queue's copy of it. Refuses why it cannot go over a counter. */
export async function requireHandable(ctx: Ctx, task: Task): Promise<Order> {
  const order = await requireOrder(ctx, task);
  const refusal = refusalOf(order.status);
  if (refusal) throw refusalFor(order, refusal);
  return order;
}

export async function requireOrder(ctx: Ctx, { orderId }: Pick<Task, 'orderId'>): Promise<Order> {
  const order = await orders.findOrder(ctx, orderId);
  if (!order) throw new Error(`task of order ${orderId}, which is not there`);
  return order;
}

export function refusalFor(order: Order, refusal: NonNullable<ReturnType<typeof refusalOf>>): AppError {
  const at = order.handedOverAt?.toISOString();
  return new AppError(refusal, refusal === 'PICKUP_ALREADY_HANDED_OVER' && at ? { at } : undefined);
}

/** Whether the code opened the order once and does not any more. */
export function isOver({ task, pass, read }: Opened, now: Date): boolean {
  if (pass) return stateOf(pass, now) !== 'open';
  if (!task.code) return true;
  return read.kind === 'qr' ? !isFresh(read.window, now) : !digitsLive(task.code, now);
}
