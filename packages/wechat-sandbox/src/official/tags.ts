import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { UserTag } from './state';
import { followersOf, requireFollower } from './users';

const FIRST_OWN = 100;
const MOST_TAGS = 100;
const LONGEST_NAME_BYTES = 30;
const MOST_OPENIDS = 50;
const MOST_OF_A_PERSON = 20;

const tagSchema = z.object({
  tag: z.object({ id: z.number().optional(), name: z.string().optional() }).optional(),
});
const membersSchema = z.object({ openid_list: z.array(z.string()).optional(), tagid: z.number().optional() });
const personSchema = z.object({ openid: z.string().optional() });
const ofTagSchema = z.object({ tagid: z.number().optional(), next_openid: z.string().optional() });

/** tags/create. Refuses 40097, 45158 (longer than 30 bytes), 45157 (name taken), 45056 (a hundred already). */
export function createTag(ctx: Ctx, request: Incoming): Outgoing {
  const name = requireName(ctx, jsonBody(request, tagSchema).tag?.name);
  const { tags } = ctx.state.official;
  const own = tags.filter(({ id }) => id >= FIRST_OWN);
  if (own.length >= MOST_TAGS) throw new Refusal(45056, 'too many tag now, can not add new');
  const tag: UserTag = { id: Math.max(FIRST_OWN - 1, ...own.map(({ id }) => id)) + 1, name };
  tags.push(tag);
  return json({ tag });
}

export function listTags(ctx: Ctx): Outgoing {
  const people = followersOf(ctx);
  return json({
    tags: ctx.state.official.tags.map(({ id, name }) => ({
      id,
      name,
      count: people.filter(({ follower }) => follower.tagIds.includes(id)).length,
    })),
  });
}

export function renameTag(ctx: Ctx, request: Incoming): Outgoing {
  const { id, name } = jsonBody(request, tagSchema).tag ?? {};
  requireOwnTag(ctx, id).name = requireName(ctx, name, id);
  return json({ errcode: 0, errmsg: 'ok' });
}

/** tags/delete: everybody loses it. */
export function deleteTag(ctx: Ctx, request: Incoming): Outgoing {
  const tag = requireOwnTag(ctx, jsonBody(request, tagSchema).tag?.id);
  const { official } = ctx.state;
  official.tags = official.tags.filter((other) => other !== tag);
  for (const follower of Object.values(official.followers)) {
    follower.tagIds = follower.tagIds.filter((id) => id !== tag.id);
  }
  return json({ errcode: 0, errmsg: 'ok' });
}

/** tags/members/batchtagging and batchuntagging, 50 people at most. Refuses 40032, 45159, 40003, 45059. */
export function markPeople(ctx: Ctx, request: Incoming, how: 'add' | 'remove'): Outgoing {
  const { openid_list: openids = [], tagid } = jsonBody(request, membersSchema);
  if (openids.length === 0 || openids.length > MOST_OPENIDS)
    throw new Refusal(40032, 'invalid openid list size');
  const { id } = requireTag(ctx, tagid);
  const people = openids.map((openid) => requireFollower(ctx, openid));
  const others = people.map(({ tagIds }) => tagIds.filter((other) => other !== id));
  if (how === 'add' && others.some((tagIds) => tagIds.length >= MOST_OF_A_PERSON))
    throw new Refusal(45059, 'some fans already in too many tags');
  for (const [index, follower] of people.entries()) {
    const kept = others[index] ?? [];
    follower.tagIds = how === 'add' ? [...kept, id] : kept;
  }
  return json({ errcode: 0, errmsg: 'ok' });
}

export function tagsOfPerson(ctx: Ctx, request: Incoming): Outgoing {
  const { openid = '' } = jsonBody(request, personSchema);
  return json({ tagid_list: requireFollower(ctx, openid).tagIds });
}

/** user/tag/get: who has a tag. */
export function peopleOfTag(ctx: Ctx, request: Incoming): Outgoing {
  const { tagid, next_openid: after = '' } = jsonBody(request, ofTagSchema);
  const { id } = requireTag(ctx, tagid);
  const openids = followersOf(ctx)
    .filter(({ follower }) => follower.tagIds.includes(id))
    .map(({ shopper }) => shopper.officialOpenid);
  const page = after === '' ? openids : openids.slice(openids.indexOf(after) + 1);
  return json({ count: page.length, data: { openid: page }, next_openid: page.at(-1) ?? '' });
}

function requireName(ctx: Ctx, name = '', own?: number): string {
  if (name === '') throw new Refusal(40097, 'invalid args');
  if (Buffer.byteLength(name) > LONGEST_NAME_BYTES) throw new Refusal(45158, 'tag name length limit');
  if (ctx.state.official.tags.some((tag) => tag.name === name && tag.id !== own))
    throw new Refusal(45157, 'tag name already exists');
  return name;
}

function requireTag(ctx: Ctx, id: number | undefined): UserTag {
  const tag = ctx.state.official.tags.find((candidate) => candidate.id === id);
  if (!tag) throw new Refusal(45159, 'invalid tag id');
  return tag;
}

/** The platform's own tags cannot be changed: 45058. */
function requireOwnTag(ctx: Ctx, id: number | undefined): UserTag {
  const tag = requireTag(ctx, id);
  if (tag.id < FIRST_OWN) throw new Refusal(45058, "can't modify system tag");
  return tag;
}
