import { systemCtx } from './context';
import { log } from './log';
import { onPublished } from './outbox';
import type { OutboxRow } from './outbox';
import type { Subscriber, Work } from './work';

/**
 * Subscribers that are `promptly` run as soon as the news is committed, in the process that told it, so that a person who waits for
 * the outcome does not wait for the queue. The queue delivers as well: what fails here, or dies with the process, is done there.
 */
export function startPrompt(work: Work): { close: () => Promise<void> } {
  const running = new Set<Promise<void>>();
  const prompt = work.subscribers.filter((one) => one.promptly);

  // Without looking whether it is done, and without noting it: the news is a moment old, and the queue's delivery finds it done.
  const run = (subscriber: Subscriber, row: OutboxRow): Promise<void> =>
    subscriber
      .run(systemCtx(subscriber.name, row.traceId), row.body)
      .catch((error: unknown) =>
        log.warn({ delivery: subscriber.name, traceId: row.traceId, err: error }, 'prompt delivery failed'),
      );
  onPublished((row) => {
    for (const subscriber of prompt.filter(({ event }) => event.name === row.name)) {
      const delivery = run(subscriber, row);
      running.add(delivery);
      void delivery.finally(() => running.delete(delivery));
    }
  });
  return {
    async close() {
      onPublished(() => undefined);
      await Promise.all(running);
    },
  };
}
