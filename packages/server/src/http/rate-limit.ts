import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { config } from '../config';
import type { Actor } from '../kernel/context';
import { AppError } from '../kernel/errors';
import { redis } from '../kernel/redis';

let limiter: RateLimiterRedis | undefined;

/** At most REQUESTS_PER_MINUTE calls per logged-in actor, or per address for strangers. Refuses: TOO_MANY_REQUESTS. */
export async function limitRate(actor: Actor, ip: string): Promise<void> {
  limiter ??= new RateLimiterRedis({
    storeClient: redis(),
    keyPrefix: 'rate',
    points: config().REQUESTS_PER_MINUTE,
    duration: 60,
  });
  const key = actor.kind === 'member' || actor.kind === 'staff' ? `${actor.kind}:${actor.id}` : `ip:${ip}`;
  try {
    await limiter.consume(key);
  } catch (error) {
    if (error instanceof RateLimiterRes) throw new AppError('TOO_MANY_REQUESTS');
    throw error;
  }
}
