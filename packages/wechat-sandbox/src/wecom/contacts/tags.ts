import { z } from 'zod';
import type { Ctx } from '../../ctx';
import type { Incoming, Outgoing } from '../../http/message';
import { Refusal } from '../../http/refusal';
import { ok, readBody, wireSeconds } from '../api';
import { queueEvent } from '../callbacks';
import type { CorpTag, TagGroup, TagOwner } from './types';

const MOST_TAGS = 3000;
const name = z.string().min(1).max(30);
const order = z
  .int()
  .min(0)
  .max(2 ** 32 - 1);

const addSchema = z.object({
  group_id: z.string().optional(),
  group_name: name.optional(),
  order: order.optional(),
  tag: z.array(z.object({ name, order: order.optional() })).min(1),
});
const editSchema = z.object({ id: z.string(), name: name.optional(), order: order.optional() });
const ids = z.array(z.string()).optional();
const idsSchema = z.object({ tag_id: ids, group_id: ids });

export type TagDraft = { name: string; order?: number | undefined };
export type TagGroupDraft = {
  groupId?: string | undefined;
  groupName?: string | undefined;
  order?: number | undefined;
};

/** Tags of one group with the same name collapse to one. Refuses: 40068 for an unknown group, 40058, 40126 over 3 000 tags. */
export function addCorpTags(ctx: Ctx, request: Incoming): Outgoing {
  const { group_id: groupId, group_name: groupName, order: groupOrder, tag } = readBody(request, addSchema);
  const made = makeTags(ctx, { groupId, groupName, order: groupOrder }, { tags: tag, by: 'app' });
  if (ctx.rules.apiEditsCallBack) tellTagsMade(ctx, made);
  const names = tag.map((one) => one.name);
  const group = { ...made.group, tags: made.group.tags.filter((one) => names.includes(one.name)) };
  return ok({ tag_group: presentGroup(group) });
}

/** Both lists given: the groups win. None: everything. */
export function listCorpTags(ctx: Ctx, request: Incoming): Outgoing {
  const body = request.body.length === 0 ? {} : readBody(request, idsSchema);
  const groups = inOrder(ctx.state.wecom.tagGroups);
  if (body.group_id?.length) {
    return ok({ tag_group: groups.filter((group) => body.group_id?.includes(group.id)).map(presentGroup) });
  }
  if (!body.tag_id?.length) return ok({ tag_group: groups.map(presentGroup) });
  const wanted = groups
    .map((group) => ({ ...group, tags: group.tags.filter((tag) => body.tag_id?.includes(tag.id)) }))
    .filter((group) => group.tags.length > 0);
  return ok({ tag_group: wanted.map(presentGroup) });
}

/** Of a tag or a group. Refuses: 40068, 301002 for what the app has not made, 40071 for a name that is taken. */
export function editCorpTag(ctx: Ctx, request: Incoming): Outgoing {
  const { id, ...changes } = readBody(request, editSchema);
  requireOwned(ctx, [id]);
  renameTag(ctx, id, changes);
  if (ctx.rules.apiEditsCallBack) tellTag(ctx, 'update', id);
  return ok();
}

/** A group dies with its last tag. Refuses: 40063, 40068, 301002; then nothing is deleted. */
export function deleteCorpTags(ctx: Ctx, request: Incoming): Outgoing {
  const { tag_id: tagIds = [], group_id: groupIds = [] } = readBody(request, idsSchema);
  const all = [...tagIds, ...groupIds];
  if (all.length === 0) throw new Refusal(40063, 'tag_id and group_id are both empty');
  requireOwned(ctx, all);
  const gone = deleteTags(ctx, all);
  if (ctx.rules.apiEditsCallBack) for (const one of gone) tellGone(ctx, one);
  return ok();
}

type Made = { group: TagGroup; isNew: boolean; tags: CorpTag[] };

/** The group by id, or by name, or a new one; `tags` are those that were not there before. */
export function makeTags(ctx: Ctx, where: TagGroupDraft, what: { tags: TagDraft[]; by: TagOwner }): Made {
  const { wecom } = ctx.state;
  const known = findGroup(ctx, where);
  const taken = new Set(known?.tags.map((tag) => tag.name));
  const drafts = what.tags.filter((draft) => !taken.has(draft.name) && taken.add(draft.name));
  const count = wecom.tagGroups.reduce((sum, group) => sum + group.tags.length, 0);
  if (count + drafts.length > MOST_TAGS) throw new Refusal(40126, `at most ${MOST_TAGS} corp tags`);
  const group = known ?? newGroup(ctx, where, what.by);
  const tags = drafts.map((draft) => ({ ...newTag(ctx, draft, what.by) }));
  group.tags.push(...tags);
  if (!known) wecom.tagGroups.push(group);
  return { group, isNew: !known, tags };
}

/** Refuses: 40068, 40071. */
export function renameTag(
  ctx: Ctx,
  id: string,
  changes: { name?: string | undefined; order?: number | undefined },
): void {
  const { tagGroups } = ctx.state.wecom;
  const group = tagGroups.find((one) => one.id === id);
  const home = tagGroups.find((one) => one.tags.some((tag) => tag.id === id));
  const siblings: CorpTag[] = group ? tagGroups : (home?.tags ?? []);
  const target = siblings.find((one) => one.id === id);
  if (!target) throw new Refusal(40068, 'invalid tagid');
  if (siblings.some((one) => one !== target && one.name === changes.name)) {
    throw new Refusal(40071, 'tag name is taken');
  }
  if (changes.name !== undefined) target.name = changes.name;
  if (changes.order !== undefined) target.order = changes.order;
}

