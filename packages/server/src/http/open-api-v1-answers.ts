import { createHash } from 'node:crypto';
import { errorTable } from '@omni/shared/errors';
import type { ErrorCode } from '@omni/shared/errors';
import type { Context } from 'koa';
import { Schema, model } from 'mongoose';
import type { Ctx } from '../kernel/context';
import { isDuplicateKey } from '../kernel/db';
import { AppError } from '../kernel/errors';
import type { OpenClient } from './open-api-v1';

const LEASE_MS = 60_000;
const KEY = /^[\w.:-]{8,64}$/;

type Outcome = { output?: unknown; refusal?: { code: ErrorCode; details?: Record<string, unknown> } };
type Row = {
  _id: string;
  contentHash: string;
  /** null while somebody is at it. */
  outcome: string | null;
  leaseUntil: Date;
  at: Date;
};
const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    contentHash: { type: String, required: true },
    outcome: { type: String, default: null },
    leaseUntil: { type: Date, required: true },
    at: { type: Date, required: true, expires: '2d' },
  },
  { versionKey: false },
);
const Answers = model('openApiAnswer', schema, 'open_api_answers');

type Once = {
  client: OpenClient;
  http: Context;
  body: Buffer;
  /** Gets an id that is the same for every repetition of the call. */
  run: (callId: string) => Promise<unknown>;
};

/**
 * One answer per `Idempotency-Key` of a client, for two days: the same call again gets it without being run, a final refusal
 * too; another content is refused. What may pass (busy, an outage) is not kept. A call whose process died is taken over after a
 * minute, so what it runs must stand being run again under its call id.
 * Refuses: INVALID_INPUT (no key), REQUEST_REUSED, BUSY (its twin is being run).
 */
export async function answerOnce(ctx: Ctx, { client, http, body, run }: Once): Promise<unknown> {
  const key = http.get('Idempotency-Key');
  if (!KEY.test(key)) throw new AppError('INVALID_INPUT', { problem: 'Idempotency-Key' });
  const _id = `${client.keyId}/${key}`;
  const contentHash = createHash('sha256')
    .update(`${http.method} ${http.originalUrl}\n`)
    .update(body)
    .digest('hex');
  const earlier = await begin(ctx, _id, contentHash);
  if (earlier) return answerAgain(earlier, contentHash);
  try {
    const output = await run(createHash('sha256').update(_id).digest('hex').slice(0, 32));
    await keep(_id, { output });
    return output;
  } catch (error) {
    if (error instanceof AppError && !errorTable[error.code].retry) {
      const { code, details } = error;
      await keep(_id, { refusal: { code, ...(details ? { details } : {}) } });
    } else await Answers.deleteOne({ _id, outcome: null });
    throw error;
  }
}

/** Null when this call is to be run; else the row of the earlier one. */
async function begin(ctx: Ctx, _id: string, contentHash: string): Promise<Row | null> {
  const leaseUntil = new Date(ctx.now.getTime() + LEASE_MS);
  try {
    await Answers.create([{ _id, contentHash, outcome: null, leaseUntil, at: ctx.now }]);
    return null;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  const left = { _id, contentHash, outcome: null, leaseUntil: { $lt: ctx.now } };
  const taken = await Answers.updateOne(left, { $set: { leaseUntil } });
  if (taken.modifiedCount === 1) return null;
  const earlier = await Answers.findById(_id).lean<Row>();
  if (!earlier) throw new AppError('BUSY');
  return earlier;
}

function answerAgain(earlier: Row, contentHash: string): unknown {
  if (earlier.contentHash !== contentHash) throw new AppError('REQUEST_REUSED');
  if (earlier.outcome === null) throw new AppError('BUSY');
  const { output, refusal } = JSON.parse(earlier.outcome) as Outcome;
  if (refusal) throw new AppError(refusal.code, refusal.details);
  return output;
}

async function keep(_id: string, outcome: Outcome): Promise<void> {
  await Answers.updateOne({ _id }, { $set: { outcome: JSON.stringify(outcome) } });
}
