import type { Ctx } from '../../kernel/context';
import type { Effect, Leaving, Unfinished } from '../../kernel/personal-data';
import * as aftersale from '../aftersale';
import * as audience from '../audience';
import * as bookings from '../bookings';
import * as channels from '../channels';
import * as coupons from '../coupons';
import * as guides from '../guides';
import * as invoices from '../invoices';
import * as messages from '../messages';
import * as orders from '../orders';
import * as payments from '../payments';
import * as pickup from '../pickup';
import * as routing from '../routing';
import * as staff from '../staff';

/** Erases some hundred documents at most and answers what it did; nothing left to do: nothing. In the caller's transaction. */
export type Part = (ctx: Ctx, leaving: Leaving) => Promise<Effect[]>;

/** Orders first: what hangs on them is found by their ids. */
export const PARTS: readonly Part[] = [
  orders.eraseOf,
  payments.eraseOf,
  pickup.eraseOf,
  routing.eraseOf,
  channels.eraseOf,
  aftersale.eraseOf,
  bookings.eraseOf,
  coupons.eraseOf,
  invoices.eraseOf,
  messages.eraseOf,
  audience.eraseOf,
  guides.eraseOf,
  staff.eraseOf,
];

/** What has to end first; empty: nothing. */
export async function unfinishedOf(ctx: Ctx, leaving: Leaving): Promise<Unfinished[]> {
  const all = [orders.unfinishedOf, aftersale.unfinishedOf, channels.unfinishedOf, pickup.unfinishedOf];
  const found: Unfinished[] = [];
  for (const unfinished of all) found.push(...(await unfinished(ctx, leaving)));
  return found;
}

/** What was kept of these has had its time. In the caller's transaction. */
export async function forgetKept(
  ctx: Ctx,
  { orderIds, couponIds }: { orderIds: string[]; couponIds: string[] },
): Promise<void> {
  for (const forget of [aftersale, invoices, channels, pickup, routing, payments, orders])
    await forget.forgetKept(ctx, orderIds);
  await coupons.forgetKept(ctx, { orderIds, couponIds });
}
