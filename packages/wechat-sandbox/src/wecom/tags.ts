import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { CorpTag } from './state';

const OK = { errcode: 0, errmsg: 'ok' };
const addSchema = z.object({
  group_id: z.string().optional(),
  group_name: z.string().min(1).max(30).optional(),
  tag: z.array(z.object({ name: z.string().min(1).max(30), order: z.number().optional() })).min(1),
});
const listSchema = z.object({
  tag_id: z.array(z.string()).optional(),
  group_id: z.array(z.string()).optional(),
});

/** Tags of one group with the same name collapse to one. */
export function addCorpTags(ctx: Ctx, request: Incoming): Outgoing {
  const body = jsonBody(request, addSchema, 40058);
  const { wecom } = ctx.state;
  const existing = wecom.tags.find((tag) =>
    body.group_id === undefined ? tag.groupName === body.group_name : tag.groupId === body.group_id,
  );
  if (!existing && !body.group_name) throw new Refusal(40058, 'group_id not found and group_name missing');
  const groupId = existing?.groupId ?? `et${ctx.random.text(30)}`;
  const groupName = existing?.groupName ?? body.group_name ?? '';
  for (const { name } of body.tag) {
    if (wecom.tags.some((tag) => tag.groupId === groupId && tag.name === name)) continue;
    wecom.tags.push({ id: `et${ctx.random.text(30)}`, name, groupId, groupName });
  }
  const names = body.tag.map((tag) => tag.name);
  const added = wecom.tags.filter((tag) => tag.groupId === groupId && names.includes(tag.name));
  return json({ ...OK, tag_group: presentGroups(added)[0] });
}

export function listCorpTags(ctx: Ctx, request: Incoming): Outgoing {
  const body = request.body.length === 0 ? {} : jsonBody(request, listSchema, 40058);
  const wanted = (tag: CorpTag): boolean => {
    if (body.group_id?.length) return body.group_id.includes(tag.groupId);
    return body.tag_id?.length ? body.tag_id.includes(tag.id) : true;
  };
  return json({ ...OK, tag_group: presentGroups(ctx.state.wecom.tags.filter(wanted)) });
}

function presentGroups(tags: CorpTag[]): Record<string, unknown>[] {
  const groups = new Map<string, CorpTag[]>();
  for (const tag of tags) groups.set(tag.groupId, [...(groups.get(tag.groupId) ?? []), tag]);
  return [...groups].map(([groupId, members]) => ({
    group_id: groupId,
    group_name: members[0]?.groupName,
    tag: members.map((tag) => ({ id: tag.id, name: tag.name, order: 0, deleted: false })),
    deleted: false,
  }));
}
