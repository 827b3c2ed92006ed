import type { Ctx } from '../../kernel/context';
import { redis } from '../../kernel/redis';

const LEASE_MS = 10_000;

type Attempt = { orderId: string; holdId: string };
const keyOf = (orderId: string): string => `order-attempt:${orderId}`;

/**
 * Lets one attempt at an intent run at a time, so that a twin waits for its outcome instead of holding the stock again. Thrift, not
 * truth: the order's unique id lets only one of them through, whatever becomes of this lease. Only a crash leaves it behind, and
 * then the next attempt takes over with a hold of its own.
 */
export async function beginAttempt(_ctx: Ctx, { orderId, holdId }: Attempt): Promise<boolean> {
  return (await redis().set(keyOf(orderId), holdId, 'PX', LEASE_MS, 'NX')) === 'OK';
}

/** A refused attempt leaves the intent free for the next. One that made an order needs no end: the order speaks for it. */
export async function endAttempt({ orderId, holdId }: Attempt): Promise<void> {
  const mine = (await redis().get(keyOf(orderId))) === holdId;
  if (mine) await redis().del(keyOf(orderId));
}
