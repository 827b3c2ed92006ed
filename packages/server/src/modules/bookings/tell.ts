import type { z } from 'zod';
import type { Ctx } from '../../kernel/context';
import { later, publish } from '../../kernel/outbox';
import type { Booking } from './booking.model';
import { NO_SHOW_AFTER_MS, REMIND_BEFORE_MS, momentText } from './bookings.rules';
import { fittingNews } from './events';
import { endUnattended, remindOfFitting, tellGuides, tellPrepared } from './jobs';

type News = z.output<(typeof fittingNews)['payload']>['what'];

/** `静安寺店 · 11月28日 14:30 · 2 件`. */
export const summaryOf = ({ storeName, slot, items }: Booking): string =>
  `${storeName} · ${momentText(slot)} · ${items.length} 件`;

/** News for everybody here, and for those outside who wait for it. Inside the transaction that makes it true. */
export async function announce(ctx: Ctx, booking: Booking, what: News): Promise<void> {
  const { bookingId, customerId, origin, storeId, version } = booking;
  const body = { bookingId, customerId, origin, storeId, what, version, text: summaryOf(booking) };
  await publish(ctx, fittingNews, { key: bookingId, body });
  const job = { key: bookingId, at: ctx.now };
  if (what === 'booked' || what === 'changed' || what === 'cancelled')
    await later(ctx, tellGuides, { ...job, body: { bookingId, version, what } });
  if (what === 'prepared') await later(ctx, tellPrepared, { ...job, body: { bookingId, version } });
}

/** What comes by itself: a reminder, unless it would come at once, and the end when nobody does. */
export async function expect(ctx: Ctx, { bookingId, version, slot }: Booking): Promise<void> {
  const body = { bookingId, version };
  const remindAt = new Date(slot.getTime() - REMIND_BEFORE_MS);
  if (remindAt > ctx.now) await later(ctx, remindOfFitting, { key: bookingId, body, at: remindAt });
  const endAt = new Date(slot.getTime() + NO_SHOW_AFTER_MS);
  await later(ctx, endUnattended, { key: bookingId, body, at: endAt });
}
