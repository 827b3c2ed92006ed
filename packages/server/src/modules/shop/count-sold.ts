import type { Ctx } from '../../kernel/context';
import { inTransaction, isDuplicateKey } from '../../kernel/db';
import * as catalog from '../catalog';
import * as orders from '../orders';
import { rememberOrder } from './counted-order.model';

/** Counts the pieces of a paid order as sold, once; gifts are not sold. What is given back later was sold all the same. */
export async function countSold(ctx: Ctx, orderId: string): Promise<void> {
  const order = await orders.findOrder(ctx, orderId);
  const pieces = new Map<string, number>();
  for (const line of order?.lines ?? [])
    if (!line.isGift) pieces.set(line.productId, (pieces.get(line.productId) ?? 0) + line.quantity);
  try {
    await inTransaction(async () => {
      await rememberOrder(orderId, ctx.now);
      for (const [productId, quantity] of [...pieces].sort())
        await catalog.countSold(ctx, productId, quantity);
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
