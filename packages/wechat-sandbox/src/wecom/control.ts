import { z } from 'zod';
import { controlBody, requireMember, requireShopper } from '../control/read';
import type { Ctx } from '../ctx';
import { json } from '../http/message';
import type { Route } from '../http/router';
import { addCustomer, dropCustomer } from './callbacks';
import { newOauthCode } from './oauth';

const customerSchema = z.strictObject({
  userid: z.string(),
  shopperId: z.string(),
  state: z.string().max(30).optional(),
});

export function wecomControlRoutes(ctx: Ctx): Route[] {
  const staff = '/control/staff/:userid';
  return [
    {
      method: 'POST',
      pattern: `${staff}/oauth-code`,
      handle: (request) =>
        json({ code: newOauthCode(ctx, requireMember(ctx, request.params.userid ?? '').userid) }),
    },
    {
      method: 'GET',
      pattern: `${staff}/sent`,
      handle: (request) => {
        const { userid } = requireMember(ctx, request.params.userid ?? '');
        return json({ messages: ctx.state.wecom.messages.filter((message) => message.userid === userid) });
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
