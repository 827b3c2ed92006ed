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

/** The database or Redis could not be reached in time: the same request may be sent again. */
const isOutage = (error: unknown): boolean =>
  error instanceof mongo.MongoNetworkError ||
  error instanceof mongo.MongoServerSelectionError ||
  (error instanceof mongo.MongoServerError && error.hasErrorLabel('TransientTransactionError')) ||
  (error instanceof Error && /MaxRetriesPerRequest|Connection is closed/.test(error.message));

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
