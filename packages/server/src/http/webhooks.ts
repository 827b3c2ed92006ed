import type { Middleware } from 'koa';
import { now } from '../kernel/clock';
import { readBody } from './body';
import type { Webhook } from './routes';

const first = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;
const singles = (from: Record<string, string | string[] | undefined>): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(from).map(([key, value]) => [key, first(value)]));

export const answerWebhook =
  (webhook: Webhook): Middleware =>
  async (ctx) => {
    ctx.state.endpoint = webhook.name;
    const answer = await webhook.run(
      { actor: { kind: 'system', job: webhook.name }, now: now(), traceId: String(ctx.state.traceId) },
      {
        method: ctx.method === 'GET' ? 'GET' : 'POST',
        headers: singles(ctx.headers),
        query: singles(ctx.query),
        body: await readBody(ctx.req),
      },
    );
    ctx.status = answer.status;
    ctx.type = answer.type;
    ctx.body = answer.body;
  };
