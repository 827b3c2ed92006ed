import { z } from 'zod';
import { ControlError, controlBody } from '../control/read';
import type { Ctx } from '../ctx';
import { json } from '../http/message';
import type { Incoming } from '../http/message';
import type { Route } from '../http/router';
import { giveBack, payOrder, placeOrder } from './douyin-orders';
import { connectWebhook, pushEvent } from './douyin-push';
import type { DouyinOrder } from './state';

const fen = z.int().min(0);
const orderSchema = z.strictObject({
  openId: z.string().min(1).optional(),
  items: z
    .array(
      z.strictObject({
        itemId: z.string().min(1),
        title: z.string(),
        priceFen: fen,
        quantity: z.int().min(1),
      }),
    )
    .min(1),
  freightFen: fen.optional(),
  discountFen: fen.optional(),
  receiver: z
    .strictObject({
      name: z.string(),
      phone: z.string(),
      region: z.string(),
      street: z.string(),
      point: z.strictObject({ latitude: z.number(), longitude: z.number() }).optional(),
    })
    .optional(),
  pay: z.boolean().optional(),
});
const pushSchema = z.strictObject({
  event: z.string().min(1),
  subject: z.string().default(''),
  fromUserId: z.string().optional(),
  content: z.looseObject({}),
  msgId: z.string().optional(),
});
const urlSchema = z.strictObject({ url: z.url() });
const silentSchema = z.strictObject({ openId: z.string(), silent: z.boolean() });

const DOUYIN_PATH = '/control/channels/douyin';

export function channelControlRoutes(ctx: Ctx): Route[] {
  return [
    {
      method: 'GET',
      pattern: DOUYIN_PATH,
      handle: () => {
        const { orders, messages, refunds, webhookUrl } = ctx.state.channels.douyin;
        return json({ orders, messages, refunds, webhookUrl });
      },
    },
    {
      method: 'POST',
      pattern: `${DOUYIN_PATH}/webhook`,
      handle: async (request) => json(await connectWebhook(ctx, controlBody(request, urlSchema).url)),
    },
    {
      method: 'POST',
      pattern: `${DOUYIN_PATH}/push`,
      handle: (request) => json({ pushed: pushEvent(ctx, controlBody(request, pushSchema)) !== null }),
    },
    {
      method: 'POST',
      pattern: `${DOUYIN_PATH}/silent`,
      handle: (request) => {
        const { openId, silent } = controlBody(request, silentSchema);
        const { douyin } = ctx.state.channels;
        douyin.silent = [...douyin.silent.filter((one) => one !== openId), ...(silent ? [openId] : [])];
        return json({ silent });
      },
    },
    ...orderRoutes(ctx),
  ];
}

function orderRoutes(ctx: Ctx): Route[] {
  return [
    {
      method: 'POST',
      pattern: `${DOUYIN_PATH}/orders`,
      handle: (request) => json(placeOrder(ctx, controlBody(request, orderSchema))),
    },
    {
      method: 'POST',
      pattern: `${DOUYIN_PATH}/orders/:id/pay`,
      handle: (request) => {
        const order = requireOrder(ctx, request);
        payOrder(ctx, order);
        return json(order);
      },
    },
    {
      method: 'POST',
      pattern: `${DOUYIN_PATH}/orders/:id/refund`,
      handle: (request) => {
        const order = requireOrder(ctx, request);
        giveBack(ctx, order);
        return json(order);
      },
    },
  ];
}

function requireOrder(ctx: Ctx, request: Incoming): DouyinOrder {
  const order = ctx.state.channels.douyin.orders.find(({ orderId }) => orderId === request.params.id);
  if (!order) throw new ControlError(404, 'no such order');
  return order;
}
