import { Schema, model } from 'mongoose';
import type { KeptBecause } from '../../kernel/personal-data';
import { keepsSealed } from '../../kernel/sealed-fields';

/** `prepare`: sessions end, and who it is is written down; `records`: every module's, and then who they are; `rest`: what was under way; `check`: the search. */
export type ErasureStep = 'prepare' | 'records' | 'rest' | 'check' | 'done';
export type ErasureState = 'running' | 'waiting' | 'incomplete' | 'done';
export type Counts = { deleted: number; kept: number };
export type Check = {
  at: Date;
  collections: number;
  documents: number;
  identifiers: number;
  found: { name: string; documents: number }[];
  newcomer: number;
};
/** One erasure; once it is done, nothing in it leads to the person, and it is the certificate. */
export type ErasureRow = {
  /** The certificate's number: only the people who asked have it. */
  _id: string;
  /** What stands in place of the person in what is kept. */
  as: string;
  step: ErasureStep;
  state: ErasureState;
  askedBy: 'member' | 'operator';
  askedAt: Date;
  /** When nobody was this person any more; null: they still are. */
  cutAt: Date | null;
  finishedAt: Date | null;
  /** When somebody goes on with it; null: nobody has to. */
  nextAt: Date | null;
  /** Kinds of what it waits for. */
  waitingFor: string[];
  /** Per collection of the database. */
  effects: Record<string, Counts>;
  check: Check | null;
  /** How often the search found something. */
  failedChecks: number;
  /** Of what was kept and went since, how many. */
  gone: Partial<Record<KeptBecause, number>>;
  /** So that one customer has one erasure at a time. Absent once it is done. */
  subjectHash?: string;
  /** Everything that names the person, sealed; null once it is done. */
  sealedSubject: string | null;
};

const text = { type: String, required: true } as const;
const maybeDate = { type: Date, default: null } as const;
const mixed = { type: Schema.Types.Mixed, required: true } as const;
const schema = new Schema<ErasureRow>(
  {
    _id: text,
    as: text,
    step: text,
    state: text,
    askedBy: text,
    askedAt: { type: Date, required: true },
    cutAt: maybeDate,
    finishedAt: maybeDate,
    nextAt: maybeDate,
    waitingFor: { type: [String], required: true },
    effects: mixed,
    check: { type: Schema.Types.Mixed, default: null },
    failedChecks: { type: Number, required: true },
    gone: mixed,
    subjectHash: String,
    sealedSubject: { type: String, default: null },
  },
  { versionKey: false, minimize: false },
)
  .index({ subjectHash: 1 }, { unique: true, partialFilterExpression: { subjectHash: { $type: 'string' } } })
  .index({ nextAt: 1 }, { partialFilterExpression: { nextAt: { $type: 'date' } } });
const Erasures = model('erasure', schema, 'erasures');
keepsSealed(Erasures, { field: 'sealedSubject', purpose: 'erasure subject' });

export async function insertErasure(row: ErasureRow): Promise<void> {
  await Erasures.create([row]);
}
export const findErasure = (certificateNo: string): Promise<ErasureRow | null> =>
  Erasures.findById(certificateNo).lean<ErasureRow>().exec();
export const findRunning = (subjectHash: string): Promise<ErasureRow | null> =>
  Erasures.findOne({ subjectHash }).lean<ErasureRow>().exec();

/** False when somebody else has led it on from this step. */
export async function changeErasure(
  { _id, step }: Pick<ErasureRow, '_id' | 'step'>,
  set: Partial<ErasureRow>,
): Promise<boolean> {
  return (await Erasures.updateOne({ _id, step }, { $set: set })).matchedCount === 1;
}

/** Somebody goes on with it then. */
export async function planErasure(certificateNo: string, nextAt: Date): Promise<void> {
  await Erasures.updateOne({ _id: certificateNo, step: { $ne: 'done' } }, { $set: { nextAt } });
}

/** Inside the transaction that did it, so that everything is counted once. Two who are at it at once do it one after the other. */
export async function countEffects(
  certificateNo: string,
  effects: readonly ({ collection: string } & Counts)[],
): Promise<void> {
  const $inc: Record<string, number> = {};
  for (const { collection, deleted, kept } of effects) {
    $inc[`effects.${collection}.deleted`] = ($inc[`effects.${collection}.deleted`] ?? 0) + deleted;
    $inc[`effects.${collection}.kept`] = ($inc[`effects.${collection}.kept`] ?? 0) + kept;
  }
  await Erasures.updateOne({ _id: certificateNo }, { $inc });
}

/** Nothing leads to the person from now on. */
export async function closeErasure(certificateNo: string, at: Date, check: Check): Promise<void> {
  await Erasures.updateOne(
    { _id: certificateNo, step: 'check' },
    {
      $set: {
        step: 'done',
        state: 'done',
        finishedAt: at,
        nextAt: null,
        waitingFor: [],
        check,
        sealedSubject: null,
      },
      $unset: { subjectHash: '' },
    },
  );
}

export async function countGone(certificateNo: string, because: KeptBecause, many: number): Promise<void> {
  await Erasures.updateOne({ _id: certificateNo }, { $inc: { [`gone.${because}`]: many } });
}

/** Those somebody should have gone on with by then. */
export const listStalled = (before: Date, limit: number): Promise<ErasureRow[]> =>
  Erasures.find({ nextAt: { $type: 'date', $lt: before } })
    .sort({ nextAt: 1 })
    .limit(limit)
    .lean<ErasureRow[]>();
