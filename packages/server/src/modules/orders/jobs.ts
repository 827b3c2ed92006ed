import { z } from 'zod';
import { defineJob } from '../../kernel/outbox';

/** Runs when the time to pay is over; it puts itself off while WeChat Pay cannot be asked. */
export const expireUnpaidOrder = defineJob({
  name: 'expireUnpaidOrder',
  payload: z.object({ orderId: z.string() }),
  tries: 5,
});
