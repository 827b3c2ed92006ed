/**
 * What happened between a customer and the brand. Promises: browsing is kept only while the customer agrees to profiling and is
 * deleted when that is withdrawn; service facts (orders, pickups, coupons) are kept as told by the modules that own them; the same
 * news counts once.
 */
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { insertNew, listOf, viewedProducts } from './touch.model';
import type { Touch, TouchKey, Viewed } from './touch.model';

export type { Touch, Viewed } from './touch.model';

const BROWSING_DAYS = 30;

const encodeKey = (key: TouchKey): string =>
  Buffer.from(`${key.at.getTime()}|${key.id}`).toString('base64url');

/** Refuses: INVALID_INPUT for a cursor that this server did not give. */
function decodeKey(cursor: string): TouchKey {
  const match = /^(\d{12,14})\|(.{1,80})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!match?.[1] || !match[2]) throw new AppError('INVALID_INPUT', { problem: 'cursor' });
  return { at: new Date(Number(match[1])), id: match[2] };
}

/** One page of a customer's touches, newest first. */
export async function listTouches(
  _ctx: Ctx,
  customerId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ items: Touch[]; nextCursor: string | null }> {
  const after = page.cursor === undefined ? null : decodeKey(page.cursor);
  const rows = await listOf(customerId, { after, limit: page.limit + 1 });
  const items = rows.slice(0, page.limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: rows.length > page.limit && last ? encodeKey({ at: last.at, id: last._id }) : null,
  };
}

/** Products looked at in the last 30 days, last looked at first, at most 20. */
export const browsingOf = (ctx: Ctx, customerId: string): Promise<Viewed[]> =>
  viewedProducts(customerId, new Date(ctx.now.getTime() - BROWSING_DAYS * 24 * 3600_000));

/** Adds one service fact; `ref` makes it unique per customer. */
export async function recordTouch(
  ctx: Ctx,
  touch: Pick<Touch, 'customerId' | 'kind' | 'title' | 'text'> & { ref: string; storeId?: string | null },
): Promise<void> {
  const { ref, storeId, ...rest } = touch;
  const blank = { productId: null, skuId: null, storeId: storeId ?? null, seconds: null };
  await insertNew([{ ...blank, ...rest, _id: `${touch.customerId}/${ref}`, at: ctx.now }]);
}
