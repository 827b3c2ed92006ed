/** Which part comes next, and how many of its rows were given. */
export type ExportPlace = { section: number; offset: number };

export const writePlace = ({ section, offset }: ExportPlace): string =>
  Buffer.from(`${section}.${offset}`).toString('base64url');

/** The beginning without a cursor; null for a cursor we did not write. */
export function readPlace(cursor: string | undefined, sections: number): ExportPlace | null {
  if (cursor === undefined) return { section: 0, offset: 0 };
  const match = /^(\d{1,3})\.(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  const place = match && { section: Number(match[1]), offset: Number(match[2]) };
  return place && place.section < sections && writePlace(place) === cursor ? place : null;
}
