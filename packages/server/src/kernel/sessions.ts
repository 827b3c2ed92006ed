import { createHash } from 'node:crypto';
import type { Actor } from './context';
import { randomText } from './ids';
import { redis } from './redis';

type Holder = Extract<Actor, { kind: 'member' | 'staff' }>;

/** Redis holds only the hash, so that a leaked dump opens no session. */
const keyOf = (token: string) => `session:${createHash('sha256').update(token).digest('hex')}`;
const indexOf = (holder: Holder) => `sessions-of:${holder.kind}:${holder.id}`;

/** A new opaque token for this holder, valid for `ttlSeconds`. */
export async function openSession(holder: Holder, ttlSeconds: number): Promise<string> {
  const token = randomText(40);
  await redis()
    .multi()
    .set(keyOf(token), JSON.stringify({ kind: holder.kind, id: holder.id }), 'EX', ttlSeconds)
    .sadd(indexOf(holder), keyOf(token))
    .expire(indexOf(holder), ttlSeconds)
    .exec();
  return token;
}

/** The holder of a live token, else null. */
export async function readSession(token: string): Promise<Holder | null> {
  const session = keyOf(token);
  const stored = await redis().get(session);
  return stored ? { ...(JSON.parse(stored) as Holder), session } : null;
}

/** Ends the session this holder came through; others of the same person go on. */
export async function closeSession(holder: Holder): Promise<void> {
  if (holder.session === undefined) return;
  await redis().multi().del(holder.session).srem(indexOf(holder), holder.session).exec();
}

/** Ends every session of one holder: after a role change, a merge, or at the holder's wish. */
export async function closeSessionsOf(holder: Holder): Promise<void> {
  const keys = await redis().smembers(indexOf(holder));
  await redis().del(indexOf(holder), ...keys);
}
