import type { Ctx } from '../../kernel/context';
import { promptly, runner, subscriber } from '../../kernel/work';
import type { Subscriber, Work } from '../../kernel/work';
import * as coupons from '../coupons';
import * as identity from '../identity';
import * as inventory from '../inventory';
import * as payments from '../payments';
import * as routing from '../routing';
import { endWaiting } from './begin-channel-order';
import { expireOrder, sweepForgottenOrders } from './cancel-order';
import {
  orderCancelled,
  orderHandedOver,
  orderLinesHandedOver,
  orderLinesRemoved,
  orderMoved,
  orderPaid,
  orderReady,
  orderRefunded,
  orderRefunding,
  orderShipped,
  orderTurned,
} from './events';
import type { OrderNews } from './events';
import { completeForgotten, completeOrder } from './confirm-receipt';
import { beginWaitingOrder, completeShippedOrder, expireUnpaidOrder } from './jobs';
import { endStuck, flagStuck, followOffer, freeFormerHold } from './move-fulfilment';
import { holdOf, requireOrder } from './move-order';
import { giveOrders } from './order.model';
import { releaseRemoved } from './refund-lines';
import { flagFailedRefund, recordRefund } from './refund-order';
import { settleMoney } from './settle-payment';

/** Only what did not leave the house: that comes back over a counter, if at all. */
async function giveStockBack(ctx: Ctx, news: OrderNews): Promise<void> {
  const order = await requireOrder(news.orderId);
  if (order.handedOverAt ?? order.shippedAt) return;
  const lines = order.lines.filter((line) => !line.handedOver);
  await inventory.releaseHold(ctx, holdOf({ ...order, lines }));
}

/** Whether the order had got as far as using its coupons or not. Their terms have a say only after a refund. */
const giveCouponsBack =
  (refunded: boolean) =>
  async (ctx: Ctx, news: OrderNews): Promise<void> => {
    const { coupons: held, orderId } = await requireOrder(news.orderId);
    for (const { couponId } of held) {
      await coupons.release(ctx, { couponId, orderId });
      await coupons.giveBack(ctx, { couponId, orderId, refunded });
    }
  };

/** News may come late: a coupon that was given back with its order is not used any more. */
async function useCoupons(ctx: Ctx, news: OrderNews): Promise<void> {
  const { coupons: held, orderId, status } = await requireOrder(news.orderId);
  if (status === 'refunded') return;
  for (const { couponId } of held) await coupons.use(ctx, { couponId, orderId });
}

async function takeStock(ctx: Ctx, news: OrderNews): Promise<void> {
  await inventory.takeHold(ctx, holdOf(await requireOrder(news.orderId)));
}

async function takeStockOfLines(ctx: Ctx, news: OrderNews): Promise<void> {
  const order = await requireOrder(news.orderId);
  const lines = order.lines.filter((line) => line.handedOver);
  await inventory.takeHold(ctx, holdOf({ ...order, lines }));
}

const tellsRouting = (event: typeof orderReady, to: routing.Progress): Subscriber =>
  subscriber(`orders.tellRouting-${event.name.replace('order.', '')}`, event, (ctx, { orderId }) =>
    routing.progress(ctx, orderId, to),
  );

export const work: Work = {
  jobs: [expireUnpaidOrder, completeShippedOrder, beginWaitingOrder],
  runners: [
    runner(beginWaitingOrder, (ctx, { orderId }) => endWaiting(ctx, orderId)),
    runner(expireUnpaidOrder, (ctx, { orderId }) => expireOrder(ctx, orderId)),
    runner(completeShippedOrder, (ctx, { orderId }) => completeOrder(ctx, orderId)),
  ],
  subscribers: [
    promptly(
      subscriber('orders.settlePayment', payments.paymentSucceeded, (ctx, { orderId, paidAt }) =>
        settleMoney(ctx, { orderId, paidAt: new Date(paidAt) }),
      ),
    ),
    subscriber('orders.recordRefund', payments.paymentRefunded, recordRefund),
    subscriber('orders.flagFailedRefund', payments.refundFailed, flagFailedRefund),
    subscriber('orders.followMoves', identity.recordsMoved, (ctx, { origins }) =>
      identity.followOrigins(ctx, origins, giveOrders),
    ),
    subscriber('orders.useCoupons', orderPaid, useCoupons),
    subscriber('orders.giveStockBackAfterCancel', orderCancelled, giveStockBack),
    subscriber('orders.giveCouponsBackAfterCancel', orderCancelled, giveCouponsBack(false)),
    subscriber('orders.giveStockBackAfterRefund', orderRefunded, giveStockBack),
    subscriber('orders.giveCouponsBackAfterRefund', orderRefunded, giveCouponsBack(true)),
    subscriber('orders.freeTurnedHold', orderTurned, (ctx, { from }) => inventory.releaseHold(ctx, from)),
    subscriber('orders.releaseRemoved', orderLinesRemoved, releaseRemoved),
    subscriber('orders.takeStock', orderHandedOver, takeStock),
    subscriber('orders.takeStockOfLines', orderLinesHandedOver, takeStockOfLines),
    subscriber('orders.takeShippedStock', orderShipped, takeStock),
    subscriber('orders.freeFormerHold', orderMoved, freeFormerHold),
    subscriber('orders.followOffer', routing.offerMade, followOffer),
    subscriber('orders.flagStuck', routing.orderStuck, flagStuck),
    subscriber('orders.endStuck', routing.stuckResolved, endStuck),
    tellsRouting(orderReady, 'ready'),
    tellsRouting(orderHandedOver, 'handed_over'),
    tellsRouting(orderShipped, 'shipped'),
    tellsRouting(orderRefunding, 'closed'),
    tellsRouting(orderCancelled, 'closed'),
  ],
  chores: [
    { name: 'orders.sweepForgotten', everySeconds: 60, run: sweepForgottenOrders },
    { name: 'orders.completeForgotten', everySeconds: 3600, run: completeForgotten },
  ],
};
