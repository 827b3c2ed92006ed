import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { FileProblem } from '../../kernel/errors';
import { Mapping, understand } from './import-format.rules';
import type { RawStore } from './import-format.rules';

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'it may not be read' };
    throw new FileProblem(`Cannot read ${file}: ${why[code as keyof typeof why] ?? code ?? String(error)}.`);
  }
}

/** Excel in China saves CSV as GB18030; what is not valid UTF-8 is read as that. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FileProblem(`${file} is not valid JSON: ${(error as Error).message}.`);
  }
}

function parseCsv(file: string, text: string): unknown {
  try {
    return parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  } catch (error) {
    if (error instanceof CsvError) throw new FileProblem(`${file} is not valid CSV: ${error.message}.`);
    throw error;
  }
}

function readContent(file: string): unknown {
  const kind = path.extname(file).toLowerCase();
  if (kind !== '.json' && kind !== '.csv')
    throw new FileProblem(`${file} is neither a .json nor a .csv file: only these two can be imported.`);
  const text = decode(readBytes(file));
  return kind === '.json' ? parseJson(file, text) : parseCsv(file, text);
}

function readMapping(file: string): Mapping {
  const parsed = Mapping.safeParse(parseJson(file, decode(readBytes(file))));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'mapping'}: ${issue.message}`);
  throw new FileProblem(`${file} is not a mapping (${wrong.join('; ')}); see docs/stores-import.md.`);
}

/** The stores of a JSON or CSV file as they stand there. Throws FileProblem. */
export function readStoreFile(file: string, mappingFile?: string): { format: string; rows: RawStore[] } {
  const understood = understand(
    readContent(file),
    mappingFile === undefined ? undefined : readMapping(mappingFile),
  );
  if (!understood.ok) throw new FileProblem(`Cannot import ${file}: ${understood.problem}.`);
  return understood;
}
