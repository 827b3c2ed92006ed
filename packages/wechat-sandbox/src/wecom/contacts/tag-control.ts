import { z } from 'zod';
import { ControlError, asControl, controlBody } from '../../control/read';
import type { Ctx } from '../../ctx';
import { json } from '../../http/message';
import type { Route } from '../../http/router';
import { deleteTags, makeTags, renameTag, tellGone, tellShuffled, tellTag, tellTagsMade } from './tags';
import type { TagGroup } from './types';

const makeSchema = z.strictObject({
  groupName: z.string().min(1).max(30),
  names: z.array(z.string().min(1).max(30)).min(1),
  by: z.enum(['console', 'other-app']).default('console'),
});
const renameSchema = z.strictObject({ name: z.string().min(1).max(30) });
const deleteSchema = z.strictObject({ ids: z.array(z.string()).min(1) });
const shuffleSchema = z.strictObject({ ids: z.array(z.string()).min(1), groupId: z.string().optional() });

/** What the console or another app does with the company's tags; the app is told of all of it. */
export function tagControlRoutes(ctx: Ctx): Route[] {
  return [
    { method: 'GET', pattern: '/control/wecom/tags', handle: () => json(ctx.state.wecom.tagGroups) },
    {
      method: 'POST',
      pattern: '/control/wecom/tags',
      handle: (request) => {
        const { groupName, names, by } = controlBody(request, makeSchema);
        const tags = names.map((name) => ({ name }));
        const made = asControl(() => makeTags(ctx, { groupName }, { tags, by }));
        tellTagsMade(ctx, made);
        return json(made.group);
      },
    },
    {
      method: 'POST',
      pattern: '/control/wecom/tags/delete',
      handle: (request) => {
        const gone = asControl(() => deleteTags(ctx, controlBody(request, deleteSchema).ids));
        for (const one of gone) tellGone(ctx, one);
        return json({ deleted: gone.length });
      },
    },
    {
      method: 'POST',
      pattern: '/control/wecom/tags/shuffle',
      handle: (request) => {
        const { ids, groupId = '' } = controlBody(request, shuffleSchema);
        shuffle(ctx, groupId, ids);
        tellShuffled(ctx, groupId);
        return json(ctx.state.wecom.tagGroups);
      },
    },
    {
      method: 'POST',
      pattern: '/control/wecom/tags/:id/rename',
      handle: (request) => {
        const id = request.params.id ?? '';
        asControl(() => renameTag(ctx, id, controlBody(request, renameSchema)));
        tellTag(ctx, 'update', id);
        return json({ renamed: true });
      },
    },
  ];
}

/** The first of `ids` comes first from now on; of a group's tags, or of the groups when no group is named. */
function shuffle(ctx: Ctx, groupId: string, ids: string[]): void {
  const { tagGroups } = ctx.state.wecom;
  const tags: Pick<TagGroup, 'id' | 'order'>[] | undefined =
    groupId === '' ? tagGroups : tagGroups.find(({ id }) => id === groupId)?.tags;
  if (!tags) throw new ControlError(404, `no tag group ${groupId}`);
  for (const tag of tags) {
    const at = ids.indexOf(tag.id);
    tag.order = at < 0 ? 0 : ids.length - at;
  }
}
