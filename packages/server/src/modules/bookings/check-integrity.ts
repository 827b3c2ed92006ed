import type { Ctx } from '../../kernel/context';
import { everyBooking } from './booking.model';
import { OPEN_STATES } from './bookings.rules';
import { holdersOf } from './place.model';

/** Every open fitting without its room, and every cancelled one that still has one. For checks, at rest. */
export async function integrityErrors(ctx: Ctx): Promise<string[]> {
  const errors: string[] = [];
  for await (const { bookingId, storeId, slot, state, endedAt } of everyBooking()) {
    const isOpen = OPEN_STATES.includes(state);
    if (isOpen !== (endedAt === null)) errors.push(`fitting ${bookingId}: ${state} with the wrong end`);
    if (slot < ctx.now) continue;
    const holds = (await holdersOf(storeId, slot)).includes(bookingId);
    if (holds !== (state !== 'cancelled')) errors.push(`fitting ${bookingId}: ${state} and ${holds}`);
  }
  return errors;
}
