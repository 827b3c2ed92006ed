import { z } from 'zod';
import type { Ctx } from '../../ctx';
import type { Incoming, Outgoing } from '../../http/message';
import { Refusal } from '../../http/refusal';
import type { Shopper } from '../../world';
import { externalUserid } from '../../world';
import { DAY_MS, ok, readBody } from '../api';
import { corpOpenid, knownFollows, notFollowed, requireContact, shopperByExternal } from '../customers';

const PENDING_LIVES_MS = 90 * DAY_MS;
const KEPT = 5000;
const MOST_AT_ONCE = 100;

const personSchema = z.object({
  unionid: z.string(),
  openid: z.string(),
  subject_type: z.union([z.literal(0), z.literal(1)]).optional(),
});
const externalSchema = z.object({ external_userid: z.string() });
const pendingSchema = z.object({ external_userid: z.array(z.string()).min(1).max(MOST_AT_ONCE) });

/**
 * The customer's external_userid, or a pending_id good for 90 days when nobody has them yet. Whether self-built apps may call this is
 * uncertain: it is documented for third-party apps. Refuses: 41057 without a bound Open Platform account, 40073.
 */
export function unionidToExternalUserid(ctx: Ctx, request: Incoming): Outgoing {
  const shopper = requirePerson(ctx, request);
  if (isContact(ctx, shopper)) return ok({ external_userid: externalUserid(shopper) });
  return ok({ pending_id: pendingIdOf(ctx, shopper) });
}

/** The older path: knows customers only. Refuses: 41057, 40073, 84061. */
export function unionidToExternalUseridOld(ctx: Ctx, request: Incoming): Outgoing {
  const shopper = requirePerson(ctx, request);
  if (!isContact(ctx, shopper)) throw notFollowed();
  return ok({ external_userid: externalUserid(shopper) });
}

/** How a pending_id is found again: the customer who came later has the same one. Refuses: 40058 for more than 100 ids. */
export function externalUseridToPendingId(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, pendingSchema);
  const living = ctx.state.wecom.pendingIds.filter(({ expiresAt }) => ctx.clock.now() < expiresAt);
  const result = body.external_userid.flatMap((external) => {
    const shopper = shopperByExternal(ctx, external);
    const pending = living.find(({ shopperId }) => shopperId === shopper?.id);
    return pending ? [{ external_userid: external, pending_id: pending.id }] : [];
  });
  return ok({ result });
}

/** For payments to a WeChat user. Refuses: 40096, 84061, 41056 for somebody who uses WeCom. */
export function convertToOpenid(ctx: Ctx, request: Incoming): Outgoing {
  const shopper = requireContact(ctx, readBody(request, externalSchema).external_userid);
  if (shopper.wecomUser) throw new Refusal(41056, 'not a WeChat user');
  if (!isContact(ctx, shopper)) throw notFollowed();
  return ok({ openid: corpOpenid(shopper) });
}

/** unionid and openid have to be of one person and of an app bound to the same Open Platform account. */
function requirePerson(ctx: Ctx, request: Incoming): Shopper {
  const { unionid, openid } = readBody(request, personSchema);
  const { openPlatform, shoppers } = ctx.world;
  if (!openPlatform.wecom) throw new Refusal(41057, 'no developer account is bound to the company');
  const shopper = shoppers.find((candidate) => candidate.unionid === unionid && !candidate.wecomUser);
  const openids = [
    ...(openPlatform.miniProgram ? [shopper?.openid] : []),
    ...(openPlatform.officialAccount ? [shopper?.officialOpenid] : []),
  ];
  if (!shopper || !openids.includes(openid)) throw new Refusal(40073, 'unionid and openid do not match');
  return shopper;
}

function isContact(ctx: Ctx, shopper: Shopper): boolean {
  return knownFollows(ctx).some((follow) => follow.shopperId === shopper.id);
}

function pendingIdOf(ctx: Ctx, shopper: Shopper): string {
  const { wecom } = ctx.state;
  const now = ctx.clock.now();
  const living = wecom.pendingIds.filter(({ expiresAt }) => now < expiresAt);
  const known = living.find(({ shopperId }) => shopperId === shopper.id);
  if (known) return known.id;
  const fresh = { id: ctx.random.text(43), shopperId: shopper.id, expiresAt: now + PENDING_LIVES_MS };
  wecom.pendingIds = [...living, fresh].slice(-KEPT);
  return fresh.id;
}
