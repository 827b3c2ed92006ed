import { systemCtx } from './context';
import { log } from './log';
import { redis } from './redis';
import type { Chore } from './work';

/** Runs each chore in turn on whichever worker gets its slot; a failing chore is logged and comes round again. */
export function startChores(chores: Chore[]): { close: () => Promise<void> } {
  const running = new Set<Promise<void>>();
  const once = async (chore: Chore): Promise<void> => {
    const slot = await redis().set(
      `chore:${chore.name}`,
      '1',
      'EX',
      Math.max(1, chore.everySeconds - 1),
      'NX',
    );
    if (slot) await chore.run(systemCtx(chore.name));
  };
  const timers = chores.map((chore) =>
    setInterval(() => {
      const run = once(chore).catch((error: unknown) =>
        log.error({ chore: chore.name, err: error }, 'chore failed'),
      );
      running.add(run);
      void run.finally(() => running.delete(run));
    }, chore.everySeconds * 1000),
  );
  return {
    async close() {
      timers.forEach((timer) => clearInterval(timer));
      await Promise.all(running);
    },
  };
}
