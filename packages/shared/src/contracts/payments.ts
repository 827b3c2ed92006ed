import { z } from 'zod';
import { endpoint } from '../contract';
import { Fen } from '../money';
import { Cursor, Id, Time } from './common';

/** A day in Shanghai. */
export const BillDate = z.iso.date();
export const DifferenceKind = z.enum([
  'notice_lost',
  'bill_only',
  'ours_only',
  'amount_differs',
  'refund_bill_only',
  'refund_ours_only',
  'refund_amount_differs',
  'status_differs',
]);
/** `healed`: settled by asking WeChat Pay or by a later bill; `resolved`: by a person, with a note. */
export const DifferenceState = z.enum(['open', 'healed', 'resolved']);
export const BillDifference = z.object({
  differenceId: z.string(),
  billDate: BillDate,
  kind: DifferenceKind,
  kindText: z.string(),
  /** The number of the payment, or of the refund, at our end; also when we do not know it. */
  number: z.string(),
  outTradeNo: z.string(),
  transactionId: z.string().nullable(),
  /** The order it belongs to; null when we have none. */
  orderId: z.string().nullable(),
  /** What we have, and what the bill says; null: not there. */
  ourFen: Fen.nullable(),
  billFen: Fen.nullable(),
  /** What differs, in one sentence for people. */
  explanation: z.string(),
  state: DifferenceState,
  /** How it was settled, and by whom (a userid, or `system`). */
  resolution: z.string().nullable(),
  by: z.string().nullable(),
  foundAt: Time,
  settledAt: Time.nullable(),
});
/** `no_bill`: WeChat Pay had nothing to tell of that day, and neither had we. */
export const ReconciliationState = z.enum(['planned', 'running', 'done', 'no_bill', 'failed']);
export const Reconciliation = z.object({
  billDate: BillDate,
  state: ReconciliationState,
  stateText: z.string(),
  /** Rows of the bill and their sums. */
  payments: z.int().min(0),
  paidFen: z.int().min(0),
  refunds: z.int().min(0),
  refundedFen: z.int().min(0),
  /** Differences of that day that still wait for somebody. */
  openDifferences: z.int().min(0),
  /** Why it has not come to an end yet, for people. */
  problem: z.string().nullable(),
  endedAt: Time.nullable(),
});
/**
 * `closed`: given up by WeChat Pay, to be taken up under a new number. `abnormal`: did not reach the shopper's account.
 * `refused`: not taken on by WeChat Pay (yet): it is sent again by itself.
 */
export const FailedRefundState = z.enum(['closed', 'abnormal', 'refused']);
export const FailedRefund = z.object({
  orderId: z.string(),
  key: z.string(),
  outRefundNo: z.string(),
  amountFen: Fen,
  /** Why the shopper gets the money back. */
  reason: z.string(),
  state: FailedRefundState,
  /** What went wrong and what to do, for people. */
  problem: z.string(),
  askedAt: Time,
  failedAt: Time.nullable(),
  actions: z.array(z.enum(['retry', 'redirect'])),
});
/** Which refund of an order: `full`, or the key it was asked for with. */
export const RefundKey = z.string().regex(/^[\w:-]{1,64}$/);
const Page = { cursor: Cursor.optional(), limit: z.int().min(1).max(50).default(20) };

export const payments = {
  'payments.listFailedRefunds': endpoint({
    for: 'staff',
    summary:
      'Refunds that are stuck at WeChat Pay, newest first: closed, not arrived, or not taken on (operator)',
    input: z.strictObject(Page),
    output: z.object({ items: z.array(FailedRefund), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  'payments.retryRefund': endpoint({
    for: 'staff',
    summary:
      'Takes a closed refund up again under a new number, or sends one that was refused again at once (operator)',
    input: z.strictObject({ orderId: Id, key: RefundKey.default('full') }),
    output: z.object({ outRefundNo: z.string() }),
    errors: ['REFUND_STATE_CONFLICT', 'REFUND_TOO_MUCH', 'REFUND_TOO_MANY'],
  }),
  'payments.redirectRefund': endpoint({
    for: 'staff',
    summary:
      "Sends a refund that did not arrive to another bank card of the shopper, or to the merchant's own account (operator)",
    input: z.strictObject({
      orderId: Id,
      key: RefundKey.default('full'),
      to: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('merchant_account') }),
        z.strictObject({
          kind: z.literal('bank_card'),
          /** As WeChat Pay names banks: `ICBC_DEBIT`. */
          bankType: z.string().regex(/^[A-Z_]{3,16}$/),
          /** Both go to WeChat Pay encrypted and are not kept. */
          cardNumber: z.string().regex(/^\d{8,30}$/),
          holderName: z.string().trim().min(1).max(60),
        }),
      ]),
    }),
    output: z.object({ outRefundNo: z.string() }),
    errors: ['REFUND_STATE_CONFLICT', 'REFUND_BUSY', 'REFUND_ACCOUNT_REFUSED', 'PLATFORM_UNAVAILABLE'],
  }),
  'payments.listDifferences': endpoint({
    for: 'staff',
    summary: 'Differences between our books and the bills of WeChat Pay, newest first (operator)',
    input: z.strictObject({
      state: z.enum(['open', 'healed', 'resolved', 'all']).default('open'),
      billDate: BillDate.optional(),
      ...Page,
    }),
    output: z.object({ items: z.array(BillDifference), nextCursor: z.string().nullable() }),
    errors: [],
  }),
  'payments.resolveDifference': endpoint({
    for: 'staff',
    summary: 'Somebody looked into a difference and says what it was (operator)',
    input: z.strictObject({ differenceId: Id, resolution: z.string().trim().min(2).max(500) }),
    output: BillDifference,
    errors: ['DIFFERENCE_SETTLED'],
  }),
  'payments.runReconciliation': endpoint({
    for: 'staff',
    summary: 'Compares the bill of a day with our books (again), in the background (operator)',
    input: z.strictObject({ date: BillDate }),
    output: Reconciliation,
    errors: ['BILL_NOT_THERE'],
  }),
  'payments.listReconciliations': endpoint({
    for: 'staff',
    summary: 'How the last 31 days of bills were compared, newest first (operator)',
    input: z.strictObject({}),
    output: z.object({ items: z.array(Reconciliation) }),
    errors: [],
  }),
};
