import { z } from 'zod';
import { setClockOffset } from './clock';
import { log } from './log';

const LOOK_EVERY_MS = 500;
const Reading = z.object({ offsetSeconds: z.number() });

/**
 * Keeps this process's clock beside another one that people move (`{ offsetSeconds }` at `url`), for development: signatures,
 * codes and deadlines of both sides have to agree on the time. Resolves after the first look.
 */
export async function followClock(url: string): Promise<{ close: () => void }> {
  const look = async (): Promise<void> => {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    setClockOffset(Reading.parse(await answer.json()).offsetSeconds * 1000);
  };
  await look();
  const timer = setInterval(() => {
    look().catch((error: unknown) => log.warn({ err: error }, 'the clock to follow does not answer'));
  }, LOOK_EVERY_MS);
  return { close: () => clearInterval(timer) };
}
