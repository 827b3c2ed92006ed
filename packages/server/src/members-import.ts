import { once } from 'node:events';
import { createWriteStream, existsSync, realpathSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { config } from './config';
import { oneFile, runImport } from './import-command';
import { now } from './kernel/clock';
import { systemCtx } from './kernel/context';
import { connectDb, disconnectDb } from './kernel/db';
import { FileProblem } from './kernel/errors';
import { importMembers } from './modules/identity/import-members';
import type { Progress } from './modules/identity/import-members';
import {
  NOTES_HEADING,
  noteLine,
  progressText,
  reportJson,
  reportText,
} from './modules/identity/import-report';
import { shanghaiTime } from './modules/identity/import-rows.rules';
import type { MemberNote } from './modules/identity/import-rows.rules';
import { readMapping } from './modules/identity/read-member-file';

const USAGE = `usage: npm run members:import -- <file.csv> [--as-of <date>] [--source <name>] [--map <mapping.json>] [--report <out.csv>] [--dry-run] [--json]
  --as-of    when the file was true (2026-11-01); without it a row is as old as its membership, and its phone number too
  --source   names the old system when there are several; its member numbers are kept as <name>/<number>
  --map      which heading is which, for files with other headings; see docs/members-import.md
  --report   writes every refused row and ignored cell there; without it the first 200 are shown
  --dry-run  reports what would happen and writes nothing
  --json     the report for programs
  --live     shows the progress in one line (npm run says so on a terminal)
`;
const SHOWN = 200;
const TOLD_EVERY_MS = { live: 200, lines: 10_000 };

type Asked = {
  file: string;
  asOf: Date | null;
  source: string;
  map: string | undefined;
  report: string | undefined;
  dryRun: boolean;
  json: boolean;
  live: boolean;
};

function readArguments(argv: string[]): Asked | { problem: string } {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      'as-of': { type: 'string' },
      source: { type: 'string', default: '' },
      map: { type: 'string' },
      report: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      live: { type: 'boolean', default: false },
    },
  });
  const file = oneFile(positionals);
  const { source, map, report, json, 'as-of': asked } = values;
  if (typeof file !== 'string') return file;
  const asOf = asked === undefined ? null : shanghaiTime(asked);
  if (asked !== undefined && (!asOf || asOf > now()))
    return { problem: `--as-of ${asked} is no time of the past, such as 2026-11-01.` };
  if (!/^[0-9A-Za-z-]{0,32}$/.test(source))
    return { problem: '--source is up to 32 letters, digits and dashes.' };
  if (report !== undefined && [file, map].some((one) => one !== undefined && isSame(one, report)))
    return { problem: '--report would write over what is read.' };
  const live = (values.live || process.stderr.isTTY) && !json;
  return { file, asOf, source, map, report, dryRun: values['dry-run'], json, live };
}

const realPath = (file: string): string => (existsSync(file) ? realpathSync(file) : path.resolve(file));
const isSame = (one: string, other: string): boolean => realPath(one) === realPath(other);

type NoteTaker = {
  kept: MemberNote[];
  count: number;
  take: (note: MemberNote) => Promise<void>;
  end: () => Promise<void>;
};

/** Every note goes to the file, if there is one; the first ones are kept to be shown. Throws FileProblem. */
async function noteTaker(file: string | undefined): Promise<NoteTaker> {
  const out = file === undefined ? null : await openReport(file);
  const taker: NoteTaker = {
    kept: [],
    count: 0,
    async take(note) {
      taker.count += 1;
      if (taker.kept.length < SHOWN) taker.kept.push(note);
      if (out && !out.write(noteLine(note))) await once(out, 'drain');
    },
    async end() {
      if (out) await new Promise<void>((done) => out.end(done));
    },
  };
  return taker;
}

async function openReport(file: string): Promise<WriteStream> {
  const out = createWriteStream(file);
  await once(out, 'open').catch((error: unknown) => {
    throw new FileProblem(`Cannot write ${file}: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`);
  });
  out.write(NOTES_HEADING);
  return out;
}

/** Tells how far it is: in one line that changes, or now and then in a line of its own. */
function teller({ live }: Asked): { tell: (progress: Progress) => void; end: () => void } {
  let began: { rows: number; at: number } | null = null;
  let toldAt = performance.now();
  let isOnLine = false;
  return {
    tell(progress) {
      const at = performance.now();
      if (!began || progress.rows <= progress.skipped) began = { rows: progress.rows, at };
      if (at - toldAt < (live ? TOLD_EVERY_MS.live : TOLD_EVERY_MS.lines)) return;
      toldAt = at;
      const done = { ...progress, skipped: began.rows };
      const text = progressText(done, (at - began.at) / 1000);
      process.stderr.write(live ? `\r\u001b[K${text}` : `${text}\n`);
      isOnLine = live;
    },
    end: () => void (isOnLine && process.stderr.write('\r\u001b[K')),
  };
}

async function run(asked: Asked): Promise<number> {
  const mapping = asked.map === undefined ? undefined : readMapping(asked.map);
  const notes = await noteTaker(asked.report);
  const { tell, end } = teller(asked);
  try {
    await connectDb(config().MONGO_URL);
    const { file, asOf, source, dryRun } = asked;
    const report = await importMembers(systemCtx('members-import'), {
      ...{ file, mapping, source, asOf, dryRun },
      onNote: notes.take,
      onProgress: tell,
    });
    end();
    const told = { ...report, file, source, dryRun };
    const write = asked.json ? reportJson : reportText;
    process.stdout.write(write(told, notes.kept, notes.count));
    return report.refused === report.rows ? 1 : 0;
  } finally {
    end();
    await notes.end();
    await disconnectDb();
  }
}

runImport({ usage: USAGE, read: readArguments, run });
