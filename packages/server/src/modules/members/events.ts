import { z } from 'zod';
import { defineEvent } from '../../kernel/outbox';

/** A member showed their card in a store. `useId` is the same however often one showing is told of. */
export const memberRecognised = defineEvent(
  'member.recognised',
  z.object({
    customerId: z.string(),
    origin: z.string(),
    storeId: z.string(),
    storeName: z.string(),
    useId: z.string(),
  }),
);
