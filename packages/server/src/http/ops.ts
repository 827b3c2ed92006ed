import type { Server } from 'node:http';
import Router from '@koa/router';
import Koa from 'koa';
import { z } from 'zod';
import { config } from '../config';
import { advanceClock, now } from '../kernel/clock';
import { registry } from '../kernel/metrics';
import { readBody } from './body';

const Move = z.strictObject({ advanceSeconds: z.number() });

/** The operators' port: `/metrics`, and `/clock` (read it, move it) where the configuration lets time be moved. Never open it to the public. */
export function createOpsApp(): Koa {
  const app = new Koa();
  const router = new Router();
  router.get('/metrics', async (ctx) => {
    ctx.type = registry.contentType;
    ctx.body = await registry.metrics();
  });
  if (config().CLOCK_MOVABLE === '1') {
    router.get('/clock', (ctx) => {
      ctx.body = { now: now().toISOString() };
    });
    router.post('/clock', async (ctx) => {
      const asked = Move.safeParse(JSON.parse((await readBody(ctx.req)).toString('utf8')));
      if (!asked.success) return ctx.throw(400);
      advanceClock(asked.data.advanceSeconds * 1000);
      ctx.body = { now: now().toISOString() };
    });
  }
  app.use(router.routes());
  return app;
}

export const addressOf = (server: Server): string => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('server is not listening');
  return `http://127.0.0.1:${address.port}`;
};
