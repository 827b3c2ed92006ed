import { Schema, model } from 'mongoose';
import { isDuplicateKey } from '../../kernel/db';

const LEASE_MS = 10_000;

type AttemptDoc = { _id: string; holdId: string; until: Date };
const schema = new Schema<AttemptDoc>(
  {
    _id: { type: String, required: true },
    holdId: { type: String, required: true },
    until: { type: Date, required: true, expires: '1d' },
  },
  { versionKey: false },
);
const Attempts = model('orderAttempt', schema, 'order_attempts');

type Attempt = { orderId: string; holdId: string };

/**
 * Lets one attempt at an intent run at a time, so that a twin waits for its outcome instead of holding the stock again. Only a
 * crash leaves an attempt behind; after its lease the next one takes over with a hold of its own, and should the first wake up
 * once more, the order's unique id still lets only one of them through.
 */
export async function beginAttempt({ orderId, holdId }: Attempt, now: Date): Promise<boolean> {
  const until = new Date(now.getTime() + LEASE_MS);
  try {
    await Attempts.create([{ _id: orderId, holdId, until }]);
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  const takenOver = await Attempts.updateOne(
    { _id: orderId, until: { $lt: now } },
    { $set: { holdId, until } },
  );
  return takenOver.modifiedCount === 1;
}

/** A refused attempt leaves the intent free for the next. One that made an order needs no end: the order speaks for it. */
export async function endAttempt({ orderId, holdId }: Attempt): Promise<void> {
  await Attempts.deleteOne({ _id: orderId, holdId });
}
