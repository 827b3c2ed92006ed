import { config } from '../../config';
import { redis } from '../../kernel/redis';

/** Between processes only: who hears it reads the stores again. Nothing is lost with a message, see subscribers.ts. */
export const channelOf = (queuePrefix: string): string => `${queuePrefix}:store.changed`;

export async function tellOtherProcesses(): Promise<void> {
  await redis().publish(channelOf(config().QUEUE_PREFIX), '1');
}
