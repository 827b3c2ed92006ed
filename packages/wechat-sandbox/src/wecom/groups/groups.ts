import { z } from 'zod';
import type { Ctx } from '../../ctx';
import type { Incoming, Outgoing } from '../../http/message';
import { Refusal } from '../../http/refusal';
import { DAY_MS, ok, page, readBody, wireSeconds } from '../api';
import { shopperByExternal } from '../customers';
import { employees, requireEmployee, requireServiceMember, settingsOf, staffById } from '../members';
import { changeOwner } from './changes';
import type { Group, GroupMember } from './types';

/** With more members in sight the owners have to be named. */
const MOST_VISIBLE = 1000;
const PROTECTED_MS = 90 * DAY_MS;
const HAND_OVERS = 2;

const listSchema = z.object({
  status_filter: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]).default(0),
  owner_filter: z.object({ userid_list: z.array(z.string()).max(100).optional() }).optional(),
  cursor: z.string().optional(),
  limit: z.int().min(1).max(1000),
});
const getSchema = z.object({
  chat_id: z.string(),
  need_name: z.union([z.literal(0), z.literal(1)]).default(0),
});
const transferSchema = z.object({
  chat_id_list: z.array(z.string()).min(1).max(100),
  new_owner: z.string(),
});

/** Refuses: 81017 when more than 1 000 members are in sight and no owner is named, 60111, 40058, 50100. */
export function groupList(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, listSchema);
  const named = body.owner_filter?.userid_list ?? [];
  if (named.length === 0 && employees(ctx).length > MOST_VISIBLE) {
    throw new Refusal(81017, 'owner_filter is needed: too many members');
  }
  const owners = named.map((userid) => requireOwner(ctx, userid));
  const found = ctx.state.wecom.groups.filter(
    (group) =>
      (owners.length === 0 || owners.includes(group.owner)) &&
      (body.status_filter === 0 || statusOf(ctx, group) === body.status_filter),
  );
  const shown = page(found, body, { usual: 1000, most: 1000, key: ({ chatId }) => chatId });
  return ok({
    group_chat_list: shown.items.map((group) => ({ chat_id: group.chatId, status: statusOf(ctx, group) })),
    ...shown.cursor,
  });
}

/** Refuses: 40050 for an id that is none, 49008 for a group that was dismissed. */
export function groupDetail(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, getSchema);
  const group = requireGroup(ctx, body.chat_id);
  return ok({
    group_chat: {
      chat_id: group.chatId,
      name: group.name,
      owner: group.owner,
      create_time: wireSeconds(group.createdAt),
      notice: group.notice,
      member_list: group.members.map((member) => presentMember(ctx, member, body.need_name === 1)),
      admin_list: group.admins.map((userid) => ({ userid })),
      member_version: group.memberVersion,
    },
  });
}

/** Of owners who left the company. Refuses as a whole: 60111, 41054, 40098, 84083; per group: 40050, 90500. */
export function inheritGroups(ctx: Ctx, request: Incoming): Outgoing {
  return transferGroups(ctx, request, (group) => {
    if (statusOf(ctx, group) !== 1) return { errcode: 90500, errmsg: 'the owner of the group has not left' };
    group.inheritedAt = ctx.clock.now();
    return undefined;
  });
}

/** In service, at most twice in 90 days. Per group: 40050, 90502 when the owner has left, 90504 for the same owner, 40128. */
export function handOverGroups(ctx: Ctx, request: Incoming): Outgoing {
  return transferGroups(ctx, request, (group, newOwner) => {
    const now = ctx.clock.now();
    if (statusOf(ctx, group) === 1) return { errcode: 90502, errmsg: 'the owner of the group has left' };
    if (group.owner === newOwner) return { errcode: 90504, errmsg: 'the owner is the same' };
    const lately = group.handedOverAt.filter((at) => now - at < PROTECTED_MS);
    if (lately.length >= HAND_OVERS) return { errcode: 40128, errmsg: 'handed over too often' };
    group.handedOverAt = [...lately, now];
    return undefined;
  });
}

/** Refuses: 40050, 49008. */
export function requireGroup(ctx: Ctx, chatId: string): Group {
  const { groups, dismissedGroups } = ctx.state.wecom;
  const group = groups.find((one) => one.chatId === chatId);
  if (group) return group;
  if (dismissedGroups.includes(chatId)) throw new Refusal(49008, 'the group is dismissed');
  throw new Refusal(40050, 'invalid chat_id');
}

type Failed = { errcode: number; errmsg: string };

function transferGroups(
  ctx: Ctx,
  request: Incoming,
  prepare: (group: Group, newOwner: string) => Failed | undefined,
): Outgoing {
  const body = readBody(request, transferSchema);
  const { userid } = requireServiceMember(ctx, body.new_owner);
  const failed = body.chat_id_list.flatMap((chatId) => {
    const group = ctx.state.wecom.groups.find((one) => one.chatId === chatId);
    const problem = group ? prepare(group, userid) : { errcode: 40050, errmsg: 'invalid chat_id' };
    if (group && !problem) changeOwner(ctx, group, userid);
    return problem ? [{ chat_id: chatId, ...problem }] : [];
  });
  return ok({ failed_chat_list: failed });
}

/** 0 as usual, 1 the owner left, 3 handed over after that. (2 would be on its way: here it is done at once.) */
function statusOf(ctx: Ctx, group: Group): 0 | 1 | 3 {
  if (settingsOf(ctx, group.owner).leftAt !== undefined) return 1;
  return group.inheritedAt === undefined ? 0 : 3;
}

/** An owner who left is looked for too. */
function requireOwner(ctx: Ctx, userid: string): string {
  return staffById(ctx, userid)?.userid ?? requireEmployee(ctx, userid).userid;
}

function presentMember(ctx: Ctx, member: GroupMember, named: boolean): Record<string, unknown> {
  const shopper = member.type === 2 ? shopperByExternal(ctx, member.id) : undefined;
  const name = shopper?.name ?? staffById(ctx, member.id)?.name ?? '';
  const withUnionid = shopper && !shopper.wecomUser && ctx.world.openPlatform.wecom;
  return {
    userid: member.id,
    type: member.type,
    join_time: wireSeconds(member.joinedAt),
    join_scene: member.joinScene,
    ...(member.invitor === undefined ? {} : { invitor: { userid: member.invitor } }),
    ...(withUnionid ? { unionid: shopper.unionid } : {}),
    group_nickname: member.nickname,
    ...(named ? { name } : {}),
    ...(member.state === undefined ? {} : { state: member.state }),
  };
}
