import { Schema, model } from 'mongoose';
import { findPlain, insertPlain } from '../../kernel/db';
import type { RuleChoices } from './rules.model';

/** Going through all sightings by some rules: to count what they would change, or to change it. */
export type RuleRunRow = {
  _id: string;
  kind: 'dry_run' | 'apply';
  state: 'running' | 'done';
  choices: RuleChoices;
  /** The version of the rules in force when it began; an `apply` runs by the next one. */
  version: number;
  /** The last sighting looked at. */
  after: string;
  done: number;
  total: number;
  joined: number;
  split: number;
  customersBefore: number;
  customersAfter: number;
  startedAt: Date;
  movedAt: Date;
  finishedAt: Date | null;
  by: string;
  byName: string;
};

const number = { type: Number, required: true } as const;
const text = { type: String, required: true } as const;
const date = { type: Date, required: true } as const;
const schema = new Schema<RuleRunRow>(
  {
    _id: text,
    kind: text,
    state: text,
    choices: { type: Schema.Types.Mixed, required: true },
    version: number,
    after: { type: String, default: '' },
    done: number,
    total: number,
    joined: number,
    split: number,
    customersBefore: number,
    customersAfter: number,
    startedAt: date,
    movedAt: date,
    finishedAt: { type: Date, default: null },
    by: text,
    byName: text,
  },
  { versionKey: false, minimize: false },
)
  .index({ state: 1, movedAt: 1 })
  .index({ startedAt: -1 });
const Runs = model('identityRuleRun', schema, 'identity_rule_runs');

export const insertRun = (row: RuleRunRow): Promise<void> => insertPlain(Runs, [row]);
export const findRun = (id: string): Promise<RuleRunRow | null> => findPlain(Runs, { _id: id });
export const latestRuns = (limit: number): Promise<RuleRunRow[]> =>
  Runs.find().sort({ startedAt: -1, _id: -1 }).limit(limit).lean<RuleRunRow[]>().exec();

export type Counted = Pick<RuleRunRow, 'done' | 'joined' | 'split' | 'customersBefore' | 'customersAfter'>;
export type Moved = { after: string; counted: Counted; at: Date };

/** Counts a part of the run, once: false when somebody else had gone on from there. */
export async function moveRun(row: RuleRunRow, { after, counted, at }: Moved): Promise<boolean> {
  const moved = await Runs.updateOne(
    { _id: row._id, state: 'running', after: row.after },
    { $set: { after, movedAt: at }, $inc: counted },
  );
  return moved.modifiedCount === 1;
}

export async function finishRun(id: string, at: Date): Promise<void> {
  await Runs.updateOne({ _id: id, state: 'running' }, { $set: { state: 'done', finishedAt: at } });
}

/** Running, and not heard of since. */
export const stalledRuns = (since: Date): Promise<RuleRunRow[]> =>
  Runs.find({ state: 'running', movedAt: { $lt: since } })
    .limit(10)
    .lean<RuleRunRow[]>()
    .exec();
