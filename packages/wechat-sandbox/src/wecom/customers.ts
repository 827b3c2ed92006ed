import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody, queryParam } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { Follow } from './state';
import type { Shopper } from '../world';
import { externalUserid } from '../world';
import { staffById } from './oauth';

const OK = { errcode: 0, errmsg: 'ok' };
const REMARK_LENGTH = { remark: 20, description: 150, remark_company: 20 };
const MOST_TAGS = 3000;

const remarkSchema = z.object({
  userid: z.string(),
  external_userid: z.string(),
  remark: z.string().max(REMARK_LENGTH.remark).optional(),
  description: z.string().max(REMARK_LENGTH.description).optional(),
  remark_company: z.string().max(REMARK_LENGTH.remark_company).optional(),
  remark_mobiles: z.array(z.string()).optional(),
  remark_pic_mediaid: z.string().optional(),
});
const markTagSchema = z.object({
  userid: z.string(),
  external_userid: z.string(),
  add_tag: z.array(z.string()).optional(),
  remove_tag: z.array(z.string()).optional(),
});

export function followUserList(ctx: Ctx): Outgoing {
  return json({ ...OK, follow_user: ctx.world.staff.map((member) => member.userid) });
}

/** A member without customers is 84061, not an empty list. */
export function customerList(ctx: Ctx, request: Incoming): Outgoing {
  const userid = queryParam(request, 'userid', 40003);
  if (!staffById(ctx, userid)) throw new Refusal(60111, 'userid not found');
  const follows = ctx.state.wecom.follows.filter((follow) => follow.userid === userid);
  if (follows.length === 0) throw notFollowed();
  const ids = follows.flatMap((follow) => {
    const shopper = ctx.world.shoppers.find((candidate) => candidate.id === follow.shopperId);
    return shopper ? [externalUserid(shopper)] : [];
  });
  return json({ ...OK, external_userid: ids });
}

export function customerDetail(ctx: Ctx, request: Incoming): Outgoing {
  const shopper = shopperByExternal(ctx, queryParam(request, 'external_userid', 40096));
  if (!shopper) throw new Refusal(40096, 'invalid external userid');
  const follows = ctx.state.wecom.follows.filter((follow) => follow.shopperId === shopper.id);
  if (follows.length === 0) throw notFollowed();
  return json({
    ...OK,
    external_contact: {
      external_userid: externalUserid(shopper),
      name: shopper.name,
      avatar: '',
      type: 1,
      gender: 0,
      unionid: shopper.unionid,
    },
    follow_user: follows.map((follow) => presentFollow(ctx, follow)),
  });
}

export function remarkCustomer(ctx: Ctx, request: Incoming): Outgoing {
  const body = jsonBody(request, remarkSchema, 40058);
  const { userid, external_userid, ...fields } = body;
  const follow = requireFollow(ctx, userid, external_userid);
  if (Object.keys(fields).length === 0) throw new Refusal(40063, 'some parameters are empty');
  if (fields.remark !== undefined) follow.remark = fields.remark;
  if (fields.description !== undefined) follow.description = fields.description;
  if (fields.remark_company !== undefined) follow.remarkCorpName = fields.remark_company;
  if (fields.remark_mobiles) follow.remarkMobiles = fields.remark_mobiles.filter((mobile) => mobile !== '');
  return json(OK);
}

/** Tags belong to the pair of member and customer. */
export function markTags(ctx: Ctx, request: Incoming): Outgoing {
  const body = jsonBody(request, markTagSchema, 40058);
  const add = body.add_tag ?? [];
  const remove = body.remove_tag ?? [];
  if (add.length + remove.length === 0) throw new Refusal(40063, 'add_tag and remove_tag are both empty');
  const follow = requireFollow(ctx, body.userid, body.external_userid);
  const known = new Set(ctx.state.wecom.tags.map((tag) => tag.id));
  const unknown = [...add, ...remove].find((id) => !known.has(id));
  if (unknown !== undefined) throw new Refusal(40068, 'invalid tagid');
  const left = follow.tagIds.filter((id) => !remove.includes(id) && !add.includes(id));
  if (left.length + add.length > MOST_TAGS) throw new Refusal(40058, 'too many tags');
  follow.tagIds = [...left, ...add];
  return json(OK);
}

export function shopperByExternal(ctx: Ctx, id: string): Shopper | undefined {
  return ctx.world.shoppers.find((shopper) => externalUserid(shopper) === id);
}

export function findFollow(ctx: Ctx, userid: string, shopperId: string): Follow | undefined {
  return ctx.state.wecom.follows.find((follow) => follow.userid === userid && follow.shopperId === shopperId);
}

function requireFollow(ctx: Ctx, userid: string, external: string): Follow {
  if (!staffById(ctx, userid)) throw new Refusal(60111, 'userid not found');
  const shopper = shopperByExternal(ctx, external);
  if (!shopper) throw new Refusal(40096, 'invalid external userid');
  const follow = findFollow(ctx, userid, shopper.id);
  if (!follow) throw notFollowed();
  return follow;
}

function presentFollow(ctx: Ctx, follow: Follow): Record<string, unknown> {
  const tags = ctx.state.wecom.tags.filter((tag) => follow.tagIds.includes(tag.id));
  return {
    userid: follow.userid,
    remark: follow.remark,
    description: follow.description,
    createtime: Math.floor(follow.createdAt / 1000),
    tags: tags.map((tag) => ({ group_name: tag.groupName, tag_name: tag.name, tag_id: tag.id, type: 1 })),
    ...(follow.remarkCorpName === undefined ? {} : { remark_corp_name: follow.remarkCorpName }),
    remark_mobiles: follow.remarkMobiles,
    add_way: follow.addWay,
    oper_userid: follow.userid,
    ...(follow.state === undefined ? {} : { state: follow.state }),
  };
}

function notFollowed(): Refusal {
  return new Refusal(84061, 'not external contact');
}
