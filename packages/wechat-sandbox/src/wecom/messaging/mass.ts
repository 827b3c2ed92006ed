import { z } from 'zod';
import type { Ctx } from '../../ctx';
import type { Incoming, Outgoing } from '../../http/message';
import { Refusal } from '../../http/refusal';
import { DAY_MS, ok, page, pageFields, readBody, wireSeconds } from '../api';
import { requireEmployee } from '../members';
import { contentFields, requireContent } from './attachments';
import type { Content } from './attachments';
import { customerTasks, groupTasks } from './mass-recipients';
import type { Recipients } from './mass-recipients';
import type { MassMessage, MassTask } from './types';

const KEPT = 200;
const KEPT_TARGETS = 100_000;
const REMINDERS_PER_DAY = 3;
const LONGEST_RANGE_MS = 31 * DAY_MS;

const templateSchema = z.object({
  chat_type: z.enum(['single', 'group']).default('single'),
  external_userid: z.array(z.string()).max(10_000).optional(),
  chat_id_list: z.array(z.string()).max(2000).optional(),
  tag_filter: z
    .object({
      group_list: z
        .array(z.object({ tag_list: z.array(z.string()).max(100).optional() }))
        .max(100)
        .optional(),
    })
    .optional(),
  sender: z.string().optional(),
  allow_select: z.boolean().optional(),
  ...contentFields(4000),
});
const msgidSchema = z.object({ msgid: z.string().optional(), ...pageFields });
const resultSchema = msgidSchema.extend({ userid: z.string() });
const listSchema = z.object({
  chat_type: z.enum(['single', 'group']),
  start_time: z.int(),
  end_time: z.int(),
  creator: z.string().optional(),
  filter_type: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(2),
  ...pageFields,
});
type Template = z.infer<typeof templateSchema>;

/**
 * Only makes tasks: nothing reaches a customer before the member confirms. Refuses: 40063 (no content; no recipients and no sender;
 * a group message without sender), 60111, 40068, 41048 when nobody is left to send to, and what the content is refused for.
 */
export function addMassTemplate(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, templateSchema);
  requireContent(ctx, body);
  const { tasks, failed } = recipientsOf(ctx, body);
  if (tasks.length === 0) throw new Refusal(41048, 'no customer to send to');
  const message = createMass(ctx, {
    chatType: body.chat_type,
    content: body,
    // For customers only; groups have nothing to choose.
    allowSelect: body.chat_type === 'single' && body.allow_select === true,
    tasks,
  });
  return ok({ fail_list: failed, msgid: message.msgid });
}

export type MassDraft = {
  chatType: MassMessage['chatType'];
  content: Content;
  allowSelect: boolean;
  tasks: MassTask[];
  /** A member who made it in the client. */
  creator?: string;
};

export function createMass(ctx: Ctx, draft: MassDraft): MassMessage {
  const { chatType, content, allowSelect, tasks, creator } = draft;
  const { wecom } = ctx.state;
  const message: MassMessage = {
    msgid: `msg${ctx.random.text(32)}`,
    chatType,
    createdAt: ctx.clock.now(),
    ...(creator === undefined ? {} : { creator }),
    ...(content.text?.content ? { text: { content: content.text.content } } : {}),
    attachments: content.attachments ?? [],
    allowSelect,
    tasks,
    remindedAt: [],
    cancelled: false,
  };
  wecom.massMessages = newest([...wecom.massMessages, message]);
  return message;
}

/** The newest messages, and no more than so many recipients together. */
function newest(messages: MassMessage[]): MassMessage[] {
  let targets = 0;
  const kept = messages.slice(-KEPT).reverse();
  const enough = kept.findIndex((message) => {
    targets += message.tasks.reduce((sum, task) => sum + task.targets.length, 0);
    return targets > KEPT_TARGETS;
  });
  // The message that was just made stays whatever its size.
  return (enough < 0 ? kept : kept.slice(0, Math.max(1, enough))).reverse();
}

