import { Redis } from 'ioredis';
import { config } from '../config';
import { log } from './log';

let shared: Redis | undefined;

/** The shared connection; every key is prefixed with the installation's QUEUE_PREFIX. */
export function redis(): Redis {
  shared ??= watched(
    new Redis(config().REDIS_URL, {
      keyPrefix: `${config().QUEUE_PREFIX}:`,
      maxRetriesPerRequest: 2,
      connectTimeout: 5000,
      enableAutoPipelining: true,
    }),
  );
  return shared;
}

/** A connection of one's own for BullMQ, which must be allowed to wait for ever. */
export const queueConnection = (): Redis =>
  watched(new Redis(config().REDIS_URL, { maxRetriesPerRequest: null }));

/** It connects again by itself; without a listener each try would be written to stderr with a stack. */
function watched(connection: Redis): Redis {
  return connection.on('error', (error) => log.warn({ err: error }, 'redis connection'));
}

export async function closeRedis(): Promise<void> {
  await shared?.quit();
  shared = undefined;
}
