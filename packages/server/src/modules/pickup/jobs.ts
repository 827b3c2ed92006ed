import { z } from 'zod';
import { defineJob } from '../../kernel/outbox';

const OneOrder = z.object({ orderId: z.string() });

/** Tries spread over a quarter of an hour: later the message would come after the shopper. */
export const tellShopperReady = defineJob({ name: 'tellShopperReady', payload: OneOrder, tries: 12 });
/** Tries spread over four hours: the money of the order stays frozen until WeChat knows. */
export const reportPickupShipping = defineJob({ name: 'reportPickupShipping', payload: OneOrder, tries: 16 });

/** Another store serves the order: later than a quarter of an hour the shopper has seen it on the order's page. */
export const tellShopperMoved = defineJob({ name: 'tellShopperMoved', payload: OneOrder, tries: 12 });
/** The goods have waited for two days. */
export const remindUncollected = defineJob({ name: 'remindUncollected', payload: OneOrder, tries: 12 });
/** The time at the counter is over; a chore picks up what this loses. */
export const endUncollected = defineJob({ name: 'endUncollected', payload: OneOrder, tries: 8 });
