import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { config } from './config';
import { oneFile, runImport } from './import-command';
import { systemCtx } from './kernel/context';
import { connectDb, disconnectDb } from './kernel/db';
import { importFile } from './modules/inventory/import-file';
import type { FileReport } from './modules/inventory/import-file';
import type { ImportNote } from './modules/inventory/import-rows.rules';

const USAGE = `usage: npm run stock:import -- <file.csv> [--as-of <time>] [--name <text>] [--notes <file.csv>] [--dry-run] [--json]
  --as-of    when the numbers were true (2026-11-27T08:00:00+08:00); what was sold since is taken off them
  --name     imports the same file as another import; without it a file is imported once, also when it is broken off
  --notes    writes every refused or repaired row there; without it the first 200 are shown
  --dry-run  reports what would happen and writes nothing
  --json     the report for programs
`;
const SHOWN = 200;

type Asked = {
  file: string;
  asOf: Date | null;
  name: string;
  notes: string | undefined;
  dryRun: boolean;
  json: boolean;
};

function readArguments(argv: string[]): Asked | { problem: string } {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      'as-of': { type: 'string' },
      name: { type: 'string', default: '' },
      notes: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const file = oneFile(positionals);
  const time = values['as-of'];
  const asOf = time === undefined ? null : new Date(time);
  if (typeof file !== 'string') return file;
  if (asOf && (Number.isNaN(asOf.getTime()) || !/T.*(Z|[+-]\d\d:\d\d)$/.test(time ?? '')))
    return { problem: `--as-of ${time} is no time with its zone, such as 2026-11-27T08:00:00+08:00.` };
  if (!/^[0-9A-Za-z-]{0,32}$/.test(values.name))
    return { problem: '--name is up to 32 letters, digits and dashes.' };
  return { file, asOf, name: values.name, notes: values.notes, dryRun: values['dry-run'], json: values.json };
}

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const lineOf = ({ row, locationId, skuId, verdict, code, text, detail }: ImportNote): string =>
  [String(row), locationId, skuId, verdict, code, text, detail].map(cell).join(',');

/** Every note goes to the file, if there is one; the first ones are kept to be shown. */
function noteTaker(file: string | undefined): {
  kept: ImportNote[];
  take: (note: ImportNote) => Promise<void>;
  end: () => Promise<void>;
} {
  const kept: ImportNote[] = [];
  const out: WriteStream | null = file === undefined ? null : createWriteStream(file);
  // The byte-order mark tells Excel that it is UTF-8.
  out?.write('\ufeffrow,location,sku,verdict,code,text,detail\r\n');
  return {
    kept,
    async take(note) {
      if (kept.length < SHOWN) kept.push(note);
      if (out && !out.write(`${lineOf(note)}\r\n`)) await once(out, 'drain');
    },
    async end() {
      if (out) await new Promise<void>((done) => out.end(done));
    },
  };
}

function reportText(asked: Asked, report: FileReport, notes: ImportNote[]): string {
  const more = report.refused + report.repaired - new Set(notes.map(({ row }) => row)).size;
  return [
    asked.dryRun ? '试运行，未写入 · dry run, nothing written' : '库存导入 · stock import',
    `${asked.file} · ${report.encoding} · ${report.importId}`,
    `读取 rows       ${report.rows}`,
    `更新 changed    ${report.changed}`,
    `不变 unchanged  ${report.unchanged}`,
    `此前已导 already ${report.already}`,
    `已修正 repaired ${report.repaired}`,
    `未导入 refused  ${report.refused}`,
    ...notes.map((note) => `  ${lineOf(note)}`),
    ...(more > 0 ? [`  … ${more} more rows: --notes <file.csv> writes them all`] : []),
    '',
  ].join('\n');
}

async function run(asked: Asked): Promise<number> {
  const notes = noteTaker(asked.notes);
  await connectDb(config().MONGO_URL);
  try {
    const report = await importFile(systemCtx('stock-import'), {
      ...asked,
      onNote: notes.take,
      onProgress: (rows) => {
        if (rows % 10_000 === 0) process.stderr.write(`${rows} rows\n`);
      },
    });
    const { file, dryRun } = asked;
    const told = { ...report, file, dryRun, notes: notes.kept };
    process.stdout.write(
      asked.json ? `${JSON.stringify(told, null, 2)}\n` : reportText(asked, report, notes.kept),
    );
    return report.refused === report.rows ? 1 : 0;
  } finally {
    await notes.end();
    await disconnectDb();
  }
}

runImport({ usage: USAGE, read: readArguments, run });
