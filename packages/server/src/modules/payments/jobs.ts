import { z } from 'zod';
import { defineJob } from '../../kernel/outbox';

/** Sends a refund, or asks how it stands, and plans its own next look until it has ended. */
export const sendRefund = defineJob({
  name: 'sendRefund',
  payload: z.object({ outRefundNo: z.string(), look: z.int() }),
  tries: 4,
});
/** A day after WeChat Pay closed a refund: takes it up again, unless people were faster. */
export const retakeClosedRefund = defineJob({
  name: 'retakeClosedRefund',
  payload: z.object({ orderId: z.string(), key: z.string(), outRefundNo: z.string() }),
  tries: 4,
});
/** Compares one day's bill with our books, and plans the next attempt when the bill is not there yet. */
export const reconcileBill = defineJob({
  name: 'reconcileBill',
  payload: z.object({ billDate: z.string(), attempt: z.int() }),
  tries: 4,
});
