import { Queue } from 'bullmq';
import { config } from '../config';
import { now } from './clock';
import type { Delivery } from './deliver';
import { Outbox } from './outbox';
import type { OutboxRow } from './outbox';
import { queueConnection } from './redis';
import { LANES } from './worker';

const OPEN = ['waiting', 'active', 'delayed', 'prioritized'] as const;
const OVER = ['completed', 'failed'] as const;
const PAGE = 500;
/** What is planned for later than that names orders, and nobody. */
const SOON_MS = 120_000;

type IsNamed = (text: string) => boolean;

async function withQueues<T>(work: (queues: Queue<Delivery>[]) => Promise<T>): Promise<T> {
  const connection = queueConnection();
  const options = { connection, prefix: `{${config().QUEUE_PREFIX}}` };
  const names = [...Array.from({ length: LANES }, (_, i) => `news-${i}`), 'jobs'];
  const queues = names.map((name) => new Queue<Delivery>(name, options));
  try {
    return await work(queues);
  } finally {
    await Promise.all(queues.map((queue) => queue.close()));
    connection.disconnect();
  }
}

/** Whether news or a job of these minutes that has such a content is still to be delivered: in the outbox, queued, or under way. */
export async function hasOpenDeliveries(isNamed: IsNamed): Promise<boolean> {
  // The outbox twice: what is under way may tell more before it is over.
  return (
    (await isInOutbox(isNamed)) ||
    (await withQueues((queues) => isQueued(queues, isNamed))) ||
    (await isInOutbox(isNamed))
  );
}

async function isInOutbox(isNamed: IsNamed): Promise<boolean> {
  const soon = { dueAt: { $lte: new Date(now().getTime() + SOON_MS) } };
  for await (const row of Outbox.find(soon).lean<OutboxRow>().cursor())
    if (isNamed(JSON.stringify(row))) return true;
  return false;
}

async function isQueued(queues: Queue<Delivery>[], isNamed: IsNamed): Promise<boolean> {
  for (const queue of queues)
    if ((await queue.getJobs([...OPEN])).some((job) => isNamed(JSON.stringify(job.data)))) return true;
  return false;
}

/**
 * Queues remember what they delivered for a while; this makes them forget what has such a content. Open deliveries stay. Answers how
 * many there were.
 */
export async function forgetDeliveries(isNamed: IsNamed): Promise<number> {
  return withQueues(async (queues) => {
    let forgotten = 0;
    for (const queue of queues) forgotten += await forgetIn(queue, isNamed);
    return forgotten;
  });
}

async function forgetIn(queue: Queue<Delivery>, isNamed: IsNamed): Promise<number> {
  const found: string[] = [];
  for (let from = 0; ; from += PAGE) {
    const jobs = await queue.getJobs([...OVER], from, from + PAGE - 1);
    for (const job of jobs) if (job.id !== undefined && isNamed(JSON.stringify(job.data))) found.push(job.id);
    if (jobs.length === 0) break;
  }
  for (const id of found) await queue.remove(id);
  return found.length;
}
