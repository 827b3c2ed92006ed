import { z } from 'zod';
import { defineJob } from '../../kernel/outbox';

/** Version and slot are those it was made for: of a booking that was changed since, nothing is done. */
const OneBooking = z.object({ bookingId: z.string(), version: z.int() });

/** The guides of the store, through WeCom. Tries spread over a quarter of an hour. */
export const tellGuides = defineJob({
  name: 'tellGuidesOfFitting',
  payload: OneBooking.extend({ what: z.enum(['booked', 'changed', 'cancelled']) }),
  tries: 12,
});
export const tellPrepared = defineJob({ name: 'tellFittingPrepared', payload: OneBooking, tries: 12 });
/** Two hours before it begins. */
export const remindOfFitting = defineJob({ name: 'remindOfFitting', payload: OneBooking, tries: 12 });
/** An hour after it began; a chore picks up what this loses. */
export const endUnattended = defineJob({ name: 'endUnattendedFitting', payload: OneBooking, tries: 8 });
