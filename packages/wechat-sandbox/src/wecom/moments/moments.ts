import { z } from 'zod';
import type { Ctx } from '../../ctx';
import { queryParam } from '../../http/body';
import type { Incoming, Outgoing } from '../../http/message';
import { Refusal } from '../../http/refusal';
import { beijingTime } from '../../state/rfc3339';
import { DAY_MS, bytesOf, ok, readBody } from '../api';
import { externalIds, knownFollows } from '../customers';
import { employees, membersOfDepartment, settingsOf, staffById } from '../members';
import { requireMedia } from '../media/uploads';
import type { Moment, MomentAttachment, MomentTask } from './types';

const JOB_TAKES_MS = 1000;
const JOB_LIVES_MS = DAY_MS;
const PER_MINUTE = 10;
const PER_MONTH = 100_000;
const KEPT = 500;
const MOST_IMAGES = 9;
/** Moments, of media/upload_attachment. */
const FOR_MOMENTS = 1;

const media = z.object({ media_id: z.string() });
const link = z.object({
  title: z
    .string()
    .refine((text) => bytesOf(text) <= 64, 'exceeds 64 bytes')
    .optional(),
  url: z.string().regex(/^https?:\/\//),
  media_id: z.string().optional(),
});
const attachment = z.discriminatedUnion('msgtype', [
  z.object({ msgtype: z.literal('image'), image: media }),
  z.object({ msgtype: z.literal('video'), video: media }),
  z.object({ msgtype: z.literal('link'), link }),
]);
const postSchema = z.object({
  text: z.object({ content: z.string().max(2000) }).optional(),
  attachments: z.array(attachment).optional(),
  visible_range: z
    .object({
      sender_list: z
        .object({
          user_list: z.array(z.string()).max(100_000).optional(),
          department_list: z.array(z.int()).optional(),
        })
        .optional(),
      external_contact_list: z.object({ tag_list: z.array(z.string()).optional() }).optional(),
    })
    .optional(),
});
type Post = z.infer<typeof postSchema>;

/**
 * Only makes tasks; members publish in their clients. Refuses: 41089 (empty), 40058 (kinds mixed, too many), 40007, 41078 over ten a minute,
 * 45009 over 100 000 a month.
 */
export function addMomentTask(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, postSchema);
  const attachments = body.attachments ?? [];
  if (!body.text?.content && attachments.length === 0) throw new Refusal(41089, 'the post is empty');
  requireAttachments(ctx, attachments);
  countPost(ctx);
  const { tasks, invalid } = audience(ctx, body);
  const now = ctx.clock.now();
  const moment: Moment = {
    momentId: `mom${ctx.random.text(29)}`,
    jobid: ctx.random.text(43),
    createdAt: now,
    readyAt: now + JOB_TAKES_MS,
    ...(body.text?.content ? { text: body.text.content } : {}),
    attachments,
    isPartial: Boolean(body.visible_range?.external_contact_list?.tag_list?.length),
    tasks,
    invalid,
    cancelled: false,
    comments: [],
    likes: [],
  };
  const { wecom } = ctx.state;
  wecom.moments = [...wecom.moments, moment].slice(-KEPT);
  return ok({ jobid: moment.jobid });
}

/** 1 began, 3 done; good for 24 hours. Refuses: 40088. */
export function momentJob(ctx: Ctx, request: Incoming): Outgoing {
  const jobid = queryParam(request, 'jobid', 40088);
  const moment = ctx.state.wecom.moments.find((one) => one.jobid === jobid);
  const now = ctx.clock.now();
  if (!moment || now - moment.createdAt >= JOB_LIVES_MS) throw new Refusal(40088, 'invalid jobid');
  if (now < moment.readyAt) return ok({ status: 1, type: 'add_moment_task' });
  const { users, departments, tags } = moment.invalid;
  return ok({
    status: 3,
    type: 'add_moment_task',
    result: {
      errcode: 0,
      errmsg: 'ok',
      moment_id: moment.momentId,
      invalid_sender_list: { user_list: users, department_list: departments },
      invalid_external_contact_list: { tag_list: tags },
    },
  });
}

/** Refuses: 41059, 41060. */
export function cancelMoment(ctx: Ctx, request: Incoming): Outgoing {
  const { moment_id } = readBody(request, z.object({ moment_id: z.string().optional() }));
  requireMoment(ctx, moment_id).cancelled = true;
  return ok();
}

