import type { SalesChannel } from '@omni/shared/contracts/common';
import { Schema, model } from 'mongoose';
import type { QueryFilter } from 'mongoose';
import type { Ctx } from '../../kernel/context';
import { isDuplicateKey } from '../../kernel/db';
import { ALL_STAGES, OPEN_STAGES } from './pickup.rules';
import type { Stage } from './pickup.rules';

export type TaskLine = {
  lineNo: number;
  skuId: string;
  title: string;
  valuesText: string;
  imageUrl: string;
  quantity: number;
  isGift: boolean;
  handedOver: boolean;
};
export type PickupCode = {
  /** 32 random bytes in base64, from which the rotating QR code is made. */
  secret: string;
  /** Unique per store and Shanghai day of issue. */
  digits: string;
  day: string;
  issuedAt: Date;
};
/** How far telling a platform has come. `refused` is final: the platform said no, asking again would not help. */
export type Telling = {
  state: 'none' | 'due' | 'sending' | 'done' | 'refused';
  at: Date;
  code: string | null;
};
export type Told = 'message' | 'shipping' | 'reminder' | 'moved';

export type Task = {
  orderId: string;
  orderNo: string;
  channel: SalesChannel;
  fulfilment: 'pickup' | 'delivery';
  /** Where it is served; `WAREHOUSE` for what the warehouse sends. */
  storeId: string;
  storeName: string;
  /** Places that had it before: a late tap there is told what became of it. */
  formerStoreIds: readonly string[];
  /** The order's count of places when this was written: older news about where it goes changes nothing. */
  hop: number;
  movedText: string | null;
  /** The hop at which its place gave it back; null when none did. */
  rejectedHop: number | null;
  stage: Stage;
  customerText: string;
  lines: TaskLine[];
  remark: string | null;
  paidAt: Date;
  readyAt: Date | null;
  collectBefore: Date | null;
  handedOverAt: Date | null;
  shippedAt: Date | null;
  tracking: { company: string; number: string } | null;
  /** When it left the counter's care: handed over, shipped or closed. */
  endedAt: Date | null;
  code: PickupCode | null;
  message: Telling;
  shipping: Telling;
  /** 48 hours at the counter. */
  reminder: Telling;
  /** Another store has it now; told once per order. */
  moved: Telling;
  /** Whoever bought it left: it is no counter's business any more. Absent: no. */
  erased?: boolean;
};
type TaskDoc = Omit<Task, 'orderId'> & { _id: string };

const text = { type: String, required: true } as const;
const maybeTime = { type: Date, default: null } as const;
const bare = { _id: false } as const;
const telling = new Schema<Telling>(
  { state: text, at: { type: Date, required: true }, code: { type: String, default: null } },
  bare,
);
const maybeText = { type: String, default: null } as const;
const flag = { type: Boolean, default: false } as const;
const schema = new Schema<TaskDoc>(
  {
    _id: text,
    orderNo: text,
    channel: { type: String, default: 'mini_program' },
    fulfilment: { type: String, default: 'pickup' },
    storeId: text,
    storeName: text,
    formerStoreIds: [String],
    hop: { type: Number, default: 0 },
    movedText: maybeText,
    rejectedHop: { type: Number, default: null },
    stage: text,
    customerText: text,
    lines: [
      {
        _id: false,
        lineNo: { type: Number, required: true },
        skuId: text,
        title: text,
        valuesText: { type: String, default: '' },
        imageUrl: { type: String, default: '' },
        quantity: { type: Number, required: true },
        isGift: flag,
        handedOver: flag,
      },
    ],
    remark: maybeText,
    paidAt: { type: Date, required: true },
    readyAt: maybeTime,
    collectBefore: maybeTime,
    handedOverAt: maybeTime,
    shippedAt: maybeTime,
    tracking: { type: new Schema({ company: text, number: text }, bare), default: null },
    endedAt: maybeTime,
    code: {
      type: new Schema(
        { secret: text, digits: text, day: text, issuedAt: { type: Date, required: true } },
        bare,
      ),
      default: null,
    },
    message: { type: telling, required: true },
    shipping: { type: telling, required: true },
    reminder: { type: telling, required: true },
    moved: { type: telling, required: true },
    erased: { type: Boolean },
  },
  { versionKey: false },
)
  .index({ storeId: 1, endedAt: 1, paidAt: 1 })
  .index({ orderNo: 1 })
  .index({ 'shipping.state': 1, 'shipping.at': 1 })
  // Also finds digits in other stores, hence digits first.
  .index(
    { 'code.digits': 1, 'code.day': 1, storeId: 1 },
    { unique: true, partialFilterExpression: { 'code.digits': { $type: 'string' } } },
  );

