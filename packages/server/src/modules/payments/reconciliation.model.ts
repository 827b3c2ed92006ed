import { Schema, model } from 'mongoose';

export type RunState = 'planned' | 'running' | 'done' | 'no_bill' | 'failed';
export type Totals = { payments: number; paidFen: number; refunds: number; refundedFen: number };
/** How far the comparison of one day's bill has come. */
export type Run = Totals & {
  /** The bill's date. */
  _id: string;
  state: RunState;
  problem: string | null;
  /** When the next attempt is due; null: none is. */
  nextAt: Date | null;
  startedAt: Date | null;
  endedAt: Date | null;
  /** Whoever compares has it until then, so that one does at a time. */
  leaseUntil: Date | null;
};

const nullTime = { type: Date, default: null } as const;
const sum = { type: Number, required: true } as const;
const schema = new Schema<Run>(
  {
    _id: { type: String, required: true },
    state: { type: String, required: true },
    problem: { type: String, default: null },
    nextAt: nullTime,
    startedAt: nullTime,
    endedAt: nullTime,
    leaseUntil: nullTime,
    payments: sum,
    paidFen: sum,
    refunds: sum,
    refundedFen: sum,
  },
  { versionKey: false },
).index({ nextAt: 1 }, { partialFilterExpression: { nextAt: { $type: 'date' } } });
const Runs = model('reconciliation', schema, 'reconciliations');

const NOTHING: Totals = { payments: 0, paidFen: 0, refunds: 0, refundedFen: 0 };

export const findRun = (billDate: string): Promise<Run | null> => Runs.findById(billDate).lean<Run>();

export const findRuns = (limit: number): Promise<Run[]> =>
  Runs.find().sort({ _id: -1 }).limit(limit).lean<Run[]>();

/** Those of these dates that were planned before. */
export const findRunsOf = (billDates: string[]): Promise<Run[]> =>
  Runs.find({ _id: { $in: billDates } }).lean<Run[]>();

/** The next attempt is to come at `nextAt`; a comparison under way goes on. */
export async function planRun(
  billDate: string,
  { nextAt, problem, state = 'planned' }: { nextAt: Date; problem: string | null; state?: RunState },
): Promise<void> {
  await Runs.updateOne(
    { _id: billDate },
    { $set: { state, nextAt, problem, leaseUntil: null }, $setOnInsert: { ...NOTHING } },
    { upsert: true },
  );
}

/** True for the one that compares now. */
export async function startRun(billDate: string, now: Date, leaseUntil: Date): Promise<boolean> {
  const { matchedCount } = await Runs.updateOne(
    { _id: billDate, $or: [{ leaseUntil: null }, { leaseUntil: { $lte: now } }] },
    { $set: { state: 'running', startedAt: now, leaseUntil, nextAt: leaseUntil, problem: null } },
  );
  return matchedCount === 1;
}

/** False when somebody else has taken over. */
export async function renewRun(billDate: string, startedAt: Date, leaseUntil: Date): Promise<boolean> {
  const { matchedCount } = await Runs.updateOne(
    { _id: billDate, startedAt, state: 'running' },
    { $set: { leaseUntil, nextAt: leaseUntil } },
  );
  return matchedCount === 1;
}

export async function endRun(
  billDate: string,
  state: 'done' | 'no_bill',
  end: Totals & { endedAt: Date },
): Promise<void> {
  await Runs.updateOne(
    { _id: billDate },
    { $set: { ...end, state, problem: null, nextAt: null, leaseUntil: null } },
  );
}

/** Attempts that should have come by `before`: their jobs were lost. */
export const findOverdueRuns = (before: Date): Promise<Run[]> =>
  Runs.find({ nextAt: { $type: 'date', $lt: before } })
    .limit(50)
    .lean<Run[]>();
