import { CsvError, parse } from 'csv-parse/sync';
import { FileProblem } from './errors';
import { readLines } from './text-file';
import type { Encoding, Line } from './text-file';

/** `TOO_LONG`: a line that is none. `UNREADABLE`: a quote that is not closed, or something after one that is. */
export type CsvProblem = 'TOO_LONG' | 'UNREADABLE';
export type CsvRow = {
  /** The line in the file on which it begins. */
  row: number;
  /** As they stand there, spaces too; none when the row cannot be read. */
  cells: string[];
  problem: CsvProblem | null;
};
export type CsvRows = { rows: CsvRow[]; bytesRead: number };

const DELIMITERS = [',', ';', '\t'];
const MOST_LINES = 100;
const MOST_CHARACTERS = 64 * 1024;

/**
 * The rows of a CSV of any length (comma, semicolon or tab, whichever the headings use most), some at a time; the first row is the
 * headings. Rows without any text are left out. What cannot be read costs one row: reading goes on with the next line. Throws
 * FileProblem.
 */
export async function* readCsv(file: string, encoding: Encoding): AsyncGenerator<CsvRows> {
  const joiner = new Joiner();
  let bytesRead = 0;
  for await (const part of readLines(file, encoding)) {
    bytesRead = part.bytesRead;
    yield { rows: part.lines.flatMap((line) => joiner.take(line)).filter(isNotEmpty), bytesRead };
  }
  yield { rows: joiner.end().filter(isNotEmpty), bytesRead };
}

const isNotEmpty = ({ cells, problem }: CsvRow): boolean =>
  problem !== null || cells.some((cell) => cell.trim() !== '');

/** Joins the lines of quoted cells that go over several. */
class Joiner {
  private waiting: Line[] = [];
  private looked = 0;
  private isOpen = false;
  private characters = 0;
  private delimiter: string | null = null;

  take(line: Line): CsvRow[] {
    this.waiting.push(line);
    return this.drain(false);
  }

  end(): CsvRow[] {
    return this.drain(true);
  }

  private drain(isEnd: boolean): CsvRow[] {
    const rows: CsvRow[] = [];
    for (let first = this.waiting[0]; first; first = this.waiting[0]) {
      this.look();
      const needsMore = this.isOpen && this.looked < MOST_LINES && this.characters < MOST_CHARACTERS;
      if (needsMore && !isEnd) break;
      rows.push(this.readRow(first));
      this.isOpen = false;
      this.looked = 0;
      this.characters = 0;
    }
    return rows;
  }

  /** Goes on looking for the end of the row that begins on the first line which waits. */
  private look(): void {
    for (; this.looked < this.waiting.length && (this.looked === 0 || this.isOpen); this.looked += 1) {
      const { text } = this.waiting[this.looked] as Line;
      if (text === null) return void (this.characters = Infinity);
      this.delimiter ??= delimiterOf(text);
      this.characters += text.length;
      this.isOpen = isOpenAfter(text, this.delimiter, this.isOpen);
    }
  }

  private readRow({ number: row, text }: Line): CsvRow {
    const isWhole = !this.isOpen && this.characters < Infinity;
    const cells = isWhole ? this.cellsOf(this.waiting.slice(0, this.looked)) : null;
    this.waiting.splice(0, cells ? this.looked : 1);
    return { row, cells: cells ?? [], problem: cells ? null : text === null ? 'TOO_LONG' : 'UNREADABLE' };
  }

  private cellsOf(lines: readonly Line[]): string[] | null {
    const text = lines.map((line) => line.text ?? '').join('\n');
    const delimiter = this.delimiter ?? ',';
    if (!text.includes('"')) return text.split(delimiter);
    try {
      const records = parse(text, { delimiter, relax_quotes: true, relax_column_count: true });
      return records.length === 1 ? (records[0] as string[]) : null;
    } catch (error) {
      if (error instanceof CsvError) return null;
      throw error;
    }
  }
}

const countOf = (text: string, part: string): number => text.split(part).length - 1;
const delimiterOf = (headings: string): string =>
  DELIMITERS.reduce((best, one) => (countOf(headings, one) > countOf(headings, best) ? one : best));

/** Whether a quoted cell goes on after this line. */
function isOpenAfter(text: string, delimiter: string, wasOpen: boolean): boolean {
  if (!wasOpen && !text.includes('"')) return false;
  let isOpen = wasOpen;
  let isStart = !wasOpen;
  for (let at = 0; at < text.length; at += 1) {
    const isQuote = text[at] === '"';
    if (isOpen && isQuote && text[at + 1] === '"') at += 1;
    else if (isQuote && (isOpen || isStart)) isOpen = !isOpen;
    isStart = text[at] === delimiter;
  }
  return isOpen;
}

/** A spreadsheet runs what begins like a formula; an apostrophe in front makes it text again. */
const harmless = (text: string): string => (/^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);

/** One line of a CSV that people open in a spreadsheet, its end included. */
export const csvLine = (cells: readonly (string | number)[]): string =>
  `${cells
    .map((cell) => (typeof cell === 'number' ? String(cell) : harmless(cell)))
    .map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
    .join(',')}\r\n`;

/** The first row; throws FileProblem when there is none to go by. */
export function requireHeadings(file: string, first: CsvRow | undefined): string[] {
  if (!first) throw new FileProblem(`${file} has no headings.`);
  if (first.problem) throw new FileProblem(`${file} has headings that cannot be read (line ${first.row}).`);
  return first.cells.map((cell) => cell.trim());
}
