import { z } from 'zod';
import { ControlError, controlBody, requireMember, requireShopper } from '../../control/read';
import type { Ctx } from '../../ctx';
import { json } from '../../http/message';
import type { Incoming } from '../../http/message';
import type { Route } from '../../http/router';
import { externalUserid } from '../../world';
import { createMass } from './mass';
import { customerTasks, groupTasks } from './mass-recipients';
import { confirmMass, ignoreMass, tasksOfMember } from './mass-sending';
import type { MassTaskView } from './mass-sending';
import { rivalWelcome } from './welcome';

const confirmSchema = z.strictObject({ recipients: z.array(z.string()).optional() });
const massSchema = z.strictObject({
  text: z.string().min(1).max(4000),
  customers: z.array(z.string()).optional(),
  chatIds: z.array(z.string()).optional(),
});
const rivalSchema = z.strictObject({
  welcomeCode: z.string(),
  step: z.enum(['sending', 'sent', 'failed']),
});

export function messagingControlRoutes(ctx: Ctx): Route[] {
  const tasks = '/control/staff/:userid/mass-tasks';
  const useridOf = (request: Incoming): string => requireMember(ctx, request.params.userid ?? '').userid;
  return [
    { method: 'GET', pattern: tasks, handle: (request) => json(tasksOfMember(ctx, useridOf(request))) },
    {
      method: 'POST',
      pattern: `${tasks}/:msgid/confirm`,
      handle: (request) => {
        const { recipients } = controlBody(request, confirmSchema);
        const msgid = request.params.msgid ?? '';
        return json(done(confirmMass(ctx, useridOf(request), { msgid, recipients })));
      },
    },
    {
      method: 'POST',
      pattern: `${tasks}/:msgid/ignore`,
      handle: (request) => json(done(ignoreMass(ctx, useridOf(request), request.params.msgid ?? ''))),
    },
    {
      method: 'POST',
      pattern: tasks,
      handle: (request) => json(memberMass(ctx, useridOf(request), request)),
    },
    {
      method: 'POST',
      pattern: '/control/wecom/rival-welcome',
      handle: (request) => {
        const { welcomeCode, step } = controlBody(request, rivalSchema);
        const code = rivalWelcome(ctx, welcomeCode, step);
        if (!code) throw new ControlError(404, 'no such welcome code');
        return json(code);
      },
    },
  ];
}

/** A mass message of the member's own, waiting for the member's own confirmation. */
function memberMass(ctx: Ctx, userid: string, request: Incoming): MassTaskView {
  const { text, customers, chatIds } = controlBody(request, massSchema);
  const external = customers?.map((id) => externalUserid(requireShopper(ctx, id)));
  const { tasks } = chatIds
    ? groupTasks(ctx, userid, chatIds)
    : customerTasks(ctx, { external_userid: external, sender: userid });
  if (tasks.length === 0) throw new ControlError(409, 'nobody to send to');
  const { msgid } = createMass(ctx, {
    chatType: chatIds ? 'group' : 'single',
    content: { text: { content: text } },
    allowSelect: !chatIds,
    tasks,
    creator: userid,
  });
  const made = tasksOfMember(ctx, userid).find((task) => task.msgid === msgid);
  if (!made) throw new ControlError(409, 'nobody to send to');
  return made;
}

function done(result: MassTaskView | string): MassTaskView {
  if (typeof result === 'string') throw new ControlError(409, result);
  return result;
}
