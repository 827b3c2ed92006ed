import { Schema, model } from 'mongoose';
import { findPlain, insertPlain } from '../../kernel/db';
import { PAYABLE_FROM } from './payment.rules';
import type { Expected, Paid, PaymentState } from './payment.rules';

export type Payment = Expected & {
  /** The order's id: one payment per order. */
  _id: string;
  customerId: string;
  description: string;
  /** Kept because a repeated prepay has to be identical to the first. */
  notifyUrl: string;
  payBefore: Date;
  createdAt: Date;
  state: PaymentState;
  transactionId: string | null;
  paidAt: Date | null;
  closedAt: Date | null;
  /** How often it was asked after by itself, and when next; null: no more. */
  looks: number;
  nextLookAt: Date | null;
  /** What went back, and what is on its way back (asked for, in work, or stuck on a dead card). Absent: nothing. */
  refundedFen?: number;
  refundingFen?: number;
  /** How many refunds there are that WeChat Pay did not close. */
  refundsStanding?: number;
  /** The one refund that is at WeChat Pay now; the last one that was sent there, and when. */
  refundUnderWay?: string | null;
  refundSentNo?: string | null;
  refundSentAt?: Date | null;
  /** The bill it stood in. */
  billDate?: string | null;
};

const text = { type: String, required: true } as const;
const time = { type: Date, required: true } as const;
const count = { type: Number, required: true } as const;
const nullTime = { type: Date, default: null } as const;
const schema = new Schema<Payment>(
  {
    _id: text,
    customerId: text,
    appid: text,
    mchid: text,
    outTradeNo: text,
    openid: text,
    amountFen: count,
    description: text,
    notifyUrl: text,
    payBefore: time,
    createdAt: time,
    state: text,
    transactionId: { type: String, default: null },
    paidAt: nullTime,
    closedAt: nullTime,
    looks: count,
    nextLookAt: nullTime,
    refundedFen: Number,
    refundingFen: Number,
    refundsStanding: Number,
    refundUnderWay: String,
    refundSentNo: String,
    refundSentAt: Date,
    billDate: String,
  },
  { versionKey: false },
)
  .index({ outTradeNo: 1 }, { unique: true })
  // Only for whoever leaves: nobody is to be left in the books because nobody could find them there.
  .index({ customerId: 1 })
  .index({ openid: 1 })
  .index({ paidAt: 1 }, { partialFilterExpression: { paidAt: { $type: 'date' } } })
  .index(
    { transactionId: 1 },
    { unique: true, partialFilterExpression: { transactionId: { $type: 'string' } } },
  )
  .index({ nextLookAt: 1 }, { partialFilterExpression: { nextLookAt: { $type: 'date' } } });
const Payments = model<Payment>('payment', schema, 'payments');

export const findByOrder = (orderId: string): Promise<Payment | null> =>
  findPlain(Payments, { _id: orderId });

export const findByOutTradeNo = (outTradeNo: string): Promise<Payment | null> =>
  findPlain(Payments, { outTradeNo });

export async function insertPayment(payment: Payment): Promise<void> {
  await insertPlain(Payments, [payment]);
}

/** False when it was recorded before. Clears the next look: there is nothing left to find out. */
export async function markPaid(orderId: string, { transactionId, paidAt }: Paid): Promise<boolean> {
  const { matchedCount } = await Payments.updateOne(
    { _id: orderId, state: { $in: PAYABLE_FROM } },
    { $set: { state: 'paid', transactionId, paidAt, nextLookAt: null } },
  );
  return matchedCount === 1;
}

export async function markClosed(orderId: string, closedAt: Date): Promise<boolean> {
  const { matchedCount } = await Payments.updateOne(
    { _id: orderId, state: 'created' },
    { $set: { state: 'closed', closedAt, nextLookAt: null } },
  );
  return matchedCount === 1;
}

/** Plans the look after `look`; false when that was planned already or nothing is left to find out. */
export async function planLook(orderId: string, look: number, nextLookAt: Date): Promise<boolean> {
  const { matchedCount } = await Payments.updateOne(
    { _id: orderId, state: 'created', looks: look },
    { $set: { nextLookAt }, $inc: { looks: 1 } },
  );
  return matchedCount === 1;
}

