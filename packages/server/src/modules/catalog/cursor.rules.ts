import type { After } from './product.model';

const SHAPE = /^(-?\d{1,15})~([0-9A-Za-z-]{1,32})$/;

/** Opaque to the client; names the last goods of the page it got. */
export const writeCursor = ({ publishedAt, productId }: After): string =>
  Buffer.from(`${publishedAt.getTime()}~${productId}`).toString('base64url');

/** The place a cursor names, or null when we did not write it. */
export function readCursor(cursor: string): After | null {
  const match = SHAPE.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!match?.[1] || !match[2]) return null;
  const after = { publishedAt: new Date(Number(match[1])), productId: match[2] };
  return writeCursor(after) === cursor ? after : null;
}
