import { RejectReason } from '@omni/shared/contracts/routing';
import { z } from 'zod';
import { defineEvent } from '../../kernel/outbox';

/** Times in news are ISO texts: the outbox keeps them through JSON. */
const When = z.coerce.date();

const OfferMade = z.object({
  orderId: z.string(),
  /** Counts the offers of an order from 0. From 1 on the goods are held anew at `locationId`, for 30 minutes. */
  hop: z.int(),
  offerId: z.string(),
  locationId: z.string(),
  /** null: the warehouse. */
  storeId: z.string().nullable(),
  store: z.object({ storeId: z.string(), name: z.string(), address: z.string() }).nullable(),
  holdId: z.string(),
  /** Where the order was offered before; null for the first offer. */
  fromLocationId: z.string().nullable(),
  /** Why it moved, for people; null for the first offer. */
  reason: z.string().nullable(),
  /** From then on the store sees it: out of hours, shortly before it opens. */
  startsAt: When,
  /** Without an acceptance by then it goes elsewhere; null for the warehouse, which has no such time. */
  leaseUntil: When.nullable(),
});
export type OfferMade = z.output<typeof OfferMade>;

/** A place is asked to serve the order. */
export const offerMade = defineEvent('routing.offerMade', OfferMade);

const OfferEnded = z.object({
  orderId: z.string(),
  offerId: z.string(),
  hop: z.int(),
  locationId: z.string(),
  storeId: z.string().nullable(),
  slotId: z.string().nullable(),
  how: z.enum(['rejected', 'expired', 'closed', 'moved']),
  reason: RejectReason.nullable(),
  /** What the reason is about; all SKUs of the order unless the store named some. */
  skuIds: z.array(z.string()),
});
export type OfferEnded = z.output<typeof OfferEnded>;

/** A place no longer serves the order: it gave it back, let the time pass, or the order is over. */
export const offerEnded = defineEvent('routing.offerEnded', OfferEnded);

/** No place is left; a person decides. */
export const orderStuck = defineEvent(
  'routing.orderStuck',
  z.object({ orderId: z.string(), reason: z.string() }),
);

/** `refund`: the customer gets the money back. `assign`: an `offerMade` comes with it. */
export const stuckResolved = defineEvent(
  'routing.stuckResolved',
  z.object({ orderId: z.string(), action: z.enum(['assign', 'refund']) }),
);
