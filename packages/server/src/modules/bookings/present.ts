import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import * as inventory from '../inventory';
import * as staff from '../staff';
import * as stores from '../stores';
import type { Booking } from './booking.model';
import { memberActions, slotText, staffActions, stateText } from './bookings.rules';
import { SLOT_MS } from './slots.rules';

export type BookingView = Answer<Contracts['bookings.get']>;
export type TaskView = Answer<Contracts['bookings.prepare']>;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

function facts(booking: Booking, stock: Map<string, number>) {
  const { bookingId, state, slot, items, heightCm, usualSize, remark, version, outcome } = booking;
  return {
    bookingId,
    state,
    stateText: stateText(state),
    slot: slot.toISOString(),
    slotText: slotText(slot, SLOT_MS),
    items: items.map((item) => ({ ...item, inStore: (stock.get(item.skuId) ?? 0) > 0 })),
    heightCm,
    usualSize,
    remark,
    version,
    bookedAt: booking.bookedAt.toISOString(),
    preparedAt: iso(booking.preparedAt),
    arrivedAt: iso(booking.arrivedAt),
    endedAt: iso(booking.endedAt),
    outcome,
  };
}

type Stock = Map<string, Map<string, number>>;

/** What the stores of these bookings could sell of their pieces now. */
function stockOf(ctx: Ctx, bookings: Booking[]): Promise<Stock> {
  const storeIds = [...new Set(bookings.map(({ storeId }) => storeId))];
  const skuIds = [...new Set(bookings.flatMap(({ items }) => items.map(({ skuId }) => skuId)))];
  return inventory.availableAt(ctx, storeIds, skuIds);
}
const none = new Map<string, number>();

/** For whoever booked them. A store that closed for good is still named. */
export async function presentBookings(ctx: Ctx, bookings: Booking[]): Promise<BookingView[]> {
  const stock = await stockOf(ctx, bookings);
  const storeIds = [...new Set(bookings.map(({ storeId }) => storeId))];
  const byId = new Map((await stores.findStores(ctx, storeIds)).map((store) => [store.storeId, store]));
  return bookings.flatMap((booking) => {
    const store = byId.get(booking.storeId);
    if (!store) return [];
    return {
      ...facts(booking, stock.get(booking.storeId) ?? none),
      store: stores.presentStore(ctx, store),
      actions: memberActions(booking, ctx.now),
    };
  });
}

export async function presentBooking(ctx: Ctx, booking: Booking): Promise<BookingView> {
  const [view] = await presentBookings(ctx, [booking]);
  if (!view) throw new Error(`the store of booking ${booking.bookingId} is gone`);
  return view;
}

/** For the store. */
export async function presentTasks(ctx: Ctx, bookings: Booking[]): Promise<TaskView[]> {
  const stock = await stockOf(ctx, bookings);
  const tasks: TaskView[] = [];
  for (const booking of bookings) {
    const { storeId, customerText, preparedBy, state } = booking;
    tasks.push({
      ...facts(booking, stock.get(storeId) ?? none),
      storeId,
      customerText,
      preparedBy: preparedBy && ((await staff.findStaff(ctx, preparedBy))?.name ?? '同事'),
      actions: staffActions(state),
    });
  }
  return tasks;
}

export async function presentTask(ctx: Ctx, booking: Booking): Promise<TaskView> {
  const [task] = await presentTasks(ctx, [booking]);
  if (!task) throw new Error('a task for every booking');
  return task;
}
