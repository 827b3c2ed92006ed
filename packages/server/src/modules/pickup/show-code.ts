import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as orders from '../orders';
import { qrText, secondsLeft } from './code.rules';
import { issueCode } from './issue-code';
import { digitsLive, refusalOf } from './pickup.rules';
import { findTask, renewDigits } from './task.model';
import type { PickupCode, Task } from './task.model';

/** Refuses: NOT_FOUND, PICKUP_NOT_READY, PICKUP_ALREADY_HANDED_OVER, PICKUP_ORDER_CLOSED. */
export async function showCode(
  ctx: Ctx,
  input: { orderId: string },
): Promise<Answer<Contracts['pickup.showCode']>> {
  const order = await orders.requireOwnOrder(ctx, input.orderId);
  const refusal = refusalOf(order.status);
  if (refusal) throw new AppError(refusal);
  return codeOf(ctx, order);
}

/** The code of an order that is ready, for whoever has shown that it is theirs. */
export async function codeOf(
  ctx: Ctx,
  order: { orderId: string },
): Promise<Answer<Contracts['pickup.showCode']>> {
  const task = await findTask(ctx, order.orderId);
  if (!task?.code) throw new Error(`order ${order.orderId} is ready without a code`);
  const { secret, digits } = await liveCode(ctx, task, task.code);
  return { digits, qrText: qrText({ ...task, secret }, ctx.now), refreshInSeconds: secondsLeft(ctx.now) };
}

/** Who comes after more than a week gets new digits by looking. */
async function liveCode(ctx: Ctx, task: Task, code: PickupCode): Promise<PickupCode> {
  if (digitsLive(code, ctx.now)) return code;
  await issueCode(ctx.now, code.secret, (renewed) => renewDigits(task.orderId, code, renewed));
  return (await findTask(ctx, task.orderId))?.code ?? code;
}
