/** Two texts line by line, so that the one wrong character can be pointed at. A line keeps its line feed: it is signed too. */
export type Piece = { text: string; differs: boolean };
export type Row = { given: Piece[] | null; expected: Piece[] | null };

const MOST_LINES = 400;

/** Rows in order; a side is null where the other one has a line too many. */
export function compareLines(given: string, expected: string): Row[] {
  const left = linesOf(given);
  const right = linesOf(expected);
  const steps = left.length + right.length > MOST_LINES ? [] : commonLines(left, right);
  const rows: Row[] = [];
  let i = 0;
  let j = 0;
  for (const [nextI, nextJ] of [...steps, [left.length, right.length] as const]) {
    rows.push(...changedRows(left.slice(i, nextI), right.slice(j, nextJ)));
    const line = left[nextI];
    if (line !== undefined && nextJ < right.length) rows.push({ given: same(line), expected: same(line) });
    i = nextI + 1;
    j = nextJ + 1;
  }
  return rows;
}

export function firstDifference(given: string, expected: string): number {
  let at = 0;
  while (at < given.length && at < expected.length && given[at] === expected[at]) at += 1;
  return given === expected ? -1 : at;
}

/** Line feeds as they are seen, and what the eye would miss. */
export function visible(text: string): string {
  return text.replaceAll('\n', '⏎').replaceAll('\r', '␍').replaceAll('\t', '⇥').replaceAll('\u00a0', '⍽');
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/** Index pairs of the lines both have, in order: the longest such row of pairs. */
function commonLines(left: string[], right: string[]): [number, number][] {
  const width = right.length + 1;
  const longest = new Uint16Array((left.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    if (left[i] === right[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

function changedRows(left: string[], right: string[]): Row[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const given = left[index];
    const expected = right[index];
    if (given === undefined) return { given: null, expected: [{ text: expected ?? '', differs: true }] };
    if (expected === undefined) return { given: [{ text: given, differs: true }], expected: null };
    return marked(given, expected);
  });
}

/** What the two lines start and end with alike is left out of the mark. */
function marked(given: string, expected: string): Row {
  const start = Math.max(0, firstDifference(given, expected));
  let end = 0;
  const room = Math.min(given.length, expected.length) - start;
  while (end < room && given.at(-1 - end) === expected.at(-1 - end)) end += 1;
  const pieces = (text: string): Piece[] =>
    [
      { text: text.slice(0, start), differs: false },
      { text: text.slice(start, text.length - end), differs: true },
      { text: text.slice(text.length - end), differs: false },
    ].filter((piece) => piece.text !== '');
  return { given: pieces(given), expected: pieces(expected) };
}

function same(text: string): Piece[] {
  return [{ text, differs: false }];
}
