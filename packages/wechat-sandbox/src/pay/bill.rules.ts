/** UTF-8 with a byte order mark, as spreadsheets want it. */
export const BYTE_ORDER_MARK = '\uFEFF';
export const LINE_END = '\r\n';

const HOUR_MS = 3600 * 1000;
const DAY_MS = 24 * HOUR_MS;
const BEIJING_MS = 8 * HOUR_MS;
const MADE_FROM_HOUR = 9;
const READY_AT_HOUR = 10;
const KEPT_MONTHS = 3;

/** A day in Beijing: [fromMs, toMs). */
export type BillDay = { fromMs: number; toMs: number };

/** `date` is YYYY-MM-DD. */
export function billDay(date: string): BillDay {
  const fromMs = Date.parse(`${date}T00:00:00+08:00`);
  return { fromMs, toMs: fromMs + DAY_MS };
}

/** The statuses a bill tells are those of the morning it was made. */
export function madeAt(day: BillDay): number {
  return day.toMs + MADE_FROM_HOUR * HOUR_MS;
}

/**
 * A day's bill can be fetched from ten o'clock of the next day on and for three months. The day that is still going on counts as one
 * whose bill is being made; that code is not documented.
 */
export function billState(day: BillDay, nowMs: number): 'ready' | 'creating' | 'none' {
  if (day.fromMs > nowMs || day.fromMs < oldestDay(nowMs)) return 'none';
  return nowMs < day.toMs + READY_AT_HOUR * HOUR_MS ? 'creating' : 'ready';
}

function oldestDay(nowMs: number): number {
  const today = new Date(nowMs + BEIJING_MS);
  const day = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - KEPT_MONTHS, today.getUTCDate());
  return day - BEIJING_MS;
}

/** Each field of a line of data stands behind a back-tick, so that spreadsheets leave long numbers alone. */
export function billLine(fields: string[]): string {
  return fields.map((field) => `\`${escaped(field)}`).join(',');
}

/** What merchants wrote may hold what separates fields and lines. */
function escaped(text: string): string {
  return text.replace(/,/g, '\\ ').replace(/\r?\n/g, '\\n');
}

/** Several lists, each in the order of time, as one in the order of time; no more than one entry of each is held. */
export function* inOrderOfTime<T extends { atMs: number }>(...lists: Iterable<T>[]): Generator<T> {
  const iterators = lists.map((list) => list[Symbol.iterator]());
  const heads = iterators.map((iterator) => iterator.next());
  for (;;) {
    let earliest: { index: number; entry: T } | undefined;
    for (const [index, head] of heads.entries()) {
      if (!head.done && (!earliest || head.value.atMs < earliest.entry.atMs))
        earliest = { index, entry: head.value };
    }
    const iterator = earliest && iterators[earliest.index];
    if (!earliest || !iterator) return;
    yield earliest.entry;
    heads[earliest.index] = iterator.next();
  }
}
