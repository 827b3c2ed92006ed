import { z } from 'zod';
import { defineJob } from '../../kernel/outbox';

/** Asks WeChat Pay whether an order was paid, and plans its own next look until that is settled. */
export const syncPayment = defineJob({
  name: 'syncPayment',
  payload: z.object({ orderId: z.string(), look: z.int() }),
  tries: 4,
});
/** Sends a refund, or asks how it stands, and plans its own next look until it has ended. */
export const sendRefund = defineJob({
  name: 'sendRefund',
  payload: z.object({ outRefundNo: z.string(), look: z.int() }),
  tries: 4,
});
