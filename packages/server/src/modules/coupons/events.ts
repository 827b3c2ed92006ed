import { z } from 'zod';
import { defineEvent } from '../../kernel/outbox';

export const couponClaimed = defineEvent(
  'coupon.claimed',
  z.object({ customerId: z.string(), origin: z.string(), couponId: z.string(), title: z.string() }),
);
