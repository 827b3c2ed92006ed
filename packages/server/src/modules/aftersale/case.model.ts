import type { SalesChannel } from '@omni/shared/contracts/common';
import { Schema, model } from 'mongoose';
import type { QueryFilter } from 'mongoose';
import { ANY_ERASED } from '../../kernel/personal-data';
import type { ReturnCondition } from '../inventory';
import type { Kind, State } from './aftersale.rules';
import { ASKED } from './aftersale.rules';
import type { Reason } from './reason.rules';

export type CaseLine = {
  lineNo: number;
  skuId: string;
  productId: string;
  title: string;
  valuesText: string;
  imageUrl: string;
  quantity: number;
  /** An estimate until the money is asked for. */
  refundFen: number;
  replacement: { skuId: string; valuesText: string } | null;
};
export type CaseStore = { storeId: string; name: string };
export type Case = {
  caseId: string;
  caseNo: string;
  /** Fingerprint of the command that opened it. */
  contentHash: string;
  orderId: string;
  orderNo: string;
  customerId: string;
  /** The order's. */
  origin: string;
  channel: SalesChannel;
  kind: Kind;
  state: State;
  reason: Reason;
  note: string | null;
  lines: CaseLine[];
  refundFen: number;
  hasGifts: boolean;
  /** Whose people decide; null: head office. */
  store: CaseStore | null;
  /** Nobody had to decide. */
  automatic: boolean;
  /** Where the replacement is held, under which id. */
  exchange: (CaseStore & { holdId: string }) | null;
  received: (CaseStore & { condition: ReturnCondition; at: Date }) | null;
  declinedReason: string | null;
  escalatedAt: Date | null;
  problem: string | null;
  timeline: { state: State; at: Date; by: string }[];
  appliedAt: Date;
  dueAt: Date | null;
  endedAt: Date | null;
};
type CaseDoc = Omit<Case, 'caseId'> & { _id: string };

const text = { type: String, required: true } as const;
const maybeText = { type: String, default: null } as const;
const count = { type: Number, required: true } as const;
const time = { type: Date, required: true } as const;
const maybeTime = { type: Date, default: null } as const;
const flag = { type: Boolean, required: true } as const;
const bare = { _id: false } as const;
const store = { storeId: text, name: text } as const;

const schema = new Schema<CaseDoc>(
  {
    _id: text,
    caseNo: text,
    contentHash: text,
    orderId: text,
    orderNo: text,
    customerId: text,
    origin: text,
    channel: text,
    kind: text,
    state: text,
    reason: text,
    note: maybeText,
    lines: [
      {
        _id: false,
        lineNo: count,
        skuId: text,
        productId: text,
        title: text,
        valuesText: { type: String, default: '' },
        imageUrl: { type: String, default: '' },
        quantity: count,
        refundFen: count,
        replacement: {
          type: new Schema({ skuId: text, valuesText: { type: String, default: '' } }, bare),
          default: null,
        },
      },
    ],
    refundFen: count,
    hasGifts: flag,
    store: { type: new Schema(store, bare), default: null },
    automatic: flag,
    exchange: { type: new Schema({ ...store, holdId: text }, bare), default: null },
    received: { type: new Schema({ ...store, condition: text, at: time }, bare), default: null },
    declinedReason: maybeText,
    escalatedAt: maybeTime,
    problem: maybeText,
    timeline: [{ _id: false, state: text, at: time, by: text }],
    appliedAt: time,
    dueAt: maybeTime,
    endedAt: maybeTime,
  },
  { versionKey: false },
)
  .index({ caseNo: 1 }, { unique: true })
  .index({ orderId: 1 })
  .index({ customerId: 1, appliedAt: -1, _id: -1 })
  .index({ origin: 1 })
  .index({ 'store.storeId': 1, appliedAt: -1, _id: -1 })
  .index({ 'exchange.storeId': 1, appliedAt: -1, _id: -1 })
  .index({ 'received.storeId': 1, appliedAt: -1, _id: -1 })
  .index({ appliedAt: -1, _id: -1 })
  .index({ dueAt: 1 }, { partialFilterExpression: { dueAt: { $type: 'date' } } });

