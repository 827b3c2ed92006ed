import { z } from 'zod';
import type { Ctx } from '../ctx';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { fine } from './douyin-answer';
import { requireToken } from './douyin-tokens';
import { readJson } from './read-json';

const schema = z.object({
  order_id: z.string(),
  out_refund_no: z.string().min(1).max(64),
  refund_amount: z.int().positive(),
  reason: z.string().max(80),
});

/** The merchant gives money back, in one or several refunds; the same number again is the same refund. Refuses 2119005 above what was paid. */
export function refundOrder(ctx: Ctx, request: Incoming): Outgoing {
  requireToken(ctx, request);
  const asked = readJson(request, schema);
  const { orders, refunds } = ctx.state.channels.douyin;
  const order = orders.find(({ orderId }) => orderId === asked.order_id);
  if (!order || order.status === 100) throw new Refusal(2119004, 'order not found');
  const known = refunds.find(({ outRefundNo }) => outRefundNo === asked.out_refund_no);
  if (known) return fine(ctx, { refund_amount: known.amountFen });
  const before = refunds.filter(({ orderId }) => orderId === order.orderId);
  const left = order.payFen - before.reduce((sum, { amountFen }) => sum + amountFen, 0);
  if (asked.refund_amount > left || order.status === 400)
    throw new Refusal(2119005, 'refund amount too large');
  refunds.push({
    outRefundNo: asked.out_refund_no,
    orderId: order.orderId,
    amountFen: asked.refund_amount,
    reason: asked.reason,
    at: ctx.clock.now(),
  });
  if (asked.refund_amount === left) order.status = 400;
  return fine(ctx, { refund_amount: asked.refund_amount });
}
