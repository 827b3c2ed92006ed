import { z } from 'zod';
import type { Ctx } from '../../ctx';
import type { Incoming, Outgoing } from '../../http/message';
import { Refusal } from '../../http/refusal';
import { DAY_MS, ok, page, pageFields, readBody, wireSeconds } from '../api';
import { requireEmployee } from '../members';
import { requireMoment } from './moments';
import type { Moment, MomentReaction, MomentTask } from './types';

const LONGEST_RANGE_MS = 31 * DAY_MS;
const listSchema = z.object({
  start_time: z.int(),
  end_time: z.int(),
  creator: z.string().optional(),
  filter_type: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(2),
  ...pageFields,
});
const ofMomentSchema = z.object({ moment_id: z.string().optional(), ...pageFields });
const ofMemberSchema = ofMomentSchema.extend({ userid: z.string() });

/** Posts of the company within a month. Members' own posts are not part of the sandbox. Refuses: 40058, 50100. */
export function momentList(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, listSchema);
  const [from, until] = [body.start_time * 1000, (body.end_time + 1) * 1000];
  if (until < from || until - from > LONGEST_RANGE_MS + 1000) {
    throw new Refusal(40058, 'start_time and end_time: at most one month');
  }
  const now = ctx.clock.now();
  const found = ctx.state.wecom.moments.filter(
    ({ createdAt, readyAt }) =>
      createdAt >= from && createdAt < until && now >= readyAt && body.filter_type !== 1 && !body.creator,
  );
  const shown = page(found, body, { usual: 20, most: 20, key: ({ momentId }) => momentId });
  return ok({ moment_list: shown.items.map(presentMoment), ...shown.cursor });
}

/** Refuses: 41059, 41060, 50100. */
export function momentTasks(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, ofMomentSchema);
  const { tasks } = requireMoment(ctx, body.moment_id);
  const shown = page(tasks, body, { usual: 500, most: 1000, key: ({ userid }) => userid });
  return ok({
    task_list: shown.items.map(({ userid, publishedAt }) => ({
      userid,
      publish_status: publishedAt === undefined ? 0 : 1,
    })),
    ...shown.cursor,
  });
}

/** Who was meant to see it. Refuses: 41059, 41060, 60111, 50100. */
export function momentCustomers(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, ofMemberSchema);
  const { userid } = requireEmployee(ctx, body.userid);
  const task = requireMoment(ctx, body.moment_id).tasks.find((one) => one.userid === userid);
  const shown = page(task?.customers ?? [], body, { usual: 500, most: 1000, key: (id) => id });
  return ok({
    customer_list: shown.items.map((external_userid) => ({ userid, external_userid })),
    ...shown.cursor,
  });
}

/** Who can see it since the member published. Refuses besides: 41061 (not the member's), 41062 (not published). */
export function momentSendResult(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, ofMemberSchema);
  const { customers } = requirePublished(ctx, body);
  const shown = page(customers, body, { usual: 3000, most: 5000, key: (id) => id });
  return ok({ customer_list: shown.items.map((external_userid) => ({ external_userid })), ...shown.cursor });
}

/** Refuses as momentSendResult does. */
export function momentComments(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, ofMemberSchema);
  const { customers } = requirePublished(ctx, body);
  const { comments, likes } = requireMoment(ctx, body.moment_id);
  const shown = ({ externalUserid }: MomentReaction): boolean => customers.includes(externalUserid ?? '');
  const present = ({ externalUserid, at }: MomentReaction): Record<string, unknown> => ({
    external_userid: externalUserid,
    create_time: wireSeconds(at),
  });
  return ok({
    comment_list: comments.filter(shown).map(present),
    like_list: likes.filter(shown).map(present),
  });
}

function requirePublished(ctx: Ctx, body: { moment_id?: string | undefined; userid: string }): MomentTask {
  const { userid } = requireEmployee(ctx, body.userid);
  const task = requireMoment(ctx, body.moment_id).tasks.find((one) => one.userid === userid);
  if (!task) throw new Refusal(41061, 'the post is not of this member');
  if (task.publishedAt === undefined) throw new Refusal(41062, 'the member has not published it');
  return task;
}

function presentMoment(moment: Moment): Record<string, unknown> {
  const { momentId, createdAt, text, attachments, isPartial } = moment;
  const images = attachments.flatMap((one) => (one.msgtype === 'image' ? [one.image] : []));
  const [first] = attachments;
  return {
    moment_id: momentId,
    create_time: wireSeconds(createdAt),
    create_type: 0,
    visible_type: isPartial ? 0 : 1,
    ...(text === undefined ? {} : { text: { content: text } }),
    ...(images.length > 0 ? { image: images } : {}),
    ...(first?.msgtype === 'video' ? { video: first.video } : {}),
    ...(first?.msgtype === 'link' ? { link: { title: first.link.title, url: first.link.url } } : {}),
  };
}
