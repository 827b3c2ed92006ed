import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody, queryParam } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { ChatMessage } from './state';
import { externalUserid } from '../world';
import { staffById } from './oauth';

const OK = { errcode: 0, errmsg: 'ok' };
const KEPT = 1000;
const MOST_RECEIVERS = 1000;

const welcomeSchema = z.object({
  welcome_code: z.string(),
  text: z.object({ content: z.string() }).optional(),
  attachments: z
    .array(z.looseObject({ msgtype: z.enum(['image', 'link', 'miniprogram', 'video', 'file']) }))
    .optional(),
});
const appMessageSchema = z.looseObject({
  touser: z.string().optional(),
  toparty: z.string().optional(),
  totag: z.string().optional(),
  msgtype: z.string(),
  agentid: z.union([z.number(), z.string()]),
});

/** Byte limits of the texts; the other kinds are taken as they come. */
const CONTENT_BYTES: Record<string, Record<string, number>> = {
  text: { content: 2048 },
  markdown: { content: 2048 },
  textcard: { title: 128, description: 512, url: 2048 },
};

/** Twenty seconds from the event, and one success: whoever comes later is told so. */
export function sendWelcome(ctx: Ctx, request: Incoming): Outgoing {
  const body = jsonBody(request, welcomeSchema, 40058);
  const attachments = body.attachments ?? [];
  if (!body.text?.content && attachments.length === 0)
    throw new Refusal(40063, 'text and attachments are both empty');
  if (attachments.length > 9) throw new Refusal(40058, 'attachments: at most 9');
  if (Buffer.byteLength(body.text?.content ?? '') > 4000)
    throw new Refusal(40058, 'text.content exceeds 4000 bytes');
  const known = ctx.state.wecom.welcomeCodes.find((candidate) => candidate.code === body.welcome_code);
  if (!known) throw new Refusal(40058, 'invalid welcome_code');
  if (known.delivered || ctx.clock.now() >= known.expiresAt) {
    throw new Refusal(41051, 'externaluser has started chatting, or the welcome code is used or expired');
  }
  known.delivered = true;
  const shopper = ctx.world.shoppers.find((candidate) => candidate.id === known.shopperId);
  recordMessage(ctx, {
    kind: 'welcome',
    userid: known.userid,
    ...(shopper ? { externalUserid: externalUserid(shopper) } : {}),
    msgtype: body.text?.content ? 'text' : (attachments[0]?.msgtype ?? 'text'),
    content: { text: body.text, attachments },
  });
  return json(OK);
}

export function sendAppMessage(ctx: Ctx, request: Incoming): Outgoing {
  const body = jsonBody(request, appMessageSchema, 40058);
  if (String(body.agentid) !== ctx.world.corp.agentid) throw new Refusal(40056, 'invalid agentid');
  const content = requireContent(body);
  if (!body.touser && !body.toparty && !body.totag)
    throw new Refusal(40063, 'touser, toparty and totag are all empty');
  const asked = body.touser === '@all' ? ctx.world.staff.map((member) => member.userid) : split(body.touser);
  if (asked.length > MOST_RECEIVERS) throw new Refusal(40058, 'touser: at most 1000');
  const valid = asked.filter((userid) => staffById(ctx, userid));
  // Departments and tags do not exist here, so nobody can be reached through them.
  if (valid.length === 0) throw new Refusal(81013, 'user & party & tag all invalid');
  for (const userid of valid) recordMessage(ctx, { kind: 'app', userid, msgtype: body.msgtype, content });
  const invalid = asked.filter((userid) => !valid.includes(userid)).map((userid) => userid.toLowerCase());
  return json({
    ...OK,
    invaliduser: invalid.join('|'),
    invalidparty: body.toparty ?? '',
    invalidtag: body.totag ?? '',
    msgid: ctx.random.text(64),
  });
}

export function getUser(ctx: Ctx, request: Incoming): Outgoing {
  const member = staffById(ctx, queryParam(request, 'userid', 41009));
  if (!member) throw new Refusal(60111, 'userid not found');
  const { userid, name, position } = member;
  return json({ ...OK, userid, name, department: [1], position, status: 1, enable: 1 });
}

export function recordMessage(ctx: Ctx, message: Omit<ChatMessage, 'at'>): void {
  const { wecom } = ctx.state;
  wecom.messages = [...wecom.messages, { at: ctx.clock.now(), ...message }].slice(-KEPT);
}

function requireContent(body: Record<string, unknown>): unknown {
  const msgtype = String(body.msgtype);
  const content = body[msgtype];
  if (typeof content !== 'object' || content === null) throw new Refusal(40008, 'invalid message type');
  for (const [field, bytes] of Object.entries(CONTENT_BYTES[msgtype] ?? {})) {
    const value: unknown = Reflect.get(content, field);
    if (typeof value !== 'string' || value === '')
      throw new Refusal(44004, `text message content is empty: ${field}`);
    if (Buffer.byteLength(value) > bytes)
      throw new Refusal(45002, `message content size out of limit: ${field}`);
  }
  return content;
}

function split(users: string | undefined): string[] {
  return (users ?? '').split('|').filter((userid) => userid !== '');
}