/** Payments whose time for a look has come, the longest waiting first. */
export const findDue = (now: Date): Promise<Payment[]> =>
  Payments.find({ nextLookAt: { $type: 'date', $lte: now } })
    .sort({ nextLookAt: 1 })
    .limit(200)
    .lean<Payment[]>();

const fenOf = (field: 'refundedFen' | 'refundingFen' | 'refundsStanding') => ({ $ifNull: [`$${field}`, 0] });

/** Takes room for one more refund; false when the sum would be more than was paid, or there are `most` already. */
export async function reserveRefund(orderId: string, refundFen: number, most: number): Promise<boolean> {
  const sum = { $add: [fenOf('refundedFen'), fenOf('refundingFen'), refundFen] };
  const room = { $and: [{ $lte: [sum, '$amountFen'] }, { $lt: [fenOf('refundsStanding'), most] }] };
  const { matchedCount } = await Payments.updateOne(
    { _id: orderId, state: 'paid', $expr: room },
    { $inc: { refundingFen: refundFen, refundsStanding: 1 } },
  );
  return matchedCount === 1;
}

/** The end of a refund, in the transaction in which the refund itself ends: `closed` gives its room back. */
export async function settleReserved(
  orderId: string,
  refundFen: number,
  to: 'refunded' | 'closed',
): Promise<void> {
  const $inc =
    to === 'refunded'
      ? { refundedFen: refundFen, refundingFen: -refundFen }
      : { refundingFen: -refundFen, refundsStanding: -1 };
  await Payments.updateOne({ _id: orderId }, { $inc });
}

/** One refund of a payment at a time is at WeChat Pay, and another one is sent only if the last was sent before `since`. */
export async function takeTurn(
  orderId: string,
  outRefundNo: string,
  { now, since }: { now: Date; since: Date },
): Promise<boolean> {
  const free = {
    refundUnderWay: null,
    $or: [{ refundSentNo: outRefundNo }, { refundSentAt: null }, { refundSentAt: { $lte: since } }],
  };
  const { matchedCount } = await Payments.updateOne(
    { _id: orderId, $or: [{ refundUnderWay: outRefundNo }, free] },
    { $set: { refundUnderWay: outRefundNo, refundSentNo: outRefundNo, refundSentAt: now } },
  );
  return matchedCount === 1;
}

/** The same for one that WeChat Pay has already: nothing is sent that would have to wait. */
export async function retakeTurn(orderId: string, outRefundNo: string): Promise<boolean> {
  const { matchedCount } = await Payments.updateOne(
    { _id: orderId, refundUnderWay: { $in: [null, outRefundNo] } },
    { $set: { refundUnderWay: outRefundNo } },
  );
  return matchedCount === 1;
}

export async function giveTurn(orderId: string, outRefundNo: string): Promise<void> {
  await Payments.updateOne({ _id: orderId, refundUnderWay: outRefundNo }, { $set: { refundUnderWay: null } });
}

export const findByOutTradeNos = (outTradeNos: string[]): Promise<Payment[]> =>
  Payments.find({ outTradeNo: { $in: outTradeNos } }).lean<Payment[]>();

export async function markBilled(orderIds: string[], billDate: string): Promise<void> {
  await Payments.updateMany({ _id: { $in: orderIds }, billDate: null }, { $set: { billDate } });
}

/** Paid in [from, to) and in no bill yet; one at a time. */
export const unbilledPayments = (from: Date, to: Date): AsyncIterable<Payment> =>
  Payments.find({ paidAt: { $gte: from, $lt: to }, billDate: null })
    .lean<Payment[]>()
    .cursor();

export const anyPaidBetween = async (from: Date, to: Date): Promise<boolean> =>
  (await Payments.exists({ paidAt: { $gte: from, $lt: to } })) !== null;

/** All payments, in the order of their ids; one at a time. */
export const eachPayment = (): AsyncIterable<Payment> =>
  Payments.find().sort({ _id: 1 }).lean<Payment[]>().cursor();
