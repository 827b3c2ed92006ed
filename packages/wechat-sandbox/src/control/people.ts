import { z } from 'zod';
import type { Ctx } from '../ctx';
import { json } from '../http/message';
import type { Incoming } from '../http/message';
import type { Route } from '../http/router';
import { newLoginCode, newPhoneCode } from '../miniprogram/login';
import { answerSubscription } from '../miniprogram/subscribe';
import { openPaymentSheet, requestPayment } from '../pay/request-payment';
import type { PaymentAttempt } from '../pay/request-payment';
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
        json(answerSubscription(ctx, shopperOf(request).openid, controlBody(request, subscribeSchema))),
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
  const { mini, pay, wecom } = ctx.state;
  const orders = Object.values(pay.orders).filter((order) => order.request.payer.openid === shopper.openid);
  const numbers = new Set(orders.map((order) => order.request.out_trade_no));
  const titles = new Map(ctx.world.miniProgram.templates.map((template) => [template.id, template.title]));
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
    refunds: Object.values(pay.refunds)
      .filter((refund) => numbers.has(refund.outTradeNo))
      .map((refund) => ({
        outRefundNo: refund.outRefundNo,
        outTradeNo: refund.outTradeNo,
        amountFen: refund.refundFen,
        status: refund.status,
        createdAt: refund.createdAt,
      })),
    subscriptions: Object.fromEntries(
      Object.entries(mini.subscriptions)
        .filter(([key]) => key.startsWith(`${shopper.openid} `))
        .map(([key, left]) => [key.slice(shopper.openid.length + 1), left]),
    ),
    chats: wecom.messages.filter((message) => message.externalUserid === externalUserid(shopper)),
  };
}
