import { z } from 'zod';
import { endpoint } from '../contract';
import { Code, RequestId, Time } from './common';

/** What the mini-program tells of browsing. Kept only with the profiling consent. */
export const BrowseEvent = z.discriminatedUnion('type', [
  z.strictObject({
    eventId: RequestId,
    type: z.literal('product.viewed'),
    at: Time,
    productId: Code,
    storeId: Code.optional(),
    seconds: z.int().min(0).max(3600).optional(),
  }),
  z.strictObject({
    eventId: RequestId,
    type: z.literal('cart.added'),
    at: Time,
    productId: Code,
    skuId: Code,
  }),
  z.strictObject({
    eventId: RequestId,
    type: z.literal('store.scanned'),
    at: Time,
    storeId: Code,
    productId: Code.optional(),
  }),
]);

export const audience = {
  'audience.track': endpoint({
    for: 'member',
    summary: 'Browsing events of this member; the same eventId counts once; without consent nothing is kept',
    input: z.strictObject({
      events: z.array(BrowseEvent).min(1).max(50),
      /** What the mini-program calls this device; made by itself, kept there, and forgotten with the mini-program. */
      deviceId: z
        .string()
        .regex(/^[0-9a-z-]{16,64}$/)
        .optional(),
    }),
    output: z.object({ kept: z.int(), ignored: z.int() }),
    errors: [],
  }),
};
