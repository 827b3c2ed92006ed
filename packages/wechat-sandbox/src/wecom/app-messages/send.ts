import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Ctx } from '../../ctx';
import type { Incoming, Outgoing } from '../../http/message';
import { Refusal } from '../../http/refusal';
import { beijingTime } from '../../state/rfc3339';
import { DAY_MS, ok, readBody } from '../api';
import { recordMessage } from '../chat';
import { employees, membersOfDepartment, membersOfTag, staffById, settingsOf } from '../members';
import { requireMedia } from '../media/uploads';
import { requireAgent } from '../tokens';
import { MEDIA_MESSAGES, MESSAGE_TYPES, isRecord, messageProblem } from './app-message.rules';
import { hasResponseCode, isInteractive, readCard } from './template-card.rules';
import type { TemplateCard } from './template-card.rules';
import { newResponseCode } from './response-codes';

const KEPT = 1000;
const MOST = { user: 1000, party: 100, tag: 100 };
const PER_MINUTE = 30;
const PER_HOUR = 1000;
const HOUR_MS = 3600 * 1000;
const MINUTE_MS = 60 * 1000;
/** Person-times a day, for each account of the company. */
const SENDS_PER_ACCOUNT = 200;
const MOST_DIGESTS = 2000;

const flag = z.union([z.literal(0), z.literal(1)]).optional();
const messageSchema = z.looseObject({
  touser: z.string().optional(),
  toparty: z.string().optional(),
  totag: z.string().optional(),
  msgtype: z.string(),
  agentid: z.union([z.number(), z.string()]).optional(),
  safe: z.union([z.literal(0), z.literal(1), z.literal(2)]).optional(),
  enable_id_trans: flag,
  enable_duplicate_check: flag,
  duplicate_check_interval: z.int().min(0).max(14_400).default(1800),
});
type Message = z.infer<typeof messageSchema>;

/**
 * Names whom it cannot reach and goes to the others. Refuses: 41011, 40056, 40008, what the kind of message is refused for, 40063 without
 * receivers, 40032/82002/82003 for too many, 81013 when nobody is left, 45009 over 200 person-times a day and account.
 */
export function sendAppMessage(ctx: Ctx, request: Incoming): Outgoing {
  const body = readBody(request, messageSchema);
  requireAgent(ctx, body.agentid);
  const content = requireContent(ctx, body);
  const { userids, ...invalid } = receiversOf(ctx, body);
  if (userids.length === 0) throw new Refusal(81013, 'user & party & tag all invalid');
  const card = body.msgtype === 'template_card' ? requireCard(ctx, content) : undefined;
  const msgid = ctx.random.text(64);
  if (!isDuplicate(ctx, body, userids)) {
    countSends(ctx, userids.length);
    deliver(ctx, { msgid, userids, msgtype: body.msgtype, content, card });
  }
  const code = card && hasResponseCode(card) ? { response_code: newResponseCode(ctx, { msgid }) } : {};
  return ok({ ...invalid, unlicenseduser: '', msgid, ...code });
}

/** Within 24 hours. Refuses: 40058 for an unknown or older message. */
export function recallAppMessage(ctx: Ctx, request: Incoming): Outgoing {
  const { msgid } = readBody(request, z.object({ msgid: z.string() }));
  const { appMessages, messages } = ctx.state.wecom;
  const sent = appMessages.find((one) => one.msgid === msgid);
  if (!sent || ctx.clock.now() - sent.at >= DAY_MS) throw new Refusal(40058, 'invalid msgid');
  for (const message of messages) if (message.msgid === msgid) message.recalled = true;
  return ok();
}

function requireContent(ctx: Ctx, body: Message): Record<string, unknown> {
  const { msgtype } = body;
  const content = body[msgtype];
  if (!MESSAGE_TYPES.includes(msgtype) || !isRecord(content))
    throw new Refusal(40008, 'invalid message type');
  const problem = messageProblem(msgtype, content);
  if (problem) throw new Refusal(problem.errcode, problem.words);
  const upload = MEDIA_MESSAGES.find((type) => type === msgtype);
  if (upload) requireMedia(ctx, String(content.media_id ?? ''), { type: upload });
  // Only an app that is a linked mini-program sends these; whether this one is, the sandbox does not ask.
  if (msgtype === 'miniprogram_notice' && content.appid !== ctx.world.miniProgram.appid) {
    throw new Refusal(90208, 'appid does not match');
  }
  return content;
}

/** Refuses: 40058, 42014 for a task_id of a wrong form or used before, 43012 without a callback address. */
function requireCard(ctx: Ctx, content: Record<string, unknown>): TemplateCard {
  const read = readCard(content);
  if ('problem' in read) throw new Refusal(read.problem.errcode, read.problem.words);
  const { card } = read;
  if (isInteractive(card) && ctx.state.wecom.callbackUrl === null) {
    throw new Refusal(43012, 'the app needs a callback url');
  }
  const { task_id: wanted } = card;
  const used = wanted && ctx.state.wecom.appMessages.some(({ taskId }) => taskId === wanted);
  if (used) throw new Refusal(42014, 'task_id was used before');
  return card;
}

