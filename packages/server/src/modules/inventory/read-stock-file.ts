import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { FileProblem } from '../../kernel/errors';
import type { RawRow } from './import-rows.rules';

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le';
export type Inspected = { sha256: string; encoding: Encoding };

const whyUnreadable = (error: unknown): string => {
  const { code } = error as NodeJS.ErrnoException;
  const why = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'it may not be read' };
  return why[code as keyof typeof why] ?? code ?? String(error);
};

/** Whether the bytes seen so far are text in this encoding. */
function judge(encoding: Encoding): { take: (chunk?: Buffer) => void; isGood: () => boolean } {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let good = true;
  return {
    isGood: () => good,
    take(chunk) {
      if (!good) return;
      try {
        // Zeros are legal in every encoding and belong in none of these files.
        good = !decoder.decode(chunk, { stream: chunk !== undefined }).includes('\0');
      } catch {
        good = false;
      }
    },
  };
}

/**
 * Reads the file once, without keeping it: what it is (so that the same file is the same import), and how it is written. Excel
 * in China saves CSV as GBK; what is not valid UTF-8 is tried as that. Throws FileProblem for what is no text.
 */
export async function inspectFile(file: string): Promise<Inspected> {
  const hash = createHash('sha256');
  const candidates = (['utf-8', 'gb18030', 'utf-16le'] as const).map((name) => ({ name, ...judge(name) }));
  let start = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      if (start.length < 4) start = Buffer.concat([start, chunk.subarray(0, 4)]);
      for (const candidate of candidates) candidate.take(chunk);
    }
  } catch (error) {
    throw new FileProblem(`Cannot read ${file}: ${whyUnreadable(error)}.`);
  }
  for (const candidate of candidates) candidate.take();
  if (start.length === 0) throw new FileProblem(`${file} is empty.`);
  if (start.toString('latin1', 0, 2) === 'PK')
    throw new FileProblem(`${file} is an Excel workbook: save it as CSV first (另存为 CSV UTF-8).`);
  const isWide = start[0] === 0xff && start[1] === 0xfe;
  const found = candidates.find(({ name, isGood }) => isGood() && (name === 'utf-16le') === isWide);
  if (!found) throw new FileProblem(`${file} is not text in UTF-8, GBK or UTF-16: save it as CSV UTF-8.`);
  return { sha256: hash.digest('hex'), encoding: found.name };
}

type Field = Exclude<keyof RawRow, 'row'>;
const HEADINGS: Record<Field, string[]> = {
  locationId: [
    'locationid',
    'location',
    'storeid',
    'store',
    '门店',
    '门店编号',
    '门店id',
    '仓库',
    '仓库编号',
    '库位',
  ],
  skuId: ['skuid', 'sku', 'sku编码', 'sku编号', '规格', '规格编号', '规格编码', '商品编码', '条码'],
  onHand: ['onhand', 'quantity', 'qty', 'stock', '库存', '库存数', '库存数量', '现货', '数量', '实际库存'],
  safety: ['safety', 'safetystock', '安全库存'],
};
const plain = (heading: string): string =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]/g, '');

type Columns = Partial<Record<Field, number>>;
function columnsOf(file: string, headings: string[]): Columns {
  const names = headings.map(plain);
  const columns: Columns = {};
  for (const field of Object.keys(HEADINGS) as Field[]) {
    const at = names.findIndex((name) => HEADINGS[field].includes(name));
    if (at >= 0) columns[field] = at;
  }
  const missing = (['locationId', 'skuId', 'onHand'] as const).filter(
    (field) => columns[field] === undefined,
  );
  if (missing.length > 0)
    throw new FileProblem(
      `${file} has no column for ${missing.map((field) => HEADINGS[field][0]).join(', ')} (seen: ${headings.slice(0, 12).join(', ')}); see docs/stock-import.md.`,
    );
  return columns;
}

function decoding(encoding: Encoding): Transform {
  const decoder = new TextDecoder(encoding);
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => done(null, decoder.decode(chunk, { stream: true })),
    flush: (done) => done(null, decoder.decode()),
  });
}

type Parsed = { record: string[]; info: { lines: number } };

/** The rows of a CSV (comma, semicolon or tab), as they stand there, `size` at a time; `row` is the line in the file. */
export async function* readStockFile(
  file: string,
  { encoding, size }: { encoding: Encoding; size: number },
): AsyncGenerator<RawRow[]> {
  const parser = parse({
    bom: true,
    delimiter: [',', ';', '\t'],
    info: true,
    max_record_size: 100_000,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  const reading = pipeline(createReadStream(file), decoding(encoding), parser);
  // What goes wrong here ends the loop below too, which tells it.
  reading.catch(() => undefined);
  let columns: Columns | null = null;
  let batch: RawRow[] = [];
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      if (!columns) {
        columns = columnsOf(file, record);
        continue;
      }
      batch.push(toRow(record, { row: info.lines, columns }));
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    if (error instanceof CsvError) throw new FileProblem(`${file} is not valid CSV: ${error.message}.`);
    throw error;
  }
  if (!columns) throw new FileProblem(`${file} has no headings.`);
  if (batch.length > 0) yield batch;
}

function toRow(record: string[], { row, columns }: { row: number; columns: Columns }): RawRow {
  const at = (field: Field): string | undefined => {
    const column = columns[field];
    return column === undefined ? undefined : record[column];
  };
  const safety = at('safety');
  const cells = { row, locationId: at('locationId'), skuId: at('skuId'), onHand: at('onHand') };
  return safety === undefined ? cells : { ...cells, safety };
}
