import { offsetColumn, secondsColumn } from './column';
import type { Column } from './column';
import type { Log } from './log';
import { NumberTable } from './number-table';

/** Characters of records that are kept in memory, whatever their count: one order may list six thousand goods. */
const MOST_HOT_CHARACTERS = 4_000_000;

export type Traits<R> = {
  kind: 'order' | 'refund';
  /** The merchant's own number of a record: one number, one record. */
  numberOf(record: R): string;
  /** The moments by which records are found, in milliseconds. */
  momentsOf(record: R): (number | undefined)[];
};
export type LineHead = { kind: string; seq: number; number: string; seconds: number[]; balanceFen: number };

/** `unwritten` is the record's text while the log does not have it. */
type Hot<R> = { record: R; characters: number; unwritten?: string };

/**
 * The records of one kind. A few are in memory, the others are read back from the log when they are asked for; of each record the
 * memory holds where its line starts, its moments, and one slot of the table of numbers: some thirty-five bytes.
 */
export class Book<R extends { readonly seq: number }> {
  private readonly hot = new Map<number, Hot<R>>();
  private readonly numbers = new NumberTable();
  /** Where the latest line of a record starts, plus one. */
  private readonly places = offsetColumn();
  private readonly moments: Column[];
  private hotCharacters = 0;
  private known = 0;

  constructor(
    private readonly log: Log,
    private readonly traits: Traits<R>,
    private readonly mostHot: number,
  ) {
    this.moments = [secondsColumn(), secondsColumn()];
  }

  /** The sequence number of the next new record. */
  get next(): number {
    return this.known;
  }

  /** Adds a record, or puts it in the place of the one with its sequence number. In a lasting log it is written when this returns. */
  save(record: R, balanceFen: number): void {
    const text = JSON.stringify(record);
    if (record.seq === this.known) this.add(record.seq, this.traits.numberOf(record));
    this.noteMoments(record.seq, this.secondsOf(record));
    if (this.log.lasting) this.write(record, text, balanceFen);
    this.keep({ record, characters: text.length, ...(this.log.lasting ? {} : { unwritten: text }) });
  }

  bySeq(seq: number): R | undefined {
    const hot = this.hot.get(seq);
    if (hot) {
      // The map's order is the order of use, the oldest first.
      this.hot.delete(seq);
      this.hot.set(seq, hot);
      return hot.record;
    }
    const read = this.read(seq);
    if (read) this.keep(read);
    return read?.record;
  }

  /** As it is, without making it one of the recently used: for going through many. */
  peek(seq: number): R | undefined {
    return (this.hot.get(seq) ?? this.read(seq))?.record;
  }

  byNumber(number: string): R | undefined {
    const isIt = (seq: number): boolean => {
      const record = this.bySeq(seq);
      return record !== undefined && this.traits.numberOf(record) === number;
    };
    const seq = this.numbers.find(number, isIt);
    return seq === undefined ? undefined : this.bySeq(seq);
  }

  /** Those in memory that are wanted, the oldest record first. */
  recent(isWanted: (record: R) => boolean): R[] {
    const found: R[] = [];
    for (const { record } of this.hot.values()) if (isWanted(record)) found.push(record);
    return found.sort((a, b) => a.seq - b.seq);
  }

  /** Sequence numbers of those whose moment lies in [fromMs, toMs), whole seconds, in the order of that moment. */
  between(moment: number, fromMs: number, toMs: number): number[] {
    const column = this.moments[moment];
    const found: number[] = [];
    for (let seq = 0; column && seq < this.known; seq += 1) {
      const seconds = column.get(seq);
      if (seconds > 0 && seconds * 1000 >= fromMs && seconds * 1000 < toMs) found.push(seq);
    }
    return found.sort((a, b) => (column?.get(a) ?? 0) - (column?.get(b) ?? 0) || a - b);
  }

  /** Those that have no such moment. */
  without(moment: number): number[] {
    const found: number[] = [];
    for (let seq = 0; seq < this.known; seq += 1) if (this.moments[moment]?.get(seq) === 0) found.push(seq);
    return found;
  }

  /** Those written at or after this place of the log. */
  writtenFrom(bytes: number): number[] {
    const found: number[] = [];
    for (let seq = 0; seq < this.known; seq += 1) if (this.places.get(seq) > bytes) found.push(seq);
    return found;
  }

  /** A line that the log already holds. */
  restore(head: LineHead, offset: number): void {
    if (head.seq >= this.known) this.add(head.seq, head.number);
    this.noteMoments(head.seq, head.seconds);
    this.place(head.seq, offset);
  }

  isCurrent(seq: number, offset: number): boolean {
    return this.places.get(seq) === offset + 1;
  }

  place(seq: number, offset: number): void {
    this.places.set(seq, offset + 1);
  }

  clear(): void {
    this.hot.clear();
    this.numbers.clear();
    this.places.clear();
    for (const column of this.moments) column.clear();
    this.hotCharacters = 0;
    this.known = 0;
  }

  private add(seq: number, number: string): void {
    this.numbers.add(number, seq);
    this.known = seq + 1;
  }

  private noteMoments(seq: number, seconds: number[]): void {
    for (const [index, column] of this.moments.entries()) column.set(seq, seconds[index] ?? 0);
  }

  private secondsOf(record: R): number[] {
    return this.traits.momentsOf(record).map((moment) => Math.floor((moment ?? 0) / 1000));
  }

  private write(record: R, text: string, balanceFen: number): void {
    const { kind, numberOf } = this.traits;
    const head = `"${kind}":${record.seq},"no":"${numberOf(record)}","at":[${this.secondsOf(record).join()}]`;
    this.place(record.seq, this.log.append(`{${head},"balance":${balanceFen},"record":${text}}`));
  }

  private read(seq: number): Hot<R> | undefined {
    const place = this.places.get(seq);
    if (place === 0) return undefined;
    const line = this.log.readLine(place - 1);
    const { record } = JSON.parse(line) as { record: R };
    return { record, characters: line.length };
  }

  private keep(hot: Hot<R>): void {
    this.forget(hot.record.seq);
    this.hot.set(hot.record.seq, hot);
    this.hotCharacters += hot.characters;
    while (this.hot.size > 1 && (this.hot.size > this.mostHot || this.hotCharacters > MOST_HOT_CHARACTERS)) {
      this.dropOldest();
    }
  }

  private dropOldest(): void {
    const [oldest] = this.hot.values();
    if (!oldest) return;
    if (oldest.unwritten !== undefined) this.write(oldest.record, oldest.unwritten, 0);
    this.forget(oldest.record.seq);
  }

  private forget(seq: number): void {
    this.hotCharacters -= this.hot.get(seq)?.characters ?? 0;
    this.hot.delete(seq);
  }
}

const HEAD = /^\{"(order|refund)":(\d+),"no":"([^"]*)","at":\[([\d,]*)\],"balance":(-?\d+),"record":/;

/** What stands before the record, read without the record. */
export function readHead(line: Buffer): LineHead | undefined {
  const match = HEAD.exec(line.toString('latin1', 0, 256));
  if (!match) return undefined;
  const [, kind = '', seq, number = '', seconds = '', balance] = match;
  return {
    kind,
    seq: Number(seq),
    number,
    seconds: seconds.split(',').map(Number),
    balanceFen: Number(balance),
  };
}
