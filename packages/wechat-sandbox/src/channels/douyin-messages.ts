import { z } from 'zod';
import type { Ctx } from '../ctx';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { fine } from './douyin-answer';
import { requireToken } from './douyin-tokens';
import { readJson } from './read-json';

const schema = z.object({
  to_user_id: z.string(),
  order_id: z.string(),
  content: z.object({
    msg_type: z.literal(1),
    text: z.object({ text: z.string().min(1).max(500) }),
  }),
});

/** A text to the buyer of an order. Refuses 28008004 when this person bought nothing here or takes no messages. */
export function sendMessage(ctx: Ctx, request: Incoming): Outgoing {
  requireToken(ctx, request);
  const { to_user_id: openId, order_id: orderId, content } = readJson(request, schema);
  const { orders, silent, messages } = ctx.state.channels.douyin;
  const bought = orders.some((order) => order.orderId === orderId && order.openId === openId);
  if (!bought || silent.includes(openId)) throw new Refusal(28008004, 'the user does not accept messages');
  const msgId = ctx.random.digits(19);
  messages.push({ msgId, openId, orderId, text: content.text.text, at: ctx.clock.now() });
  return fine(ctx, { msg_id: msgId });
}
