import { z } from 'zod';
import { defineJob } from '../../kernel/outbox';

const OneOrder = z.object({ orderId: z.string() });

/** Tries spread over a quarter of an hour: later the message would come after the shopper. */
export const tellShopperReady = defineJob({ name: 'tellShopperReady', payload: OneOrder, tries: 12 });
/** Tries spread over four hours: the money of the order stays frozen until WeChat knows. */
export const reportPickupShipping = defineJob({ name: 'reportPickupShipping', payload: OneOrder, tries: 16 });