type Gone = { id: string; kind: 'tag' | 'tag_group' };

/** Tags or whole groups; customers lose them too. Refuses: 40068. */
export function deleteTags(ctx: Ctx, wanted: string[]): Gone[] {
  const { wecom } = ctx.state;
  for (const id of wanted) findTag(ctx, id);
  const gone: Gone[] = [];
  for (const group of wecom.tagGroups) {
    const whole = wanted.includes(group.id);
    const lost = group.tags.filter((tag) => whole || wanted.includes(tag.id));
    group.tags = group.tags.filter((tag) => !lost.includes(tag));
    gone.push(...lost.map((tag) => ({ id: tag.id, kind: 'tag' as const })));
    if (group.tags.length === 0) gone.push({ id: group.id, kind: 'tag_group' });
  }
  wecom.tagGroups = wecom.tagGroups.filter((group) => group.tags.length > 0);
  const lostIds = new Set(gone.map(({ id }) => id));
  for (const follow of wecom.follows) follow.tagIds = follow.tagIds.filter((id) => !lostIds.has(id));
  return gone;
}

export function tellTagsMade(ctx: Ctx, { group, isNew, tags }: Made): void {
  if (isNew) tellTag(ctx, 'create', group.id);
  for (const tag of tags) tellTag(ctx, 'create', tag.id);
}

export function tellTag(ctx: Ctx, changeType: 'create' | 'update', id: string): void {
  const { kind } = findTag(ctx, id);
  queueTagEvent(ctx, changeType, { id, kind });
}

export function tellGone(ctx: Ctx, gone: Gone): void {
  queueTagEvent(ctx, 'delete', gone);
}

/** The console changed the order of the tags of a group, or of the groups themselves when no group is named. */
export function tellShuffled(ctx: Ctx, groupId: string): void {
  queueTagEvent(ctx, 'shuffle', { id: groupId, kind: groupId === '' ? undefined : 'tag_group' });
}

type Told = { id: string; kind: Gone['kind'] | undefined };

function queueTagEvent(ctx: Ctx, changeType: string, { id, kind }: Told): void {
  queueEvent(ctx, {
    event: 'change_external_tag',
    changeType,
    subject: id,
    fields: { Id: id, ...(kind === undefined || changeType === 'shuffle' ? {} : { TagType: kind }) },
  });
}

/** Refuses: 40068. */
export function findTag(ctx: Ctx, id: string): { tag: CorpTag; kind: Gone['kind'] } {
  for (const group of ctx.state.wecom.tagGroups) {
    if (group.id === id) return { tag: group, kind: 'tag_group' };
    const tag = group.tags.find((one) => one.id === id);
    if (tag) return { tag, kind: 'tag' };
  }
  throw new Refusal(40068, 'invalid tagid');
}

/** An app edits and deletes only what it made itself; a group counts with all its tags. */
function requireOwned(ctx: Ctx, wanted: string[]): void {
  for (const id of wanted) {
    const { tag } = findTag(ctx, id);
    const inside = ctx.state.wecom.tagGroups.find((group) => group.id === id)?.tags ?? [];
    if ([tag, ...inside].some(({ by }) => by !== 'app')) {
      throw new Refusal(301002, 'not allow to operate a tag of another app');
    }
  }
}

function findGroup(ctx: Ctx, { groupId, groupName }: TagGroupDraft): TagGroup | undefined {
  const { tagGroups } = ctx.state.wecom;
  if (groupId === undefined) return tagGroups.find((group) => group.name === groupName);
  const group = tagGroups.find(({ id }) => id === groupId);
  if (!group) throw new Refusal(40068, 'invalid tagid');
  return group;
}

function newGroup(ctx: Ctx, where: TagGroupDraft, by: TagOwner): TagGroup {
  if (!where.groupName) throw new Refusal(40058, 'group_id and group_name are both missing');
  return { ...newTag(ctx, { name: where.groupName, order: where.order }, by), tags: [] };
}

function newTag(ctx: Ctx, draft: TagDraft, by: TagOwner): CorpTag {
  const { name: named, order: placed = 0 } = draft;
  return { id: `et${ctx.random.text(30)}`, name: named, order: placed, createdAt: ctx.clock.now(), by };
}

/** Larger orders come first. */
function inOrder<T extends CorpTag>(tags: T[]): T[] {
  return [...tags].sort((a, b) => b.order - a.order);
}

function presentGroup(group: TagGroup): Record<string, unknown> {
  return {
    group_id: group.id,
    group_name: group.name,
    create_time: wireSeconds(group.createdAt),
    order: group.order,
    deleted: false,
    tag: inOrder(group.tags).map((tag) => ({
      id: tag.id,
      name: tag.name,
      create_time: wireSeconds(tag.createdAt),
      order: tag.order,
      deleted: false,
    })),
  };
}
