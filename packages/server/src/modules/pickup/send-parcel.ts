import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { later } from '../../kernel/outbox';
import * as orders from '../orders';
import { reportPickupShipping } from './jobs';
import { presentTask } from './present';
import type { TaskView } from './present';
import { moveTask } from './task.model';
import { audit, requireOwnTask, tellingFor } from './work-on-task';

/**
 * The parcel is on its way; WeChat is told (express). The same parcel again is the same.
 * Refuses: NOT_FOUND, ORDER_STATE_CONFLICT (not accepted, not a delivery, or sent as another parcel).
 */
export async function shipParcel(ctx: Ctx, input: Parsed<Contracts['pickup.ship']>): Promise<TaskView> {
  const { orderId, company, number } = input;
  const task = await requireOwnTask(ctx, orderId);
  const isSame = ({ tracking }: typeof task): boolean =>
    tracking?.company === company && tracking.number === number;
  if (isSame(task)) return presentTask(task);
  try {
    await inTransaction(async () => {
      await orders.shipOrder(ctx, input);
      const shipped = { stage: 'shipped', shippedAt: ctx.now, endedAt: ctx.now } as const;
      const set = { ...shipped, tracking: { company, number }, shipping: tellingFor(task, ctx.now) };
      const { storeId } = task;
      if (!(await moveTask({ orderId, storeId, from: ['preparing'], set })))
        throw new AppError('ORDER_STATE_CONFLICT');
      await later(ctx, reportPickupShipping, { key: orderId, body: { orderId }, at: ctx.now });
      await audit(ctx, 'pickup.ship', task);
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'ORDER_STATE_CONFLICT') throw error;
    if (!isSame(await requireOwnTask(ctx, orderId))) throw error;
  }
  return presentTask(await requireOwnTask(ctx, orderId));
}

/**
 * Where the parcel goes, in clear, while it is being packed here. Refuses: NOT_FOUND, ORDER_STATE_CONFLICT (another stage).
 */
export async function showLabel(
  ctx: Ctx,
  { orderId }: { orderId: string },
): Promise<Answer<Contracts['pickup.showLabel']>> {
  const task = await requireOwnTask(ctx, orderId);
  const address = task.stage === 'preparing' ? await orders.openAddress(ctx, orderId) : null;
  if (task.fulfilment !== 'delivery' || !address) throw new AppError('ORDER_STATE_CONFLICT');
  await audit(ctx, 'pickup.showLabel', task);
  const { name, phone, region, street } = address;
  return { name, phone, region, street };
}
