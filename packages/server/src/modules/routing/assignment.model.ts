import type { SalesChannel } from '@omni/shared/contracts/common';
import type { Point } from '@omni/shared/geo';
import { Schema, model } from 'mongoose';
import type { Line } from './choose.rules';
import type { Judged } from './decide.rules';
import type { Reason } from './outcome.model';

export type OfferState =
  | 'offered'
  | 'accepted'
  | 'picking'
  | 'ready'
  | 'handed_over'
  | 'shipped'
  | 'rejected'
  | 'expired'
  | 'closed';
/** `rerouting`: between a place that gave it back and the next. */
export type AssignmentState = Exclude<OfferState, 'rejected' | 'expired'> | 'rerouting' | 'stuck';

export type Offer = {
  offerId: string;
  hop: number;
  locationId: string;
  /** As people know it. */
  name: string;
  holdId: string;
  state: OfferState;
  madeAt: Date;
  startsAt: Date;
  leaseUntil: Date | null;
  /** Of the store's hour it counts in; null for the warehouse. */
  slotId: string | null;
  reason: Reason | null;
  note: string | null;
  skuIds: string[];
};

/** One look at the world and what came of it. */
export type Explanation = {
  at: Date;
  hop: number;
  /** What made us look: the customer's choice, a place that gave it back, a store that could ship, an operator. */
  trigger: 'chosen' | 'rejected' | 'expired' | 'ship_from_store' | 'assigned';
  /** Who gave it back, and why, for people. */
  cause: { locationId: string; name: string; text: string } | null;
  policyVersion: number;
  excluded: string[];
  winner: { locationId: string; name: string } | null;
  /** Each place that was looked at, nearest first. */
  candidates: Judged[];
  /** Pieces of each line in the warehouse; null: never carried. */
  warehouse: (number | null)[];
  /** False until the surroundings of the first offer were recorded. */
  looked: boolean;
};

export type Assignment = {
  orderId: string;
  customerId: string;
  channel: SalesChannel;
  fulfilment: 'pickup' | 'delivery';
  point: Point | null;
  lines: Line[];
  chosenStoreId: string | null;
  guideStoreId: string | null;
  state: AssignmentState;
  /** Of the last offer made. */
  hop: number;
  /** How often it went to another store; the policy has a limit. */
  moves: number;
  /** The last one made, also when it is over. */
  offer: Offer | null;
  /** Places that gave it back. */
  excluded: string[];
  explanations: Explanation[];
  stuckReason: string | null;
  begunAt: Date;
  changedAt: Date;
};
/** `waiting` is true in the two states that somebody looks for; only those are in the index. */
type AssignmentDoc = Omit<Assignment, 'orderId'> & { _id: string; waiting?: boolean };

const text = { type: String, required: true } as const;
const maybeText = { type: String, default: null } as const;
const count = { type: Number, required: true } as const;
const time = { type: Date, required: true } as const;

const schema = new Schema<AssignmentDoc>(
  {
    _id: text,
    customerId: text,
    channel: text,
    fulfilment: text,
    point: Schema.Types.Mixed,
    lines: [{ _id: false, skuId: text, quantity: count }],
    chosenStoreId: maybeText,
    guideStoreId: maybeText,
    state: text,
    waiting: Boolean,
    hop: count,
    moves: count,
    offer: Schema.Types.Mixed,
    excluded: [String],
    explanations: [Schema.Types.Mixed],
    stuckReason: maybeText,
    begunAt: time,
    changedAt: time,
  },
  { versionKey: false, minimize: false },
)
  .index({ 'offer.leaseUntil': 1 }, { partialFilterExpression: { 'offer.state': 'offered' } })
  .index({ state: 1, changedAt: 1, _id: 1 }, { partialFilterExpression: { waiting: true } })
  .index({ begunAt: 1 })
  // Only for whoever leaves.
  .index({ customerId: 1 });
const Assignments = model('assignment', schema, 'assignments');

const fromDoc = ({ _id, waiting: _waiting, ...rest }: AssignmentDoc): Assignment => ({
  orderId: _id,
  ...rest,
});

export async function findAssignment(orderId: string): Promise<Assignment | null> {
  const doc = await Assignments.findById(orderId).lean<AssignmentDoc>();
  return doc && fromDoc(doc);
}

/** False: the order has one already. */
export async function insertAssignment({ orderId, ...rest }: Assignment): Promise<boolean> {
  const { upsertedCount } = await Assignments.updateOne(
    { _id: orderId },
    { $setOnInsert: rest },
    { upsert: true },
  );
  return upsertedCount === 1;
}

/** An order has one offer at a time, so naming it and its state makes every change safe against every other. */
export type Only = Record<string, unknown>;
export type Change = {
  set: Record<string, unknown>;
  /** A place that gave it back. */
  exclude?: string;
  explanation?: Explanation;
  /** Counts as a move to another store. */
  moved?: boolean;
};

/** One conditional update; false when the order was not (or no longer) like that. */
export async function changeIf(orderId: string, only: Only, change: Change): Promise<boolean> {
  const { set, exclude, explanation, moved } = change;
  const waiting =
    set.state === undefined ? {} : { waiting: set.state === 'rerouting' || set.state === 'stuck' };
  const { matchedCount } = await Assignments.updateOne(
    { ...only, _id: orderId },
    {
      $set: { ...set, ...waiting },
      ...(exclude === undefined ? {} : { $addToSet: { excluded: exclude } }),
      ...(explanation ? { $push: { explanations: explanation } } : {}),
      ...(moved ? { $inc: { moves: 1 } } : {}),
    },
  );
  return matchedCount === 1;
}

/** Offers nobody accepted in time. */
export async function listExpired(now: Date, limit: number): Promise<Assignment[]> {
  const docs = await Assignments.find({ 'offer.state': 'offered', 'offer.leaseUntil': { $lte: now } })
    .sort({ 'offer.leaseUntil': 1 })
    .limit(limit)
    .lean<AssignmentDoc[]>();
  return docs.map(fromDoc);
}

/** Orders between two places for so long that their job must have been lost. */
export async function listStranded(before: Date, limit: number): Promise<string[]> {
  const docs = await Assignments.find({ waiting: true, state: 'rerouting', changedAt: { $lt: before } })
    .select({ _id: 1 })
    .limit(limit)
    .lean<{ _id: string }[]>();
  return docs.map(({ _id }) => _id);
}

export async function listStuckAfter(
  after: { at: Date; id: string } | undefined,
  limit: number,
): Promise<Assignment[]> {
  const later = after && [{ changedAt: { $gt: after.at } }, { changedAt: after.at, _id: { $gt: after.id } }];
  const docs = await Assignments.find({ waiting: true, state: 'stuck', ...(later ? { $or: later } : {}) })
    .sort({ changedAt: 1, _id: 1 })
    .limit(limit)
    .lean<AssignmentDoc[]>();
  return docs.map(fromDoc);
}

/** Orders begun since then whose surroundings were recorded, oldest first, one after the other. */
export async function* eachSince(since: Date, limit: number): AsyncGenerator<Assignment> {
  const cursor = Assignments.find({ begunAt: { $gte: since }, 'explanations.0.looked': true })
    .sort({ begunAt: 1 })
    .limit(limit)
    .lean<AssignmentDoc[]>()
    .cursor();
  for await (const doc of cursor) yield fromDoc(doc as AssignmentDoc);
}
