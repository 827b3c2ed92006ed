import { now } from './clock';
import { randomText } from './ids';
import { log } from './log';
import { outboxLagSeconds } from './metrics';
import { Outbox, onOutboxWrite } from './outbox';
import type { OutboxRow } from './outbox';
import { redis } from './redis';

const LOOK_EVERY_MS = 100;
const BATCH = 200;
/** How long news waits after a worker died with the lock. */
const LOCK_MS = 3_000;

/**
 * Moves due outbox rows to the queues, oldest first. One relay works at a time (a Redis lock, for order and thrift); a row is
 * deleted only after the queue has it, and the queue ignores an id it already knows, so a crash in between loses nothing.
 */
export function startRelay(to: { handOn: (rows: OutboxRow[]) => Promise<void> }): {
  close: () => Promise<void>;
} {
  const me = randomText(12);
  let stopped = false;
  let wake: () => void = () => undefined;
  onOutboxWrite(() => setTimeout(() => wake(), 2));

  const round = async (): Promise<void> => {
    const mine = await redis().set('relay-lock', me, 'PX', LOCK_MS, 'NX');
    if (!mine && (await redis().get('relay-lock')) !== me) return;
    const rows = await Outbox.find({ dueAt: { $lte: now() } })
      .sort({ dueAt: 1, _id: 1 })
      .limit(BATCH)
      .lean<OutboxRow[]>();
    const oldest = rows[0];
    outboxLagSeconds.set(oldest ? (now().getTime() - oldest.dueAt.getTime()) / 1000 : 0);
    if (rows.length > 0) {
      await to.handOn(rows);
      await Outbox.deleteMany({ _id: { $in: rows.map(({ _id }) => _id) } });
    }
    if (rows.length > 0) await redis().pexpire('relay-lock', LOCK_MS);
    if (rows.length === BATCH) wake();
  };

  const loop = async (): Promise<void> => {
    while (!stopped) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, LOOK_EVERY_MS);
      });
      await round().catch((error: unknown) => log.error({ err: error }, 'outbox relay round failed'));
      await woken;
    }
  };
  const running = loop();
  return {
    async close() {
      stopped = true;
      wake();
      await running;
      if ((await redis().get('relay-lock')) === me) await redis().del('relay-lock');
    },
  };
}
