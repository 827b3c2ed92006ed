import type { Ctx } from '../../ctx';
import { Refusal } from '../../http/refusal';
import { lastTalk } from '../chat';
import { externalIds, knownFollows, shopperByExternal } from '../customers';
import type { Follow } from '../contacts/types';
import type { MassTask } from './types';

export type SingleAsk = {
  external_userid?: string[] | undefined;
  sender?: string | undefined;
  tag_filter?: { group_list?: { tag_list?: string[] | undefined }[] | undefined } | undefined;
};
export type Recipients = { tasks: MassTask[]; failed: string[] };

/**
 * Which member sends to which customers. A customer of several members gets the message once, from whom they talked to last.
 * `failed`: who is no customer, or not the sender's. Refuses: 40068 for unknown tags.
 */
export function customerTasks(ctx: Ctx, ask: SingleAsk): Recipients {
  const asked = ask.external_userid ?? [];
  return asked.length > 0 ? namedCustomers(ctx, asked, ask.sender) : allOfSender(ctx, ask);
}

/** The groups of one owner; all of them when none is named. */
export function groupTasks(ctx: Ctx, sender: string, chatIds: string[]): Recipients {
  const owned = ctx.state.wecom.groups.filter((group) => group.owner === sender).map(({ chatId }) => chatId);
  const asked = chatIds.length > 0 ? [...new Set(chatIds)] : owned;
  const reached = asked.filter((chatId) => owned.includes(chatId));
  return { tasks: tasksOf(reached.map((id) => ({ userid: sender, id }))), failed: without(asked, reached) };
}

function namedCustomers(ctx: Ctx, asked: string[], sender: string | undefined): Recipients {
  const follows = new Map<string, Follow[]>();
  for (const follow of knownFollows(ctx)) {
    if (sender !== undefined && follow.userid !== sender) continue;
    follows.set(follow.shopperId, [...(follows.get(follow.shopperId) ?? []), follow]);
  }
  const reached = [...new Set(asked)].flatMap((external) => {
    const shopper = shopperByExternal(ctx, external);
    const closest = latest(ctx, follows.get(shopper?.id ?? '') ?? []);
    return closest ? [{ userid: closest.userid, id: external }] : [];
  });
  const ids = reached.map(({ id }) => id);
  return { tasks: tasksOf(reached), failed: without(asked, ids) };
}

function allOfSender(ctx: Ctx, { sender, tag_filter }: SingleAsk): Recipients {
  const groups = (tag_filter?.group_list ?? [])
    .map((group) => group.tag_list ?? [])
    .filter((list) => list.length);
  const known = new Set(ctx.state.wecom.tagGroups.flatMap((group) => group.tags.map(({ id }) => id)));
  if (groups.flat().some((id) => !known.has(id))) throw new Refusal(40068, 'invalid tagid');
  const own = knownFollows(ctx)
    .filter((follow) => follow.userid === sender)
    .filter((follow) => groups.every((list) => list.some((id) => follow.tagIds.includes(id))));
  const ids = externalIds(
    ctx,
    own.map(({ shopperId }) => shopperId),
  );
  return { tasks: tasksOf(ids.map((id) => ({ userid: sender ?? '', id }))), failed: [] };
}

function latest(ctx: Ctx, follows: Follow[]): Follow | undefined {
  const touched = (follow: Follow): number =>
    lastTalk(ctx, follow.userid, follow.shopperId) ?? follow.createdAt;
  return [...follows].sort((a, b) => touched(b) - touched(a))[0];
}

function tasksOf(reached: { userid: string; id: string }[]): MassTask[] {
  const tasks = new Map<string, MassTask>();
  for (const { userid, id } of reached) {
    const task = tasks.get(userid) ?? { userid, status: 0, reminders: 0, targets: [] };
    task.targets.push({ id, status: 0 });
    tasks.set(userid, task);
  }
  return [...tasks.values()];
}

function without(asked: string[], reached: string[]): string[] {
  const found = new Set(reached);
  return asked.filter((id) => !found.has(id));
}
