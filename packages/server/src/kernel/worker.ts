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
  const subscriber = work.subscribers.find((s) => s.name === delivery.name);
  if (!subscriber) throw new Error(`no subscriber ${delivery.name}`);
  await deliver(subscriber, delivery);
}

async function runJob(work: Work, delivery: Delivery): Promise<void> {
  const found = work.runners.find((r) => r.job.name === delivery.name);
  if (!found) throw new Error(`no runner ${delivery.name}`);
  await found.run(systemCtx(delivery.name, delivery.traceId), delivery.body);
}

export type RunningWorker = {
  /** Resolves when nothing due is left anywhere: outbox, queues, running deliveries. For tests and shutdown. */
  settle: () => Promise<void>;
  close: () => Promise<void>;
};

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

/** Puts one outbox row on its queue: a job as it is, news once per subscriber on the lane of its key. */
async function enqueue(
  work: Work,
  queues: { lanes: Queue<Delivery>[]; jobs: Queue<Delivery> },
  row: OutboxRow,
): Promise<void> {
  const base = { eventId: row._id, traceId: row.traceId, body: row.body };
  const retry = { backoff: { type: 'exponential', delay: 500 }, removeOnComplete: 1000, removeOnFail: 5000 };
  if (row.kind === 'job') {
    const tries = work.jobs.find((job) => job.name === row.name)?.tries ?? 1;
    await queues.jobs.add(
      row.name,
      { ...base, name: row.name },
      { ...retry, jobId: row._id, attempts: tries },
    );
    return;
  }
  const readers = work.subscribers.filter((reader) => reader.event.name === row.name);
  await queues.lanes[laneOf(row.key)]?.addBulk(
    readers.map(({ name }) => ({
      name,
      data: { ...base, name },
      opts: { ...retry, jobId: `${row._id}-${name}`, attempts: EVENT_TRIES },
    })),
  );
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
  const relay = startRelay({ handOn: (row) => enqueue(work, { lanes, jobs }, row) });
  const chores = startChores(work.chores);

  const idle = async (): Promise<boolean> => {
    if (await Outbox.exists({ dueAt: { $lte: now() } })) return false;
    const counts = await Promise.all(
      [...lanes, jobs].map((queue) =>
        queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized'),
      ),
    );
    return counts.every((count) => count === 0);
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