const Tasks = model('pickupTask', schema, 'pickup_tasks');

const neverTold: Telling = { state: 'none', at: new Date(0), code: null };
/** What tasks of before a fact was kept are like. */
const sinceAlways = {
  channel: 'mini_program',
  fulfilment: 'pickup',
  formerStoreIds: [],
  hop: 0,
  movedText: null,
  rejectedHop: null,
  collectBefore: null,
  shippedAt: null,
  tracking: null,
  reminder: neverTold,
  moved: neverTold,
} as const;

const fromDoc = ({ _id, lines, ...rest }: TaskDoc): Task => ({
  orderId: _id,
  ...sinceAlways,
  ...rest,
  lines: lines.map((line, i) => ({ ...line, lineNo: line.lineNo ?? i + 1 })),
});
const fromDocs = (docs: TaskDoc[]): Task[] => docs.map(fromDoc);

/** The same order again changes nothing. */
export async function insertTask({ orderId, ...rest }: Task): Promise<void> {
  await Tasks.create([{ _id: orderId, ...rest }]).catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
  });
}

/** The order's later place, unless the task knows of it. Whoever had it before is remembered. */
export async function giveTaskTo(from: Task, to: Partial<Task> & { hop: number }): Promise<boolean> {
  const done = await Tasks.updateOne(
    { _id: from.orderId, hop: { $not: { $gte: to.hop } } },
    { $set: to, $addToSet: { formerStoreIds: from.storeId } },
  );
  return done.modifiedCount === 1;
}

/** The lines as the order has them now. */
export async function setLines(orderId: string, lines: TaskLine[]): Promise<void> {
  await Tasks.updateOne({ _id: orderId }, { $set: { lines } });
}

/** Something has to be told, unless it was before. */
export async function makeDue(orderId: string, what: Told, at: Date): Promise<boolean> {
  const none = { [`${what}.state`]: 'none' } as QueryFilter<TaskDoc>;
  const due = { state: 'due', at, code: null };
  return (await Tasks.updateOne({ _id: orderId, ...none }, { $set: { [what]: due } })).modifiedCount === 1;
}

export async function findTask(_ctx: Ctx, orderId: string): Promise<Task | null> {
  const doc = await Tasks.findById(orderId).lean<TaskDoc>();
  return doc && fromDoc(doc);
}

export async function findByOrderNo(orderNo: string): Promise<Task | null> {
  const doc = await Tasks.findOne({ orderNo, erased: { $ne: true } }).lean<TaskDoc>();
  return doc && fromDoc(doc);
}

/** Latest first; digits of different days may meet by chance. */
export const findByDigits = async (storeId: string, digits: string): Promise<Task[]> =>
  fromDocs(
    await Tasks.find({ 'code.digits': digits, storeId }).sort({ 'code.issuedAt': -1 }).lean<TaskDoc[]>(),
  );

export const findReadyElsewhere = async (day: string, digits: string): Promise<Task[]> =>
  fromDocs(
    await Tasks.find({ 'code.digits': digits, 'code.day': day, stage: 'ready' }).limit(2).lean<TaskDoc[]>(),
  );

/** Oldest first. */
export const listReady = async (storeId: string, limit: number): Promise<Task[]> =>
  fromDocs(
    await Tasks.find({ storeId, endedAt: null, stage: 'ready' })
      .sort({ paidAt: 1 })
      .limit(limit)
      .lean<TaskDoc[]>(),
  );

