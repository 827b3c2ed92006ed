import { shanghaiText } from '@omni/shared/time';
import type { Ctx } from '../../kernel/context';
import * as coupons from '../coupons';
import { keepProgress, progressOf } from './message.model';
import { expiringWords } from './message.rules';
import { noteMessage } from './note-message';

const ROUND = 'coupons expiring';
const AHEAD_MS = 3 * 24 * 3600_000;
const BATCH = 500;

/**
 * Who holds a coupon hears three days before it runs out, once, unless it was theirs for less. Goes on where the last round ended, also
 * after days of standing still.
 */
export async function tellExpiring(ctx: Ctx): Promise<void> {
  const until = new Date(ctx.now.getTime() + AHEAD_MS);
  let after = (await progressOf(ROUND)) ?? ctx.now;
  for (;;) {
    const found = await coupons.listRunningOut(ctx, { after, until, limit: BATCH });
    for (const { couponId, customerId, origin, title, validUntil, issuedAt } of found) {
      if (validUntil.getTime() - issuedAt.getTime() <= AHEAD_MS) continue;
      const words = expiringWords({ title, untilText: shanghaiText(validUntil) });
      await noteMessage(ctx, { customerId, origin, ref: `coupon.expiring/${couponId}`, words });
    }
    const last = found.at(-1);
    if (!last || found.length < BATCH) return keepProgress(ROUND, until);
    // Those that run out in the same moment come again, and are one message all the same.
    const next = new Date(last.validUntil.getTime() - 1);
    after = next > after ? next : last.validUntil;
    await keepProgress(ROUND, after);
  }
}
