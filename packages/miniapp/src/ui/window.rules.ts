/** Rows that are drawn, or left empty, together. */
export const ROWS_IN_CHUNK = 10;

export type Scrolled = { scrollTop: number; scrollHeight: number };

export const chunkCount = (rows: number): number => Math.ceil(rows / ROWS_IN_CHUNK);

/** The chunk at the top of the screen; all rows have the same height, whatever that is on this phone. */
export function chunkAt({ scrollTop, scrollHeight }: Scrolled, rows: number): number {
  if (scrollHeight <= 0 || rows === 0) return 0;
  const row = Math.floor((Math.max(0, scrollTop) / scrollHeight) * rows);
  return Math.min(Math.floor(row / ROWS_IN_CHUNK), chunkCount(rows) - 1);
}

/** A chunk is taller than a screen: with its neighbours all that can be seen is drawn, and a screen more on each side. */
export const isNear = (chunk: number, at: number): boolean => Math.abs(chunk - at) <= 1;

export const inChunks = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: chunkCount(rows.length) }, (_, i) =>
    rows.slice(i * ROWS_IN_CHUNK, (i + 1) * ROWS_IN_CHUNK),
  );
