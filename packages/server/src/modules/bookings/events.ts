import { z } from 'zod';
import { defineEvent } from '../../kernel/outbox';

/** Something happened to a fitting that its customer would call news. Key: bookingId. */
export const fittingNews = defineEvent(
  'booking.news',
  z.object({
    bookingId: z.string(),
    customerId: z.string(),
    origin: z.string(),
    storeId: z.string(),
    what: z.enum(['booked', 'changed', 'cancelled', 'prepared', 'arrived', 'done', 'no_show']),
    version: z.int(),
    /** `静安寺店 · 11月28日 14:30 · 2 件`. */
    text: z.string(),
  }),
);
