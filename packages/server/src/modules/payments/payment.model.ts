import { Schema, model } from 'mongoose';
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
  },
  { versionKey: false },
)
  .index({ outTradeNo: 1 }, { unique: true })
  .index(
    { transactionId: 1 },
    { unique: true, partialFilterExpression: { transactionId: { $type: 'string' } } },
  )
  .index({ nextLookAt: 1 }, { partialFilterExpression: { nextLookAt: { $type: 'date' } } });
const Payments = model('payment', schema, 'payments');

type NoticeDoc = { _id: string; subject: string; at: Date };
const noticeSchema = new Schema<NoticeDoc>(
  { _id: text, subject: text, at: { type: Date, required: true, expires: '60d' } },
  { versionKey: false },
);
/** Which notices of WeChat Pay have had their effect. */
const Notices = model('payNotice', noticeSchema, 'pay_notices');

export const findByOrder = (orderId: string): Promise<Payment | null> =>
  Payments.findById(orderId).lean<Payment>();

export const findByOutTradeNo = (outTradeNo: string): Promise<Payment | null> =>
  Payments.findOne({ outTradeNo }).lean<Payment>();

export async function insertPayment(payment: Payment): Promise<void> {
  await Payments.create([payment]);
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

/** Payments whose look should have happened by `before`. */
export const findOverdue = (before: Date): Promise<Payment[]> =>
  Payments.find({ nextLookAt: { $type: 'date', $lt: before } })
    .sort({ nextLookAt: 1 })
    .limit(200)
    .lean<Payment[]>();

export const noticeIsKnown = async (eventId: string): Promise<boolean> =>
  (await Notices.exists({ _id: eventId })) !== null;

export async function rememberNotice(notice: NoticeDoc): Promise<void> {
  const { _id, ...rest } = notice;
  await Notices.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true });
}
