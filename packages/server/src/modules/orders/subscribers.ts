import type { Ctx } from '../../kernel/context';
import { runner, subscriber } from '../../kernel/work';
import type { Work } from '../../kernel/work';
import * as coupons from '../coupons';
import * as identity from '../identity';
import * as inventory from '../inventory';
import * as payments from '../payments';
import { expireOrder, sweepForgottenOrders } from './cancel-order';
import { orderCancelled, orderHandedOver, orderPaid, orderRefunded } from './events';
import type { OrderNews } from './events';
import { expireUnpaidOrder } from './jobs';
import { holdOf, requireOrder } from './move-order';
import { giveOrdersTo } from './order.model';
import { flagFailedRefund, recordRefund } from './refund-order';
import { settlePayment } from './settle-payment';

async function giveStockBack(ctx: Ctx, news: OrderNews): Promise<void> {
  await inventory.releaseHold(ctx, holdOf(await requireOrder(news.orderId)));
}

/** Whether the order had got as far as using its coupon or not. */
async function giveCouponBack(ctx: Ctx, news: OrderNews): Promise<void> {
  const { coupon, orderId } = await requireOrder(news.orderId);
  if (!coupon) return;
  await coupons.release(ctx, { couponId: coupon.couponId, orderId });
  await coupons.giveBack(ctx, { couponId: coupon.couponId, orderId });
}

/** News may come late: a coupon that was given back with its order is not used any more. */
async function useCoupon(ctx: Ctx, news: OrderNews): Promise<void> {
  const { coupon, orderId, status } = await requireOrder(news.orderId);
  if (!coupon || status === 'refunded') return;
  await coupons.use(ctx, { couponId: coupon.couponId, orderId });
}

async function takeStock(ctx: Ctx, news: OrderNews): Promise<void> {
  await inventory.takeHold(ctx, holdOf(await requireOrder(news.orderId)));
}

export const work: Work = {
  jobs: [expireUnpaidOrder],
  runners: [runner(expireUnpaidOrder, (ctx, { orderId }) => expireOrder(ctx, orderId))],
  subscribers: [
    subscriber('orders.settlePayment', payments.paymentSucceeded, (ctx, { orderId }) =>
      settlePayment(ctx, orderId),
    ),
    subscriber('orders.recordRefund', payments.paymentRefunded, (ctx, { orderId }) =>
      recordRefund(ctx, orderId),
    ),
    subscriber('orders.flagFailedRefund', payments.refundFailed, (ctx, { orderId, reason }) =>
      flagFailedRefund(ctx, orderId, reason),
    ),
    subscriber('orders.followJoin', identity.customerJoined, (_ctx, news) =>
      giveOrdersTo(news.customerId, news.fromCustomerId),
    ),
    subscriber('orders.useCoupon', orderPaid, useCoupon),
    subscriber('orders.giveStockBackAfterCancel', orderCancelled, giveStockBack),
    subscriber('orders.giveCouponBackAfterCancel', orderCancelled, giveCouponBack),
    subscriber('orders.giveStockBackAfterRefund', orderRefunded, giveStockBack),
    subscriber('orders.giveCouponBackAfterRefund', orderRefunded, giveCouponBack),
    subscriber('orders.takeStock', orderHandedOver, takeStock),
  ],
  chores: [{ name: 'orders.sweepForgotten', everySeconds: 60, run: sweepForgottenOrders }],
};
