import { appendFileSync } from 'node:fs';
import { errorTable } from '@omni/shared/errors';
import type { ErrorCode } from '@omni/shared/errors';
import type { Context, Middleware } from 'koa';
import { mongo } from 'mongoose';
import { config } from '../../config';
import { AppError } from '../../kernel/errors';
import { log } from '../../kernel/log';
import { refusals } from '../../kernel/metrics';

function answer(ctx: Context, code: ErrorCode, details?: Record<string, unknown>): void {
  const { status, retry, message } = errorTable[code];
  const endpoint = String(ctx.state.endpoint ?? 'other');
  ctx.status = status;
  ctx.state.refusal = code;
  ctx.body = { error: { code, message, retry, traceId: ctx.state.traceId, ...(details ? { details } : {}) } };
  if (code === 'TOO_MANY_REQUESTS') ctx.set('Retry-After', '10');
  refusals.inc({ endpoint, code });
  const file = config().REFUSALS_LOG;
  if (file) appendFileSync(file, `${endpoint} ${code}\n`);
}

/** Of a server that is going down or has just come up and leads nobody yet. */
const NOT_LEADING: readonly unknown[] = [91, 189, 10107, 11600, 11602, 13435, 13436];
/** The driver hands on what its socket says, as it is, when the other side is gone in the middle of a write. */
const BROKEN_LINE: readonly unknown[] = ['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT'];

/** The database or Redis could not be reached in time: the same request may be sent again. Platforms have errors of their own. */
const isOutage = (error: unknown): boolean =>
  error instanceof mongo.MongoNetworkError ||
  error instanceof mongo.MongoServerSelectionError ||
  (error instanceof mongo.MongoServerError &&
    (error.hasErrorLabel('TransientTransactionError') || NOT_LEADING.includes(error.code))) ||
  (error instanceof Error &&
    (/MaxRetriesPerRequest|Connection is closed/i.test(error.message) ||
      BROKEN_LINE.includes((error as NodeJS.ErrnoException).code) ||
      isOutage(innerOf(error))));

/** A bulk write hides why it failed. */
const innerOf = (error: Error): unknown =>
  error instanceof mongo.MongoBulkWriteError ? error.errorResponse : error.cause;

/** The only place where errors become answers: refusals by their code, outages as BUSY, all else as INTERNAL and a log line. */
export const answerErrors: Middleware = async (ctx, next) => {
  try {
    await next();
    if (ctx.status === 404 && ctx.body === undefined) answer(ctx, 'NOT_FOUND');
  } catch (error) {
    if (error instanceof AppError) return answer(ctx, error.code, error.details);
    log.error({ traceId: ctx.state.traceId, endpoint: ctx.state.endpoint, err: error }, 'request failed');
    answer(ctx, isOutage(error) ? 'BUSY' : 'INTERNAL');
  }
};
