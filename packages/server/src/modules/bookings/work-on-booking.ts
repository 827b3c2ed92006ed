import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { shanghai } from '@omni/shared/time';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import * as staff from '../staff';
import { findBooking, listAtStore, moveBooking } from './booking.model';
import type { Booking, Move } from './booking.model';
import { EARLY_MS, EXPECTED, forgotten } from './bookings.rules';
import type { State } from './bookings.rules';
import { presentTask, presentTasks } from './present';
import type { TaskView } from './present';
import { spanOfDay } from './slots.rules';
import { announce } from './tell';

type Queue = Contracts['bookings.queue'];

/** Who prepares fittings. */
const MAY_WORK: readonly staff.StaffRole[] = ['guide', 'manager'];

/** Refuses: NOT_FOUND (not one of theirs), FORBIDDEN (another role). */
async function requireGuide(ctx: Ctx, storeId: string): Promise<staff.StaffMember> {
  const member = await staff.requireAtStore(ctx, storeId);
  if (!MAY_WORK.includes(member.role)) throw new AppError('FORBIDDEN');
  return member;
}

/** Every fitting of that Shanghai day, cancelled ones too. Refuses: NOT_FOUND, FORBIDDEN. */
export async function listQueue(ctx: Ctx, { storeId, day }: Parsed<Queue>): Promise<Answer<Queue>> {
  await requireGuide(ctx, storeId);
  const today = shanghai(ctx.now).date;
  const { from, until } = spanOfDay(day ?? today);
  return { today, items: await presentTasks(ctx, await listAtStore(storeId, from, until)) };
}

/**
 * Pieces that are not named as missing are laid out. Refuses: NOT_FOUND, FORBIDDEN, INVALID_INPUT (a piece that was not asked for),
 * BOOKING_STATE_CONFLICT (changed since it was seen, or no longer expected).
 */
export async function prepareBooking(
  ctx: Ctx,
  input: Parsed<Contracts['bookings.prepare']>,
): Promise<TaskView> {
  const { booking, member } = await requireTask(ctx, input.bookingId);
  const { missing, version } = input;
  if (booking.state === 'prepared' && booking.version === version) return presentTask(ctx, booking);
  if (booking.version !== version) throw new AppError('BOOKING_STATE_CONFLICT');
  if (missing.some((skuId) => booking.items.every((item) => item.skuId !== skuId)))
    throw new AppError('INVALID_INPUT', { problem: 'missing' });
  const items = booking.items.map((item) => ({ ...item, laidOut: !missing.includes(item.skuId) }));
  const set = { state: 'prepared', items, preparedAt: ctx.now, preparedBy: member.userid } as const;
  return step(ctx, booking, { to: 'prepared', from: ['booked'], version, set });
}

/** Refuses: NOT_FOUND, FORBIDDEN, BOOKING_TOO_EARLY, BOOKING_STATE_CONFLICT. */
export async function markArrived(ctx: Ctx, { bookingId }: { bookingId: string }): Promise<TaskView> {
  const { booking } = await requireTask(ctx, bookingId);
  if (booking.state === 'arrived') return presentTask(ctx, booking);
  const begunBy = new Date(ctx.now.getTime() + EARLY_MS);
  if (EXPECTED.includes(booking.state) && booking.slot > begunBy) throw new AppError('BOOKING_TOO_EARLY');
  const set = { state: 'arrived', arrivedAt: ctx.now } as const;
  return step(ctx, booking, { to: 'arrived', from: EXPECTED, begunBy, set });
}

/** Refuses: NOT_FOUND, FORBIDDEN, BOOKING_STATE_CONFLICT (not here yet, or it ended otherwise). */
export async function finishFitting(
  ctx: Ctx,
  { bookingId, outcome }: Parsed<Contracts['bookings.finish']>,
): Promise<TaskView> {
  const { booking } = await requireTask(ctx, bookingId);
  if (booking.state === 'done' && booking.outcome === outcome) return presentTask(ctx, booking);
  const set = { state: 'done', outcome, endedAt: ctx.now, ...forgotten } as const;
  return step(ctx, booking, { to: 'done', from: ['arrived'], set });
}

async function requireTask(
  ctx: Ctx,
  bookingId: string,
): Promise<{ booking: Booking; member: staff.StaffMember }> {
  await staff.requireStaff(ctx);
  const booking = await findBooking(bookingId);
  if (!booking) throw new AppError('NOT_FOUND');
  return { booking, member: await requireGuide(ctx, booking.storeId) };
}

type Step = Omit<Move, 'bookingId'> & { to: Extract<State, 'prepared' | 'arrived' | 'done'> };

/** One conditional step with its news; when the same step was taken meanwhile, that is the answer. */
async function step(ctx: Ctx, { bookingId, storeId }: Booking, { to, ...move }: Step): Promise<TaskView> {
  const moved = await inTransaction(async () => {
    const after = await moveBooking({ bookingId, ...move });
    if (!after) return null;
    await announce(ctx, after, to);
    await staff.recordAudit(ctx, { action: `bookings.${to}`, subject: bookingId, storeId });
    return after;
  });
  if (moved) return presentTask(ctx, moved);
  const now = await findBooking(bookingId);
  const isSame = now?.state === to && (move.version === undefined || now.version === move.version);
  if (!now || !isSame || now.outcome !== (move.set.outcome ?? null))
    throw new AppError('BOOKING_STATE_CONFLICT');
  return presentTask(ctx, now);
}
