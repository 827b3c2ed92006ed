import type { Middleware } from 'koa';
import { now } from '../../kernel/clock';
import { randomText } from '../../kernel/ids';
import { log } from '../../kernel/log';
import { requestSeconds } from '../../kernel/metrics';

/** Gives each request a trace id (returned as `X-Trace-Id`), and writes one log line when it is answered. */
export const traceRequests: Middleware = async (ctx, next) => {
  const traceId = randomText(16);
  ctx.state.traceId = traceId;
  ctx.set('X-Trace-Id', traceId);
  // Deadlines go by this clock, which a test may have moved, and phones set theirs by the header.
  ctx.set('Date', now().toUTCString());
  ctx.set('X-Content-Type-Options', 'nosniff');
  const started = process.hrtime.bigint();
  await next();
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const endpoint = String(ctx.state.endpoint ?? 'other');
  requestSeconds.observe({ endpoint, status: String(ctx.status) }, seconds);
  log.info(
    { traceId, endpoint, status: ctx.status, code: ctx.state.refusal, ms: Math.round(seconds * 1000) },
    'request',
  );
};