type Move = { orderId: string; from: readonly Stage[]; set: Partial<Task>; storeId?: string; hop?: number };

/** A conditional move of the task's stage. False when it was not (or no longer) there. */
export async function moveTask({ orderId, from, set, storeId, hop }: Move): Promise<boolean> {
  const here = storeId === undefined ? {} : { storeId };
  const then = hop === undefined ? {} : { hop };
  const done = await Tasks.updateOne(
    { ...here, ...then, _id: orderId, stage: { $in: [...from] } },
    { $set: set },
  );
  return done.modifiedCount === 1;
}

/** New digits in place of the ones issued then. Fails with a duplicate key when the store gave these out today. */
export async function renewDigits(orderId: string, old: PickupCode, code: PickupCode): Promise<void> {
  await Tasks.updateOne({ _id: orderId, 'code.issuedAt': old.issuedAt }, { $set: { code } });
}

/** Takes on telling `what`, unless somebody has: due, or taken on before `stale` by a worker that did not come back. */
export async function beginTelling(
  orderId: string,
  what: Told,
  at: { now: Date; stale: Date },
): Promise<boolean> {
  const due = { [`${what}.state`]: 'due' };
  const left = { [`${what}.state`]: 'sending', [`${what}.at`]: { $lt: at.stale } };
  const filter = { _id: orderId, $or: [due, left] } as QueryFilter<TaskDoc>;
  const done = await Tasks.updateOne(filter, {
    $set: { [what]: { state: 'sending', at: at.now, code: null } },
  });
  return done.modifiedCount === 1;
}

export async function endTelling(orderId: string, what: Told, telling: Telling): Promise<void> {
  await Tasks.updateOne({ _id: orderId }, { $set: { [what]: telling } });
}

/** Not told, and not tried since then. */
export const listUnreported = async (before: Date, limit: number): Promise<Task[]> =>
  fromDocs(
    await Tasks.find({ 'shipping.state': { $in: ['due', 'sending'] }, 'shipping.at': { $lt: before } })
      .limit(limit)
      .lean<TaskDoc[]>(),
  );

/** A place in the oldest-first order: everything after the task with this time and id. */
export type After = { paidAt: Date; orderId: string };
export type QueueQuery = {
  storeId: string;
  stages: readonly Stage[];
  /** Finished tasks from then on; open ones always. */
  finishedSince: Date;
  after?: After;
  limit: number;
};

export async function listOldestFirst(query: QueueQuery): Promise<Task[]> {
  const { after } = query;
  const later = {
    $or: [{ paidAt: { $gt: after?.paidAt } }, { paidAt: after?.paidAt, _id: { $gt: after?.orderId } }],
  };
  const docs = await Tasks.find({
    $and: [
      shown(query),
      { stage: { $in: [...query.stages] } },
      ...(after ? [later as QueryFilter<TaskDoc>] : []),
    ],
  })
    .sort({ paidAt: 1, _id: 1 })
    .limit(query.limit)
    .lean<TaskDoc[]>();
  return fromDocs(docs);
}

export async function countStages(
  query: Pick<QueueQuery, 'storeId' | 'finishedSince'>,
): Promise<Record<Stage, number>> {
  const found = await Tasks.aggregate<{ _id: Stage; many: number }>([
    { $match: shown(query) },
    { $group: { _id: '$stage', many: { $sum: 1 } } },
  ]);
  const many = (stage: Stage) => found.find((row) => row._id === stage)?.many ?? 0;
  return Object.fromEntries(ALL_STAGES.map((stage) => [stage, many(stage)])) as Record<Stage, number>;
}

const shown = ({ storeId, finishedSince }: Pick<QueueQuery, 'storeId' | 'finishedSince'>) => ({
  storeId,
  erased: { $ne: true },
  $or: [{ endedAt: null }, { endedAt: { $gte: finishedSince } }],
});

export const closeOpenTask = (orderId: string, at: Date): Promise<boolean> =>
  moveTask({ orderId, from: OPEN_STAGES, set: { stage: 'closed', endedAt: at } });
