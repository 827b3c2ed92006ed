import type { Ctx } from '../ctx';
import { ordersPaid, paidOrder } from './orders';
import type { PaidOrder } from './orders';
import { orderStateOf } from './shipping-orders';
import { orderFields, tellTrade } from './trade';

const HOUR_MS = 3600 * 1000;
const DAY_MS = 24 * HOUR_MS;
const UNSHIPPED_AFTER_MS = 48 * HOUR_MS;
/** Older orders are not looked at again. */
const LOOKED_BACK_MS = 60 * DAY_MS;
const TO_SHIP = 1;

/** Looks every hour whether WeChat would remind the developer of parcels; only where messages are pushed to. */
export function startReminders(ctx: Ctx): void {
  const { state } = ctx;
  ctx.clock.schedule(ctx.clock.now() + HOUR_MS, async () => {
    if (ctx.state !== state) return;
    if (state.mini.push.url !== null && state.mini.trade.managed) remind(ctx);
    startReminders(ctx);
  });
}

/**
 * Who shipped before is reminded of each order that is not shipped after 48 hours; who never did is asked once a day, from the first
 * payment on, to use the shipping API.
 */
function remind(ctx: Ctx): void {
  const { trade, shippings } = ctx.state.mini;
  const now = ctx.clock.now();
  const until = wholeSecond(now - UNSHIPPED_AFTER_MS);
  const from = trade.remindedUntil ?? wholeSecond(until - LOOKED_BACK_MS);
  if (Object.keys(shippings).length === 0) {
    if (!ordersPaid(ctx, from, wholeSecond(now)).next().done) askForShipping(ctx, now);
    return;
  }
  trade.remindedUntil = until;
  for (const order of ordersPaid(ctx, from, until)) {
    if (trade.special[order.transactionId] === undefined) remindOf(ctx, order);
  }
  for (const [transactionId, promisedAt] of Object.entries(trade.special)) {
    const fellDue =
      promisedAt !== null &&
      promisedAt > from + UNSHIPPED_AFTER_MS &&
      promisedAt <= until + UNSHIPPED_AFTER_MS;
    const order = fellDue ? paidOrder(ctx, transactionId) : undefined;
    if (order) remindOf(ctx, order);
  }
}

function remindOf(ctx: Ctx, order: PaidOrder): void {
  if (orderStateOf(ctx, order) !== TO_SHIP) return;
  tellTrade(ctx, 'trade_manage_remind_shipping', {
    ...orderFields(order),
    msg: '您有订单已超过48小时未发货，请尽快上传发货信息',
  });
}

function askForShipping(ctx: Ctx, now: number): void {
  const { trade } = ctx.state.mini;
  if (trade.accessRemindedAt !== null && now - trade.accessRemindedAt < DAY_MS) return;
  trade.accessRemindedAt = now;
  tellTrade(ctx, 'trade_manage_remind_access_api', {
    msg: '您的小程序已产生交易，请接入发货信息管理服务',
  });
}

function wholeSecond(ms: number): number {
  return Math.max(0, Math.floor(ms / 1000) * 1000);
}
