export type Place = { at: Date; id: string };

/** Opaque to the client; names the last item of the page it got. */
export const writeCursor = ({ at, id }: Place): string =>
  Buffer.from(`${at.getTime()}~${id}`).toString('base64url');

/** The place a cursor names, or null when we did not write it. */
export function readCursor(cursor: string): Place | null {
  const match = /^(\d{1,15})~([0-9a-z]{20})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!match?.[1] || !match[2]) return null;
  return { at: new Date(Number(match[1])), id: match[2] };
}
