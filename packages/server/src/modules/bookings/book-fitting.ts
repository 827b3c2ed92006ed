import { createHash } from 'node:crypto';
import type { Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { inTransaction, isDuplicateKey } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { idOf } from '../../kernel/ids';
import * as catalog from '../catalog';
import * as identity from '../identity';
import * as pickup from '../pickup';
import * as stores from '../stores';
import { findBooking, insertBooking, listOpenOf } from './booking.model';
import type { BookedItem, Booking } from './booking.model';
import { MOST_OPEN } from './bookings.rules';
import { requireBookable } from './list-slots';
import { guard, readyPlace, takePlace } from './place.model';
import { presentBooking } from './present';
import type { BookingView } from './present';
import { announce, expect } from './tell';

type Book = Parsed<Contracts['bookings.book']>;

/**
 * One fitting per requestId. The place, the customer's other fittings and the booking are looked at and written in one transaction:
 * of two who want the last place, one gets it. Nothing is held of the stock.
 * Refuses: NOT_FOUND (store or piece), PRODUCT_OFF_SHELF, BOOKING_SLOT_CLOSED, BOOKING_SLOT_FULL, BOOKING_TWICE, BOOKING_TOO_MANY,
 * REQUEST_REUSED.
 */
export async function bookFitting(ctx: Ctx, input: Book): Promise<BookingView> {
  const { customerId, origin } = await identity.requireMemberId(ctx);
  const bookingId = idOf(`booking ${origin} ${input.requestId.toLowerCase()}`);
  const contentHash = hashOf(input);
  const earlier = await findBooking(bookingId);
  if (earlier) return answerAgain(ctx, earlier, contentHash);
  const store = await stores.requireStore(ctx, input.storeId);
  const slot = new Date(input.slot);
  const rooms = requireBookable(ctx, store, slot);
  const booking: Booking = {
    bookingId,
    contentHash,
    customerId,
    origin,
    storeId: store.storeId,
    storeName: store.name,
    customerText: pickup.customerText(await identity.maskedPhone(ctx, customerId)),
    state: 'booked',
    slot,
    items: await itemsOf(ctx, input.items),
    heightCm: input.heightCm ?? null,
    usualSize: input.usualSize ?? null,
    remark: input.remark || null,
    version: 1,
    bookedAt: ctx.now,
    ...nothingYet,
    told: {},
  };
  await readyPlace(booking, customerId, ctx.now);
  try {
    await inTransaction(() => insert(ctx, booking, rooms));
  } catch (error) {
    // The same tap twice at once: the other one was faster.
    const twin = isDuplicateKey(error) || error instanceof AppError ? await findBooking(bookingId) : null;
    if (!twin) throw error;
    return answerAgain(ctx, twin, contentHash);
  }
  return presentBooking(ctx, booking);
}

const nothingYet = {
  preparedAt: null,
  preparedBy: null,
  arrivedAt: null,
  endedAt: null,
  outcome: null,
} as const;

/** With the requestId, which is kept nowhere: what somebody measures cannot be worked out from it. */
const hashOf = (input: Book): string => {
  const { requestId, storeId, slot, items, heightCm, usualSize, remark } = input;
  const content = [
    requestId.toLowerCase(),
    storeId,
    slot,
    items.map(({ skuId }) => skuId),
    heightCm,
    usualSize,
    remark,
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
};

function answerAgain(ctx: Ctx, booking: Booking, contentHash: string): Promise<BookingView> {
  if (booking.contentHash !== contentHash) throw new AppError('REQUEST_REUSED');
  return presentBooking(ctx, booking);
}

/** As they are called today. Refuses: NOT_FOUND, PRODUCT_OFF_SHELF. */
export async function itemsOf(ctx: Ctx, items: { skuId: string }[]): Promise<BookedItem[]> {
  const lines = await catalog.priceLines(
    ctx,
    items.map(({ skuId }) => ({ skuId, quantity: 1 })),
  );
  return lines.map(({ skuId, productId, title, valuesText, imageUrl }) => ({
    skuId,
    productId,
    title,
    valuesText,
    imageUrl,
    laidOut: null,
  }));
}

async function insert(ctx: Ctx, booking: Booking, rooms: number): Promise<void> {
  const { customerId, slot } = booking;
  await guard(customerId, ctx.now);
  const open = await listOpenOf(customerId);
  if (open.some((other) => other.slot.getTime() === slot.getTime())) throw new AppError('BOOKING_TWICE');
  if (open.length >= MOST_OPEN) throw new AppError('BOOKING_TOO_MANY');
  if (!(await takePlace(booking, rooms))) throw new AppError('BOOKING_SLOT_FULL');
  await insertBooking(booking);
  await announce(ctx, booking, 'booked');
  await expect(ctx, booking);
}
