import { PlatformError, PlatformRefusal } from './call-out';
import { now } from './clock';
import { randomText } from './ids';
import { redis } from './redis';

export type FreshToken = { value: string; expiresInSeconds: number };
export type CachedToken = {
  get: () => Promise<string>;
  /** Tells that the platform refuses `value`; the next `get` fetches, unless somebody already has. */
  invalidate: (value: string) => Promise<void>;
};

type Stored = { value: string; goodUntil: number };

const LOCK_MS = 10_000;
const LOOK_EVERY_MS = 25;
const SPARE_SECONDS = 120;

/** Deletes a key only while it holds what the caller saw, so that nobody else's lock or newer token is lost. */
const DELETE_IF_SAME = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;
const deleteIfSame = (key: string, seen: string) => redis().eval(DELETE_IF_SAME, 1, key, seen);

/** Being refused a token says nothing about the call it was for, so it must not look like that call's refusal. */
function asOutage(error: unknown): never {
  if (!(error instanceof PlatformRefusal)) throw error;
  const { platform, api, code } = error;
  throw new PlatformError({ platform, api, code: String(code), retryable: false });
}

/**
 * A platform's access token or ticket, shared by all processes through Redis. One process fetches at a time, under a lock,
 * and the others wait for its result: platforms let tokens be fetched only so often, and some kill the old one.
 */
export function cachedToken(token: { name: string; fetch: () => Promise<FreshToken> }): CachedToken {
  const key = `token:${token.name}`;
  const lock = `token-lock:${token.name}`;
  let flight: Promise<string> | undefined;

  const read = async (): Promise<string | null> => {
    const text = await redis().get(key);
    if (!text) return null;
    const stored = JSON.parse(text) as Stored;
    return stored.goodUntil > now().getTime() ? stored.value : null;
  };

  const fetchAndStore = async (): Promise<string> => {
    const { value, expiresInSeconds } = await token.fetch().catch(asOutage);
    // A shared token may be handed out near its end; then half of what is left must do.
    const seconds = Math.max(expiresInSeconds - SPARE_SECONDS, Math.floor(expiresInSeconds / 2), 1);
    const stored: Stored = { value, goodUntil: now().getTime() + seconds * 1000 };
    await redis().set(key, JSON.stringify(stored), 'EX', seconds);
    return value;
  };

  const obtain = async (): Promise<string> => {
    const me = randomText(12);
    for (let waitedMs = 0; waitedMs < LOCK_MS; waitedMs += LOOK_EVERY_MS) {
      const known = await read();
      if (known) return known;
      if (await redis().set(lock, me, 'PX', LOCK_MS, 'NX')) {
        try {
          return (await read()) ?? (await fetchAndStore());
        } finally {
          await deleteIfSame(lock, me);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    throw new PlatformError({ platform: 'token', api: token.name, code: 'lock_timeout', retryable: true });
  };

  return {
    async get() {
      const known = await read();
      if (known) return known;
      flight ??= obtain().finally(() => {
        flight = undefined;
      });
      return flight;
    },
    async invalidate(value) {
      const text = await redis().get(key);
      if (text && (JSON.parse(text) as Stored).value === value) await deleteIfSame(key, text);
    },
  };
}

/**
 * Runs `call` with the token. When the platform answers that the token is dead (one of `deadCodes`), it is fetched anew once
 * and `call` runs once more; a second death is an outage.
 */
export async function withToken<T>(
  token: CachedToken,
  deadCodes: readonly number[],
  call: (value: string) => Promise<T>,
): Promise<T> {
  const isDead = (error: unknown): error is PlatformRefusal =>
    error instanceof PlatformRefusal && deadCodes.includes(Number(error.code));
  const value = await token.get();
  try {
    return await call(value);
  } catch (error) {
    if (!isDead(error)) throw error;
  }
  await token.invalidate(value);
  try {
    return await call(await token.get());
  } catch (error) {
    if (!isDead(error)) throw error;
    const { platform, api, code } = error;
    throw new PlatformError({ platform, api, code: String(code), retryable: true });
  }
}
