import type { Server } from 'node:http';
import Router from '@koa/router';
import { contracts } from '@omni/shared/contracts/index';
import Koa from 'koa';
import { config } from '../config';
import { dbIsReady } from '../kernel/db';
import { redis } from '../kernel/redis';
import { answerCall } from './calls';
import { serveMedia } from './media';
import { answerErrors } from './middleware/errors';
import { traceRequests } from './middleware/trace';
import { openApi } from './open-api';
import { addOpenApi } from './open-api-v1';
import type { OpenApi } from './open-api-v1';
import type { Handler, Webhook } from './routes';
import { answerWebhook } from './webhooks';

export type HttpParts = {
  routes: Record<string, Handler>;
  webhooks: Webhook[];
  /** What other systems may call under /open-api/v1. */
  openApi: OpenApi;
};

/** The public port: `POST /api/:endpoint`, webhooks, media, health. Refuses to build when an endpoint has no handler. */
export function createHttpApp(parts: HttpParts): Koa {
  const missing = Object.keys(contracts).filter((name) => !Object.hasOwn(parts.routes, name));
  if (missing.length > 0) throw new Error(`endpoints without a handler: ${missing.join(', ')}`);
  const app = new Koa({ proxy: config().NODE_ENV === 'production' });
  const router = new Router();
  router.get('/healthz', (ctx) => {
    ctx.body = { ok: true };
  });
  router.get('/readyz', async (ctx) => {
    const ready =
      dbIsReady() &&
      (await redis()
        .ping()
        .catch(() => '')) === 'PONG';
    ctx.status = ready ? 200 : 503;
    ctx.body = { ok: ready };
  });
  router.get('/openapi.json', (ctx) => {
    ctx.body = openApi();
  });
  router.get('/media/:file', serveMedia);
  router.post('/api/:endpoint', answerCall(parts.routes));
  for (const webhook of parts.webhooks) {
    router.get(webhook.path, answerWebhook(webhook));
    router.post(webhook.path, answerWebhook(webhook));
  }
  addOpenApi(router, parts.openApi);
  app.use(traceRequests).use(answerErrors).use(router.routes());
  return app;
}

export const listen = (app: Koa, port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = app.listen(port, () => resolve(server)).on('error', reject);
  });

/** Stops accepting, lets running requests end, then resolves. */
export const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
