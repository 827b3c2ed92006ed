import { z } from 'zod';
import { defineEvent } from '../../kernel/outbox';

/** An invoice was issued (anew) or refused by head office. Key: orderId. */
export const invoiceAnswered = defineEvent(
  'invoice.answered',
  z.object({
    orderId: z.string(),
    /** Counts the answers to one order's invoice. */
    version: z.int(),
    state: z.enum(['issued', 'annulled', 'refused']),
    reason: z.string().nullable(),
  }),
);