/** At most three times in 24 hours. Refuses: 41046, 41047, 45009 (the page gives no code). */
export function remindMass(ctx: Ctx, request: Incoming): Outgoing {
  const message = requireMass(ctx, readBody(request, msgidSchema).msgid);
  const now = ctx.clock.now();
  message.remindedAt = message.remindedAt.filter((at) => now - at < DAY_MS);
  if (message.remindedAt.length >= REMINDERS_PER_DAY) {
    throw new Refusal(45009, 'api freq out of limit: three reminders in 24 hours');
  }
  message.remindedAt.push(now);
  if (!message.cancelled) {
    for (const task of message.tasks) if (task.status === 0) task.reminders += 1;
  }
  return ok();
}

/** Stops what was not sent yet and recalls nothing; a second time changes nothing. Refuses: 41046, 41047. */
export function cancelMass(ctx: Ctx, request: Incoming): Outgoing {
  requireMass(ctx, readBody(request, msgidSchema).msgid).cancelled = true;
  return ok();
}

/** Refuses: 40058 for more than a month, 50100. */
export function massList(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, listSchema);
  const [from, until] = [body.start_time * 1000, (body.end_time + 1) * 1000];
  if (until < from || until - from > LONGEST_RANGE_MS + 1000) {
    throw new Refusal(40058, 'start_time and end_time: at most one month');
  }
  const wanted = (message: MassMessage): boolean =>
    message.chatType === body.chat_type &&
    message.createdAt >= from &&
    message.createdAt < until &&
    (body.creator === undefined || message.creator === body.creator) &&
    (body.filter_type === 2 || (message.creator === undefined) === (body.filter_type === 0));
  const found = ctx.state.wecom.massMessages.filter(wanted);
  const shown = page(found, body, { usual: 50, most: 100, key: ({ msgid }) => msgid });
  return ok({ group_msg_list: shown.items.map(presentMass), ...shown.cursor });
}

/** Refuses: 41046, 41047, 50100. */
export function massTasks(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, msgidSchema);
  const { tasks } = requireMass(ctx, body.msgid);
  const shown = page(tasks, body, { usual: 500, most: 1000, key: ({ userid }) => userid });
  return ok({
    task_list: shown.items.map(({ userid, status, sentAt }) => ({ userid, status, ...sendTime(sentAt) })),
    ...shown.cursor,
  });
}

/** Per customer or group of one member; groups that got nothing yet are left out. Refuses: 41046, 41047, 60111, 50100. */
export function massResults(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, resultSchema);
  const { chatType, tasks } = requireMass(ctx, body.msgid);
  const { userid } = requireEmployee(ctx, body.userid);
  const targets = tasks.find((task) => task.userid === userid)?.targets ?? [];
  const rows = chatType === 'group' ? targets.filter(({ status }) => status !== 0) : targets;
  const shown = page(rows, body, { usual: 500, most: 1000, key: ({ id }) => id });
  return ok({
    send_list: shown.items.map(({ id, status, sentAt }) => ({
      ...(chatType === 'group' ? { chat_id: id } : { external_userid: id }),
      userid,
      status,
      ...sendTime(sentAt),
    })),
    ...shown.cursor,
  });
}

function recipientsOf(ctx: Ctx, body: Template): Recipients {
  const sender = body.sender ? requireEmployee(ctx, body.sender).userid : undefined;
  if (body.chat_type === 'group') {
    if (sender === undefined) throw new Refusal(40063, 'sender is needed for groups');
    return groupTasks(ctx, sender, body.chat_id_list ?? []);
  }
  if (sender === undefined && !body.external_userid?.length) {
    throw new Refusal(40063, 'external_userid and sender are both empty');
  }
  return customerTasks(ctx, { ...body, sender });
}

function requireMass(ctx: Ctx, msgid: string | undefined): MassMessage {
  if (!msgid) throw new Refusal(41046, 'msgid missing');
  const message = ctx.state.wecom.massMessages.find((one) => one.msgid === msgid);
  if (!message) throw new Refusal(41047, 'invalid msgid');
  return message;
}

function presentMass(message: MassMessage): Record<string, unknown> {
  const { msgid, creator, createdAt, text, attachments } = message;
  return {
    msgid,
    ...(creator === undefined ? {} : { creator }),
    create_time: wireSeconds(createdAt),
    create_type: creator === undefined ? 0 : 1,
    ...(text ? { text } : {}),
    attachments,
  };
}

function sendTime(sentAt: number | undefined): { send_time?: number } {
  return sentAt === undefined ? {} : { send_time: wireSeconds(sentAt) };
}
