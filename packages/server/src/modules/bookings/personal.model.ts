import { model } from 'mongoose';
import type { Leaving } from '../../kernel/personal-data';
import type { Booking } from './booking.model';

/** What leaving and handing out ask of fittings; booking.model.ts knows their shape. */
type BookingDoc = Omit<Booking, 'bookingId'> & { _id: string };
const Bookings = () => model<BookingDoc>('fittingBooking');

export const idsOfTheirs = async (leaving: Leaving, limit: number): Promise<string[]> => {
  const { customerIds, origins, before } = leaving;
  const found = await Bookings()
    .find({
      $or: [{ customerId: { $in: customerIds } }, { origin: { $in: origins } }],
      bookedAt: { $lt: before },
    })
    .limit(limit)
    .select({ _id: 1 })
    .lean<{ _id: string }[]>();
  return found.map(({ _id }) => _id);
};

export const deleteBookings = async (bookingIds: string[]): Promise<number> =>
  (await Bookings().deleteMany({ _id: { $in: bookingIds } })).deletedCount;

/** One customer's, oldest first, one after the other. */
export const eachOf = (customerId: string): AsyncIterable<BookingDoc> =>
  Bookings().find({ customerId }).sort({ bookedAt: 1, _id: 1 }).lean<BookingDoc[]>().cursor();
