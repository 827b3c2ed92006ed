import { z } from 'zod';
import { ControlError, controlBody, requireMember, requireShopper } from '../../control/read';
import type { Ctx } from '../../ctx';
import { json } from '../../http/message';
import type { Incoming } from '../../http/message';
import type { Route } from '../../http/router';
import { externalUserid } from '../../world';
import type { MomentTaskView, MomentView } from '../control-types';
import { publishMoment } from './moments';
import type { Moment } from './types';

const KEPT_REACTIONS = 500;
const reactSchema = z.strictObject({ text: z.string().min(1).max(500).optional() });

export function momentControlRoutes(ctx: Ctx): Route[] {
  const useridOf = (request: Incoming): string => requireMember(ctx, request.params.userid ?? '').userid;
  return [
    {
      method: 'GET',
      pattern: '/control/staff/:userid/moments',
      handle: (request) => json(tasksOf(ctx, useridOf(request))),
    },
    {
      method: 'POST',
      pattern: '/control/staff/:userid/moments/:momentId/publish',
      handle: (request) => {
        const problem = publishMoment(ctx, useridOf(request), request.params.momentId ?? '');
        if (problem) throw new ControlError(409, problem);
        return json({ published: true });
      },
    },
    {
      method: 'GET',
      pattern: '/control/shoppers/:id/moments',
      handle: (request) => json(seenBy(ctx, externalOf(ctx, request))),
    },
    {
      method: 'POST',
      pattern: '/control/shoppers/:id/moments/:momentId/react',
      handle: (request) => json(react(ctx, request)),
    },
  ];
}

function externalOf(ctx: Ctx, request: Incoming): string {
  return externalUserid(requireShopper(ctx, request.params.id ?? ''));
}

function tasksOf(ctx: Ctx, userid: string): MomentTaskView[] {
  return ctx.state.wecom.moments.flatMap((moment) => {
    const task = moment.tasks.find((one) => one.userid === userid);
    if (!task) return [];
    const { momentId, attachments, createdAt, cancelled } = moment;
    const { customers, publishedAt } = task;
    return [
      {
        momentId,
        ...(moment.text === undefined ? {} : { text: moment.text }),
        attachments,
        createdAt,
        cancelled,
        customers,
        ...(publishedAt === undefined ? {} : { publishedAt }),
      },
    ];
  });
}

function seenBy(ctx: Ctx, external: string): MomentView[] {
  return ctx.state.wecom.moments.flatMap((moment) =>
    moment.tasks
      .filter(({ publishedAt, customers }) => publishedAt !== undefined && customers.includes(external))
      .map(({ userid, publishedAt = 0 }) => ({
        momentId: moment.momentId,
        userid,
        at: publishedAt,
        ...(moment.text === undefined ? {} : { text: moment.text }),
        attachments: moment.attachments,
      })),
  );
}

/** A comment with a text, a like without. */
function react(ctx: Ctx, request: Incoming): { reacted: true } {
  const external = externalOf(ctx, request);
  const { text } = controlBody(request, reactSchema);
  const shown = seenBy(ctx, external).some(({ momentId }) => momentId === request.params.momentId);
  const moment: Moment | undefined = ctx.state.wecom.moments.find(
    ({ momentId }) => momentId === request.params.momentId,
  );
  if (!shown || !moment) throw new ControlError(404, 'this person sees no such post');
  const reaction = { externalUserid: external, at: ctx.clock.now(), ...(text === undefined ? {} : { text }) };
  if (text === undefined) moment.likes = [...moment.likes, reaction].slice(-KEPT_REACTIONS);
  else moment.comments = [...moment.comments, reaction].slice(-KEPT_REACTIONS);
  return { reacted: true };
}
