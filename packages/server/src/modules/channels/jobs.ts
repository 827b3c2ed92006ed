import { ConnectorName } from '@omni/shared/contracts/channels';
import { z } from 'zod';
import { defineJob } from '../../kernel/outbox';

const OneOffer = z.object({ offerId: z.string() });

/** Asks the platform for an order that something was said of. */
export const pullChannelOrder = defineJob({
  name: 'pullChannelOrder',
  payload: z.object({ connector: ConnectorName, foreignId: z.string() }),
  tries: 12,
});
/** Writes to the buyer what is offered. */
export const tellPickupOffer = defineJob({ name: 'tellPickupOffer', payload: OneOffer, tries: 8 });
/** Writes to the buyer that the goods are ready. */
export const tellPickupReady = defineJob({ name: 'tellPickupReady', payload: OneOffer, tries: 8 });
/** Runs when the time to answer is over. */
export const closePickupOffer = defineJob({ name: 'closePickupOffer', payload: OneOffer, tries: 8 });
/** Gives money back at the platform where it was paid. */
export const refundAtChannel = defineJob({
  name: 'refundAtChannel',
  payload: z.object({ orderId: z.string(), key: z.string(), amountFen: z.int(), reason: z.string() }),
  tries: 12,
});