export function requireMoment(ctx: Ctx, momentId: string | undefined): Moment {
  if (!momentId) throw new Refusal(41059, 'moment_id missing');
  const moment = ctx.state.wecom.moments.find((one) => one.momentId === momentId);
  if (!moment || ctx.clock.now() < moment.readyAt) throw new Refusal(41060, 'invalid moment_id');
  return moment;
}

/** Why the member cannot publish, in words; or nothing. */
export function publishMoment(ctx: Ctx, userid: string, momentId: string): string | undefined {
  const moment = ctx.state.wecom.moments.find((one) => one.momentId === momentId);
  const task = moment?.tasks.find((one) => one.userid === userid);
  if (!moment || !task) return `${userid} has no post ${momentId}`;
  if (moment.cancelled) return 'the post was cancelled';
  if (task.publishedAt !== undefined) return 'the member has published it already';
  task.publishedAt = ctx.clock.now();
  return undefined;
}

/** Nine images, or one video, or one link. */
function requireAttachments(ctx: Ctx, attachments: MomentAttachment[]): void {
  const kinds = new Set(attachments.map(({ msgtype }) => msgtype));
  const most = kinds.has('image') ? MOST_IMAGES : 1;
  if (kinds.size > 1 || attachments.length > most) {
    throw new Refusal(40058, 'attachments: up to 9 images, or one video, or one link');
  }
  for (const one of attachments) {
    const kind = one.msgtype === 'video' ? 'video' : 'image';
    const mediaId =
      one.msgtype === 'link'
        ? one.link.media_id
        : one.msgtype === 'image'
          ? one.image.media_id
          : one.video.media_id;
    if (mediaId !== undefined) requireMedia(ctx, mediaId, { type: kind, attachmentType: FOR_MOMENTS });
  }
}

/** Whom each sender shows it to: customers with one of the tags, or all of them. */
function audience(ctx: Ctx, body: Post): { tasks: MomentTask[]; invalid: Moment['invalid'] } {
  const { sender_list: senders, external_contact_list: contacts } = body.visible_range ?? {};
  const known = new Set(ctx.state.wecom.tagGroups.flatMap((group) => group.tags.map(({ id }) => id)));
  const tags = contacts?.tag_list ?? [];
  const users = senders?.user_list ?? [];
  const parties = senders?.department_list ?? [];
  const able = employees(ctx).filter(({ userid }) => settingsOf(ctx, userid).customerContact);
  const named = users.flatMap((userid) => staffById(ctx, userid) ?? []);
  const byParty = parties.flatMap((id) => membersOfDepartment(ctx, id) ?? []);
  const everybody = users.length + parties.length === 0;
  const chosen = everybody ? able : able.filter((member) => [...named, ...byParty].includes(member));
  const valid = tags.filter((id) => known.has(id));
  return {
    tasks: chosen.map(({ userid }) => ({ userid, customers: customersWith(ctx, userid, valid) })),
    invalid: {
      users: users.filter((userid) => !able.some((member) => member === staffById(ctx, userid))),
      departments: parties.filter((id) => !membersOfDepartment(ctx, id)),
      tags: tags.filter((id) => !known.has(id)),
    },
  };
}

function customersWith(ctx: Ctx, userid: string, tags: string[]): string[] {
  const follows = knownFollows(ctx).filter(
    (follow) =>
      follow.userid === userid && (tags.length === 0 || follow.tagIds.some((id) => tags.includes(id))),
  );
  return externalIds(
    ctx,
    follows.map(({ shopperId }) => shopperId),
  );
}

function countPost(ctx: Ctx): void {
  const { momentCount, moments } = ctx.state.wecom;
  const now = ctx.clock.now();
  if (moments.filter(({ createdAt }) => now - createdAt < 60_000).length >= PER_MINUTE) {
    throw new Refusal(41078, 'too many posts in a minute');
  }
  const month = beijingTime(now).slice(0, 7);
  if (momentCount.month !== month) Object.assign(momentCount, { month, count: 0 });
  if (momentCount.count >= PER_MONTH) throw new Refusal(45009, 'api freq out of limit: posts of the month');
  momentCount.count += 1;
}
