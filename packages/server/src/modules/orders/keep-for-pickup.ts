import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { requireOrder } from './move-order';
import { findById, listUncollectedBefore, setFacts } from './order.model';
import { COLLECT_WITHIN_MS } from './order.rules';
import { requireOwnOrder } from './read-orders';
import { startRefund } from './refund-order';

export const UNCOLLECTED_REASON = '超过保留时间未取货，已自动退款';

/**
 * The shopper needs more time: seven days more, once; asking again answers the same. Joins the caller's transaction.
 * Refuses: NOT_FOUND, ORDER_STATE_CONFLICT (not at the counter).
 */
export async function extendPickup(ctx: Ctx, orderId: string): Promise<{ collectBefore: Date }> {
  const { status, collectBefore, extendedAt } = await requireOwnOrder(ctx, orderId);
  if (status !== 'ready' || !collectBefore) throw new AppError('ORDER_STATE_CONFLICT');
  if (extendedAt) return { collectBefore };
  const longer = new Date(collectBefore.getTime() + COLLECT_WITHIN_MS);
  const set = { collectBefore: longer, extendedAt: ctx.now };
  await setFacts(orderId, { status: 'ready', extendedAt: null }, set);
  const now = await requireOrder(orderId);
  if (now.status !== 'ready' || !now.collectBefore) throw new AppError('ORDER_STATE_CONFLICT');
  return { collectBefore: now.collectBefore };
}

/** Nobody came: what is still at the counter goes back on the shelf, and its money to the shopper. True when this did it. */
export const giveUpUncollected = (ctx: Ctx, orderId: string): Promise<boolean> =>
  inTransaction(async () => {
    const order = await findById(orderId);
    if (order?.status !== 'ready' || !order.collectBefore || ctx.now < order.collectBefore) return false;
    return startRefund(ctx, orderId, UNCOLLECTED_REASON);
  });

/** Orders whose time at the counter is over, for whoever gives them up. */
export const listUncollected = async (ctx: Ctx, limit: number): Promise<string[]> =>
  (await listUncollectedBefore(ctx.now, limit)).map(({ orderId }) => orderId);
