/** requested → processing → succeeded | failed. A failed one can still succeed: a dead card is settled by hand. */
export type RefundState = 'requested' | 'processing' | 'succeeded' | 'failed';
export const OPEN_REFUND: readonly RefundState[] = ['requested', 'processing'];

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

/** WeChat Pay closes a refund for good when our balance stayed too low; only then may a new number be used. */
export const refundNo = (orderId: string, closedBefore: number): string => `${orderId}R${closedBefore + 1}`;

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

export const FAILURE_TEXT = {
  CLOSED: '微信支付已关闭退款，请检查商户余额后重新发起',
  ABNORMAL: '退款到用户账户失败，需在商户平台人工处理',
} as const;
