import { z } from 'zod';
import { endpoint } from '../contract';
import { Code, Cursor, Id, RequestId, Time } from './common';
import { StoreView } from './stores';

/** booked 待准备 → prepared 已备好 → arrived 已到店 → done 已完成; cancelled 已取消 (the shopper), no_show 未到店 (an hour past). */
export const BookingState = z.enum(['booked', 'prepared', 'arrived', 'done', 'cancelled', 'no_show']);
/** bought 试后购买 · tried 试了没买 · left 没有试穿. */
export const FittingOutcome = z.enum(['bought', 'tried', 'left']);
const ShanghaiDate = z.iso.date();

const Slot = z.object({
  /** When it begins; it lasts 30 minutes. */
  slot: Time,
  /** `14:30`. */
  text: z.string(),
  /** Fitting rooms nobody has booked; 0: full. */
  left: z.int(),
});
const SlotDay = z.object({
  date: ShanghaiDate,
  /** `今天`, `明天`, `周六`. */
  dayText: z.string(),
  /** Empty: shut all day, or over for today. */
  slots: z.array(Slot),
});
const BookedItem = z.object({
  skuId: z.string(),
  productId: z.string(),
  title: z.string(),
  valuesText: z.string(),
  imageUrl: z.string(),
  /** The store could sell one now. Nothing is held for a fitting. */
  inStore: z.boolean(),
  /** Waits in the fitting room; null: the store has not prepared it yet. */
  laidOut: z.boolean().nullable(),
});
const Facts = {
  bookingId: z.string(),
  state: BookingState,
  stateText: z.string(),
  slot: Time,
  /** `11月28日 周六 14:30–15:00`. */
  slotText: z.string(),
  items: z.array(BookedItem),
  /** Told for this fitting alone; null again once it is over. */
  heightCm: z.int().nullable(),
  usualSize: z.string().nullable(),
  remark: z.string().nullable(),
  /** Counts every change of time or pieces: whoever saw an older one is refused. */
  version: z.int(),
  bookedAt: Time,
  preparedAt: Time.nullable(),
  arrivedAt: Time.nullable(),
  endedAt: Time.nullable(),
  outcome: FittingOutcome.nullable(),
};
export const Booking = z.object({
  ...Facts,
  store: StoreView,
  actions: z.array(z.enum(['change', 'cancel'])),
});
export const FittingTask = z.object({
  ...Facts,
  storeId: z.string(),
  /** `顾客 ****8001`. */
  customerText: z.string(),
  /** The name of whoever laid it out. */
  preparedBy: z.string().nullable(),
  actions: z.array(z.enum(['prepare', 'arrive', 'finish'])),
});

const OneBooking = z.strictObject({ bookingId: Id });
const Items = z
  .array(z.strictObject({ skuId: Code }))
  .min(1)
  .max(6)
  .refine((items) => new Set(items.map(({ skuId }) => skuId)).size === items.length, {
    message: '同一规格只能出现一次',
  });
const slotRefusals = [
  'BOOKING_SLOT_FULL',
  'BOOKING_SLOT_CLOSED',
  'BOOKING_TWICE',
  'PRODUCT_OFF_SHELF',
] as const;

export const bookings = {
  'bookings.slots': endpoint({
    for: 'public',
    summary:
      'Half hours of the coming seven days (Asia/Shanghai) in which the store is open, with the places left',
    input: z.strictObject({ storeId: Code, from: ShanghaiDate.optional() }),
    output: z.object({ storeId: z.string(), fittingRooms: z.int(), days: z.array(SlotDay) }),
    errors: [],
  }),
  'bookings.book': endpoint({
    for: 'member',
    summary: 'Books a fitting; once per requestId. Three open ones at most, one at a time. No stock is held',
    input: z.strictObject({
      requestId: RequestId,
      storeId: Code,
      slot: Time,
      items: Items,
      heightCm: z.int().min(80).max(230).optional(),
      usualSize: z.string().trim().min(1).max(12).optional(),
      remark: z.string().trim().max(60).optional(),
    }),
    output: Booking,
    errors: [...slotRefusals, 'BOOKING_TOO_MANY', 'REQUEST_REUSED'],
  }),
  'bookings.mine': endpoint({
    for: 'member',
    summary: 'Own fittings, latest slot first, paged by key',
    input: z.strictObject({
      cursor: Cursor.optional(),
      limit: z.int().min(1).max(50).default(20),
    }),
    output: z.object({ items: z.array(Booking), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  'bookings.get': endpoint({
    for: 'member',
    summary: 'One own fitting',
    input: OneBooking,
    output: Booking,
    errors: [],
  }),
  'bookings.change': endpoint({
    for: 'member',
    summary:
      'Another slot of the same store, or other pieces, until it begins; the store prepares anew. The same again is the same',
    input: z.strictObject({
      bookingId: Id,
      /** As last seen. */
      version: z.int().min(1),
      slot: Time.optional(),
      items: Items.optional(),
    }),
    output: Booking,
    errors: [...slotRefusals, 'BOOKING_TOO_LATE', 'BOOKING_STATE_CONFLICT'],
  }),
  'bookings.cancel': endpoint({
    for: 'member',
    summary: 'Gives the place back, until the slot begins; twice is the same',
    input: OneBooking,
    output: Booking,
    errors: ['BOOKING_TOO_LATE', 'BOOKING_STATE_CONFLICT'],
  }),
  'bookings.queue': endpoint({
    for: 'staff',
    summary: "A day's fittings of one of the own stores by slot, for its guides and managers",
    input: z.strictObject({ storeId: Code, day: ShanghaiDate.optional() }),
    /** Without a day: of `today`, in Shanghai. */
    output: z.object({ today: ShanghaiDate, items: z.array(FittingTask) }),
    errors: [],
  }),
  'bookings.prepare': endpoint({
    for: 'staff',
    summary: 'The pieces are laid out, but for the missing ones; the shopper is told. Twice is the same',
    input: z.strictObject({
      bookingId: Id,
      /** As last seen: what the shopper changed meanwhile is not laid out. */
      version: z.int().min(1),
      missing: z.array(Code).max(6).default([]),
    }),
    output: FittingTask,
    errors: ['BOOKING_STATE_CONFLICT'],
  }),
  'bookings.arrive': endpoint({
    for: 'staff',
    summary: 'The customer is here, prepared or not, at most twelve hours early; twice is the same',
    input: OneBooking,
    output: FittingTask,
    errors: ['BOOKING_TOO_EARLY', 'BOOKING_STATE_CONFLICT'],
  }),
  'bookings.finish': endpoint({
    for: 'staff',
    summary: 'How the fitting ended; the same again is the same',
    input: z.strictObject({ bookingId: Id, outcome: FittingOutcome }),
    output: FittingTask,
    errors: ['BOOKING_STATE_CONFLICT'],
  }),
};
