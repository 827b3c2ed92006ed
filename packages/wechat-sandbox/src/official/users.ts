import { z } from 'zod';
import type { Ctx } from '../ctx';
import { shopperById } from '../ctx';
import { jsonBody, queryParam } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { shopperOf, unionidFor } from '../weixin/apps';
import type { Shopper } from '../world';
import type { Follower } from './state';

const LARGEST_LIST = 10_000;
const LARGEST_BATCH = 100;
const LONGEST_REMARK = 30;
const LANGUAGES = ['zh_CN', 'zh_TW', 'en'];

const batchSchema = z.object({
  user_list: z.array(z.object({ openid: z.string(), lang: z.string().optional() })).optional(),
});
const remarkSchema = z.object({ openid: z.string().optional(), remark: z.string().optional() });

/** user/info?openid&lang. Refuses 40003. Who does not follow is told of with the openid alone (and the unionid). */
export function userInfo(ctx: Ctx, request: Incoming): Outgoing {
  const { query } = request;
  return json(presentUser(ctx, queryParam(request, 'openid', 40003), query.get('lang') ?? undefined));
}

/** user/info/batchget, at most 100. Refuses 40032, 40003. */
export function usersInfo(ctx: Ctx, request: Incoming): Outgoing {
  const { user_list: list = [] } = jsonBody(request, batchSchema);
  if (list.length === 0 || list.length > LARGEST_BATCH) throw new Refusal(40032, 'invalid openid list size');
  return json({ user_info_list: list.map(({ openid, lang }) => presentUser(ctx, openid, lang)) });
}

/** user/get?next_openid: openids in the order of following, 10,000 at a time. */
export function listFollowers(ctx: Ctx, { query }: Incoming): Outgoing {
  const openids = followersOf(ctx).map(({ shopper }) => shopper.officialOpenid);
  const after = query.get('next_openid') ?? '';
  const at = after === '' ? -1 : openids.indexOf(after);
  if (after !== '' && at < 0) throw new Refusal(40003, 'invalid openid');
  const page = openids.slice(at + 1, at + 1 + LARGEST_LIST);
  return json({
    total: openids.length,
    count: page.length,
    ...(page.length > 0 ? { data: { openid: page } } : {}),
    next_openid: page.at(-1) ?? '',
  });
}

/** user/info/updateremark, fewer than 30 characters. Refuses 40003, 40097. */
export function setRemark(ctx: Ctx, request: Incoming): Outgoing {
  const { openid = '', remark = '' } = jsonBody(request, remarkSchema);
  if ([...remark].length >= LONGEST_REMARK) throw new Refusal(40097, 'invalid args');
  requireFollower(ctx, openid).remark = remark;
  return json({ errcode: 0, errmsg: 'ok' });
}

export function isFollowing(ctx: Ctx, shopperId: string): boolean {
  return ctx.state.official.followers[shopperId]?.following ?? false;
}

export function requireFollower(ctx: Ctx, openid: string): Follower {
  const shopper = shopperOf(ctx, 'official', openid);
  const follower = shopper && ctx.state.official.followers[shopper.id];
  if (!follower?.following) throw new Refusal(40003, 'invalid openid');
  return follower;
}

export function followersOf(ctx: Ctx): { follower: Follower; shopper: Shopper }[] {
  return Object.values(ctx.state.official.followers).flatMap((follower) => {
    const shopper = shopperById(ctx, follower.shopperId);
    return follower.following && shopper ? [{ follower, shopper }] : [];
  });
}

/** Nickname and picture are empty for everybody since the end of 2021. */
function presentUser(ctx: Ctx, openid: string, lang = 'zh_CN'): Record<string, unknown> {
  const shopper = shopperOf(ctx, 'official', openid);
  if (!shopper) throw new Refusal(40003, 'invalid openid');
  const follower = ctx.state.official.followers[shopper.id];
  const unionid = unionidFor(ctx, 'official', shopper);
  if (!follower?.following) return { subscribe: 0, openid, ...unionid };
  return {
    subscribe: 1,
    openid,
    nickname: '',
    sex: 0,
    language: LANGUAGES.includes(lang) ? lang : 'zh_CN',
    city: '',
    province: '',
    country: '',
    headimgurl: '',
    subscribe_time: Math.floor(follower.since / 1000),
    ...unionid,
    remark: follower.remark,
    groupid: follower.tagIds[0] ?? 0,
    tagid_list: follower.tagIds,
    subscribe_scene: follower.scene,
    qr_scene: follower.qrScene,
    qr_scene_str: follower.qrSceneStr,
  };
}
