import { Fulfilment } from '@omni/shared/contracts/orders';
import { z } from 'zod';
import { defineEvent } from '../../kernel/outbox';

const OrderNews = z.object({
  orderId: z.string(),
  orderNo: z.string(),
  customerId: z.string(),
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
export const orderReady = defineEvent('order.ready', OrderNews);
export const orderHandedOver = defineEvent('order.handedOver', OrderNews);
