/** requested → processing → succeeded | failed. A failed one can still succeed: a dead card is settled by hand. */
export type RefundState = 'requested' | 'processing' | 'succeeded' | 'failed';
export const OPEN_REFUND: readonly RefundState[] = ['requested', 'processing'];

/** Those that are asked after: also what did not reach a dead card, because people settle that outside. */
export const LOOKED_AFTER: ({ state: { $in: RefundState[] } } | { state: 'failed'; failure: 'ABNORMAL' })[] =
  [{ state: { $in: [...OPEN_REFUND] } }, { state: 'failed', failure: 'ABNORMAL' }];

export const isLookedAfter = (refund: { state: RefundState; failure: string | null }): boolean =>
  OPEN_REFUND.includes(refund.state) || (refund.state === 'failed' && refund.failure === 'ABNORMAL');

/** WeChat Pay's rules for one payment. */
export const MOST_REFUNDS = 50;
const DAY_MS = 24 * 3600_000;
export const REFUNDABLE_MS = 365 * DAY_MS;
/** WeChat Pay wants a minute between two refunds of a payment; what we send may take five seconds to get there. */
export const REFUNDS_APART_MS = 65_000;
/** A refund that was closed is taken up by itself once, when people have had a day to fill the balance. */
export const RETAKE_AFTER_MS = DAY_MS;

export type ExpectedRefund = {
  outRefundNo: string;
  outTradeNo: string;
  transactionId: string;
  refundFen: number;
  totalFen: number;
};
type Field = keyof ExpectedRefund;
const FIELDS: readonly Field[] = ['outRefundNo', 'outTradeNo', 'transactionId', 'refundFen', 'totalFen'];

/** The first thing WeChat Pay says differently from what we asked for; null when all is right. */
export const wrongInRefund = (expected: ExpectedRefund, told: ExpectedRefund): Field | null =>
  FIELDS.find((field) => told[field] !== expected[field]) ?? null;

/** A number of its own for each refund of an order; one that was closed for good is taken up under a new one. */
export const refundNo = (orderId: string, refundsBefore: number): string => `${orderId}R${refundsBefore + 1}`;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/**
 * Quick at first, because most failures are of the moment, but not before a call under way has been given up (5 s); later in the
 * steps that WeChat Pay advises.
 */
const LOOKS_APART_MS = [
  10 * SECOND,
  20 * SECOND,
  MINUTE,
  MINUTE,
  MINUTE,
  MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
] as const;
/** A card takes up to three working days and a closed refund a week, so looking never stops. */
const DAY_OF_LOOKS = 60;

export function nextRefundLook(now: Date, look: number): Date {
  const apart = LOOKS_APART_MS[look] ?? (look < DAY_OF_LOOKS ? 30 * MINUTE : 6 * HOUR);
  return new Date(now.getTime() + apart);
}

/** What lies with the bank is asked after now and then: people may have settled it in the merchant platform. */
export const nextAbnormalLook = (now: Date): Date => new Date(now.getTime() + 6 * HOUR);

export const FAILURE_TEXT = {
  CLOSED: '微信支付已关闭退款，请检查商户余额后重新发起',
  ABNORMAL: '退款到用户账户失败，需在商户平台人工处理',
} as const;
