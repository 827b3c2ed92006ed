import { parseArgs } from 'node:util';
import { config } from './config';
import { oneFile, runImport } from './import-command';
import { systemCtx } from './kernel/context';
import { connectDb, disconnectDb } from './kernel/db';
import { closeRedis } from './kernel/redis';
import { DATUMS } from './modules/stores/datum';
import type { Datum } from './modules/stores/datum';
import { reportJson, reportText } from './modules/stores/import-report';
import { importStores } from './modules/stores/import-stores';
import { tellOtherProcesses } from './modules/stores/news';
import { readStoreFile } from './modules/stores/read-store-file';

const USAGE = `usage: npm run stores:import -- <file.json|file.csv> --datum gcj02|wgs84|bd09 [--map <mapping.json>] [--dry-run] [--json]
  --datum    the coordinate system of the file: gcj02 (Amap, Tencent), wgs84 (GPS), bd09 (Baidu)
  --map      where the fields are in a file of another shape; see docs/stores-import.md
  --dry-run  reports what would happen and writes nothing
  --json     the report for programs
`;

type Asked = { file: string; datum: Datum; map: string | undefined; dryRun: boolean; json: boolean };

const isDatum = (text: string): text is Datum => (DATUMS as readonly string[]).includes(text);

function readArguments(argv: string[]): Asked | { problem: string } {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      datum: { type: 'string' },
      map: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const file = oneFile(positionals);
  const { datum } = values;
  if (typeof file !== 'string') return file;
  if (datum === undefined)
    return { problem: `Say which coordinate system the file uses: --datum ${DATUMS.join('|')}.` };
  if (!isDatum(datum)) return { problem: `--datum ${datum} is not known: it is ${DATUMS.join(', ')}.` };
  return { file, datum, map: values.map, dryRun: values['dry-run'], json: values.json };
}

/** Running servers look again at once; when Redis does not answer they find out by themselves within 30 seconds. */
async function tellServers(): Promise<void> {
  await tellOtherProcesses().catch(() => {
    process.stderr.write('Redis does not answer: running servers show the stores within 30 seconds.\n');
  });
}

async function run(asked: Asked): Promise<number> {
  const { file, datum, dryRun } = asked;
  const { format, rows } = readStoreFile(file, asked.map);
  await connectDb(config().MONGO_URL);
  try {
    const report = await importStores(systemCtx('stores-import'), { rows, datum, dryRun });
    if (report.added + report.changed > 0 && !dryRun) await tellServers();
    const told = { ...report, file, format, datum, dryRun };
    process.stdout.write(asked.json ? reportJson(told) : reportText(told));
    return report.refused === report.rows ? 1 : 0;
  } finally {
    await closeRedis().catch(() => undefined);
    await disconnectDb();
  }
}

runImport({ usage: USAGE, read: readArguments, run });
