import { Queue, Worker } from 'bullmq';
import type { Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { config } from '../config';
import { now } from './clock';
import { systemCtx } from './context';
import { deliver } from './deliver';
import type { Delivery } from './deliver';
import { log } from './log';
import { deliveries } from './metrics';
import { Outbox } from './outbox';
import type { OutboxRow } from './outbox';
import { queueConnection } from './redis';
import { startRelay } from './relay';
import { checkWork } from './work';
import type { Work } from './work';
import { startChores } from './chores';

/** News of one key always lands on the same lane, and a lane runs one delivery at a time: order per key. */
export const LANES = 4;
/** With the back-off below the last try comes hours later: an outage of that length loses no news. */
const EVENT_TRIES = 16;
/** A delivery whose process died is taken up by another after this long at the most; it may die any number of times. */
const STALLED = { lockDuration: 10_000, stalledInterval: 5_000, maxStalledCount: 1000 };

async function deliverNews(work: Work, delivery: Delivery): Promise<void> {
  const readers = work.subscribers.filter(({ event }) => event.name === delivery.name);
  await deliver(readers, delivery);
}

async function runJob(work: Work, delivery: Delivery): Promise<void> {
  const found = work.runners.find((r) => r.job.name === delivery.name);
  if (!found) throw new Error(`no runner ${delivery.name}`);
  await found.run(systemCtx(delivery.name, delivery.traceId), delivery.body);
}

export type RunningWorker = {
  /** Resolves when nothing due is left anywhere: outbox, queues, running deliveries, first retries. For tests and shutdown. */
  settle: () => Promise<void>;
  close: () => Promise<void>;
};

/** What failed so often is tried again much later: nobody waits for that. */
const WAITED_FOR_TRIES = 4;
async function isOpen(queue: Queue<Delivery>): Promise<boolean> {
  if ((await queue.getJobCountByTypes('waiting', 'active', 'prioritized')) > 0) return true;
  return (await queue.getDelayed()).some(({ attemptsMade }) => attemptsMade < WAITED_FOR_TRIES);
}

type Options = { connection: Redis; prefix: string };

function watch(
  queue: { name: string; concurrency: number },
  options: Options,
  run: (delivery: Delivery) => Promise<void>,
) {
  const worker = new Worker<Delivery>(queue.name, (job: Job<Delivery>) => run(job.data), {
    ...options,
    ...STALLED,
    concurrency: queue.concurrency,
  });
  worker.on('completed', (job) => deliveries.inc({ name: job.data.name, outcome: 'done' }));
  worker.on('failed', (job, error) => {
    deliveries.inc({ name: job?.data.name ?? 'unknown', outcome: 'failed' });
    log.error({ delivery: job?.data.name, traceId: job?.data.traceId, err: error }, 'delivery failed');
  });
  worker.on('error', (error) => log.error({ err: error }, 'worker error'));
  return worker;
}

type Queues = { lanes: Queue<Delivery>[]; jobs: Queue<Delivery> };
type Queued = Parameters<Queue<Delivery>['addBulk']>[0][number];

const RETRY = { backoff: { type: 'exponential', delay: 500 }, removeOnComplete: 1000, removeOnFail: 5000 };

/** A row as its queue takes it; the queue ignores an id it already knows. */
function queued(work: Work, row: OutboxRow): Queued {
  const { _id: eventId, name, traceId, body } = row;
  const tries = row.kind === 'job' ? (work.jobs.find((job) => job.name === name)?.tries ?? 1) : EVENT_TRIES;
  return {
    name,
    data: { eventId, name, traceId, body },
    opts: { ...RETRY, jobId: eventId, attempts: tries },
  };
}

/** Puts outbox rows on their queues in their order: jobs as they are, news on the lane of its key if anybody reads it. */
async function enqueue(work: Work, { lanes, jobs }: Queues, rows: OutboxRow[]): Promise<void> {
  const read = new Set(work.subscribers.map(({ event }) => event.name));
  const perQueue = new Map<Queue<Delivery>, Queued[]>();
  for (const row of rows.filter(({ kind, name }) => kind === 'job' || read.has(name))) {
    const queue = row.kind === 'job' ? jobs : lanes[laneOf(row.key)];
    if (queue) perQueue.set(queue, [...(perQueue.get(queue) ?? []), queued(work, row)]);
  }
  for (const [queue, bulk] of perQueue) await queue.addBulk(bulk);
}

export async function startWorker(work: Work): Promise<RunningWorker> {
  checkWork(work);
  const connection = queueConnection();
  const options = { connection, prefix: `{${config().QUEUE_PREFIX}}` };
  const lanes = Array.from({ length: LANES }, (_, i) => new Queue<Delivery>(`news-${i}`, options));
  const jobs = new Queue<Delivery>('jobs', options);
  await Promise.all(lanes.map((lane) => lane.setGlobalConcurrency(1)));
  const workers = [
    ...lanes.map(({ name }) =>
      watch({ name, concurrency: 1 }, options, (delivery) => deliverNews(work, delivery)),
    ),
    watch({ name: jobs.name, concurrency: 8 }, options, (delivery) => runJob(work, delivery)),
  ];
  const relay = startRelay({ handOn: (rows) => enqueue(work, { lanes, jobs }, rows) });
  const chores = startChores(work.chores);

  const idle = async (): Promise<boolean> => {
    if (await Outbox.exists({ dueAt: { $lte: now() } })) return false;
    const open = await Promise.all([...lanes, jobs].map(isOpen));
    return !open.includes(true);
  };
  return {
    async settle() {
      while (!(await idle())) await new Promise((resolve) => setTimeout(resolve, 15));
    },
    async close() {
      await chores.close();
      await relay.close();
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all([...lanes, jobs].map((queue) => queue.close()));
      connection.disconnect();
    },
  };
}

function laneOf(key: string): number {
  let hash = 0;
  for (const char of key) hash = (hash * 31 + char.charCodeAt(0)) >>> 0;
  return hash % LANES;
}
