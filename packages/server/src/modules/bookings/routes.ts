import { routesFor } from '../../http/routes';
import { bookFitting } from './book-fitting';
import { cancelBooking, changeBooking } from './change-booking';
import { listSlots } from './list-slots';
import { getBooking, listMine } from './read-bookings';
import { finishFitting, listQueue, markArrived, prepareBooking } from './work-on-booking';

export const routes = routesFor('bookings', {
  'bookings.slots': listSlots,
  'bookings.book': bookFitting,
  'bookings.mine': listMine,
  'bookings.get': getBooking,
  'bookings.change': changeBooking,
  'bookings.cancel': cancelBooking,
  'bookings.queue': listQueue,
  'bookings.prepare': prepareBooking,
  'bookings.arrive': markArrived,
  'bookings.finish': finishFitting,
});
