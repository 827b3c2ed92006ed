import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { later } from '../../kernel/outbox';
import * as orders from '../orders';
import { endUncollected } from './jobs';
import { refusalOf } from './pickup.rules';
import { moveTask } from './task.model';

const SWEEP_BATCH = 100;

/**
 * Seven days more, once per order. Refuses: NOT_FOUND, PICKUP_NOT_READY, PICKUP_ALREADY_HANDED_OVER, PICKUP_ORDER_CLOSED.
 */
export async function extendPickup(
  ctx: Ctx,
  input: { orderId: string },
): Promise<Answer<Contracts['pickup.extend']>> {
  const { orderId } = await orders.requireOwnOrder(ctx, input.orderId);
  try {
    const { collectBefore } = await inTransaction(() => extend(ctx, orderId));
    return { collectBefore: collectBefore.toISOString() };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'ORDER_STATE_CONFLICT') throw error;
    const now = await orders.requireOwnOrder(ctx, orderId);
    throw new AppError(refusalOf(now.status) ?? 'PICKUP_NOT_READY');
  }
}

async function extend(ctx: Ctx, orderId: string): Promise<{ collectBefore: Date }> {
  const { collectBefore } = await orders.extendPickup(ctx, orderId);
  await moveTask({ orderId, from: ['ready'], set: { collectBefore } });
  await later(ctx, endUncollected, { key: orderId, body: { orderId }, at: collectBefore });
  return { collectBefore };
}

/** Orders whose time at the counter ended while their job was lost. */
export async function sweepUncollected(ctx: Ctx): Promise<void> {
  for (const orderId of await orders.listUncollected(ctx, SWEEP_BATCH))
    await orders.giveUpUncollected(ctx, orderId);
}
