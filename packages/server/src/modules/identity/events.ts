import { z } from 'zod';
import { defineEvent } from '../../kernel/outbox';

/** A WeCom contact turned out to be this customer. Key: customerId. */
export const customerLinked = defineEvent(
  'customer.linked',
  z.object({ customerId: z.string(), origin: z.string(), externalUserid: z.string() }),
);
/**
 * What hangs on these origins (identifiers and sightings) may belong to another customer now, because customers turned out to be
 * one, or two. Whoever keeps records asks whose they are with `followOrigins`. Told twice: what was being written meanwhile counts
 * the second time.
 */
export const recordsMoved = defineEvent('customer.recordsMoved', z.object({ origins: z.array(z.string()) }));
/** Key: customerId. */
export const consentChanged = defineEvent(
  'consent.changed',
  z.object({
    customerId: z.string(),
    /** The identifier under which it was said. */
    origin: z.string(),
    purpose: z.enum(['profiling', 'marketing']),
    granted: z.boolean(),
  }),
);
