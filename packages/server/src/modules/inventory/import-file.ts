import type { Ctx } from '../../kernel/context';
import { now } from '../../kernel/clock';
import type { ImportNote } from './import-rows.rules';
import { importPart } from './import-stock';
import { inspectFile, readStockFile } from './read-stock-file';
import type { Encoding } from './read-stock-file';

export type FileImport = {
  file: string;
  asOf: Date | null;
  dryRun: boolean;
  /** Makes the same file another import; '' : its content names it. */
  name: string;
  /** Hears every note: there may be more than fit in memory. */
  onNote: (note: ImportNote) => void | Promise<void>;
  /** Hears how many rows are done. */
  onProgress: (rows: number) => void;
};
export type FileReport = {
  importId: string;
  encoding: Encoding;
  rows: number;
  changed: number;
  unchanged: number;
  already: number;
  repaired: number;
  refused: number;
};

/** As many as one call of the API takes. */
const ROWS_A_PART = 500;

/**
 * Sets stock from a CSV file of any length, part by part. The same file is the same import: broken off and begun again it goes
 * on where it was, and a third time it changes nothing, whatever was sold meanwhile. Throws FileProblem.
 */
export async function importFile(ctx: Ctx, input: FileImport): Promise<FileReport> {
  const { file, asOf, dryRun, name } = input;
  const { sha256, encoding } = await inspectFile(file);
  const importId = `file-${sha256.slice(0, 24)}${name === '' ? '' : `-${name}`}`;
  const sum = { importId, encoding, rows: 0, changed: 0, unchanged: 0, already: 0, repaired: 0, refused: 0 };
  let part = 0;
  for await (const rows of readStockFile(file, { encoding, size: ROWS_A_PART })) {
    const at = { ...ctx, now: now() };
    const { report, again } = await importPart(at, { importId, part, rows, asOf, dryRun, by: null });
    const { changed, unchanged, already, refused, notes } = report;
    sum.rows += report.rows;
    sum.changed += again ? 0 : changed;
    sum.unchanged += again ? 0 : unchanged;
    sum.already += again ? changed + unchanged + already : already;
    sum.refused += refused;
    sum.repaired += new Set(notes.filter(({ verdict }) => verdict === 'repaired').map(({ row }) => row)).size;
    for (const note of notes) await input.onNote(note);
    input.onProgress(sum.rows);
    part += 1;
  }
  return sum;
}
