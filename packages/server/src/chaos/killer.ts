import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';
import { now } from '../kernel/clock';
import type { Phone } from './phone';
import { PARTS } from './schedule.rules';
import type { Part, Schedule } from './schedule.rules';
import type { Tally } from './tally';

const LOOK_EVERY_MS = 25;
const PATIENCE_MS = 300_000;

export type Recoveries = Record<Part, number[]>;
type Deps = { keeperUrl: string; probe: Phone; tally: Tally };

/** Kills by the schedule, each part only when it has come back from the last time, and takes how long it took to serve again. */
export class Killer {
  readonly recoveries: Recoveries = { web: [], worker: [], redis: [], mongo: [] };
  readonly restarts: Record<Part, number> = { web: 0, worker: 0, redis: 0, mongo: 0 };

  constructor(private readonly deps: Deps) {}

  async run(schedule: Schedule): Promise<void> {
    await Promise.all(
      PARTS.map(async (part) => {
        for (const pauseMs of schedule[part]) {
          await sleep(pauseMs);
          await this.kill(part);
        }
      }),
    );
  }

  private async kill(part: Part): Promise<void> {
    const killedAt = now();
    const began = performance.now();
    const up = this.keeper('kill', part);
    // Measured beside the keeper, who knows only that the process is there.
    const [, tookMs] = await Promise.all([up, this.serving(part, { killedAt, began })]);
    this.recoveries[part].push(tookMs);
  }

  async keeper(act: 'kill' | 'start', part: Part): Promise<void> {
    const answer = await fetch(`${this.deps.keeperUrl}/${act}?what=${part}`, { method: 'POST' });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${act} ${part}: ${text}`);
    this.restarts[part] = (JSON.parse(text) as { restarts: number }).restarts;
  }

  private async serving(part: Part, { killedAt, began }: { killedAt: Date; began: number }): Promise<number> {
    // The dead one may still answer what it was asked before.
    await sleep(100);
    for (;;) {
      const serves = part === 'worker' ? await relayed(killedAt) : await this.answers();
      const tookMs = performance.now() - began;
      if (serves) return tookMs;
      if (tookMs > PATIENCE_MS) {
        this.deps.tally.blame(
          `${part} did not come back within ${PATIENCE_MS / 1000} s`,
          killedAt.toISOString(),
        );
        return tookMs;
      }
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** One whole question through web, Redis (the session) and MongoDB. */
  private async answers(): Promise<boolean> {
    return this.deps.probe.once('orders.list', {});
  }
}

/** The worker is back once it has taken up what fell due when it was dead. */
async function relayed(killedAt: Date): Promise<boolean> {
  try {
    const outbox = mongoose.connection.collection('outbox');
    const later = await outbox.countDocuments({ dueAt: { $lte: new Date(killedAt.getTime() + 500) } });
    return later === 0 && now().getTime() > killedAt.getTime() + 600;
  } catch {
    return false;
  }
}
