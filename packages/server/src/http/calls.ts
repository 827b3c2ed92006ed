import { contracts } from '@omni/shared/contracts/index';
import type { Endpoint } from '@omni/shared/contract';
import type { Middleware } from 'koa';
import type { Context } from 'koa';
import { config } from '../config';
import { now } from '../kernel/clock';
import type { Actor, Ctx } from '../kernel/context';
import { AppError } from '../kernel/errors';
import { readSession } from '../kernel/sessions';
import { readBody } from './body';
import { limitRate } from './rate-limit';
import type { Handler } from './routes';

const endpoints: Record<string, Endpoint> = contracts;

async function readActor(ctx: Context): Promise<Actor> {
  const match = /^Bearer ([0-9a-z]{40})$/.exec(ctx.get('Authorization'));
  const holder = match?.[1] ? await readSession(match[1]) : null;
  return holder ?? { kind: 'anonymous' };
}

function requireAudience(endpoint: Endpoint, actor: Actor): void {
  if (endpoint.for === 'public' || endpoint.for === actor.kind) return;
  throw new AppError(actor.kind === 'anonymous' ? 'LOGIN_REQUIRED' : 'FORBIDDEN');
}

async function readInput(ctx: Context, endpoint: Endpoint): Promise<unknown> {
  if (!ctx.is('json')) throw new AppError('NOT_JSON');
  const text = (await readBody(ctx.req)).toString('utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new AppError('INVALID_INPUT', { problem: 'not valid JSON' });
  }
  const parsed = endpoint.input.safeParse(json);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 10);
  throw new AppError('INVALID_INPUT', {
    issues: issues.map((issue) => ({ path: issue.path.join('.'), problem: issue.message })),
  });
}

/** `POST /api/<endpoint>`: session → rate limit → audience → input → handler → (outside production) output check. */
export const answerCall =
  (routes: Record<string, Handler>): Middleware =>
  async (ctx) => {
    const name = String(ctx.params.endpoint);
    const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined;
    const handler = Object.hasOwn(routes, name) ? routes[name] : undefined;
    if (!endpoint || !handler) throw new AppError('NOT_FOUND');
    ctx.state.endpoint = name;
    const actor = await readActor(ctx);
    await limitRate(actor, ctx.ip);
    requireAudience(endpoint, actor);
    const input = await readInput(ctx, endpoint);
    const call: Ctx = { actor, now: now(), traceId: String(ctx.state.traceId) };
    const output = await handler(call, input as never);
    ctx.body = config().NODE_ENV === 'production' ? output : endpoint.output.parse(output);
    ctx.set('Cache-Control', 'no-store');
  };
