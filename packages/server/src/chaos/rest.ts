import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxClient } from '@omni/wechat-sandbox';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { config } from '../config';
import { now } from '../kernel/clock';
import { systemCtx } from '../kernel/context';
import { queueConnection } from '../kernel/redis';
import { LANES } from '../kernel/worker';
import { checkInvariants } from '../invariants';
import type { Checked } from '../invariants';
import { outboxViolations } from './flow.rules';
import { readBooks } from './books';

const PATIENCE_MS = 120_000;

/** Waits until nothing is due anywhere, and moves the clock. */
export class Rest {
  private readonly connection: Redis = queueConnection();
  private readonly queues: Queue[];

  constructor(private readonly sandbox: SandboxClient) {
    const options = { connection: this.connection, prefix: `{${config().QUEUE_PREFIX}}` };
    const names = [...Array.from({ length: LANES }, (_, i) => `news-${i}`), 'jobs'];
    this.queues = names.map((name) => new Queue(name, options));
  }

  /** Moves the time of WeChat, which web and worker follow within half a second. */
  async advance(seconds: number): Promise<void> {
    await this.sandbox.advanceClock(seconds);
    await sleep(1200);
    await this.untilQuiet();
  }

  /** False when two minutes were not enough: then the invariants tell what is left. */
  async untilQuiet(): Promise<boolean> {
    const until = performance.now() + PATIENCE_MS;
    while (performance.now() < until) {
      await this.sandbox.settle();
      if ((await this.isQuiet()) && (await this.isQuiet())) return true;
      await sleep(200);
    }
    return false;
  }

  private async isQuiet(): Promise<boolean> {
    const counts = await Promise.all(
      this.queues.map((queue) => queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized')),
    );
    if (counts.some((count) => count > 0)) return false;
    return outboxViolations(await readBooks(now())).length === 0;
  }

  /** Deliveries that used up their tries: news that never arrived. */
  async failedDeliveries(): Promise<string[]> {
    const failed = await Promise.all(this.queues.map((queue) => queue.getFailed()));
    return failed.flat().map((job) => `${job.name}: ${job.failedReason}`);
  }

  /** The invariants at rest; sweeps come round every few seconds, so what is left of leases gets half a minute. */
  async check(people: readonly string[]): Promise<Checked[]> {
    const inboxes = await Promise.all(people.map((id) => this.sandbox.inbox(id)));
    const ledger = {
      payments: inboxes.flatMap(({ payments }) => payments),
      refunds: inboxes.flatMap(({ refunds }) => refunds),
    };
    const until = performance.now() + 30_000;
    for (;;) {
      const checked = await checkInvariants(systemCtx('chaos'), { ledger });
      const clean = checked.every(({ violations }) => violations.every(({ grade }) => grade === 'note'));
      if (clean || performance.now() > until) return checked;
      await sleep(1000);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.queues.map((queue) => queue.close()));
    this.connection.disconnect();
  }
}
