import { setTimeout as sleep } from 'node:timers/promises';
import { Schema, model } from 'mongoose';
import { changePlain, findPlain, insertMissing } from '../../kernel/db';

/** Of the rows that are done. `added`: seen for the first time; `already`: the same row was there, in this file or another. */
export type MemberCounts = { added: number; already: number; newCustomers: number; joined: number };
/** How far the import of one file is. */
export type MemberImport = {
  _id: string;
  source: string;
  sha256: string;
  /** Rows without a time were seen then; nothing was seen after it. */
  startedAt: Date;
  finishedAt: Date | null;
  /** What nobody owns, as it was when the import began: the same rows are refused however often it is begun again. */
  blocked: string[];
  rowsDone: number;
  counts: MemberCounts;
  /** The sightings that the rows under way add, so that they count as added though the process died over them. */
  adding: string[];
  /** The process at work, and its sign of life; null: none. */
  holder: string | null;
  beat: number;
};

const count = { type: Number, required: true } as const;
const schema = new Schema<MemberImport>(
  {
    _id: { type: String, required: true },
    source: { type: String, default: '' },
    sha256: { type: String, required: true },
    startedAt: { type: Date, required: true },
    finishedAt: { type: Date, default: null },
    blocked: [String],
    rowsDone: count,
    counts: { _id: false, type: { added: count, already: count, newCustomers: count, joined: count } },
    adding: [String],
    holder: { type: String, default: null },
    beat: count,
  },
  { versionKey: false },
);
const Imports = model('memberImport', schema, 'member_imports');

export const NO_COUNTS: MemberCounts = { added: 0, already: 0, newCustomers: 0, joined: 0 };
const LOOK_EVERY_MS = 250;
/** A process that gives no sign of life for as long is dead, or as good as. */
const SILENT_FOR_MS = 6000;
export const BEAT_EVERY_MS = 1000;

type Begun = Pick<MemberImport, '_id' | 'source' | 'sha256' | 'startedAt' | 'blocked'>;

/**
 * Takes the import up for one process, where it was broken off; a finished one begins anew. Null: another process is at work on it.
 * By signs of life and not by clocks, which differ between machines.
 */
export async function takeUp(begun: Begun, holder: string): Promise<MemberImport | null> {
  const { _id } = begun;
  const fresh = { ...begun, finishedAt: null, rowsDone: 0, counts: NO_COUNTS, adding: [] };
  await insertMissing(Imports.collection, [{ ...fresh, holder: null, beat: 0 }]);
  let seen = await findPlain<MemberImport>(Imports, { _id });
  for (let waited = 0; seen && seen.holder !== null; waited += LOOK_EVERY_MS) {
    if (waited >= SILENT_FOR_MS) break;
    await sleep(LOOK_EVERY_MS);
    const later = await findPlain<MemberImport>(Imports, { _id });
    if (later?.holder === seen.holder && later.beat !== seen.beat) return null;
    seen = later;
  }
  if (!seen) return null;
  const next = seen.finishedAt ? { ...fresh, holder } : { holder };
  const { holder: former, beat } = seen;
  const taken = await changePlain(Imports, { _id, holder: former, beat }, { $set: next, $inc: { beat: 1 } });
  return taken.matchedCount === 1 ? { ...seen, ...next } : null;
}

export type Held = { _id: string; holder: string };
type Progress = Partial<Pick<MemberImport, 'rowsDone' | 'counts' | 'adding' | 'finishedAt'>>;

/** False: another process has taken the import over. */
export async function keepProgress({ _id, holder }: Held, progress: Progress): Promise<boolean> {
  const change = { $inc: { beat: 1 }, ...(Object.keys(progress).length > 0 ? { $set: progress } : {}) };
  return (await changePlain(Imports, { _id, holder }, change)).matchedCount === 1;
}

export async function letGo({ _id, holder }: Held): Promise<void> {
  await changePlain(Imports, { _id, holder }, { $set: { holder: null } });
}
