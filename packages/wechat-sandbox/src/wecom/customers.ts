import { z } from 'zod';
import type { Ctx } from '../ctx';
import { queryParam } from '../http/body';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { derivedId } from '../state/random';
import type { Shopper } from '../world';
import { externalUserid } from '../world';
import { ok, page, pageFields, readBody, wireSeconds } from './api';
import type { Follow } from './contacts/types';
import { employees, requireEmployee, settingsOf } from './members';

/** Followers one answer of externalcontact/get names. */
const FOLLOWERS_PER_PAGE = 500;
const MOST_USERS = 100;

export function followUserList(ctx: Ctx): Outgoing {
  const able = employees(ctx).filter(({ userid }) => settingsOf(ctx, userid).customerContact);
  return ok({ follow_user: able.map(({ userid }) => userid) });
}

/** A member without customers is 84061, not an empty list. Refuses: 40003, 60111, 84084 (no customer contact), 84061. */
export function customerList(ctx: Ctx, request: Incoming): Outgoing {
  const { userid } = requireEmployee(ctx, queryParam(request, 'userid', 40003));
  if (!settingsOf(ctx, userid).customerContact) throw new Refusal(84084, 'not follow user');
  const follows = knownFollows(ctx).filter((follow) => follow.userid === userid);
  if (follows.length === 0) throw notFollowed();
  return ok({
    external_userid: externalIds(
      ctx,
      follows.map(({ shopperId }) => shopperId),
    ),
  });
}

/** Refuses: 40096 for an id that is none, 84061 for somebody whom no member has. */
export function customerDetail(ctx: Ctx, request: Incoming): Outgoing {
  const shopper = requireContact(ctx, queryParam(request, 'external_userid', 40096));
  const follows = knownFollows(ctx).filter((follow) => follow.shopperId === shopper.id);
  if (follows.length === 0) throw notFollowed();
  const shown = page(
    follows,
    { cursor: request.query.get('cursor') ?? undefined },
    { usual: FOLLOWERS_PER_PAGE, most: FOLLOWERS_PER_PAGE, key: (follow) => follow.userid },
  );
  return ok({
    external_contact: presentContact(ctx, shopper),
    follow_user: shown.items.map((follow) => ({ ...presentFollow(follow), tags: tagsOf(ctx, follow) })),
    ...shown.cursor,
  });
}

const batchSchema = z.object({ userid_list: z.array(z.string()).min(1).max(MOST_USERS), ...pageFields });

/** Every customer of some members, each once per member. Refuses: 60111, 40058 for more than 100 members. */
export function customersOfMembers(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, batchSchema);
  const userids = body.userid_list.map((userid) => requireEmployee(ctx, userid).userid);
  const follows = knownFollows(ctx).filter((follow) => userids.includes(follow.userid));
  const shown = page(follows, body, { usual: 50, most: 100, key: followKey });
  return ok({
    external_contact_list: shown.items.flatMap((follow) => {
      const shopper = ctx.world.shoppers.find(({ id }) => id === follow.shopperId);
      if (!shopper) return [];
      const followInfo = { ...presentFollow(follow), tag_id: follow.tagIds };
      return [{ external_contact: presentContact(ctx, shopper), follow_info: followInfo }];
    }),
    ...shown.cursor,
  });
}

type Contacts = { size: number; byExternal: Map<string, Shopper>; externals: Map<string, string> };
/** Every external_userid is a hash of its own, so they are not computed again for each question. */
const contactsOf = new WeakMap<Shopper[], Contacts>();

function contacts({ world: { shoppers } }: Ctx): Contacts {
  const known = contactsOf.get(shoppers);
  if (known?.size === shoppers.length) return known;
  const ids = shoppers.map((shopper) => [shopper, externalUserid(shopper)] as const);
  const fresh = {
    size: shoppers.length,
    byExternal: new Map(ids.map(([shopper, external]) => [external, shopper])),
    externals: new Map(ids.map(([shopper, external]) => [shopper.id, external])),
  };
  contactsOf.set(shoppers, fresh);
  return fresh;
}

export function shopperByExternal(ctx: Ctx, id: string): Shopper | undefined {
  return contacts(ctx).byExternal.get(id);
}

/** The external_userids of these people; who is not in the world any more is left out. */
export function externalIds(ctx: Ctx, shopperIds: string[]): string[] {
  const { externals } = contacts(ctx);
  return shopperIds.flatMap((id) => externals.get(id) ?? []);
}

/** Refuses: 40096. */
export function requireContact(ctx: Ctx, external: string): Shopper {
  const shopper = shopperByExternal(ctx, external);
  if (!shopper) throw new Refusal(40096, 'invalid external userid');
  return shopper;
}

export function findFollow(ctx: Ctx, userid: string, shopperId: string): Follow | undefined {
  return ctx.state.wecom.follows.find((follow) => follow.userid === userid && follow.shopperId === shopperId);
}

/** The relations the customer APIs know of. */
export function knownFollows(ctx: Ctx): Follow[] {
  const { follows } = ctx.state.wecom;
  return ctx.rules.halfAddedIsCustomer ? follows : follows.filter((follow) => !follow.half);
}

/** Refuses: 60111, 40096, 84061. */
export function requireFollow(ctx: Ctx, userid: string, external: string): Follow {
  const member = requireEmployee(ctx, userid);
  const shopper = requireContact(ctx, external);
  const follow = knownFollows(ctx).find(
    (candidate) => candidate.userid === member.userid && candidate.shopperId === shopper.id,
  );
  if (!follow) throw notFollowed();
  return follow;
}

export function notFollowed(): Refusal {
  return new Refusal(84061, 'not external contact');
}

/** What the company knows an outsider by where no friendship is needed: in OAuth and for WeChat Pay. */
export function corpOpenid(shopper: Shopper): string {
  return `o${derivedId(`corp-openid:${shopper.id}`, 27)}`;
}

/** unionid only of WeChat users, and only when the company is bound to the brand's Open Platform account. */
function presentContact(ctx: Ctx, shopper: Shopper): Record<string, unknown> {
  const { wecomUser } = shopper;
  const withUnionid = ctx.world.openPlatform.wecom && !wecomUser;
  return {
    external_userid: externalUserid(shopper),
    name: shopper.name,
    avatar: '',
    type: wecomUser ? 2 : 1,
    gender: 0,
    ...(withUnionid ? { unionid: shopper.unionid } : {}),
    ...(wecomUser
      ? {
          position: wecomUser.position,
          corp_name: wecomUser.corpName,
          corp_full_name: wecomUser.corpFullName,
        }
      : {}),
  };
}

function presentFollow(follow: Follow): Record<string, unknown> {
  return {
    userid: follow.userid,
    remark: follow.remark,
    description: follow.description,
    createtime: wireSeconds(follow.createdAt),
    ...(follow.remarkCorpName === undefined ? {} : { remark_corp_name: follow.remarkCorpName }),
    remark_mobiles: follow.remarkMobiles,
    add_way: follow.addWay,
    oper_userid: follow.operUserid,
    ...(follow.state === undefined ? {} : { state: follow.state }),
  };
}

function tagsOf(ctx: Ctx, follow: Follow): Record<string, unknown>[] {
  return ctx.state.wecom.tagGroups.flatMap((group) =>
    group.tags
      .filter((tag) => follow.tagIds.includes(tag.id))
      .map((tag) => ({ group_name: group.name, tag_name: tag.name, tag_id: tag.id, type: 1 })),
  );
}

function followKey(follow: Follow): string {
  return `${follow.userid} ${follow.shopperId}`;
}
