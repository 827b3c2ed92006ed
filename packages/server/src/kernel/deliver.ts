import { Schema, model } from 'mongoose';
import { now } from './clock';
import { systemCtx } from './context';
import { QUICK, insertMissing, listPlain } from './db';
import type { Subscriber } from './work';

/** One piece of news on its way to everybody who reads it. */
export type Delivery = { name: string; eventId: string; traceId: string; body: unknown };

const doneSchema = new Schema<{ _id: string; at: Date }>(
  { _id: { type: String, required: true }, at: { type: Date, required: true, expires: '30d' } },
  { versionKey: false },
);
/** Which subscriber has dealt with which event; outlives the queue, which forgets. */
const Done = model('doneDelivery', doneSchema, 'done_deliveries');

type Outcome = { doneId: string; failure?: unknown };

/**
 * Runs the subscribers that have not dealt with this event yet, one after the other. What one of them throws keeps none of the
 * others from it, and is thrown at the end, so that the delivery comes again for that one. What is noted may get lost:
 * subscribers can run twice.
 */
export async function deliver(readers: readonly Subscriber[], delivery: Delivery): Promise<void> {
  const idOf = ({ name }: Subscriber) => `${name}/${delivery.eventId}`;
  const noted = await listPlain<{ _id: string }>(Done, { _id: { $in: readers.map(idOf) } });
  const done = new Set(noted.map(({ _id }) => _id));
  const outcomes: Outcome[] = [];
  for (const reader of readers.filter((one) => !done.has(idOf(one))))
    outcomes.push(await runOne(reader, delivery));
  const at = now();
  const dealt = outcomes.filter((outcome) => !('failure' in outcome));
  await insertMissing(
    Done.collection,
    dealt.map(({ doneId }) => ({ _id: doneId, at })),
    QUICK,
  );
  const failed = outcomes.find((outcome) => 'failure' in outcome);
  if (failed) throw failed.failure;
}

async function runOne(reader: Subscriber, delivery: Delivery): Promise<Outcome> {
  const doneId = `${reader.name}/${delivery.eventId}`;
  try {
    await reader.run(systemCtx(reader.name, delivery.traceId), delivery.body);
    return { doneId };
  } catch (failure) {
    return { doneId, failure };
  }
}
