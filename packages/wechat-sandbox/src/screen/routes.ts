import { inboxOf, presentPeople } from '../control/people';
import { presentNotice, readClock } from '../control/routes';
import type { Ctx } from '../ctx';
import { html, json, reply } from '../http/message';
import type { Route } from '../http/router';
import { browserScript } from '../preview/bundle';
import { textOf } from './chat-text';
import { screenPage } from './page';
import type { ScreenData } from './types';

const NEWEST_NOTICES = 100;
const NEWEST_MESSAGES = 8;

export function screenRoutes(ctx: Ctx): Route[] {
  return [
    { method: 'GET', pattern: '/', handle: () => html(screenPage(ctx.world.miniProgram.name)) },
    {
      method: 'GET',
      pattern: '/screen/screen.js',
      handle: async () => reply(200, 'text/javascript; charset=utf-8', await browserScript('screen')),
    },
    {
      method: 'GET',
      pattern: '/screen/data',
      handle: (request) => json(screenData(ctx, Number(request.query.get('after') ?? 0))),
    },
  ];
}

function screenData(ctx: Ctx, after: number): ScreenData {
  return {
    name: ctx.world.miniProgram.name,
    clock: readClock(ctx),
    people: presentPeople(ctx),
    inboxes: Object.fromEntries(ctx.world.shoppers.map((shopper) => [shopper.id, inboxOf(ctx, shopper)])),
    staffMessages: Object.fromEntries(
      ctx.world.staff.map(({ userid }) => [
        userid,
        ctx.state.wecom.messages
          .filter((message) => message.userid === userid)
          .slice(-NEWEST_MESSAGES)
          .map((message) => ({ at: message.at, kind: message.kind, text: textOf(message) })),
      ]),
    ),
    notices: ctx.state.deliveries.slice(-NEWEST_NOTICES).reverse().map(presentNotice),
    requests: ctx.journal.since(after),
  };
}
