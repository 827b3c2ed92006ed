import { z } from 'zod';
import { defineJob } from '../../kernel/outbox';

/** Runs when the time to pay is over; it puts itself off while WeChat Pay cannot be asked. */
export const expireUnpaidOrder = defineJob({
  name: 'expireUnpaidOrder',
  payload: z.object({ orderId: z.string() }),
  tries: 5,
});

/** Runs when a parcel counts as received. */
export const completeShippedOrder = defineJob({
  name: 'completeShippedOrder',
  payload: z.object({ orderId: z.string() }),
  tries: 5,
});

/** Runs when an order from another channel has waited long enough for its buyer. */
export const beginWaitingOrder = defineJob({
  name: 'beginWaitingOrder',
  payload: z.object({ orderId: z.string() }),
  tries: 5,
});