type Receivers = { userids: string[]; invaliduser: string; invalidparty: string; invalidtag: string };

function receiversOf(ctx: Ctx, body: Message): Receivers {
  if (!body.touser && !body.toparty && !body.totag) {
    throw new Refusal(40063, 'touser, toparty and totag are all empty');
  }
  if (body.touser === '@all') {
    return {
      userids: employees(ctx).map(({ userid }) => userid),
      invaliduser: '',
      invalidparty: '',
      invalidtag: '',
    };
  }
  const users = split(body.touser);
  const parties = split(body.toparty);
  const tags = split(body.totag);
  if (users.length > MOST.user) throw new Refusal(40032, `touser: at most ${MOST.user}`);
  if (parties.length > MOST.party) throw new Refusal(82002, `toparty: at most ${MOST.party}`);
  if (tags.length > MOST.tag) throw new Refusal(82003, `totag: at most ${MOST.tag}`);
  const found = new Set<string>();
  const invaliduser = users.filter((userid) => !take(found, reachable(ctx, userid)));
  const invalidparty = parties.filter((id) => !take(found, membersOfDepartment(ctx, Number(id))));
  const invalidtag = tags.filter((id) => !take(found, membersOfTag(ctx, Number(id))));
  return {
    userids: [...found],
    invaliduser: invaliduser.map((userid) => userid.toLowerCase()).join('|'),
    invalidparty: invalidparty.join('|'),
    invalidtag: invalidtag.join('|'),
  };
}

function take(found: Set<string>, members: { userid: string }[] | undefined): boolean {
  for (const { userid } of members ?? []) found.add(userid);
  return members !== undefined;
}

function reachable(ctx: Ctx, userid: string): { userid: string }[] | undefined {
  const member = staffById(ctx, userid);
  if (!member) return undefined;
  const { leftAt, active } = settingsOf(ctx, member.userid);
  return leftAt === undefined && active ? [member] : undefined;
}

type Sent = {
  msgid: string;
  userids: string[];
  msgtype: string;
  content: Record<string, unknown>;
  card: TemplateCard | undefined;
};

function deliver(ctx: Ctx, { msgid, userids, msgtype, content, card }: Sent): void {
  const { wecom } = ctx.state;
  const at = ctx.clock.now();
  const taskId = card?.task_id === undefined ? {} : { taskId: card.task_id };
  wecom.appMessages = [...wecom.appMessages, { msgid, at, userids, msgtype, ...taskId }].slice(-KEPT);
  for (const userid of userids) {
    if (!mayReceive(ctx, userid)) continue;
    // Each has a card of their own: pressing and changing it concerns one person.
    const own = card ? structuredClone(content) : content;
    recordMessage(ctx, { kind: 'app', userid, msgid, msgtype, content: own });
  }
}

/** The same member gets 30 a minute and 1 000 an hour of one app; more are dropped without a word. */
function mayReceive(ctx: Ctx, userid: string): boolean {
  const { appReceived } = ctx.state.wecom;
  const now = ctx.clock.now();
  const hour = (appReceived[userid] ?? []).filter((at) => now - at < HOUR_MS);
  const minute = hour.filter((at) => now - at < MINUTE_MS).length;
  const allowed = minute < PER_MINUTE && hour.length < PER_HOUR;
  appReceived[userid] = allowed ? [...hour, now] : hour;
  return allowed;
}

function countSends(ctx: Ctx, count: number): void {
  const { appSends } = ctx.state.wecom;
  const day = beijingTime(ctx.clock.now()).slice(0, 10);
  if (appSends.day !== day) Object.assign(appSends, { day, count: 0 });
  if (appSends.count + count > employees(ctx).length * SENDS_PER_ACCOUNT) {
    throw new Refusal(45009, 'api freq out of limit: person-times of the day');
  }
  appSends.count += count;
}

/** The same message to the same people within the interval is answered as usual and not delivered again. */
function isDuplicate(ctx: Ctx, body: Message, userids: string[]): boolean {
  if (body.enable_duplicate_check !== 1) return false;
  const { wecom } = ctx.state;
  const now = ctx.clock.now();
  const text = JSON.stringify([body.msgtype, body[body.msgtype], [...userids].sort()]);
  const digest = createHash('sha256').update(text).digest('base64url');
  const living = Object.entries(wecom.sentDigests).filter(([, until]) => now < until);
  wecom.sentDigests = Object.fromEntries(living.slice(-MOST_DIGESTS));
  if (wecom.sentDigests[digest] !== undefined) return true;
  wecom.sentDigests[digest] = now + body.duplicate_check_interval * 1000;
  return false;
}

export function split(list: string | undefined): string[] {
  return (list ?? '').split('|').filter((one) => one !== '');
}
