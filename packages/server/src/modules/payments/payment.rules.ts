import { isErased } from '@omni/shared/erased';

/** created → paid, created → closed, closed → paid (money that came all the same is money). */
export type PaymentState = 'created' | 'paid' | 'closed';
export const PAYABLE_FROM: readonly PaymentState[] = ['created', 'closed'];

/** What WeChat Pay must say again for us to believe that this payment was made. */
export type Expected = {
  appid: string;
  mchid: string;
  outTradeNo: string;
  openid: string;
  amountFen: number;
};
export type Told = Omit<Expected, 'openid' | 'amountFen'> & {
  tradeState: string;
  transactionId: string | null;
  openid: string | null;
  amountFen: number | null;
  currency: string | null;
  paidAt: Date | null;
};
export type Paid = { transactionId: string; paidAt: Date };

/** After any refund the state reads REFUND, and the payment was made none the less. */
export const isPaid = (told: { tradeState: string }): boolean =>
  told.tradeState === 'SUCCESS' || told.tradeState === 'REFUND';

/** The facts of a payment, or the first thing that is not as we asked for it. */
export function readPaid(expected: Expected, told: Told): Paid | { wrong: string } {
  if (!isPaid(told)) return { wrong: 'trade_state' };
  if (told.appid !== expected.appid) return { wrong: 'appid' };
  if (told.mchid !== expected.mchid) return { wrong: 'mchid' };
  if (told.outTradeNo !== expected.outTradeNo) return { wrong: 'out_trade_no' };
  if (told.amountFen !== expected.amountFen) return { wrong: 'amount.total' };
  // Optional on the wire; a direct merchant is paid in CNY.
  if ((told.currency ?? 'CNY') !== 'CNY') return { wrong: 'amount.currency' };
  // Late money of somebody who left is found by its number and amount; who paid is not known any more.
  if (!isErased(expected.openid) && told.openid !== expected.openid) return { wrong: 'payer.openid' };
  if (!told.transactionId || !told.paidAt) return { wrong: 'transaction_id' };
  return { transactionId: told.transactionId, paidAt: told.paidAt };
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** After which time since prepay to look, as WeChat Pay's guide advises; after that every hour. */
const LOOKS_AFTER_MS = [5 * SECOND, 30 * SECOND, MINUTE, 3 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE];
/** An order closes its payment when its time is over; if that did not happen by then, we do. */
export const CLOSE_OURSELVES_AFTER_MS = 10 * MINUTE;

export function nextPaymentLook(createdAt: Date, look: number): Date {
  const after = LOOKS_AFTER_MS[look] ?? (look - LOOKS_AFTER_MS.length + 1) * HOUR;
  return new Date(createdAt.getTime() + after);
}
