import { z } from 'zod';
import type { Ctx } from '../ctx';
import type { Delivery } from '../delivery/types';
import { json } from '../http/message';
import type { Route } from '../http/router';
import { codeText } from '../miniprogram/scene-codes';
import { finishRefund } from '../pay/refunds';
import { addCustomer, dropCustomer, verifyCallbackUrl } from '../wecom/callbacks';
import { serverEnv } from './env';
import { setFaults } from './faults';
import { peopleRoutes } from './people';
import { ControlError, controlBody, requireMember, requireShopper } from './read';
import type { ClockReading, Notice } from './types';

const customerSchema = z.strictObject({
  userid: z.string(),
  shopperId: z.string(),
  state: z.string().max(30).optional(),
});
const clockSchema = z.strictObject({ advanceSeconds: z.number().min(0) });
const flushSchema = z.strictObject({ reverse: z.boolean().optional(), ids: z.array(z.string()).optional() });
const finishSchema = z.strictObject({ status: z.enum(['SUCCESS', 'ABNORMAL', 'CLOSED']) });
const callbackSchema = z.strictObject({ wecomCallbackUrl: z.url() });
const pagesSchema = z.strictObject({ pages: z.array(z.string()).nullable() });

export function controlRoutes(ctx: Ctx, reset: () => void): Route[] {
  return [
    { method: 'GET', pattern: '/control/env', handle: () => json(serverEnv(ctx)) },
    { method: 'GET', pattern: '/control/requests', handle: () => json(ctx.journal.list()) },
    { method: 'GET', pattern: '/control/places', handle: () => json(ctx.world.places) },
    {
      method: 'POST',
      pattern: '/control/reset',
      handle: () => {
        reset();
        return json({ ok: true });
      },
    },
    { method: 'POST', pattern: '/control/faults', handle: (request) => setFaults(ctx, request) },
    ...peopleRoutes(ctx),
    ...clockRoutes(ctx),
    ...noticeRoutes(ctx),
    ...wecomControlRoutes(ctx),
    ...miniProgramControlRoutes(ctx),
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
    {
      method: 'POST',
      pattern: '/control/refunds/:no/finish',
      handle: (request) => {
        const refund = ctx.state.pay.refunds[request.params.no ?? ''];
        if (!refund) throw new ControlError(404, 'no such refund');
        finishRefund(ctx, refund, controlBody(request, finishSchema).status);
        return json({ status: refund.status });
      },
    },
  ];
}

function wecomControlRoutes(ctx: Ctx): Route[] {
  return [
    {
      method: 'POST',
      pattern: '/control/callbacks/config',
      handle: async (request) => {
        const { wecomCallbackUrl } = controlBody(request, callbackSchema);
        ctx.state.wecom.callbackUrl = wecomCallbackUrl;
        return json(await verifyCallbackUrl(ctx, wecomCallbackUrl));
      },
    },
    {
      method: 'POST',
      pattern: '/control/wecom/add-customer',
      handle: (request) => {
        const { userid, shopperId, state } = controlBody(request, customerSchema);
        const pair = { member: requireMember(ctx, userid), shopper: requireShopper(ctx, shopperId) };
        return json(addCustomer(ctx, state === undefined ? pair : { ...pair, state }));
      },
    },
    {
      method: 'POST',
      pattern: '/control/wecom/drop-customer',
      handle: (request) => {
        const { userid, shopperId } = controlBody(request, customerSchema);
        const pair = { member: requireMember(ctx, userid), shopper: requireShopper(ctx, shopperId) };
        return json({ dropped: dropCustomer(ctx, pair) });
      },
    },
  ];
}

function miniProgramControlRoutes(ctx: Ctx): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/control/scene-codes',
      handle: () => json(ctx.state.mini.sceneCodes.map((code) => ({ ...code, text: codeText(code) }))),
    },
    {
      method: 'POST',
      pattern: '/control/mini-program',
      handle: (request) => {
        ctx.state.mini.pages = controlBody(request, pagesSchema).pages;
        return json({ pages: ctx.state.mini.pages });
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
