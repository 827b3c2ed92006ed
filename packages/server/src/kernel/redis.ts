import { Redis } from 'ioredis';
import { config } from '../config';
import { log } from './log';

let shared: Redis | undefined;

/**
 * Commands that rate-limiter-flexible defines when its first limiter is made. ioredis 6.0.0 looks them up in the batch
 * of the running turn, which does not know them when it was opened before (redis/ioredis#1931), so they go alone.
 */
const DEFINED_LATE = ['rlflxIncr'];

/** The shared connection; every key is prefixed with the installation's QUEUE_PREFIX. */
export function redis(): Redis {
  shared ??= watched(
    new Redis(config().REDIS_URL, {
      keyPrefix: `${config().QUEUE_PREFIX}:`,
      maxRetriesPerRequest: 2,
      connectTimeout: 5000,
      enableAutoPipelining: true,
      autoPipeliningIgnoredCommands: DEFINED_LATE,
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
