import { Schema, model } from 'mongoose';
import type { z } from 'zod';
import type { Ctx } from './context';
import { currentTransaction, insertPlain } from './db';
import type { Transaction } from './db';
import { newId } from './ids';

/** News: something that happened to one aggregate. */
export type EventType<P extends z.ZodType = z.ZodType> = { kind: 'event'; name: string; payload: P };
/** Work for later, with one runner. `tries` counts the first attempt. */
export type JobType<P extends z.ZodType = z.ZodType> = {
  kind: 'job';
  name: string;
  payload: P;
  tries: number;
};

export const defineEvent = <P extends z.ZodType>(name: string, payload: P): EventType<P> => ({
  kind: 'event',
  name,
  payload,
});
export const defineJob = <P extends z.ZodType>(job: {
  name: string;
  payload: P;
  tries: number;
}): JobType<P> => ({
  kind: 'job',
  ...job,
});

export type OutboxRow = {
  _id: string;
  kind: 'event' | 'job';
  name: string;
  /** Rows of one key are handed on in order. */
  key: string;
  body: unknown;
  traceId: string;
  dueAt: Date;
  createdAt: Date;
};

const schema = new Schema<OutboxRow>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    name: { type: String, required: true },
    key: { type: String, required: true },
    body: { type: Schema.Types.Mixed, required: true },
    traceId: { type: String, required: true },
    dueAt: { type: Date, required: true },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, minimize: false },
).index({ dueAt: 1, _id: 1 });

export const Outbox = model('outbox', schema, 'outbox');

let nudge: () => void = () => undefined;
/** The relay of this process asks to be woken when rows are written here, so that news does not wait for its next look. */
export const onOutboxWrite = (wake: () => void): void => {
  nudge = wake;
};

const waiting = new WeakMap<Transaction, OutboxRow[]>();

let published: (row: OutboxRow) => void = () => undefined;
/** Somebody in this process wants to see news the moment it is true. */
export const onPublished = (take: (row: OutboxRow) => void): void => {
  published = take;
};

/** Rows of one transaction are written together, at its end. */
async function write(row: Omit<OutboxRow, '_id' | 'createdAt' | 'traceId'>, ctx: Ctx): Promise<void> {
  const whole: OutboxRow = { ...row, _id: newId(), traceId: ctx.traceId, createdAt: ctx.now };
  const transaction = currentTransaction();
  if (!transaction) {
    await insertPlain(Outbox, [whole]);
    return tell([whole]);
  }
  const rows = waiting.get(transaction);
  if (rows) {
    rows.push(whole);
    return;
  }
  const first = [whole];
  waiting.set(transaction, first);
  transaction.beforeCommit.push(() => insertPlain(Outbox, first));
  transaction.afterCommit.push(() => tell(first));
}

function tell(rows: OutboxRow[]): void {
  nudge();
  for (const row of rows) if (row.kind === 'event') published(row);
}

/** Tells every subscriber, at least once, in order per `key`. Call it inside the transaction that makes it true. */
export const publish = async <P extends z.ZodType>(
  ctx: Ctx,
  event: EventType<P>,
  news: { key: string; body: z.input<P> },
): Promise<void> => {
  const body = event.payload.parse(news.body);
  await write({ kind: 'event', name: event.name, key: news.key, body, dueAt: ctx.now }, ctx);
};

/** Runs `job` once `at` has come (at least once, any worker). Call it inside the transaction that makes it necessary. */
export const later = async <P extends z.ZodType>(
  ctx: Ctx,
  job: JobType<P>,
  when: { key: string; body: z.input<P>; at: Date },
): Promise<void> => {
  const body = job.payload.parse(when.body);
  await write({ kind: 'job', name: job.name, key: when.key, body, dueAt: when.at }, ctx);
};
