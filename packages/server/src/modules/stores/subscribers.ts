import type { Redis } from 'ioredis';
import { config } from '../../config';
import { log } from '../../kernel/log';
import { queueConnection } from '../../kernel/redis';
import type { Work } from '../../kernel/work';
import { channelOf } from './news';
import { forgetIndex, refreshIfBehind, refreshIndex } from './store-index';

export const work: Work = { jobs: [], runners: [], subscribers: [], chores: [] };

const LOOK_EVERY_MS = 30_000;
let listening: Redis | undefined;
let looking: NodeJS.Timeout | undefined;

const keepFresh = (): void => {
  refreshIfBehind().catch((error: unknown) =>
    log.error({ err: error }, 'store index could not be refreshed'),
  );
};

/**
 * Builds this process's store index before it answers anyone, and keeps it fresh: by news from other processes, and, because
 * Redis forgets what nobody heard, by a look at the revision every 30 seconds. Every process needs this, so it is not a chore.
 */
export const warmUp = async (): Promise<void> => {
  await refreshIndex();
  listening = queueConnection();
  listening.on('error', (error) => log.warn({ err: error }, 'store news connection'));
  listening.on('message', keepFresh);
  await listening.subscribe(channelOf(config().QUEUE_PREFIX));
  looking = setInterval(keepFresh, LOOK_EVERY_MS);
};

export const coolDown = async (): Promise<void> => {
  clearInterval(looking);
  listening?.disconnect();
  listening = undefined;
  forgetIndex();
};
