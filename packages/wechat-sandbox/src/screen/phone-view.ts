import { inboxOf } from '../control/people';
import type { Inbox } from '../control/types';
import type { Ctx } from '../ctx';
import { templatesOf } from '../miniprogram/templates';
import { pendingOrdersOf } from '../pay/orders';
import { staffById } from '../wecom/members';
import { externalUserid } from '../world';
import type { Shopper } from '../world';
import { groupView } from './desk-view';
import { newest } from './newest';
import type { PendingPayment, PhoneNotice, PhoneView, TemplateView } from './types';

export function phoneView(ctx: Ctx, shopper: Shopper): PhoneView {
  const inbox = inboxOf(ctx, shopper);
  const { wecom } = ctx.state;
  const external = externalUserid(shopper);
  return {
    shopperId: shopper.id,
    payments: newest(inbox.payments),
    refunds: newest(inbox.refunds),
    chats: newest(inbox.chats),
    pending: newest(pendingOrdersOf(ctx, shopper.openid)).map(pendingPayment),
    contacts: wecom.follows
      .filter(({ shopperId }) => shopperId === shopper.id)
      .map(({ userid, createdAt }) => ({
        userid,
        name: staffById(ctx, userid)?.name ?? userid,
        since: createdAt,
      })),
    groups: wecom.groups
      .filter(({ members }) => members.some(({ id }) => id === external))
      .map((group) => groupView(ctx, group)),
    notices: newest(phoneNotices(ctx, inbox)),
    following: inbox.official.following,
    templates: templateViews(ctx, inbox),
  };
}

function pendingPayment(order: ReturnType<typeof pendingOrdersOf>[number]): PendingPayment {
  const { request, createdAt, ticket, ticketExpiresAt } = order;
  return {
    outTradeNo: request.out_trade_no,
    description: request.description,
    amountFen: request.amount.total,
    createdAt,
    prepayId: ticket,
    expiresAt: Math.min(ticketExpiresAt, order.expiresAt),
  };
}

/** Of both apps, oldest first. */
function phoneNotices(ctx: Ctx, inbox: Inbox): PhoneNotice[] {
  const templates = new Map(templatesOf(ctx).map((template) => [template.id, template]));
  const subscribe = inbox.messages.map(({ at, templateId, title, page, data }): PhoneNotice => ({
    at,
    title,
    page,
    from: 'mini-program',
    kind: 'subscribe',
    text: '',
    rows: Object.entries(data).map(([key, value]) => [
      templates.get(templateId)?.fields?.[key] ?? key,
      value,
    ]),
  }));
  const others = (list: Inbox['notices'], from: PhoneNotice['from']): PhoneNotice[] =>
    list.map((message) => ({ ...message, from, rows: [] }));
  return [
    ...subscribe,
    ...others(inbox.notices, 'mini-program'),
    ...others(inbox.official.messages, 'official-account'),
  ].sort((a, b) => a.at - b.at);
}

function templateViews(ctx: Ctx, inbox: Inbox): TemplateView[] {
  const view = (app: TemplateView['app'], left: Record<string, number>) => {
    return ({ id, title }: { id: string; title: string }): TemplateView => ({
      app,
      templateId: id,
      title,
      left: left[id] ?? 0,
    });
  };
  return [
    ...templatesOf(ctx).map(view('mini-program', inbox.subscriptions)),
    ...ctx.world.officialAccount.templates.map(view('official-account', inbox.official.subscriptions)),
  ];
}