const Cases = model('aftersaleCase', schema, 'aftersale_cases');

const fromDoc = ({ _id, ...rest }: CaseDoc): Case => ({ caseId: _id, ...rest });
const maybe = (doc: CaseDoc | null): Case | null => doc && fromDoc(doc);

/** Fails with a duplicate key when the intent already has its case (or the number is taken). */
export async function insertCase({ caseId, ...rest }: Case): Promise<void> {
  await Cases.create([{ _id: caseId, ...rest }]);
}

export const findCase = async (caseId: string): Promise<Case | null> =>
  maybe(await Cases.findById(caseId).lean<CaseDoc>());

export const findByNo = async (caseNo: string): Promise<Case | null> =>
  maybe(await Cases.findOne({ caseNo }).lean<CaseDoc>());

export const findOfOrder = async (orderId: string): Promise<Case[]> =>
  (await Cases.find({ orderId }).sort({ appliedAt: 1 }).lean<CaseDoc[]>()).map(fromDoc);

/** The one way a case changes: only out of `from`. False when it was not (or no longer) there. */
export async function changeCase(caseId: string, from: State, set: Partial<Case>): Promise<boolean> {
  const done = await Cases.updateOne({ _id: caseId, state: from }, { $set: set });
  return done.modifiedCount === 1;
}

/** Marks an undecided case for head office, once. */
export async function escalate(caseId: string, at: Date): Promise<boolean> {
  const done = await Cases.updateOne(
    { _id: caseId, state: 'applied', escalatedAt: null },
    { $set: { escalatedAt: at, dueAt: null } },
  );
  return done.modifiedCount === 1;
}

/** Says what is wrong with the refund of a case, until it is through. */
export async function noteProblem(caseId: string, problem: string): Promise<void> {
  await Cases.updateOne({ _id: caseId, state: 'refunding' }, { $set: { problem } });
}

export async function giveCases(customerId: string, origins: string[]): Promise<void> {
  await Cases.updateMany({ origin: { $in: origins } }, { $set: { customerId } });
}

export type CasePage = {
  customerId?: string;
  orderId?: string;
  /** Decides, exchanges or received there. */
  storeId?: string;
  state?: State;
  after?: { at: Date; id: string };
  limit: number;
};

/** Cases of people who left are nobody's business any more. */
export async function listNewestFirst({ storeId, after, limit, ...exact }: CasePage): Promise<Case[]> {
  const concerns = ['store', 'exchange', 'received'].map((part) => ({ [`${part}.storeId`]: storeId }));
  const all: QueryFilter<CaseDoc>[] = [
    exact,
    { customerId: { $not: ANY_ERASED } },
    ...(storeId === undefined ? [] : [{ $or: concerns }]),
    ...(after === undefined
      ? []
      : [{ $or: [{ appliedAt: { $lt: after.at } }, { appliedAt: after.at, _id: { $lt: after.id } }] }]),
  ];
  const docs = await Cases.find({ $and: all })
    .sort({ appliedAt: -1, _id: -1 })
    .limit(limit)
    .lean<CaseDoc[]>();
  return docs.map(fromDoc);
}

export async function findDue(by: Date, limit: number): Promise<Case[]> {
  const docs = await Cases.find({ dueAt: { $type: 'date', $lte: by } })
    .sort({ dueAt: 1 })
    .limit(limit)
    .lean<CaseDoc[]>();
  return docs.map(fromDoc);
}

/** Every case, for checks. */
export async function* eachCase(): AsyncGenerator<Case> {
  for await (const doc of Cases.find().lean<CaseDoc>().cursor()) yield fromDoc(doc as unknown as CaseDoc);
}

/** Pieces of a line that this order's cases gave back, or asked to. */
export const askedPieces = (cases: readonly Case[], lineNo: number): number =>
  cases
    .filter(({ state }) => ASKED.includes(state))
    .flatMap(({ lines }) => lines)
    .filter((line) => line.lineNo === lineNo)
    .reduce((sum, { quantity }) => sum + quantity, 0);
