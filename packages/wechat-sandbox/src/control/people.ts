import { z } from 'zod';
import type { Ctx } from '../ctx';
import { json } from '../http/message';
import type { Incoming } from '../http/message';
import type { Route } from '../http/router';
import { newLoginCode } from '../miniprogram/login';
import { newPhoneCode } from '../miniprogram/phone';
import { templatesOf } from '../miniprogram/templates';
import { officialInboxOf } from '../official/inbox';
import { ordersOf } from '../pay/orders';
import { openPaymentSheet, requestPayment } from '../pay/request-payment';
import type { PaymentAttempt } from '../pay/request-payment';
import { messagesFor } from '../weixin/phone-messages';
import { acceptsOf, answerSheet } from '../weixin/subscriptions';
import { externalUserid } from '../world';
import type { Shopper } from '../world';
import { controlBody, requireShopper } from './read';
import type { Inbox, People } from './types';

const paySchema = z.strictObject({
  timeStamp: z.string().optional(),
  nonceStr: z.string().optional(),
  package: z.string().optional(),
  signType: z.string().optional(),
  paySign: z.string().optional(),
  prepayId: z.string().optional(),
  cancel: z.boolean().optional(),
});
const subscribeSchema = z.strictObject({
  templateIds: z.array(z.string()).min(1),
  answer: z.enum(['accept', 'reject']),
});
const placeSchema = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});

export function peopleRoutes(ctx: Ctx): Route[] {
  const shopperOf = (request: Incoming): Shopper => requireShopper(ctx, request.params.id ?? '');
  const shopper = '/control/shoppers/:id';
  return [
    { method: 'GET', pattern: '/control/people', handle: () => json(presentPeople(ctx)) },
    {
      method: 'POST',
      pattern: `${shopper}/login-code`,
      handle: (request) => json({ code: newLoginCode(ctx, shopperOf(request).id) }),
    },
    {
      method: 'POST',
      pattern: `${shopper}/phone-code`,
      handle: (request) => json({ code: newPhoneCode(ctx, shopperOf(request).id) }),
    },
    {
      method: 'POST',
      pattern: `${shopper}/pay`,
      handle: (request) => json(requestPayment(ctx, shopperOf(request).id, paymentAttempt(request))),
    },
    {
      method: 'POST',
      pattern: `${shopper}/pay-sheet`,
      handle: (request) => json(openPaymentSheet(ctx, shopperOf(request).id, paymentAttempt(request))),
    },
    {
      method: 'POST',
      pattern: `${shopper}/subscribe`,
      handle: (request) =>
        json(
          answerSheet(ctx, 'mini', {
            ...controlBody(request, subscribeSchema),
            openid: shopperOf(request).openid,
            templates: templatesOf(ctx),
          }),
        ),
    },
    {
      method: 'GET',
      pattern: `${shopper}/location`,
      handle: (request) => json(locationOf(ctx, shopperOf(request))),
    },
    {
      method: 'POST',
      pattern: `${shopper}/location`,
      handle: (request) => {
        ctx.state.locations[shopperOf(request).id] = controlBody(request, placeSchema);
        return json(locationOf(ctx, shopperOf(request)));
      },
    },
    {
      method: 'GET',
      pattern: `${shopper}/inbox`,
      handle: (request) => json(inboxOf(ctx, shopperOf(request))),
    },
  ];
}

export function locationOf(ctx: Ctx, shopper: Shopper): { latitude: number; longitude: number } {
  return ctx.state.locations[shopper.id] ?? shopper.location;
}

export function presentPeople(ctx: Ctx): People {
  return {
    shoppers: ctx.world.shoppers.map((shopper) => ({
      ...shopper,
      location: locationOf(ctx, shopper),
      external_userid: externalUserid(shopper),
    })),
    staff: ctx.world.staff.map((member) => ({
      ...member,
      customers: ctx.state.wecom.follows
        .filter((follow) => follow.userid === member.userid)
        .map((follow) => follow.shopperId),
    })),
  };
}

/** With a signature the five parameters are checked as WeChat does; a bare prepay id skips that. */
function paymentAttempt(request: Incoming): PaymentAttempt {
  const { prepayId, cancel, ...params } = controlBody(request, paySchema);
  const cancelled = cancel === undefined ? {} : { cancel };
  if (prepayId !== undefined) return { prepayId, ...cancelled };
  const { timeStamp = '', nonceStr = '', package: packageText = '', signType = '', paySign = '' } = params;
  return { params: { timeStamp, nonceStr, package: packageText, signType, paySign }, ...cancelled };
}

export function inboxOf(ctx: Ctx, shopper: Shopper): Inbox {
  const { mini, wecom } = ctx.state;
  const orders = ordersOf(ctx, shopper.openid);
  const titles = new Map(templatesOf(ctx).map((template) => [template.id, template.title]));
  return {
    messages: mini.messages
      .filter((message) => message.openid === shopper.openid)
      .map(({ openid: _openid, ...message }) => ({
        ...message,
        title: titles.get(message.templateId) ?? '',
      })),
    payments: orders.map((order) => ({
      outTradeNo: order.request.out_trade_no,
      ...(order.transactionId === undefined ? {} : { transactionId: order.transactionId }),
      description: order.request.description,
      amountFen: order.request.amount.total,
      state: order.state,
      ...(order.paidAt === undefined ? {} : { paidAt: order.paidAt }),
    })),
    refunds: orders
      .flatMap((order) => ctx.ledger.refundsOf(order))
      .sort((a, b) => a.seq - b.seq)
      .map((refund) => ({
        outRefundNo: refund.outRefundNo,
        outTradeNo: refund.outTradeNo,
        amountFen: refund.refundFen,
        status: refund.status,
        createdAt: refund.createdAt,
      })),
    subscriptions: acceptsOf(ctx, 'mini', shopper.openid),
    chats: wecom.messages.filter((message) => message.externalUserid === externalUserid(shopper)),
    notices: messagesFor(ctx, 'mini', shopper.openid),
    official: officialInboxOf(ctx, shopper),
  };
}
