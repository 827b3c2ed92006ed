import { z } from 'zod';
import { ControlError } from '../control/read';
import { presentNotice } from '../control/routes';
import type { Ctx } from '../ctx';
import { html, json, reply } from '../http/message';
import type { Route } from '../http/router';
import { browserScript, browserStyle } from '../preview/bundle';
import { rulesSchema } from '../rules';
import { codeViews } from './codes';
import { screenData } from './data';
import { screenPage } from './page';
import type { Settings } from './types';

/** Messages may name pictures anywhere; nothing else comes from elsewhere, and no script but the page's own runs. */
const POLICY =
  "default-src 'self'; img-src 'self' data: http: https:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'; object-src 'none'";

/** The page and what it reads. Everything it changes goes through /control. */
export function screenRoutes(ctx: Ctx): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/',
      handle: () => {
        const page = html(screenPage(ctx.world.miniProgram.name));
        return { ...page, headers: { ...page.headers, 'content-security-policy': POLICY } };
      },
    },
    {
      method: 'GET',
      pattern: '/screen/screen.js',
      handle: async () => reply(200, 'text/javascript; charset=utf-8', await browserScript('screen')),
    },
    {
      method: 'GET',
      pattern: '/screen/screen.css',
      handle: async () => reply(200, 'text/css; charset=utf-8', await browserStyle('screen')),
    },
    {
      method: 'GET',
      pattern: '/screen/data',
      handle: ({ query }) =>
        json(
          screenData(ctx, {
            after: Number(query.get('after') ?? 0),
            shopperId: query.get('shopper') ?? '',
            userid: query.get('staff') ?? '',
          }),
        ),
    },
    {
      method: 'GET',
      pattern: '/screen/notices/:id',
      handle: ({ params }) => {
        const delivery = ctx.state.deliveries.find(({ id }) => id === params.id);
        if (!delivery) throw new ControlError(404, 'no such notice; the last five hundred are kept');
        return json(presentNotice(delivery));
      },
    },
    { method: 'GET', pattern: '/screen/codes', handle: () => json(codeViews(ctx)) },
    { method: 'GET', pattern: '/screen/settings', handle: () => json(settings(ctx)) },
  ];
}

/** The rules with their descriptions and choices as a JSON Schema, and the addresses as they are set. */
function settings(ctx: Ctx): Settings {
  const { properties } = z.toJSONSchema(rulesSchema, { io: 'input' });
  return {
    rules: properties as Settings['rules'],
    values: ctx.rules,
    callbacks: {
      wecomCallbackUrl: ctx.state.wecom.callbackUrl ?? '',
      miniProgramPushUrl: ctx.state.mini.push.url ?? '',
      officialAccountPushUrl: ctx.state.official.push.url ?? '',
    },
  };
}
