import { readFileSync } from 'node:fs';
import { readCsv, requireHeadings } from '../../kernel/csv-file';
import type { CsvRow } from '../../kernel/csv-file';
import { FileProblem } from '../../kernel/errors';
import type { Encoding } from '../../kernel/text-file';
import { Mapping, findColumns } from './import-columns.rules';
import type { Columns } from './import-columns.rules';

export type MemberBatch = { columns: Columns; rows: CsvRow[]; bytesRead: number };

/** Throws FileProblem. */
export function readMapping(file: string): Mapping {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
  } catch (error) {
    throw new FileProblem(`Cannot read the mapping ${file}: ${(error as Error).message}.`);
  }
  const parsed = Mapping.safeParse(content);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'mapping'}: ${issue.message}`);
  throw new FileProblem(`${file} is not a mapping (${wrong.join('; ')}); see docs/members-import.md.`);
}

type Wanted = { encoding: Encoding; size: number; mapping: Mapping | undefined };

/** The rows of a member file, `size` at a time: the same rows in each batch, however often it is read. Throws FileProblem. */
export async function* readMemberFile(
  file: string,
  { encoding, size, mapping }: Wanted,
): AsyncGenerator<MemberBatch> {
  let columns: Columns | null = null;
  let kept: CsvRow[] = [];
  let bytesRead = 0;
  for await (const part of readCsv(file, encoding)) {
    bytesRead = part.bytesRead;
    let { rows } = part;
    if (!columns) {
      if (rows.length === 0) continue;
      columns = columnsOf(file, rows[0], mapping);
      rows = rows.slice(1);
    }
    kept = kept.concat(rows);
    for (; kept.length >= size; kept = kept.slice(size))
      yield { columns, rows: kept.slice(0, size), bytesRead };
  }
  columns ??= columnsOf(file, undefined, mapping);
  if (kept.length > 0) yield { columns, rows: kept, bytesRead };
}

function columnsOf(file: string, first: CsvRow | undefined, mapping: Mapping | undefined): Columns {
  const found = findColumns(requireHeadings(file, first), mapping);
  if ('problem' in found) throw new FileProblem(`${file} ${found.problem}; see docs/members-import.md.`);
  return found.columns;
}
