import type { Ctx } from '../ctx';
import { queuePush } from '../push/push';
import type { PushFields } from '../push/render';
import { derivedId } from '../state/random';
import { arrive } from '../weixin/phone-messages';
import { paidOrder } from './orders';
import type { PaidOrder } from './orders';
import { autoConfirmAt } from './shipping.rules';
import type { Shipping } from './state';

const BY_HAND = 1;
const BY_ITSELF = 2;

/** What follows from an upload: the buyer is told, the server is told when everything left, and the confirmation is planned. */
export function afterShipping(ctx: Ctx, shipping: Shipping, before: Shipping | undefined): void {
  const complete = shipping.finishedCount > (before?.finishedCount ?? 0);
  if (!complete) return;
  const corrected = before !== undefined && before.finishedCount > 0;
  const goods = shipping.items.map(({ itemDesc }) => itemDesc).join(';');
  tellBuyer(ctx, shipping, { title: corrected ? '物流信息已更新' : '商家已发货', text: goods });
  const order = paidOrder(ctx, shipping.transactionId);
  if (order) {
    tellSettlement(ctx, order, {
      shipped_time: seconds(shipping.shippedAt ?? ctx.clock.now()),
      estimated_settlement_time: seconds(autoConfirmAt(shipping.logisticsType, shipping.shippedAt ?? 0)),
    });
  }
  planConfirmation(ctx, shipping.transactionId);
}

/** The buyer confirms, or time does. False when there is nothing to confirm. */
export function confirmReceipt(ctx: Ctx, transactionId: string, method: 1 | 2 = BY_HAND): boolean {
  const shipping = ctx.state.mini.shippings[transactionId];
  if (shipping?.shippedAt === undefined || shipping.confirmedAt !== undefined) return false;
  const order = paidOrder(ctx, transactionId);
  if (!order || order.refundedFen >= order.totalFen) return false;
  shipping.confirmedAt = ctx.clock.now();
  shipping.confirmMethod = method;
  planSettlement(ctx, transactionId);
  return true;
}

/** An open complaint keeps the money; when it is closed, what would have happened meanwhile happens. */
export function setComplaint(ctx: Ctx, transactionId: string, open: boolean): void {
  const { trade } = ctx.state.mini;
  const others = trade.complaints.filter((id) => id !== transactionId);
  trade.complaints = open ? [...others, transactionId] : others;
  if (open) return;
  planConfirmation(ctx, transactionId);
  planSettlement(ctx, transactionId);
}

/** After a restart: what was to come still comes. */
export function resumeTrade(ctx: Ctx): void {
  for (const { transactionId, settledAt } of Object.values(ctx.state.mini.shippings)) {
    if (settledAt !== undefined) continue;
    planConfirmation(ctx, transactionId);
    planSettlement(ctx, transactionId);
  }
}

/** A line from WeChat itself on the buyer's phone; it opens the page that set_msg_jump_path named. */
export function tellBuyer(ctx: Ctx, shipping: Shipping, said: { title: string; text: string }): void {
  const { jumpPath } = ctx.state.mini.trade;
  arrive(ctx, 'mini', {
    openid: shipping.openid,
    kind: 'parcel',
    ...said,
    ...(jumpPath === null ? {} : { page: jumpPath.replaceAll('${商品订单号}', shipping.outTradeNo) }),
  });
}

/** Events about orders come from an account of the platform, not from a person. */
export function tellTrade(ctx: Ctx, event: string, fields: PushFields): void {
  queuePush(ctx, 'mini', {
    from: `o${derivedId('trade-manager', 27)}`,
    summary: event,
    fields: { MsgType: 'event', Event: event, ...fields },
  });
}

export function orderFields(order: PaidOrder): PushFields {
  return {
    transaction_id: order.transactionId,
    merchant_id: order.mchid,
    merchant_trade_no: order.outTradeNo,
    pay_time: seconds(order.paidAt),
  };
}

function planConfirmation(ctx: Ctx, transactionId: string): void {
  const shipping = ctx.state.mini.shippings[transactionId];
  if (shipping?.shippedAt === undefined || shipping.confirmedAt !== undefined) return;
  const { state } = ctx;
  ctx.clock.schedule(autoConfirmAt(shipping.logisticsType, shipping.shippedAt), async () => {
    const current = state.mini.shippings[transactionId];
    if (ctx.state !== state || state.mini.trade.complaints.includes(transactionId)) return;
    // A correction may have made a slower kind of delivery of it.
    const due = current && ctx.clock.now() >= autoConfirmAt(current.logisticsType, current.shippedAt ?? 0);
    if (due) confirmReceipt(ctx, transactionId, BY_ITSELF);
  });
}

function planSettlement(ctx: Ctx, transactionId: string): void {
  const confirmedAt = ctx.state.mini.shippings[transactionId]?.confirmedAt;
  if (confirmedAt === undefined) return;
  const { state } = ctx;
  const settle = (): void => {
    const shipping = state.mini.shippings[transactionId];
    const order = paidOrder(ctx, transactionId);
    if (ctx.state !== state || !shipping || shipping.settledAt !== undefined || !order) return;
    if (state.mini.trade.complaints.includes(transactionId)) return;
    shipping.settledAt = ctx.clock.now();
    tellSettlement(ctx, order, {
      shipped_time: seconds(shipping.shippedAt ?? 0),
      confirm_receive_method: shipping.confirmMethod ?? BY_ITSELF,
      confirm_receive_time: seconds(confirmedAt),
      settlement_time: seconds(shipping.settledAt),
    });
  };
  const dueAt = confirmedAt + ctx.rules.settlementDelaySeconds * 1000;
  if (dueAt <= ctx.clock.now()) settle();
  else ctx.clock.schedule(dueAt, async () => settle());
}

function tellSettlement(ctx: Ctx, order: PaidOrder, when: PushFields): void {
  tellTrade(ctx, 'trade_manage_order_settlement', { ...orderFields(order), ...when });
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
