import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { paidOrderByKey } from './orders';
import { EXPRESS } from './shipping.rules';
import { orderRefSchema, orderStateOf, requireOrder } from './shipping-orders';
import { tellBuyer } from './trade';

const DAY_MS = 24 * 3600 * 1000;
const PRESALE = 1;
const TEST = 2;
const PRESALE_DAYS = { shortest: 15, longest: 330 };
const TO_SHIP = 1;
const KEPT_SPECIAL = 2000;

const receivedSchema = orderRefSchema.extend({ received_time: z.number() });
const jumpSchema = z.object({ path: z.string().optional() });
const appidSchema = z.object({ appid: z.string().optional() });
const specialSchema = z.object({
  order_id: z.string().optional(),
  type: z.number().optional(),
  delay_to: z.number().optional(),
});

/** notify_confirm_receive: once per order, for express parcels. Refuses 10060001, 10060028, 10060032, 10060029, 10060030. */
export function remindReceipt(ctx: Ctx, request: Incoming): Outgoing {
  const { received_time, ...ref } = jsonBody(request, receivedSchema, 10060014);
  const order = requireOrder(ctx, ref);
  const shipping = ctx.state.mini.shippings[order.transactionId];
  const underWay = shipping?.shippedAt !== undefined && shipping.confirmedAt === undefined;
  if (!shipping || !underWay) throw new Refusal(10060028, '支付单不是已发货状态');
  if (shipping.logisticsType !== EXPRESS)
    throw new Refusal(10060032, '只有物流快递发货时允许提醒用户确认收货');
  if (received_time < Math.floor((shipping.shippedAt ?? 0) / 1000))
    throw new Refusal(10060029, '签收时间非法');
  if (shipping.reminded) throw new Refusal(10060030, '支付单已使用提醒收货机会');
  shipping.reminded = true;
  tellBuyer(ctx, shipping, { title: '请确认收货', text: shipping.items[0]?.itemDesc ?? '' });
  return json({ errcode: 0, errmsg: 'ok' });
}

/** set_msg_jump_path: where the lines about parcels lead; `${商品订单号}` in it is the merchant's number. */
export function setJumpPath(ctx: Ctx, request: Incoming): Outgoing {
  const { path = '' } = jsonBody(request, jumpSchema);
  if (path === '') throw new Refusal(40097, 'invalid args');
  ctx.state.mini.trade.jumpPath = path;
  return json({ errcode: 0, errmsg: 'ok' });
}

export function isTradeManaged(ctx: Ctx, request: Incoming): Outgoing {
  requireOwnAppid(ctx, request);
  return json({ errcode: 0, errmsg: 'ok', is_trade_managed: ctx.state.mini.trade.managed });
}

export function isConfirmationCompleted(ctx: Ctx, request: Incoming): Outgoing {
  requireOwnAppid(ctx, request);
  return json({ errcode: 0, errmsg: 'ok', completed: ctx.state.mini.trade.confirmationCompleted });
}

/** opspecialorder: a presale ships 15 to 330 days after payment, a test never. Refuses 268546000, 268546001, 268546002. */
export function reportSpecialOrder(ctx: Ctx, request: Incoming): Outgoing {
  const { order_id = '', type, delay_to } = jsonBody(request, specialSchema, 268546000);
  if (type !== PRESALE && type !== TEST) throw new Refusal(268546000, 'type非法');
  const byNo = { mchid: ctx.world.merchant.mchid, outTradeNo: order_id };
  const order = paidOrderByKey(ctx, { transactionId: order_id }) ?? paidOrderByKey(ctx, byNo);
  if (!order || orderStateOf(ctx, order) !== TO_SHIP)
    throw new Refusal(268546002, '账户不存在这个待发货单号');
  const until = type === PRESALE ? presaleUntil(delay_to, order.paidAt) : null;
  const { trade } = ctx.state.mini;
  trade.special[order.transactionId] = until;
  const [oldest] = Object.keys(trade.special);
  if (oldest !== undefined && Object.keys(trade.special).length > KEPT_SPECIAL) delete trade.special[oldest];
  return json({ errcode: 0, errmsg: 'ok' });
}

function presaleUntil(delayTo: number | undefined, paidAt: number): number {
  const days = ((delayTo ?? 0) * 1000 - paidAt) / DAY_MS;
  if (delayTo === undefined || days < PRESALE_DAYS.shortest || days > PRESALE_DAYS.longest)
    throw new Refusal(268546001, 'delay_to非法');
  return delayTo * 1000;
}

function requireOwnAppid(ctx: Ctx, request: Incoming): void {
  const { appid = '' } = jsonBody(request, appidSchema);
  if (appid === '') throw new Refusal(40097, 'invalid args');
  if (appid !== ctx.world.miniProgram.appid) throw new Refusal(40013, 'invalid appid');
}
