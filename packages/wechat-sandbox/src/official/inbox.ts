import type { OfficialInbox } from '../control/types';
import type { Ctx } from '../ctx';
import { messagesFor } from '../weixin/phone-messages';
import { acceptsOf } from '../weixin/subscriptions';
import type { Shopper } from '../world';

export function officialInboxOf(ctx: Ctx, shopper: Shopper): OfficialInbox {
  const follower = ctx.state.official.followers[shopper.id];
  return {
    following: follower?.following ?? false,
    ...(follower?.following ? { since: follower.since } : {}),
    messages: messagesFor(ctx, 'official', shopper.officialOpenid),
    subscriptions: acceptsOf(ctx, 'official', shopper.officialOpenid),
  };
}
