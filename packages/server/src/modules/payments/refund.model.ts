import { Schema, model } from 'mongoose';
import { LOOKED_AFTER, OPEN_REFUND } from './refund.rules';
import type { ExpectedRefund, RefundState } from './refund.rules';

export type Refund = Omit<ExpectedRefund, 'outRefundNo'> & {
  /** out_refund_no: never changed, so that WeChat Pay refunds it once however often it is sent. */
  _id: string;
  orderId: string;
  /** Which refund of the order this is, as the asker named it. Absent in old documents: `full`. */
  key: string;
  /** The closed refund that this one takes up again, and the one that took this one up. */
  retakeOf: string | null;
  retakenAs: string | null;
  reason: string;
  notifyUrl: string;
  state: RefundState;
  /** Sent at least once, so that the next look asks before it sends again. */
  sentAt: Date | null;
  /** How WeChat Pay ended it, when it failed. */
  failure: 'CLOSED' | 'ABNORMAL' | null;
  /** WeChat Pay's last refusal to take it on (e.g. NOT_ENOUGH): it is sent again until it is taken. */
  refusal: string | null;
  /** WeChat Pay's own id. */
  refundId: string | null;
  createdAt: Date;
  /** When WeChat Pay took it on: the day of its bill. */
  acceptedAt: Date | null;
  endedAt: Date | null;
  /** When people were first told that it does not go as it should; null: it does (again). */
  failedAt: Date | null;
  /** When it was sent on to another account, because it did not arrive. */
  redirectedAt: Date | null;
  looks: number;
  nextLookAt: Date | null;
  /** The bill it stood in. */
  billDate: string | null;
};

const text = { type: String, required: true } as const;
const nullText = { type: String, default: null } as const;
const time = { type: Date, required: true } as const;
const count = { type: Number, required: true } as const;
const nullTime = { type: Date, default: null } as const;
const schema = new Schema<Refund>(
  {
    _id: text,
    orderId: text,
    key: { type: String, required: true, default: 'full' },
    retakeOf: nullText,
    retakenAs: nullText,
    outTradeNo: text,
    transactionId: text,
    refundFen: count,
    totalFen: count,
    reason: text,
    notifyUrl: text,
    state: text,
    sentAt: nullTime,
    failure: nullText,
    refusal: nullText,
    refundId: nullText,
    createdAt: time,
    acceptedAt: nullTime,
    endedAt: nullTime,
    failedAt: nullTime,
    redirectedAt: nullTime,
    looks: count,
    nextLookAt: nullTime,
    billDate: nullText,
  },
  { versionKey: false },
)
  .index({ orderId: 1 })
  .index({ failedAt: -1, _id: -1 }, { partialFilterExpression: { failedAt: { $type: 'date' } } })
  .index({ acceptedAt: 1 }, { partialFilterExpression: { acceptedAt: { $type: 'date' } } })
  .index({ nextLookAt: 1 }, { partialFilterExpression: { nextLookAt: { $type: 'date' } } });
const Refunds = model('refund', schema, 'refunds');

export const findRefund = (outRefundNo: string): Promise<Refund | null> =>
  Refunds.findById(outRefundNo).lean<Refund>();

export const findRefundsOf = (orderId: string): Promise<Refund[]> =>
  Refunds.find({ orderId }).lean<Refund[]>();

/** Does nothing when it is there. An upsert, because a duplicate key would end the caller's transaction. */
export async function putRefund({ _id, ...refund }: Refund): Promise<boolean> {
  const { upsertedCount } = await Refunds.updateOne({ _id }, { $setOnInsert: refund }, { upsert: true });
  return upsertedCount === 1;
}

const change = async (filter: object, set: Partial<Refund>): Promise<boolean> =>
  (await Refunds.updateOne(filter, { $set: set })).matchedCount === 1;

export const markSent = (outRefundNo: string, sentAt: Date): Promise<boolean> =>
  change({ _id: outRefundNo, state: { $in: OPEN_REFUND }, sentAt: null }, { sentAt });

/** WeChat Pay has it: kept once, whatever comes of it. */
export const markAccepted = (outRefundNo: string, acceptedAt: Date): Promise<boolean> =>
  change({ _id: outRefundNo, acceptedAt: null }, { acceptedAt });

export const markProcessing = (outRefundNo: string): Promise<boolean> =>
  change({ _id: outRefundNo, state: 'requested' }, { state: 'processing', refusal: null, failedAt: null });

/** True when this refusal is new. */
export const markRefused = (outRefundNo: string, refusal: string, failedAt: Date): Promise<boolean> =>
  change({ _id: outRefundNo, state: { $in: OPEN_REFUND }, refusal: { $ne: refusal } }, { refusal, failedAt });

