import { AppError } from './errors';

/** Lists are paged by key: the time and id of the last item given. */
export type Place = { at: Date; id: string };

const SHAPE = /^(-?\d{1,15})~([\w./:-]{1,160})$/;

/** Opaque to the client; names the last item of the page it got. */
const writeCursor = ({ at, id }: Place): string => Buffer.from(`${at.getTime()}~${id}`).toString('base64url');

/** The place a cursor names; undefined for the first page. Refuses: INVALID_INPUT for a cursor we did not write. */
export function readCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const match = SHAPE.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  const place = match?.[1] && match[2] ? { at: new Date(Number(match[1])), id: match[2] } : null;
  if (!place || writeCursor(place) !== cursor) throw new AppError('INVALID_INPUT', { problem: 'cursor' });
  return place;
}

/** Of `limit + 1` rows, the page, and the cursor of the next one if there is more. */
export function cutPage<T>(
  rows: T[],
  limit: number,
  placeOf: (row: T) => Place,
): { page: T[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { page, nextCursor: last && rows.length > limit ? writeCursor(placeOf(last)) : null };
}
