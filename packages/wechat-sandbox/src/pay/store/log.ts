import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const CHUNK = 1 << 20;
const USUAL_LINE = 2048;
const LINE_FEED = 10;

/**
 * Lines that are only ever added, in a file that outlives the process or in one that nobody else sees and that vanishes with it.
 * A line is in the file when `append` returns; an unfinished last line, as a kill leaves it, is cut off when the file is opened.
 */
export class Log {
  private file: number | undefined;
  private length = 0;
  private together: Buffer[] | undefined;

  constructor(private readonly path: string | undefined) {
    if (path === undefined) return;
    mkdirSync(dirname(path), { recursive: true });
    this.file = openSync(path, 'a+', 0o600);
    this.length = fstatSync(this.file).size;
    this.cutUnfinishedLine();
  }

  /** Whether what is appended is still there after a restart. */
  get lasting(): boolean {
    return this.path !== undefined;
  }

  get bytes(): number {
    return this.length;
  }

  /** Answers where the line starts. */
  append(line: string): number {
    const bytes = Buffer.from(`${line}\n`);
    const offset = this.length;
    if (this.together) this.together.push(bytes);
    else this.write(bytes, offset);
    this.length = offset + bytes.length;
    return offset;
  }

  /** What `run` appends is written at once, so that a kill leaves all of it or nothing. */
  atOnce(run: () => void): void {
    if (!this.lasting) return run();
    const lines: Buffer[] = [];
    const offset = this.length;
    this.together = lines;
    try {
      run();
    } finally {
      this.together = undefined;
      this.write(Buffer.concat(lines), offset);
    }
  }

  readLine(offset: number): string {
    const file = this.opened();
    for (let size = USUAL_LINE; ; size *= 4) {
      const bytes = Buffer.allocUnsafe(size);
      const read = readSync(file, bytes, 0, size, offset);
      const end = bytes.subarray(0, read).indexOf(LINE_FEED);
      if (end >= 0) return bytes.toString('utf8', 0, end);
      if (read < size) throw new Error(`the ledger has no line at ${offset}`);
    }
  }

  /** Every line from the first to the last with where it starts; the file is read piece by piece. */
  *lines(): Generator<{ offset: number; line: Buffer }> {
    if (this.file === undefined) return;
    const chunk = Buffer.allocUnsafe(CHUNK);
    let rest = Buffer.alloc(0);
    let offset = 0;
    for (let at = 0; at < this.length;) {
      const read = readSync(this.file, chunk, 0, CHUNK, at);
      if (read === 0) return;
      at += read;
      const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
      let start = 0;
      for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
        yield { offset, line: bytes.subarray(start, end) };
        offset += end + 1 - start;
        start = end + 1;
      }
      rest = bytes.subarray(start);
    }
  }

  /**
   * Writes the file anew with those lines for which `keep` answers something; what it answers is told where its line starts now.
   * `last` comes after them.
   */
  rewrite(keep: (line: Buffer, offset: number) => ((moved: number) => void) | undefined, last: string): void {
    const { path } = this;
    if (path === undefined) return;
    const draft = new Log(`${path}.draft`);
    draft.clear();
    for (const { line, offset } of this.lines()) {
      const moved = keep(line, offset);
      if (moved) moved(draft.append(line.toString('utf8')));
    }
    draft.append(last);
    draft.close();
    renameSync(`${path}.draft`, path);
    this.close();
    this.file = openSync(path, 'a+', 0o600);
    this.length = fstatSync(this.file).size;
  }

  clear(): void {
    this.length = 0;
    if (this.file === undefined) return;
    if (this.lasting) ftruncateSync(this.file, 0);
    else this.close();
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  /** A line that does not fit on the disk is not there at all. */
  private write(bytes: Buffer, offset: number): void {
    const file = this.opened();
    try {
      for (let written = 0; written < bytes.length;) {
        written += writeSync(file, bytes, written, bytes.length - written, null);
      }
    } catch (error) {
      ftruncateSync(file, offset);
      this.length = offset;
      throw error;
    }
  }

  private opened(): number {
    if (this.file === undefined) {
      if (this.path !== undefined) throw new Error('the ledger is closed');
      const path = join(tmpdir(), `wechat-sandbox-${process.pid}-${randomBytes(6).toString('hex')}.log`);
      this.file = openSync(path, 'a+', 0o600);
      // The open file goes on without its name, and goes away with the process however that ends.
      unlinkSync(path);
    }
    return this.file;
  }

  private cutUnfinishedLine(): void {
    const file = this.opened();
    const byte = Buffer.alloc(1);
    let end = this.length;
    while (end > 0) {
      readSync(file, byte, 0, 1, end - 1);
      if (byte[0] === LINE_FEED) break;
      end -= 1;
    }
    if (end === this.length) return;
    ftruncateSync(file, end);
    this.length = end;
  }
}