type End = { refundId: string; endedAt: Date };

/** Not from CLOSED: its room was given back, and WeChat Pay does not move money of a closed refund. */
export const markSucceeded = (outRefundNo: string, end: End): Promise<boolean> =>
  change(
    { _id: outRefundNo, state: { $ne: 'succeeded' }, failure: { $ne: 'CLOSED' } },
    { ...end, state: 'succeeded', failure: null, failedAt: null, nextLookAt: null },
  );

export const markFailed = (
  outRefundNo: string,
  end: End & Pick<Refund, 'failure' | 'failedAt' | 'nextLookAt'>,
): Promise<boolean> =>
  change(
    { _id: outRefundNo, $or: LOOKED_AFTER, failure: { $ne: end.failure } },
    { ...end, state: 'failed', refusal: null },
  );

/** A closed refund is taken up once: true for the one that did it. */
export const markRetaken = (outRefundNo: string, retakenAs: string): Promise<boolean> =>
  change({ _id: outRefundNo, failure: 'CLOSED', retakenAs: null }, { retakenAs, failedAt: null });

export const markRedirected = (outRefundNo: string, at: Date, nextLookAt: Date): Promise<boolean> =>
  change(
    { _id: outRefundNo, state: 'failed', failure: 'ABNORMAL' },
    { state: 'processing', failure: null, failedAt: null, redirectedAt: at, nextLookAt },
  );

/** The other account was refused: as before. */
export const markNotRedirected = (outRefundNo: string, failedAt: Date): Promise<boolean> =>
  change(
    { _id: outRefundNo, state: 'processing', redirectedAt: { $ne: null } },
    { state: 'failed', failure: 'ABNORMAL', failedAt, redirectedAt: null },
  );

/** Plans the look after `look`; false when that was planned already or it has ended. */
export async function planRefundLook(outRefundNo: string, look: number, nextLookAt: Date): Promise<boolean> {
  const { matchedCount } = await Refunds.updateOne(
    { _id: outRefundNo, $or: [...LOOKED_AFTER], looks: look },
    { $set: { nextLookAt }, $inc: { looks: 1 } },
  );
  return matchedCount === 1;
}

/** Not its turn yet: somebody wakes it, and if that is lost, this look does. */
export const postponeLook = (outRefundNo: string, nextLookAt: Date): Promise<boolean> =>
  change({ _id: outRefundNo, state: 'requested' }, { nextLookAt });

export const findOverdueRefunds = (before: Date): Promise<Refund[]> =>
  Refunds.find({ nextLookAt: { $type: 'date', $lt: before } })
    .sort({ nextLookAt: 1 })
    .limit(200)
    .lean<Refund[]>();

/** The refund of an order that has waited longest and was never sent. */
export const findWaiting = (orderId: string): Promise<Refund | null> =>
  Refunds.findOne({ orderId, state: 'requested', sentAt: null })
    .sort({ createdAt: 1, _id: 1 })
    .lean<Refund>();

/** Refunds that people have to look at, the latest failure first. */
export const findFailed = (after: { at: Date; id: string } | undefined, limit: number): Promise<Refund[]> =>
  Refunds.find({
    failedAt: { $type: 'date', ...(after ? { $lte: after.at } : {}) },
    ...(after ? { $or: [{ failedAt: { $lt: after.at } }, { _id: { $lt: after.id } }] } : {}),
  })
    .sort({ failedAt: -1, _id: -1 })
    .limit(limit)
    .lean<Refund[]>();

export const findRefundsByNo = (outRefundNos: string[]): Promise<Refund[]> =>
  Refunds.find({ _id: { $in: outRefundNos } }).lean<Refund[]>();

export async function markRefundsBilled(outRefundNos: string[], billDate: string): Promise<void> {
  await Refunds.updateMany({ _id: { $in: outRefundNos }, billDate: null }, { $set: { billDate } });
}

/** Taken on in [from, to) and in no bill yet; one at a time. */
export const unbilledRefunds = (from: Date, to: Date): AsyncIterable<Refund> =>
  Refunds.find({ acceptedAt: { $gte: from, $lt: to }, billDate: null })
    .lean<Refund[]>()
    .cursor();

export const anyAcceptedBetween = async (from: Date, to: Date): Promise<boolean> =>
  (await Refunds.exists({ acceptedAt: { $gte: from, $lt: to } })) !== null;

export const findRefundsOfAll = (orderIds: string[]): Promise<Refund[]> =>
  Refunds.find({ orderId: { $in: orderIds } }).lean<Refund[]>();

/** Orders that have refunds, once each. */
export const ordersWithRefunds = (): AsyncIterable<{ _id: string }> =>
  Refunds.aggregate<{ _id: string }>([{ $group: { _id: '$orderId' } }]).cursor();
