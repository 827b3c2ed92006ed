import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline as connect } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { download } from '../../kernel/download';
import { readRow, readRowCount } from './bill.rules';
import type { BillRow } from './bill.rules';
import { PLATFORM, expectShape, getPath, isRefusal, signedLink } from './merchant';

export type { BillRow } from './bill.rules';

/** The file is not what WeChat Pay said it would be, or does not add up: nothing in it is believed. */
export class BillDamaged extends Error {
  constructor(problem: string) {
    super(`trade bill: ${problem}`);
    this.name = 'BillDamaged';
  }
}

export type FetchedBill =
  /** The file is whole and as promised; `rows` reads it a line at a time, and throws BillDamaged when it does not add up. */
  | { state: 'there'; rows: () => AsyncIterable<BillRow>; remove: () => Promise<void> }
  /** Being made, from nine to ten in the morning after. */
  | { state: 'creating' }
  /** WeChat Pay has nothing to tell of that day (or it is too long ago). */
  | { state: 'none' };

const Offered = z.object({
  hash_type: z.literal('SHA1'),
  hash_value: z.string().regex(/^[0-9a-fA-F]{40}$/),
  download_url: z.url(),
});

/**
 * The trade bill (payments and refunds) of a day in Beijing, as a file that was checked before anybody reads it. Call `remove`
 * when done: there are openids in it. Throws PlatformError, PlatformRefusal, BillDamaged.
 */
export async function fetchTradeBill(date: string): Promise<FetchedBill> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new Error('not a bill date');
  let offered: z.output<typeof Offered>;
  try {
    const data = await getPath(`/v3/bill/tradebill?bill_date=${date}&bill_type=ALL&tar_type=GZIP`);
    offered = expectShape('bill', Offered, data);
  } catch (error) {
    if (isRefusal(error, 'STATEMENT_CREATING')) return { state: 'creating' };
    if (isRefusal(error, 'NO_STATEMENT_EXIST')) return { state: 'none' };
    throw error;
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'omni-bill-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const file = path.join(folder, 'bill.gz');
  try {
    await download({ platform: PLATFORM, api: 'bill_file', ...signedLink(offered.download_url) }, file);
    await requireHash(file, offered.hash_value);
  } catch (error) {
    await remove();
    throw error;
  }
  return { state: 'there', rows: () => readRows(file), remove };
}

async function sha1Of(stream: Readable): Promise<string> {
  const hash = createHash('sha1');
  await pipeline(stream, hash);
  return hash.digest('hex');
}

/** The hash covers the plain file, says the table of parameters; some documents have it over the compressed one. */
async function requireHash(file: string, expected: string): Promise<void> {
  const wanted = expected.toLowerCase();
  if ((await sha1Of(createReadStream(file))) === wanted) return;
  const hash = createHash('sha1');
  try {
    await pipeline(createReadStream(file), createGunzip(), hash);
  } catch {
    throw new BillDamaged('not a gzip file');
  }
  if (hash.digest('hex') !== wanted) throw new BillDamaged('hash differs');
}

/** A line at a time, however large the file. A file that is not there, or is cut off, throws. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const unpacked = createGunzip();
  // An error of either ends both, and so the loop below throws it.
  connect(createReadStream(file), unpacked, () => undefined);
  unpacked.setEncoding('utf8');
  let rest = '';
  for await (const piece of unpacked as AsyncIterable<string>) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/^\uFEFF|\r$/g, '');
  }
  if (rest !== '') yield rest;
}

/** Header, data (each line begins with a back-tick), header of the summary, summary. */
async function* readRows(file: string): AsyncGenerator<BillRow> {
  let header = '';
  let summaryHeader = '';
  let rows = 0;
  let promised = NaN;
  for await (const line of linesOf(file)) {
    if (line === '') continue;
    if (!line.startsWith('`')) {
      if (header === '') header = line;
      else summaryHeader = line;
    } else if (summaryHeader === '') {
      rows += 1;
      yield readRow(header, line);
    } else {
      promised = readRowCount(summaryHeader, line);
    }
  }
  if (!(rows >= promised)) throw new BillDamaged(`${rows} rows, the summary says ${promised}`);
}
