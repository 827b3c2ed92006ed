import { z } from 'zod';
import type { Ctx } from '../ctx';
import { shopperByOpenid } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { MessageTemplate } from '../world';
import { requirePage } from './scene-codes';
import { valueProblem } from './subscribe.rules';

const KEPT = 1000;
const bodySchema = z.object({
  touser: z.string().optional(),
  template_id: z.string().optional(),
  page: z.string().optional(),
  data: z.record(z.string(), z.object({ value: z.string() })).optional(),
  miniprogram_state: z.enum(['developer', 'trial', 'formal']).optional(),
  lang: z.enum(['zh_CN', 'en_US', 'zh_HK', 'zh_TW']).optional(),
});

/** One accept of a one-time template is one message. */
export function sendSubscribeMessage(ctx: Ctx, request: Incoming): Outgoing {
  const body = jsonBody(request, bodySchema, 47003);
  const shopper = shopperByOpenid(ctx, body.touser ?? '');
  if (!shopper) throw new Refusal(40003, 'invalid openid');
  const template = ctx.world.miniProgram.templates.find((candidate) => candidate.id === body.template_id);
  if (!template) throw new Refusal(40037, 'invalid template_id');
  const page = body.page ?? '';
  requirePage(ctx, page.split('?')[0] ?? '');
  const data = requireData(template, body.data ?? {});
  takeAccept(ctx, shopper.openid, template.id);
  const { mini } = ctx.state;
  const message = { at: ctx.clock.now(), openid: shopper.openid, templateId: template.id, page, data };
  mini.messages = [...mini.messages, message].slice(-KEPT);
  return json({ errcode: 0, errmsg: 'ok', msgid: Number(ctx.random.digits(15)) });
}

/** What the sheet of wx.requestSubscribeMessage writes down. */
export function answerSubscription(
  ctx: Ctx,
  openid: string,
  given: { templateIds: string[]; answer: 'accept' | 'reject' },
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const templateId of given.templateIds) {
    const known = ctx.world.miniProgram.templates.some((template) => template.id === templateId);
    result[templateId] = known ? given.answer : 'filter';
    if (known && given.answer === 'accept') {
      const key = `${openid} ${templateId}`;
      ctx.state.mini.subscriptions[key] = (ctx.state.mini.subscriptions[key] ?? 0) + 1;
    }
  }
  return result;
}

function requireData(
  template: MessageTemplate,
  data: Record<string, { value: string }>,
): Record<string, string> {
  const missing = Object.keys(template.fields ?? {}).find((key) => !(key in data));
  if (missing) throw new Refusal(47003, `argument invalid! data.${missing}.value is empty`);
  if (Object.keys(data).length === 0) throw new Refusal(47003, 'argument invalid! data is empty');
  const values: Record<string, string> = {};
  for (const [key, { value }] of Object.entries(data)) {
    const unknown = template.fields !== undefined && !(key in template.fields);
    const problem = unknown ? `argument invalid! data.${key} is not a keyword` : valueProblem(key, value);
    if (problem) throw new Refusal(47003, problem);
    values[key] = value;
  }
  return values;
}

function takeAccept(ctx: Ctx, openid: string, templateId: string): void {
  const key = `${openid} ${templateId}`;
  const left = ctx.state.mini.subscriptions[key] ?? 0;
  if (left <= 0) throw new Refusal(43101, 'user refuse to accept the msg');
  ctx.state.mini.subscriptions[key] = left - 1;
}
