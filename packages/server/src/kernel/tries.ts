import type { Ctx } from './context';
import { AppError } from './errors';
import { randomText } from './ids';
import { redis } from './redis';

const MOST = 5;
const WITHIN_MS = 10 * 60_000;

/**
 * Five wrong tries in ten minutes shut the door on `who`. Every try counts as wrong from the moment it is made until it proves
 * right, so that many at once are not all let in before the first one fails. Answers how to take this one back.
 * Refuses: TOO_MANY_TRIES.
 */
export async function beginTry(ctx: Ctx, who: string): Promise<{ takeBack: () => Promise<void> }> {
  const key = `tries:${who}`;
  const mine = randomText(12);
  const now = ctx.now.getTime();
  const answers = await redis()
    .multi()
    .zremrangebyscore(key, 0, now - WITHIN_MS)
    .zadd(key, now, mine)
    .zcard(key)
    .pexpire(key, WITHIN_MS)
    .exec();
  const takeBack = async (): Promise<void> => {
    await redis().zrem(key, mine);
  };
  if (Number(answers?.[2]?.[1]) <= MOST) return { takeBack };
  await takeBack();
  throw new AppError('TOO_MANY_TRIES');
}
