import { z } from 'zod';
import { channelControlRoutes } from '../channels/control';
import type { Ctx } from '../ctx';
import type { Delivery } from '../delivery/types';
import { faultRoutes } from '../faults/control';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import type { Route } from '../http/router';
import { miniProgramControlRoutes } from '../miniprogram/control';
import { officialControlRoutes } from '../official/control';
import { payControlRoutes } from '../pay/control';
import { rulesSchema } from '../rules';
import { configureCallbacks } from '../push/verify';
import { wecomControlRoutes } from '../wecom/control';
import { weixinControlRoutes } from '../weixin/control';
import { serverEnv } from './env';
import { peopleRoutes } from './people';
import { ControlError, controlBody } from './read';
import type { ClockReading, Notice } from './types';

const clockSchema = z.strictObject({ advanceSeconds: z.number().min(0) });
const flushSchema = z.strictObject({ reverse: z.boolean().optional(), ids: z.array(z.string()).optional() });
const callbackSchema = z
  .strictObject({
    wecomCallbackUrl: z.url().optional(),
    miniProgramPushUrl: z.url().optional(),
    officialAccountPushUrl: z.url().optional(),
  })
  .refine((addresses) => Object.keys(addresses).length > 0, 'name at least one address');

export function controlRoutes(ctx: Ctx, reset: () => void): Route[] {
  return [
    { method: 'GET', pattern: '/control/env', handle: () => json(serverEnv(ctx)) },
    { method: 'GET', pattern: '/control/places', handle: () => json(ctx.world.places) },
    {
      method: 'POST',
      pattern: '/control/reset',
      handle: () => {
        reset();
        return json({ ok: true });
      },
    },
    {
      method: 'POST',
      pattern: '/control/callbacks/config',
      handle: async (request) => {
        const given = Object.entries(controlBody(request, callbackSchema));
        const addresses = Object.fromEntries(given.filter(([, url]) => url !== undefined));
        return json(await configureCallbacks(ctx, addresses));
      },
    },
    ...journalRoutes(ctx),
    ...faultRoutes(ctx),
    ...ruleRoutes(ctx),
    ...peopleRoutes(ctx),
    ...clockRoutes(ctx),
    ...noticeRoutes(ctx),
    ...payControlRoutes(ctx),
    ...wecomControlRoutes(ctx),
    ...miniProgramControlRoutes(ctx),
    ...officialControlRoutes(ctx),
    ...weixinControlRoutes(ctx),
    ...channelControlRoutes(ctx),
  ];
}

function journalRoutes(ctx: Ctx): Route[] {
  const wordsOf = (request: Incoming): string[] =>
    (request.query.get('q') ?? '').split(/\s+/).filter(Boolean);
  return [
    {
      method: 'GET',
      pattern: '/control/requests',
      handle: (request) => {
        const words = wordsOf(request);
        return json(words.length > 0 ? ctx.journal.search(words) : ctx.journal.list());
      },
    },
    {
      method: 'GET',
      pattern: '/control/requests/:id',
      handle: (request) => {
        const entry = ctx.journal.find(Number(request.params.id));
        if (!entry) throw new ControlError(404, 'no such request; the last thousand are kept');
        return json(entry);
      },
    },
  ];
}

function ruleRoutes(ctx: Ctx): Route[] {
  return [
    { method: 'GET', pattern: '/control/rules', handle: () => json(ctx.rules) },
    {
      method: 'POST',
      pattern: '/control/rules',
      handle: (request): Outgoing => {
        // A partial schema would put every rule that is not named back to its default.
        const changes = controlBody(request, z.looseObject({}));
        const body = Buffer.from(JSON.stringify({ ...ctx.rules, ...changes }));
        ctx.rules = controlBody({ ...request, body }, rulesSchema);
        return json(ctx.rules);
      },
    },
  ];
}

function clockRoutes(ctx: Ctx): Route[] {
  return [
    { method: 'GET', pattern: '/control/clock', handle: () => json(readClock(ctx)) },
    {
      method: 'POST',
      pattern: '/control/clock',
      handle: async (request) => {
        await ctx.clock.advance(controlBody(request, clockSchema).advanceSeconds);
        return json(readClock(ctx));
      },
    },
    {
      method: 'POST',
      pattern: '/control/settle',
      handle: async () => {
        await ctx.clock.settle();
        return json(readClock(ctx));
      },
    },
  ];
}

function noticeRoutes(ctx: Ctx): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/control/notices',
      handle: () => json(ctx.state.deliveries.map(presentNotice)),
    },
    {
      method: 'POST',
      pattern: '/control/notices/flush',
      handle: async (request) => {
        const { reverse, ids } = controlBody(request, flushSchema);
        const options = {
          ...(reverse === undefined ? {} : { reverse }),
          ...(ids === undefined ? {} : { ids }),
        };
        return json({ flushed: await ctx.deliveries.flush(options) });
      },
    },
    {
      method: 'POST',
      pattern: '/control/notices/:id/redeliver',
      handle: async (request) => {
        const delivery = await ctx.deliveries.redeliver(request.params.id ?? '');
        if (!delivery) throw new ControlError(404, 'no such notice');
        return json(presentNotice(delivery));
      },
    },
  ];
}

export function readClock(ctx: Ctx): ClockReading {
  const nowMs = ctx.clock.now();
  return { nowMs, iso: new Date(nowMs).toISOString(), offsetSeconds: Math.round(ctx.clock.offsetMs / 1000) };
}

export function presentNotice(delivery: Delivery): Notice {
  return { ...delivery, statuses: delivery.attempts.map((attempt) => attempt.status ?? 0) };
}
