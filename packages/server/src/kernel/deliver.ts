import { Schema, model } from 'mongoose';
import { now } from './clock';
import { systemCtx } from './context';
import { QUICK, isDuplicateKey } from './db';
import type { Subscriber } from './work';

export type Delivery = { name: string; eventId: string; traceId: string; body: unknown };

const doneSchema = new Schema<{ _id: string; at: Date }>(
  { _id: { type: String, required: true }, at: { type: Date, required: true, expires: '30d' } },
  { versionKey: false },
);
/** Which subscriber has dealt with which event; outlives the queue, which forgets. */
const Done = model('doneDelivery', doneSchema, 'done_deliveries');

/** Runs the subscriber unless it has dealt with this event. What is noted may get lost: subscribers can run twice. */
export async function deliver(subscriber: Subscriber, delivery: Delivery): Promise<void> {
  const doneId = `${delivery.name}/${delivery.eventId}`;
  if (await Done.collection.findOne({ _id: doneId as never })) return;
  await subscriber.run(systemCtx(delivery.name, delivery.traceId), delivery.body);
  try {
    await Done.collection.insertOne({ _id: doneId as never, at: now() }, QUICK);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
