import type { ErrorCode } from '@omni/shared/errors';
import type Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { z } from 'zod';
import { config } from '../config';
import { now } from '../kernel/clock';
import type { Ctx } from '../kernel/context';
import { AppError } from '../kernel/errors';
import { readBody } from './body';
import { authenticate } from './open-api-v1-auth';
import { answerOnce } from './open-api-v1-answers';
import { openApiDocument } from './open-api-v1-document';
import { limitRate } from './rate-limit';

/** A system that may call, as whoever keeps the keys tells it. */
export type OpenClient = {
  keyId: string;
  secret: string;
  scopes: readonly string[];
  requestsPerMinute: number;
};
export type OpenCall<Q, B> = {
  client: OpenClient;
  params: Record<string, string>;
  query: Q;
  body: B;
  callId: string;
};

export type OpenRoute<Q = unknown, B = unknown, O = unknown> = {
  /** The name in logs, metrics and the document. */
  name: string;
  method: 'GET' | 'POST';
  /** `/things/:id` */
  path: string;
  scope: string;
  summary: string;
  query: z.ZodType<Q>;
  body: z.ZodType<B>;
  output: z.ZodType<O>;
  errors: readonly ErrorCode[];
  /** Says the same again by itself; its answer names somebody and is not kept. */
  answersAgain?: true;
  run: (ctx: Ctx, call: OpenCall<Q, B>) => Promise<O>;
};
/** Checks one route's types against its own schemas. */
export const openRoute = <Q, B, O>(route: OpenRoute<Q, B, O>): OpenRoute => route as unknown as OpenRoute;

export type OpenApi = {
  routes: readonly OpenRoute[];
  clientOf: (ctx: Ctx, keyId: string) => Promise<OpenClient | null>;
  noteUse: (ctx: Ctx, keyId: string) => Promise<void>;
};

export const OPEN_API_BASE = '/open-api/v1';

/** Puts `/open-api/v1` on the router: signed calls of other systems, and the document that describes them. */
export function addOpenApi(router: Router, api: OpenApi): void {
  const document = openApiDocument(api.routes);
  router.get(`${OPEN_API_BASE}/openapi.json`, (ctx) => {
    ctx.body = document;
  });
  for (const route of api.routes) {
    const answer = answerRoute(api, route);
    if (route.method === 'GET') router.get(`${OPEN_API_BASE}${route.path}`, answer);
    else router.post(`${OPEN_API_BASE}${route.path}`, answer);
  }
}

/** Address rate → signature → rate of the key → scope → once per idempotency key → input → handler. */
const answerRoute =
  (api: OpenApi, route: OpenRoute): Middleware =>
  async (ctx) => {
    ctx.state.endpoint = route.name;
    await limitRate({ kind: 'anonymous' }, ctx.ip);
    const call: Ctx = { actor: { kind: 'anonymous' }, now: now(), traceId: String(ctx.state.traceId) };
    const body = await readBody(ctx.req);
    const client = await authenticate(call, ctx, { body, clientOf: api.clientOf });
    const known: Ctx = { ...call, actor: { kind: 'system', job: `open-api:${client.keyId}` } };
    await api.noteUse(known, client.keyId);
    if (!client.scopes.includes(route.scope)) throw new AppError('FORBIDDEN', { scope: route.scope });
    const run = (callId: string) => runRoute(known, route, { client, body, http: ctx, callId });
    ctx.body =
      route.method === 'GET' || route.answersAgain
        ? await run(known.traceId)
        : await answerOnce(known, { client, http: ctx, body, run });
    ctx.set('Cache-Control', 'no-store');
  };

type Run = { client: OpenClient; body: Buffer; http: Context; callId: string };

async function runRoute(ctx: Ctx, route: OpenRoute, { client, body, http, callId }: Run): Promise<unknown> {
  const query = parse(route.query, Object.fromEntries(new URLSearchParams(http.querystring)));
  const json = route.method === 'GET' ? undefined : readJson(http, body);
  const input = parse(route.body, json);
  const params = http.params as Record<string, string>;
  const output = await route.run(ctx, { client, params, query, body: input, callId });
  return config().NODE_ENV === 'production' ? output : route.output.parse(output);
}

function readJson(http: Context, body: Buffer): unknown {
  if (body.length === 0) return {};
  if (!http.is('json')) throw new AppError('NOT_JSON');
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw new AppError('INVALID_INPUT', { problem: 'not valid JSON' });
  }
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 10);
  throw new AppError('INVALID_INPUT', {
    issues: issues.map((issue) => ({ path: issue.path.join('.'), problem: issue.message })),
  });
}
