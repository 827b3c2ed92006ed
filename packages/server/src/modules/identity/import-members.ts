import { createHash } from 'node:crypto';
import { now } from '../../kernel/clock';
import type { Ctx } from '../../kernel/context';
import { lookupHash } from '../../kernel/crypto';
import type { CsvRow } from '../../kernel/csv-file';
import { FileProblem } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import { inspectTextFile } from '../../kernel/text-file';
import type { Encoding } from '../../kernel/text-file';
import type { Mapping } from './import-columns.rules';
import { readMember } from './import-rows.rules';
import type { MemberNote, MemberRow, NoteCode, Reading } from './import-rows.rules';
import { BEAT_EVERY_MS, NO_COUNTS, keepProgress, letGo, takeUp } from './member-import.model';
import type { Held, MemberCounts, MemberImport } from './member-import.model';
import { noteSighting, rowOf } from './note-sighting';
import type { Seen } from './note-sighting';
import { noteAtOnce } from './note-at-once';
import { readMemberFile } from './read-member-file';
import { currentRules } from './rules.model';
import { findSightings } from './sighting.model';

export type MembersImport = {
  file: string;
  mapping: Mapping | undefined;
  /** The old system, when there are several; '' : the only one. */
  source: string;
  /** When the file was true; null: each row since its member joined. */
  asOf: Date | null;
  dryRun: boolean;
  /** Hears every note: there may be more than fit in memory. */
  onNote: (note: MemberNote) => void | Promise<void>;
  onProgress: (progress: Progress) => void;
};
/** `skipped`: rows that an earlier try had done. */
export type Progress = { rows: number; skipped: number; bytesRead: number; bytes: number };
export type MembersReport = MemberCounts & {
  importId: string;
  encoding: Encoding;
  rows: number;
  refused: number;
  /** Rows that count, with a cell left out. */
  ignored: number;
  /** Rows that an earlier try had done; 0: none, it began at the beginning. */
  resumedAfter: number;
  /** Of this try. */
  seconds: number;
  rowsPerSecond: number;
};

const ROWS_AT_ONCE = 200;
const SIGHTINGS_IN_FLIGHT = 8;
const ROW_PROBLEMS: Record<'TOO_LONG' | 'UNREADABLE', NoteCode> = {
  TOO_LONG: 'ROW_TOO_LONG',
  UNREADABLE: 'ROW_UNREADABLE',
};

/**
 * Takes over the members of an old system from a CSV file of any length: each row is one sighting. The same row is the same
 * sighting, in this file, in the next one and after a break; a file that was broken off is gone on with where it was.
 * Throws FileProblem, also when another process imports the same file.
 */
export async function importMembers(ctx: Ctx, input: MembersImport): Promise<MembersReport> {
  const { file, mapping, source, asOf, dryRun } = input;
  const { sha256, encoding, bytes } = await inspectTextFile(file);
  const { blocked } = await currentRules();
  const asked = createHash('sha256')
    .update(JSON.stringify([source, sha256, mapping ?? null, asOf]))
    .digest('hex');
  const begun = { _id: asked.slice(0, 24), source, sha256, startedAt: ctx.now, blocked: [...blocked] };
  const held = { _id: begun._id, holder: newId() };
  const state = dryRun
    ? { ...begun, rowsDone: 0, counts: NO_COUNTS, adding: [] }
    : await takeUp(begun, held.holder);
  if (!state) throw new FileProblem(`${file} is being imported by another process at this moment.`);
  const run = new Run(ctx, input, { state, held: dryRun ? null : held });
  const beating = setInterval(() => void run.beat(), BEAT_EVERY_MS);
  try {
    for await (const { columns, rows, bytesRead } of readMemberFile(file, {
      encoding,
      size: ROWS_AT_ONCE,
      mapping,
    })) {
      await run.take(rows, { ...readingOf(state), columns, asOf });
      input.onProgress({ rows: run.rows, skipped: run.resumedAfter, bytesRead, bytes });
    }
    await run.finish();
  } finally {
    clearInterval(beating);
    if (!dryRun) await letGo(held).catch(() => undefined);
  }
  return { importId: state._id, encoding, ...run.report() };
}

type State = Pick<
  MemberImport,
  '_id' | 'source' | 'startedAt' | 'blocked' | 'rowsDone' | 'counts' | 'adding'
>;

function readingOf({ blocked, startedAt, source }: State): Omit<Reading, 'columns' | 'asOf'> {
  const nobodys = new RegExp(`^(?:${blocked.join('|')})$`);
  return { isNobodys: (value) => nobodys.test(value), until: startedAt, system: source };
}

type Sighted = { id: string; seen: Seen };

