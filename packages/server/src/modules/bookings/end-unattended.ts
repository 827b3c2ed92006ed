import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { listBegun, moveBooking } from './booking.model';
import { EXPECTED, NO_SHOW_AFTER_MS, forgotten } from './bookings.rules';
import { announce } from './tell';

const SWEEP_BATCH = 100;

const lateBy = (ctx: Ctx): Date => new Date(ctx.now.getTime() - NO_SHOW_AFTER_MS);

/** Nobody came within an hour. Whoever arrived, cancelled or took a later slot meanwhile is left alone. */
export const endIfUnattended = (ctx: Ctx, bookingId: string): Promise<void> =>
  inTransaction(async () => {
    const set = { state: 'no_show', endedAt: ctx.now, ...forgotten } as const;
    const ended = await moveBooking({ bookingId, from: EXPECTED, begunBy: lateBy(ctx), set });
    if (ended) await announce(ctx, ended, 'no_show');
  });

/** Those whose job was lost. */
export async function sweepUnattended(ctx: Ctx): Promise<void> {
  for (const { bookingId } of await listBegun(EXPECTED, lateBy(ctx), SWEEP_BATCH))
    await endIfUnattended(ctx, bookingId);
}
