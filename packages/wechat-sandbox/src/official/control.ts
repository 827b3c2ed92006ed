import { z } from 'zod';
import { ControlError, controlBody, requireShopper } from '../control/read';
import type { Ctx } from '../ctx';
import { json } from '../http/message';
import type { Incoming } from '../http/message';
import type { Route } from '../http/router';
import { answerSheet } from '../weixin/subscriptions';
import type { Shopper } from '../world';
import { follow, unfollow } from './followers';
import { tapMenu } from './menu';
import { SUBSCRIBE_SCENES } from './state';
import { isFollowing } from './users';
import { newWebCode } from './web-login';

const followSchema = z.strictObject({ scene: z.enum(SUBSCRIBE_SCENES).optional() });
const menuSchema = z.strictObject({ button: z.string() });
const blockSchema = z.strictObject({ blocked: z.boolean() });
const scopeSchema = z.strictObject({ scope: z.enum(['snsapi_base', 'snsapi_userinfo']).optional() });
const subscribeSchema = z.strictObject({
  templateIds: z.array(z.string()).min(1),
  answer: z.enum(['accept', 'reject']),
});

export function officialControlRoutes(ctx: Ctx): Route[] {
  return [
    { method: 'GET', pattern: '/control/official/qr-codes', handle: () => json(ctx.state.official.qrCodes) },
    {
      method: 'GET',
      pattern: '/control/official/followers',
      handle: () => json(Object.values(ctx.state.official.followers)),
    },
    { method: 'GET', pattern: '/control/official/menu', handle: () => json(ctx.state.official.menu) },
    ...personRoutes(ctx),
    ...followerRoutes(ctx),
  ];
}

const OFFICIAL = '/control/shoppers/:id/official';

function personRoutes(ctx: Ctx): Route[] {
  const shopperOf = (request: Incoming): Shopper => requireShopper(ctx, request.params.id ?? '');
  return [
    {
      method: 'POST',
      pattern: `${OFFICIAL}/follow`,
      handle: (request) => {
        const { scene } = controlBody(request, followSchema);
        return json({ followed: follow(ctx, shopperOf(request), { scene }) });
      },
    },
    {
      method: 'POST',
      pattern: `${OFFICIAL}/unfollow`,
      handle: (request) => json({ unfollowed: unfollow(ctx, shopperOf(request)) }),
    },
    {
      method: 'POST',
      pattern: `${OFFICIAL}/subscribe`,
      handle: (request) => {
        const templates = ctx.world.officialAccount.templates;
        const { officialOpenid: openid } = shopperOf(request);
        const asked = { ...controlBody(request, subscribeSchema), openid, templates };
        return json(answerSheet(ctx, 'official', asked));
      },
    },
    {
      method: 'POST',
      pattern: `${OFFICIAL}/web-code`,
      handle: (request) => {
        const { scope = 'snsapi_userinfo' } = controlBody(request, scopeSchema);
        return json({ code: newWebCode(ctx, shopperOf(request).id, scope) });
      },
    },
  ];
}

function followerRoutes(ctx: Ctx): Route[] {
  const followerOf = (request: Incoming): Shopper => {
    const shopper = requireShopper(ctx, request.params.id ?? '');
    if (!isFollowing(ctx, shopper.id)) throw new ControlError(409, 'this person does not follow the account');
    return shopper;
  };
  return [
    {
      method: 'POST',
      pattern: `${OFFICIAL}/tap-menu`,
      handle: (request) => {
        const problem = tapMenu(ctx, followerOf(request), controlBody(request, menuSchema).button);
        if (problem) throw new ControlError(404, problem);
        return json({ ok: true });
      },
    },
    {
      method: 'POST',
      pattern: `${OFFICIAL}/template-block`,
      handle: (request) => {
        const { blocked } = controlBody(request, blockSchema);
        const follower = ctx.state.official.followers[followerOf(request).id];
        if (follower) follower.blocksTemplates = blocked;
        return json({ blocked });
      },
    },
  ];
}
