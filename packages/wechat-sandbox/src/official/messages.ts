import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { valueProblem } from '../miniprogram/subscribe.rules';
import { shopperOf } from '../weixin/apps';
import { arrive } from '../weixin/phone-messages';
import { takeAccept, tellSent } from '../weixin/subscriptions';
import type { MessageTemplate, Shopper } from '../world';
import { tellEvent } from './followers';
import { isFollowing } from './users';

const target = {
  touser: z.string().optional(),
  template_id: z.string().optional(),
  data: z.record(z.string(), z.object({ value: z.string(), color: z.string().optional() })).optional(),
};
const miniprogram = z.object({ appid: z.string(), pagepath: z.string().optional() }).optional();
const templateSchema = z.object({
  ...target,
  url: z.string().optional(),
  miniprogram,
  client_msg_id: z.string().max(32).optional(),
  topcolor: z.string().optional(),
});
const subscribeSchema = z.object({ ...target, page: z.string().optional(), miniprogram });

type Target = {
  touser?: string | undefined;
  template_id?: string | undefined;
  data?: Record<string, { value: string }> | undefined;
  miniprogram?: { appid: string; pagepath?: string | undefined } | undefined;
};
type Leads = { url?: string; page?: string };

/** message/template/send: to followers only. Refuses 40003, 43004, 40037, 47003, 40013 for a mini-program that is not bound. */
export function sendTemplateMessage(ctx: Ctx, request: Incoming): Outgoing {
  const { url, ...body } = jsonBody(request, templateSchema, 47003);
  const { shopper, template, text, page } = checked(ctx, body);
  if (!isFollowing(ctx, shopper.id)) throw new Refusal(43004, 'require subscribe');
  const blocked = ctx.state.official.followers[shopper.id]?.blocksTemplates ?? false;
  const msgid = Number(ctx.random.digits(15));
  if (!blocked) {
    const leads: Leads = page === undefined ? (url === undefined ? {} : { url }) : { page };
    const { officialOpenid: openid } = shopper;
    arrive(ctx, 'official', { openid, kind: 'template', title: template.title, text, ...leads });
  }
  tellEvent(ctx, shopper, {
    Event: 'TEMPLATESENDJOBFINISH',
    MsgID: msgid,
    Status: blocked ? 'failed:user block' : 'success',
  });
  return json({ errcode: 0, errmsg: 'ok', msgid });
}

/** message/subscribe/bizsend: one accept is one notice, also for who does not follow. Refuses 40003, 40037, 47003, 43107, 43101. */
export function sendSubscriptionNotice(ctx: Ctx, request: Incoming): Outgoing {
  const { page: url, ...body } = jsonBody(request, subscribeSchema, 47003);
  const { shopper, template, text, page } = checked(ctx, body);
  const { officialOpenid: openid } = shopper;
  if (ctx.state.official.bannedTemplates.includes(template.id))
    throw new Refusal(43107, 'subscribe message is banned');
  for (const [key, { value }] of Object.entries(body.data ?? {})) {
    const problem = valueProblem(key, value, template.enums?.[key]);
    if (problem) throw new Refusal(47003, problem);
  }
  takeAccept(ctx, 'official', { openid, template });
  const leads: Leads = page === undefined ? (url === undefined ? {} : { url }) : { page };
  arrive(ctx, 'official', { openid, kind: 'subscription', title: template.title, text, ...leads });
  tellSent(ctx, 'official', { openid, templateId: template.id, msgid: ctx.random.digits(19) });
  return json({ errcode: 0, errmsg: 'ok' });
}

export function listTemplates(ctx: Ctx): Outgoing {
  const { templates } = ctx.world.officialAccount;
  return json({
    template_list: templates.map(({ id, title, fields = {} }) => ({
      template_id: id,
      title,
      primary_industry: '',
      deputy_industry: '',
      content: Object.entries(fields)
        .map(([key, name]) => `${name}:{{${key}.DATA}}\n`)
        .join(''),
      example: '',
    })),
  });
}

function checked(
  ctx: Ctx,
  body: Target,
): { shopper: Shopper; template: MessageTemplate; text: string; page?: string } {
  const shopper = shopperOf(ctx, 'official', body.touser ?? '');
  if (!shopper) throw new Refusal(40003, 'invalid openid');
  const template = ctx.world.officialAccount.templates.find(({ id }) => id === body.template_id);
  if (!template) throw new Refusal(40037, 'invalid template_id');
  const data = body.data ?? {};
  const missing = Object.keys(template.fields ?? {}).find((key) => !(key in data));
  if (missing || Object.keys(data).length === 0)
    throw new Refusal(47003, `argument invalid! data.${missing ?? ''}.value is empty`);
  const { miniprogram: bound } = body;
  if (bound && bound.appid !== ctx.world.miniProgram.appid) throw new Refusal(40013, 'invalid appid');
  const text = Object.entries(data)
    .map(([key, { value }]) => `${template.fields?.[key] ?? key}：${value}`)
    .join('\n');
  return { shopper, template, text, ...(bound ? { page: bound.pagepath ?? '' } : {}) };
}
