import { z } from 'zod';
import { ControlError, controlBody, requireMember, requireShopper } from '../../control/read';
import type { Ctx } from '../../ctx';
import { json } from '../../http/message';
import type { Incoming } from '../../http/message';
import type { Route } from '../../http/router';
import { externalUserid } from '../../world';
import type { GroupView } from '../control-types';
import {
  addToGroup,
  changeNotice,
  changeOwner,
  createGroup,
  dismissGroup,
  renameGroup,
  setAdmins,
  takeFromGroup,
} from './changes';
import type { Joining } from './changes';
import type { Group } from './types';

const people = {
  members: z.array(z.string()).default([]),
  customers: z.array(z.string()).default([]),
};
const createSchema = z.strictObject({ owner: z.string(), name: z.string().max(50), ...people });
const joinSchema = z.strictObject({
  ...people,
  scene: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(1),
  invitor: z.string().optional(),
});
const leaveSchema = z.strictObject({ ...people, left: z.boolean().default(false) });
const changeSchema = z.strictObject({
  name: z.string().max(50).optional(),
  notice: z.string().max(2000).optional(),
  owner: z.string().optional(),
  admins: z.array(z.string()).max(10).optional(),
});

export function groupControlRoutes(ctx: Ctx): Route[] {
  const one = '/control/wecom/groups/:chatId';
  const groupOf = (request: Incoming): Group => requireKnown(ctx, request.params.chatId ?? '');
  return [
    { method: 'GET', pattern: '/control/wecom/groups', handle: () => json(ctx.state.wecom.groups) },
    {
      method: 'POST',
      pattern: '/control/wecom/groups',
      handle: (request) => {
        const { owner, name, members, customers } = controlBody(request, createSchema);
        return json(
          createGroup(ctx, {
            owner: requireMember(ctx, owner).userid,
            name,
            members: members.map((userid) => requireMember(ctx, userid).userid),
            customers: customers.map((id) => requireShopper(ctx, id)),
          }),
        );
      },
    },
    { method: 'GET', pattern: one, handle: (request) => json(view(ctx, groupOf(request))) },
    {
      method: 'POST',
      pattern: `${one}/add`,
      handle: (request) => {
        const { scene, invitor, ...who } = controlBody(request, joinSchema);
        const invited = invitor ?? (scene === 3 ? undefined : groupOf(request).owner);
        const joining: Joining = {
          ids: idsOf(ctx, who),
          scene,
          ...(invited === undefined ? {} : { invitor: requireMember(ctx, invited).userid }),
        };
        return json({ added: addToGroup(ctx, groupOf(request), joining) });
      },
    },
    {
      method: 'POST',
      pattern: `${one}/remove`,
      handle: (request) => {
        const { left, ...who } = controlBody(request, leaveSchema);
        const ids = idsOf(ctx, who).map(({ id }) => id);
        return json({ removed: takeFromGroup(ctx, groupOf(request), { ids, removed: !left }) });
      },
    },
    {
      method: 'POST',
      pattern: `${one}/change`,
      handle: (request) => json(change(ctx, groupOf(request), controlBody(request, changeSchema))),
    },
    {
      method: 'POST',
      pattern: `${one}/dismiss`,
      handle: (request) => {
        dismissGroup(ctx, groupOf(request));
        return json({ dismissed: true });
      },
    },
  ];
}

function requireKnown(ctx: Ctx, chatId: string): Group {
  const group = ctx.state.wecom.groups.find((one) => one.chatId === chatId);
  if (!group) throw new ControlError(404, `no group ${chatId}`);
  return group;
}

function idsOf(ctx: Ctx, who: { members: string[]; customers: string[] }): Joining['ids'] {
  return [
    ...who.members.map((userid) => ({ id: requireMember(ctx, userid).userid, type: 1 as const })),
    ...who.customers.map((id) => ({ id: externalUserid(requireShopper(ctx, id)), type: 2 as const })),
  ];
}

function change(ctx: Ctx, group: Group, changes: z.infer<typeof changeSchema>): Group {
  const { name, notice, owner, admins } = changes;
  if (name !== undefined) renameGroup(ctx, group, name);
  if (notice !== undefined) changeNotice(ctx, group, notice);
  if (owner !== undefined) changeOwner(ctx, group, requireMember(ctx, owner).userid);
  if (admins)
    setAdmins(
      group,
      admins.map((userid) => requireMember(ctx, userid).userid),
    );
  return group;
}

function view(ctx: Ctx, group: Group): GroupView {
  return { ...group, messages: ctx.state.wecom.messages.filter(({ chatId }) => chatId === group.chatId) };
}
