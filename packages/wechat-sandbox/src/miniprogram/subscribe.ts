import { z } from 'zod';
import type { Ctx } from '../ctx';
import { shopperByOpenid } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import type { MessageTemplate } from '../world';
import { requirePage, splitPath } from './pages';
import { valueProblem } from './subscribe.rules';
import { takeAccept, tellSent } from '../weixin/subscriptions';
import { templatesOf } from './templates';
import { findingIn } from './text-safety';

const KEPT = 1000;
const bodySchema = z.object({
  touser: z.string().optional(),
  template_id: z.string().optional(),
  page: z.string().optional(),
  data: z.record(z.string(), z.object({ value: z.string() })).optional(),
  miniprogram_state: z.enum(['developer', 'trial', 'formal']).optional(),
  lang: z.enum(['zh_CN', 'en_US', 'zh_HK', 'zh_TW']).optional(),
});

/** One accept of a one-time template is one message. Refuses 40003, 40037, 43107, 41030, 47003, 45168, 43108, 43101. */
export function sendSubscribeMessage(ctx: Ctx, request: Incoming): Outgoing {
  const body = jsonBody(request, bodySchema, 47003);
  const shopper = shopperByOpenid(ctx, body.touser ?? '');
  if (!shopper) throw new Refusal(40003, 'invalid openid');
  const template = templatesOf(ctx).find((candidate) => candidate.id === body.template_id);
  if (!template) throw new Refusal(40037, 'invalid template_id');
  const { mini } = ctx.state;
  if (mini.subscribeBanned || mini.bannedTemplates.includes(template.id))
    throw new Refusal(43107, 'subscribe message is banned');
  const page = body.page ?? '';
  requirePage(ctx, splitPath(page).page);
  const data = requireData(template, body.data ?? {});
  if (findingIn(Object.values(data).join('\n'))?.suggest === 'risky')
    throw new Refusal(45168, 'hit sensitive word');
  requireNotBusy(ctx, shopper.openid);
  takeAccept(ctx, 'mini', { openid: shopper.openid, template });
  const at = ctx.clock.now();
  mini.lastSends[shopper.openid] = at;
  const message = { at, openid: shopper.openid, templateId: template.id, page, data };
  mini.messages = [...mini.messages, message].slice(-KEPT);
  const msgid = ctx.random.digits(15);
  tellSent(ctx, 'mini', { openid: shopper.openid, templateId: template.id, msgid });
  return json({ errcode: 0, errmsg: 'ok', msgid: Number(msgid) });
}

/** Requests never overlap here; the rule subscribeSendMs says how long a send takes. */
function requireNotBusy(ctx: Ctx, openid: string): void {
  const last = ctx.state.mini.lastSends[openid] ?? -Infinity;
  if (ctx.clock.now() - last < ctx.rules.subscribeSendMs)
    throw new Refusal(43108, 'concurrent send to the same user');
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
    const problem = unknown
      ? `argument invalid! data.${key} is not a keyword`
      : valueProblem(key, value, template.enums?.[key]);
    if (problem) throw new Refusal(47003, problem);
    values[key] = value;
  }
  return values;
}
