import { Schema, model } from 'mongoose';
import { OPEN_REFUND } from './refund.rules';
import type { ExpectedRefund, RefundState } from './refund.rules';

export type Refund = Omit<ExpectedRefund, 'outRefundNo'> & {
  /** out_refund_no: never changed, so that WeChat Pay refunds it once however often it is sent. */
  _id: string;
  orderId: string;
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
  endedAt: Date | null;
  looks: number;
  nextLookAt: Date | null;
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
    endedAt: nullTime,
    looks: count,
    nextLookAt: nullTime,
  },
  { versionKey: false },
)
  .index({ orderId: 1 })
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

export const markProcessing = (outRefundNo: string): Promise<boolean> =>
  change({ _id: outRefundNo, state: 'requested' }, { state: 'processing', refusal: null });

/** True when this refusal is new. */
export const markRefused = (outRefundNo: string, refusal: string): Promise<boolean> =>
  change({ _id: outRefundNo, state: { $in: OPEN_REFUND }, refusal: { $ne: refusal } }, { refusal });

type End = { refundId: string; endedAt: Date };

export const markSucceeded = (outRefundNo: string, end: End): Promise<boolean> =>
  change(
    { _id: outRefundNo, state: { $ne: 'succeeded' } },
    { ...end, state: 'succeeded', failure: null, nextLookAt: null },
  );

export const markFailed = (
  outRefundNo: string,
  end: End & { failure: 'CLOSED' | 'ABNORMAL' },
): Promise<boolean> =>
  change({ _id: outRefundNo, state: { $in: OPEN_REFUND } }, { ...end, state: 'failed', nextLookAt: null });

/** A refund that could not reach the person may have been settled by hand since: it is asked after again. */
export const reopenAbnormal = (outRefundNo: string, nextLookAt: Date): Promise<boolean> =>
  change(
    { _id: outRefundNo, state: 'failed', failure: 'ABNORMAL' },
    { state: 'processing', failure: null, nextLookAt },
  );

/** Plans the look after `look`; false when that was planned already or it has ended. */
export async function planRefundLook(outRefundNo: string, look: number, nextLookAt: Date): Promise<boolean> {
  const { matchedCount } = await Refunds.updateOne(
    { _id: outRefundNo, state: { $in: OPEN_REFUND }, looks: look },
    { $set: { nextLookAt }, $inc: { looks: 1 } },
  );
  return matchedCount === 1;
}

export const findOverdueRefunds = (before: Date): Promise<Refund[]> =>
  Refunds.find({ nextLookAt: { $type: 'date', $lt: before } })
    .sort({ nextLookAt: 1 })
    .limit(200)
    .lean<Refund[]>();
