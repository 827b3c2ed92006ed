import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as stores from '../stores';
import type { Store } from '../stores';
import { clockText } from './bookings.rules';
import { takenAt } from './place.model';
import { DAYS_AHEAD, daysOf, isBookable } from './slots.rules';
import type { OpenUntil } from './slots.rules';

type Slots = Contracts['bookings.slots'];
const DAY_MS = 24 * 3600_000;

/** A store without fitting rooms has days and no slots. Refuses: NOT_FOUND. */
export async function listSlots(ctx: Ctx, { storeId, from }: Parsed<Slots>): Promise<Answer<Slots>> {
  const store = await stores.requireStore(ctx, storeId);
  const { fittingRooms } = stores.routingOf(store);
  const openUntil: OpenUntil = fittingRooms > 0 ? openingsOf(store) : () => null;
  const until = new Date(ctx.now.getTime() + DAYS_AHEAD * DAY_MS);
  const taken = await takenAt(storeId, ctx.now, until);
  const days = daysOf(ctx.now, openUntil, from).map(({ date, dayText, slots }) => ({
    date,
    dayText,
    slots: slots.map((slot) => ({
      slot: slot.toISOString(),
      text: clockText(slot),
      // Rooms may have been taken away since they were booked.
      left: Math.max(0, fittingRooms - (taken.get(slot.getTime()) ?? 0)),
    })),
  }));
  return { storeId, fittingRooms, days };
}

/** As its hours, its status and outages say. */
const openingsOf =
  (store: Store): OpenUntil =>
  (at) =>
    stores.isOpen(store, at) ? stores.closesAt(store, at) : null;

/** How many fit into a slot that may be booked now. Refuses: BOOKING_SLOT_CLOSED. */
export function requireBookable(ctx: Ctx, store: Store, slot: Date): number {
  const { fittingRooms } = stores.routingOf(store);
  if (fittingRooms < 1 || !isBookable(slot, ctx.now, openingsOf(store)))
    throw new AppError('BOOKING_SLOT_CLOSED');
  return fittingRooms;
}
