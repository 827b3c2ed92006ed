import type { Ctx } from '../ctx';
import { shopperById } from '../ctx';
import type { Follow } from '../wecom/contacts/types';
import { shopperByExternal } from '../wecom/customers';
import type { Group } from '../wecom/groups/types';
import { staffById } from '../wecom/members';
import { tasksOfMember } from '../wecom/messaging/mass-sending';
import type { StaffMember } from '../world';
import { newest } from './newest';
import type { CustomerView, DeskView, GroupView } from './types';

export function deskView(ctx: Ctx, { userid }: StaffMember): DeskView {
  const { follows, contactRequests, messages, groups } = ctx.state.wecom;
  const own = <T extends { userid: string }>(list: T[]): T[] =>
    newest(list.filter((one) => one.userid === userid));
  return {
    userid,
    customers: own(follows).map((follow) => customerView(ctx, follow)),
    requests: own(contactRequests).map(({ shopperId, at, state }) => ({
      shopperId,
      name: nameOfShopper(ctx, shopperId),
      at,
      ...(state === undefined ? {} : { state }),
    })),
    messages: own(messages.filter(({ chatId }) => chatId === undefined)),
    tasks: newest(tasksOfMember(ctx, userid)),
    groups: newest(groups.filter(({ members }) => members.some(({ id }) => id === userid))).map((group) =>
      groupView(ctx, group),
    ),
  };
}

function customerView(ctx: Ctx, follow: Follow): CustomerView {
  const { shopperId, remark, description, tagIds, createdAt, state, half } = follow;
  const tags = ctx.state.wecom.tagGroups.flatMap((group) => group.tags);
  return {
    shopperId,
    name: nameOfShopper(ctx, shopperId),
    remark,
    description,
    tags: tags.filter(({ id }) => tagIds.includes(id)).map(({ name }) => name),
    since: createdAt,
    ...(state === undefined ? {} : { state }),
    ...(half === undefined ? {} : { half }),
  };
}

/** A group with what was said in it, the newest first. */
export function groupView(ctx: Ctx, { chatId, name, notice, owner, members }: Group): GroupView {
  return {
    chatId,
    name,
    notice,
    owner,
    members: members.map(({ id, type }) => ({
      id,
      name: (type === 1 ? staffById(ctx, id)?.name : shopperByExternal(ctx, id)?.name) ?? id,
      outside: type === 2,
    })),
    messages: newest(ctx.state.wecom.messages.filter((message) => message.chatId === chatId)),
  };
}

function nameOfShopper(ctx: Ctx, shopperId: string): string {
  return shopperById(ctx, shopperId)?.name ?? shopperId;
}
