import type { CountWhy } from '@omni/shared/contracts/inventory';
import { Schema, model } from 'mongoose';
import { isDuplicateKey } from '../../kernel/db';

export type CountState = 'open' | 'counted';
/** Somebody should count one SKU at one location, or has. */
export type CountTask = {
  _id: string;
  locationId: string;
  skuId: string;
  why: CountWhy;
  /** What made it necessary, so that the same news does not ask twice about one SKU; absent: nothing in particular. */
  ref?: string;
  state: CountState;
  openedAt: Date;
  countedAt: Date | null;
  countedBy: string | null;
  counted: number | null;
  difference: number | null;
};

const text = { type: String, required: true } as const;
const schema = new Schema<CountTask>(
  {
    _id: text,
    locationId: text,
    skuId: text,
    why: text,
    ref: { type: String },
    state: text,
    openedAt: { type: Date, required: true },
    countedAt: { type: Date, default: null },
    countedBy: { type: String, default: null },
    counted: { type: Number, default: null },
    difference: { type: Number, default: null },
  },
  { versionKey: false },
)
  .index({ locationId: 1, skuId: 1 }, { unique: true, partialFilterExpression: { state: 'open' } })
  .index(
    { ref: 1, locationId: 1, skuId: 1 },
    { unique: true, partialFilterExpression: { ref: { $exists: true } } },
  )
  .index({ locationId: 1, state: 1, openedAt: 1, _id: 1 })
  .index({ locationId: 1, state: 1, countedAt: -1, _id: -1 });
const CountTasks = model('countTask', schema, 'count_tasks');

/** Opens the task, unless one is open for this SKU here or was opened for the same reason. */
export async function openTask(task: CountTask): Promise<CountTask> {
  try {
    await CountTasks.create([task]);
    return task;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const { locationId, skuId, ref } = task;
    const same =
      ref === undefined ? null : await CountTasks.findOne({ ref, locationId, skuId }).lean<CountTask>();
    const open = same ?? (await CountTasks.findOne({ locationId, skuId, state: 'open' }).lean<CountTask>());
    // The open one was counted in this moment: then this is a new wish.
    return open ?? openTask(task);
  }
}

export const findTask = (countId: string): Promise<CountTask | null> =>
  CountTasks.findById(countId).lean<CountTask>().exec();

type Result = Pick<CountTask, 'countedAt' | 'countedBy' | 'counted' | 'difference'>;
/** False: it was closed before. */
export async function closeTask(countId: string, result: Result): Promise<boolean> {
  const { matchedCount } = await CountTasks.updateOne(
    { _id: countId, state: 'open' },
    { $set: { state: 'counted', ...result } },
  );
  return matchedCount === 1;
}

type Page = { locationId: string; state: CountState; after?: { at: Date; id: string }; limit: number };

/** Open tasks oldest first, finished ones newest first. */
export const listTasks = ({ locationId, state, after, limit }: Page): Promise<CountTask[]> => {
  const [time, way, sign] =
    state === 'open' ? (['openedAt', '$gt', 1] as const) : (['countedAt', '$lt', -1] as const);
  const from = after && {
    $or: [{ [time]: { [way]: after.at } }, { [time]: after.at, _id: { [way]: after.id } }],
  };
  return CountTasks.find({ locationId, state, ...from })
    .sort({ [time]: sign, _id: sign })
    .limit(limit)
    .lean<CountTask[]>()
    .exec();
};
