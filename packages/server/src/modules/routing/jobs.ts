import { z } from 'zod';
import { defineJob } from '../../kernel/outbox';

const OneOrder = z.object({ orderId: z.string() });

/** An order whose place gave it back looks for the next; tries over some minutes, then a chore takes over. */
export const rerouteOrder = defineJob({ name: 'rerouteOrder', payload: OneOrder, tries: 8 });
/** A delivery that lies in the warehouse looks for a store near the shopper that ships. */
export const seekShippingStore = defineJob({ name: 'seekShippingStore', payload: OneOrder, tries: 3 });
