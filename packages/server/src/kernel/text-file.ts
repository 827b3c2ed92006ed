import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { FileProblem } from './errors';

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';
export type Inspected = { sha256: string; bytes: number; encoding: Encoding };
/** `number` counts from 1; `text` null: longer than anybody's line is. */
export type Line = { number: number; text: string | null };
export type Lines = {
  lines: Line[];
  /** How far the file is read. */
  bytesRead: number;
};

/** A line of a file that people keep is a few hundred bytes; what is longer is no line, and is not kept. */
export const MOST_LINE_BYTES = 64 * 1024;

const whyUnreadable = (error: unknown): string => {
  const { code } = error as NodeJS.ErrnoException;
  const why = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'it may not be read' };
  return why[code as keyof typeof why] ?? code ?? String(error);
};

async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>)
      yield chunk;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new FileProblem(`Cannot read ${file}: ${whyUnreadable(error)}.`);
  }
}

const BEGINNINGS: [bytes: string, Encoding][] = [
  ['efbbbf', 'utf-8'],
  ['fffe', 'utf-16le'],
  ['feff', 'utf-16be'],
];
const WORKBOOKS = ['504b', 'd0cf11e0'];

/**
 * Reads the file once, without keeping it: what it is (so that the same file can be known again) and how it is written. Excel in
 * China saves CSV as GBK, which tells no more of itself than that it is hardly UTF-8; a broken character or two in UTF-8 does not make
 * it GBK. Throws FileProblem.
 */
export async function inspectTextFile(file: string): Promise<Inspected> {
  const hash = createHash('sha256');
  const decoder = new TextDecoder('utf-8');
  const count = { bytes: 0, beyondAscii: 0, broken: 0 };
  let start = Buffer.alloc(0);
  for await (const chunk of chunksOf(file)) {
    hash.update(chunk);
    if (start.length < 4) start = Buffer.concat([start, chunk.subarray(0, 4)]);
    count.bytes += chunk.length;
    for (const byte of chunk) if (byte > 0x7f) count.beyondAscii += 1;
    const text = decoder.decode(chunk, { stream: true });
    for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) count.broken += 1;
  }
  const beginning = start.toString('hex');
  if (count.bytes === 0) throw new FileProblem(`${file} is empty.`);
  if (WORKBOOKS.some((bytes) => beginning.startsWith(bytes)))
    throw new FileProblem(`${file} is an Excel workbook: save it as CSV first (另存为 CSV UTF-8).`);
  const marked = BEGINNINGS.find(([bytes]) => beginning.startsWith(bytes))?.[1];
  const encoding = marked ?? (count.broken * 20 <= count.beyondAscii ? 'utf-8' : 'gb18030');
  return { sha256: hash.digest('hex'), bytes: count.bytes, encoding };
}

/** The lines of a text of any length, some at a time, without their ends. Throws FileProblem. */
export async function* readLines(file: string, encoding: Encoding): AsyncGenerator<Lines> {
  // In UTF-8 and GB18030 a line feed is never part of another character; UTF-16 is turned into UTF-8 first.
  const isWide = encoding === 'utf-16le' || encoding === 'utf-16be';
  const wide = new TextDecoder(isWide ? encoding : 'utf-8');
  const cutter = new Cutter(isWide ? 'utf-8' : encoding);
  let bytesRead = 0;
  for await (const chunk of chunksOf(file)) {
    bytesRead += chunk.length;
    yield {
      lines: cutter.cut(isWide ? Buffer.from(wide.decode(chunk, { stream: true })) : chunk),
      bytesRead,
    };
  }
  yield { lines: cutter.end(), bytesRead };
}

class Cutter {
  private readonly decoder: TextDecoder;
  private kept: Buffer[] = [];
  private length = 0;
  private number = 0;

  constructor(encoding: 'utf-8' | 'gb18030') {
    this.decoder = new TextDecoder(encoding);
  }

  cut(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      this.keep(chunk.subarray(from, at));
      lines.push(this.finish());
      from = at + 1;
    }
    this.keep(chunk.subarray(from));
    return lines;
  }

  end(): Line[] {
    return this.length > 0 ? [this.finish()] : [];
  }

  private keep(part: Buffer): void {
    this.length += part.length;
    if (this.length > MOST_LINE_BYTES) this.kept = [];
    else if (part.length > 0) this.kept.push(part);
  }

  private finish(): Line {
    const isTooLong = this.length > MOST_LINE_BYTES;
    const [first, ...more] = this.kept;
    const bytes = first && more.length === 0 ? first : Buffer.concat(this.kept);
    this.kept = [];
    this.length = 0;
    this.number += 1;
    return { number: this.number, text: isTooLong ? null : this.decoder.decode(bytes).replace(/\r+$/, '') };
  }
}
