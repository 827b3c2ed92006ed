import { Redis } from 'ioredis';
import { config } from '../config';

let shared: Redis | undefined;

/** The shared connection; every key is prefixed with the installation's QUEUE_PREFIX. */
export function redis(): Redis {
  shared ??= new Redis(config().REDIS_URL, {
    keyPrefix: `${config().QUEUE_PREFIX}:`,
    maxRetriesPerRequest: 2,
    connectTimeout: 5000,
  });
  return shared;
}

/** A connection of one's own for BullMQ, which must be allowed to wait for ever. */
export const queueConnection = (): Redis => new Redis(config().REDIS_URL, { maxRetriesPerRequest: null });

export async function closeRedis(): Promise<void> {
  await shared?.quit();
  shared = undefined;
}
