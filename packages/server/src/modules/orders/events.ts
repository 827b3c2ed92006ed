import { SalesChannel } from '@omni/shared/contracts/common';
import { Fulfilment } from '@omni/shared/contracts/orders';
import { z } from 'zod';
import { defineEvent } from '../../kernel/outbox';

const OrderNews = z.object({
  orderId: z.string(),
  orderNo: z.string(),
  customerId: z.string(),
  origin: z.string(),
  /** The pickup store; null for delivery. */
  storeId: z.string().nullable(),
  fulfilment: Fulfilment,
  payableFen: z.int(),
});
export type OrderNews = z.output<typeof OrderNews>;

export const orderPlaced = defineEvent('order.placed', OrderNews);
/** The money is here and the stock is kept for good: from now on the order can be worked on. */
export const orderPaid = defineEvent('order.paid', OrderNews);
export const orderCancelled = defineEvent('order.cancelled', OrderNews);
export const orderRefunding = defineEvent('order.refunding', OrderNews);
export const orderRefunded = defineEvent('order.refunded', OrderNews);
/** Another store (or the warehouse) has the goods now and is asked to serve the order; what is held under `from` is free. */
export const orderMoved = defineEvent(
  'order.moved',
  OrderNews.extend({
    hop: z.int(),
    from: z.object({ locationId: z.string(), holdId: z.string(), name: z.string() }),
    reason: z.string(),
  }),
);
/** The buyer of an order that was to be sent collects it instead; what is held under `from` is free. */
export const orderTurned = defineEvent(
  'order.turned',
  OrderNews.extend({
    from: z.object({
      locationId: z.string(),
      holdId: z.string(),
      lines: z.array(z.object({ skuId: z.string(), quantity: z.int() })),
    }),
  }),
);
export const orderReady = defineEvent('order.ready', OrderNews);
/** Some lines went over the counter; the rest of the order still waits. */
export const orderLinesHandedOver = defineEvent(
  'order.linesHandedOver',
  OrderNews.extend({ lineNos: z.array(z.int()) }),
);
export const orderHandedOver = defineEvent('order.handedOver', OrderNews);
export const orderShipped = defineEvent('order.shipped', OrderNews);
export const orderCompleted = defineEvent('order.completed', OrderNews);

/** Lines were taken off an order that goes on: their goods are not handed over, their money goes back. */
export const orderLinesRemoved = defineEvent(
  'order.linesRemoved',
  OrderNews.extend({ lineNos: z.array(z.int()) }),
);
const OneRefund = { orderId: z.string(), key: z.string() };
/** The money of one refund is back where it came from, WeChat Pay or a channel. */
export const orderMoneyBack = defineEvent('order.moneyBack', z.object({ ...OneRefund, amountFen: z.int() }));
/** One refund does not get through; people look at it. */
export const orderMoneyStuck = defineEvent(
  'order.moneyStuck',
  z.object({ ...OneRefund, reason: z.string() }),
);
/** Money of an order that was paid elsewhere has to go back there; whoever does it tells by `settleChannelRefund`. */
export const channelRefundAsked = defineEvent(
  'order.channelRefundAsked',
  z.object({
    ...OneRefund,
    channel: SalesChannel,
    channelOrderId: z.string().nullable(),
    amountFen: z.int(),
    freightFen: z.int(),
    lines: z.array(z.object({ lineNo: z.int(), quantity: z.int(), refundFen: z.int() })),
    reason: z.string(),
  }),
);
