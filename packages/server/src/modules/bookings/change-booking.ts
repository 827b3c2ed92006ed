import type { Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import * as stores from '../stores';
import { itemsOf } from './book-fitting';
import { listOpenOf, moveBooking } from './booking.model';
import type { Booking } from './booking.model';
import { EXPECTED, forgotten, hasBegun } from './bookings.rules';
import { requireBookable } from './list-slots';
import { freePlace, guard, readyPlace, takePlace } from './place.model';
import { presentBooking } from './present';
import type { BookingView } from './present';
import { requireOwn } from './read-bookings';
import { announce, expect } from './tell';

type Change = Parsed<Contracts['bookings.change']>;

/**
 * Another slot, other pieces, or both, as long as it has not begun; what was laid out is to be laid out anew. What is so already
 * is answered as done. Refuses: NOT_FOUND, PRODUCT_OFF_SHELF, BOOKING_SLOT_CLOSED, BOOKING_SLOT_FULL, BOOKING_TWICE,
 * BOOKING_TOO_LATE, BOOKING_STATE_CONFLICT (over, or changed elsewhere since).
 */
export async function changeBooking(ctx: Ctx, input: Change): Promise<BookingView> {
  const booking = await requireOwn(ctx, input.bookingId);
  if (isSo(booking, input)) return presentBooking(ctx, booking);
  requireChangeable(ctx, booking);
  if (booking.version !== input.version) throw new AppError('BOOKING_STATE_CONFLICT');
  const slot = input.slot === undefined ? booking.slot : new Date(input.slot);
  const moves = slot.getTime() !== booking.slot.getTime();
  const store = await stores.requireStore(ctx, booking.storeId);
  const rooms = moves ? requireBookable(ctx, store, slot) : 0;
  const items = input.items ? await itemsOf(ctx, input.items) : booking.items;
  const next = { slot, items: items.map((item) => ({ ...item, laidOut: null })) };
  if (moves) await readyPlace({ storeId: booking.storeId, slot }, booking.customerId, ctx.now);
  const changed = await inTransaction(async () => {
    if (moves) await movePlace(ctx, booking, { slot, rooms });
    return commit(ctx, booking, next);
  });
  return presentBooking(ctx, changed);
}

function isSo({ slot, items, state }: Booking, wanted: Change): boolean {
  const sameSlot = wanted.slot === undefined || new Date(wanted.slot).getTime() === slot.getTime();
  const skus = (of: { skuId: string }[]): string =>
    of
      .map(({ skuId }) => skuId)
      .sort()
      .join(' ');
  const sameItems = wanted.items === undefined || skus(wanted.items) === skus(items);
  return sameSlot && sameItems && EXPECTED.includes(state);
}

function requireChangeable(ctx: Ctx, booking: Booking): void {
  if (!EXPECTED.includes(booking.state)) throw new AppError('BOOKING_STATE_CONFLICT');
  if (hasBegun(booking, ctx.now)) throw new AppError('BOOKING_TOO_LATE');
}

async function movePlace(ctx: Ctx, booking: Booking, to: { slot: Date; rooms: number }): Promise<void> {
  const { bookingId, storeId, customerId } = booking;
  await guard(customerId, ctx.now);
  const others = (await listOpenOf(customerId)).filter((other) => other.bookingId !== bookingId);
  if (others.some(({ slot }) => slot.getTime() === to.slot.getTime())) throw new AppError('BOOKING_TWICE');
  if (!(await takePlace({ storeId, slot: to.slot, bookingId }, to.rooms)))
    throw new AppError('BOOKING_SLOT_FULL');
  await freePlace(booking);
}

async function commit(
  ctx: Ctx,
  { bookingId, version }: Booking,
  next: Pick<Booking, 'slot' | 'items'>,
): Promise<Booking> {
  const anew = { state: 'booked', preparedAt: null, preparedBy: null, version: version + 1 } as const;
  const set = { ...next, ...anew };
  const changed = await moveBooking({ bookingId, from: EXPECTED, version, beginsAfter: ctx.now, set });
  if (!changed) throw new AppError('BOOKING_STATE_CONFLICT');
  await announce(ctx, changed, 'changed');
  await expect(ctx, changed);
  return changed;
}

/** Refuses: NOT_FOUND, BOOKING_TOO_LATE, BOOKING_STATE_CONFLICT (here already, or over). */
export async function cancelBooking(ctx: Ctx, input: { bookingId: string }): Promise<BookingView> {
  const booking = await requireOwn(ctx, input.bookingId);
  if (booking.state === 'cancelled') return presentBooking(ctx, booking);
  requireChangeable(ctx, booking);
  const { bookingId } = booking;
  const cancelled = await inTransaction(async () => {
    const set = { state: 'cancelled', endedAt: ctx.now, ...forgotten } as const;
    const moved = await moveBooking({ bookingId, from: EXPECTED, beginsAfter: ctx.now, set });
    if (!moved) return null;
    await freePlace(moved);
    await announce(ctx, moved, 'cancelled');
    return moved;
  });
  if (cancelled) return presentBooking(ctx, cancelled);
  const now = await requireOwn(ctx, bookingId);
  if (now.state !== 'cancelled') throw new AppError('BOOKING_STATE_CONFLICT');
  return presentBooking(ctx, now);
}
