import { z } from 'zod';
import { defineEvent } from '../../kernel/outbox';

/** A WeCom contact turned out to be this customer. Key: customerId. */
export const customerLinked = defineEvent(
  'customer.linked',
  z.object({ customerId: z.string(), externalUserid: z.string() }),
);
/** Two customers turned out to be one: what `fromCustomerId` had belongs to `customerId` now. Key: customerId. */
export const customerJoined = defineEvent(
  'customer.joined',
  z.object({ customerId: z.string(), fromCustomerId: z.string() }),
);
/** Key: customerId. */
export const consentChanged = defineEvent(
  'consent.changed',
  z.object({ customerId: z.string(), purpose: z.enum(['profiling', 'marketing']), granted: z.boolean() }),
);
