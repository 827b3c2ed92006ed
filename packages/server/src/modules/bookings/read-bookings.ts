import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { cutPage, readCursor } from '../../kernel/paging';
import * as identity from '../identity';
import { findBooking, listOf } from './booking.model';
import type { Booking } from './booking.model';
import { presentBooking, presentBookings } from './present';
import type { BookingView } from './present';

type Mine = Contracts['bookings.mine'];

/** Refuses: LOGIN_REQUIRED, INVALID_INPUT (cursor). */
export async function listMine(ctx: Ctx, { cursor, limit }: Parsed<Mine>): Promise<Answer<Mine>> {
  const { customerId } = await identity.requireMemberId(ctx);
  const rows = await listOf(customerId, { after: readCursor(cursor), limit: limit + 1 });
  const { page, nextCursor } = cutPage(rows, limit, ({ slot, bookingId }) => ({ at: slot, id: bookingId }));
  return { items: await presentBookings(ctx, page), nextCursor };
}

/** Refuses: NOT_FOUND (also somebody else's). */
export const getBooking = async (ctx: Ctx, { bookingId }: { bookingId: string }): Promise<BookingView> =>
  presentBooking(ctx, await requireOwn(ctx, bookingId));

export async function requireOwn(ctx: Ctx, bookingId: string): Promise<Booking> {
  const { customerId, origin } = await identity.requireMemberId(ctx);
  const booking = await findBooking(bookingId);
  if (!booking || (booking.customerId !== customerId && booking.origin !== origin))
    throw new AppError('NOT_FOUND');
  return booking;
}