/** The reference tells nothing of the row: what few digits stand in it could be found by trying. */
function sightedAs(ctx: Ctx, { source, startedAt }: State, { shown, at }: MemberRow): Sighted {
  const said = shown.map(({ type, value, verified }) => [type, value, verified ?? false]);
  const row = lookupHash('member row', JSON.stringify([said, at?.toISOString() ?? '']));
  const seen = { source: 'import', ref: `${source}/${row}`, at: at ?? startedAt, shown };
  return { id: rowOf(ctx, seen)._id, seen };
}

/** `held` null: a dry run, which keeps nothing. */
type Work = { state: State; held: Held | null };

/** One way through the file, batch by batch. What is done already is only read again, for its notes. */
class Run {
  rows = 0;
  readonly resumedAfter: number;
  private refused = 0;
  private ignored = 0;
  private counts: MemberCounts;
  private adding: readonly string[];
  private isLost = false;
  private readonly beganAt = performance.now();
  private workedFrom = this.beganAt;

  constructor(
    private readonly ctx: Ctx,
    private readonly input: MembersImport,
    private readonly work: Work,
  ) {
    this.resumedAfter = work.state.rowsDone;
    this.counts = work.state.counts;
    this.adding = work.state.adding;
  }

  async take(rows: readonly CsvRow[], reading: Reading): Promise<void> {
    const members = await this.judge(rows, reading);
    this.rows += rows.length;
    if (this.rows <= this.resumedAfter) this.workedFrom = performance.now();
    else await this.note(members);
  }

  async finish(): Promise<void> {
    await this.keep({ rowsDone: this.rows, finishedAt: now() });
  }

  /** A sign of life, so that nobody takes a slow import for a dead one. */
  async beat(): Promise<void> {
    const { held } = this.work;
    if (held && !this.isLost) await keepProgress(held, {}).catch(() => undefined);
  }

  report(): Omit<MembersReport, 'importId' | 'encoding'> {
    const { rows, refused, ignored, resumedAfter, counts } = this;
    const seconds = (performance.now() - this.workedFrom) / 1000;
    const rowsPerSecond = Math.round((rows - resumedAfter) / Math.max(seconds, 0.001));
    return { rows, ...counts, refused, ignored, resumedAfter, seconds, rowsPerSecond };
  }

  private async judge(rows: readonly CsvRow[], reading: Reading): Promise<Sighted[]> {
    const members: Sighted[] = [];
    for (const { row, cells, problem } of rows) {
      const { read, notes } = problem
        ? broken(row, ROW_PROBLEMS[problem])
        : readMember({ row, cells }, reading);
      if (read) members.push(sightedAs(this.ctx, this.work.state, read));
      this.refused += read ? 0 : 1;
      this.ignored += read && notes.length > 0 ? 1 : 0;
      for (const note of notes) await this.input.onNote(note);
    }
    return members;
  }

  /** What is to be added is kept before it is, so that a try that dies in between is told right by the next one. */
  private async note(members: readonly Sighted[]): Promise<void> {
    const each = new Map(members.map((member) => [member.id, member]));
    const known = new Map((await findSightings([...each.keys()])).map((row) => [row._id, row.customerId]));
    const missing = [...each.values()].filter(({ id }) => !known.has(id));
    const adding = new Set([...this.adding, ...missing.map(({ id }) => id)]);
    if (missing.length > 0) await this.keep({ adding: [...adding] });
    if (!this.input.dryRun) await this.noteMissing(missing, known);
    const newCustomers = [...adding].filter((id) => known.get(id) === id).length;
    this.counts = {
      added: this.counts.added + adding.size,
      already: this.counts.already + members.length - adding.size,
      newCustomers: this.counts.newCustomers + newCustomers,
      joined: this.counts.joined + (this.input.dryRun ? 0 : adding.size - newCustomers),
    };
    this.adding = [];
    await this.keep({ rowsDone: this.rows, counts: this.counts, adding: [] });
  }

  /** Most at once; those that change what is known one by one, several of them in flight. */
  private async noteMissing(missing: readonly Sighted[], known: Map<string, string>): Promise<void> {
    const ctx = { ...this.ctx, now: now() };
    const noted = await noteAtOnce(
      ctx,
      missing.map(({ seen }) => seen),
    );
    for (const [id, customerId] of noted) known.set(id, customerId);
    const queue = missing.filter(({ id }) => !noted.has(id)).values();
    const work = async (): Promise<void> => {
      for (const { id, seen } of queue) known.set(id, (await noteSighting(ctx, seen)).customerId);
    };
    await Promise.all(Array.from({ length: SIGHTINGS_IN_FLIGHT }, work));
  }

  private async keep(progress: Parameters<typeof keepProgress>[1]): Promise<void> {
    const { held } = this.work;
    if (!held || (await keepProgress(held, progress))) return;
    this.isLost = true;
    throw new FileProblem(`${this.input.file} is being imported by another process at this moment.`);
  }
}

const broken = (row: number, code: NoteCode): { read: null; notes: MemberNote[] } => ({
  read: null,
  notes: [{ row, column: '', verdict: 'refused', code, detail: '' }],
});
