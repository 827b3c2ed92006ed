/**
 * What happened between a customer and the brand. Promises: browsing is kept only while the customer agrees to profiling and is
 * deleted when that is withdrawn; service facts (orders, pickups, coupons) are kept as told by the modules that own them; the same
 * news counts once.
 */
import { isErased } from '@omni/shared/erased';
import type { Ctx } from '../../kernel/context';
import { cutPage, readCursor } from '../../kernel/paging';
import { insertNew, listOf, viewedProducts } from './touch.model';
import type { Touch, Viewed } from './touch.model';

export { eraseOf, exportOf } from './personal-data';
export type { Touch, Viewed } from './touch.model';

const BROWSING_DAYS = 30;

/** `withBrowsing`: they agree to it now; what is still there of before is not shown. */
type TouchPage = { cursor?: string | undefined; limit: number; withBrowsing: boolean };

/** One page of a customer's touches, newest first. */
export async function listTouches(
  _ctx: Ctx,
  customerId: string,
  page: TouchPage,
): Promise<{ items: Touch[]; nextCursor: string | null }> {
  const after = readCursor(page.cursor) ?? null;
  const rows = await listOf(customerId, { ...page, after, limit: page.limit + 1 });
  const cut = cutPage(rows, page.limit, ({ at, _id }) => ({ at, id: _id }));
  return { items: cut.page, nextCursor: cut.nextCursor };
}

/** Products looked at in the last 30 days, last looked at first, at most 20. */
export const browsingOf = (ctx: Ctx, customerId: string): Promise<Viewed[]> =>
  viewedProducts(customerId, new Date(ctx.now.getTime() - BROWSING_DAYS * 24 * 3600_000));

/** Adds one service fact; `ref` makes it unique per origin. Of somebody who left, nothing is noted. */
export async function recordTouch(
  ctx: Ctx,
  touch: Pick<Touch, 'customerId' | 'origin' | 'kind' | 'title' | 'text'> & {
    ref: string;
    storeId?: string | null;
  },
): Promise<void> {
  if (isErased(touch.customerId)) return;
  const { ref, storeId, ...rest } = touch;
  const blank = { productId: null, skuId: null, storeId: storeId ?? null, seconds: null };
  await insertNew([{ ...blank, ...rest, _id: `${touch.origin}/${ref}`, at: ctx.now }]);
}
