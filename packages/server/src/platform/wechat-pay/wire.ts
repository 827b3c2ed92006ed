import { z } from 'zod';

/** Paid means SUCCESS or REFUND: after any refund, even a partial one, the state reads REFUND. */
export type TradeState = z.output<typeof TradeState>;
const TradeState = z.enum(['SUCCESS', 'REFUND', 'NOTPAY', 'CLOSED', 'REVOKED', 'USERPAYING', 'PAYERROR']);
export type RefundStatus = z.output<typeof RefundStatus>;
const RefundStatus = z.enum(['SUCCESS', 'CLOSED', 'PROCESSING', 'ABNORMAL']);

const Fen = z.int().min(0);
const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** A payment as queries and notices tell of it. What is only known of paid ones is null before. */
export const TransactionWire = z
  .object({
    appid: z.string(),
    mchid: z.string(),
    out_trade_no: z.string(),
    trade_state: TradeState,
    transaction_id: z.string().optional(),
    attach: z.string().optional(),
    success_time: Instant.optional(),
    payer: z.object({ openid: z.string().optional() }).optional(),
    amount: z
      .object({ total: Fen.optional(), payer_total: Fen.optional(), currency: z.string().optional() })
      .optional(),
  })
  .transform((wire) => ({
    appid: wire.appid,
    mchid: wire.mchid,
    outTradeNo: wire.out_trade_no,
    tradeState: wire.trade_state,
    transactionId: wire.transaction_id ?? null,
    openid: wire.payer?.openid ?? null,
    /** What was asked for; `payerFen` is what the person paid after WeChat's own coupons. */
    amountFen: wire.amount?.total ?? null,
    payerFen: wire.amount?.payer_total ?? null,
    currency: wire.amount?.currency ?? null,
    attach: wire.attach ?? null,
    paidAt: wire.success_time ?? null,
  }));
export type Transaction = z.output<typeof TransactionWire>;

const refundFields = {
  refund_id: z.string(),
  out_refund_no: z.string(),
  transaction_id: z.string(),
  out_trade_no: z.string(),
  create_time: Instant.optional(),
  success_time: Instant.optional(),
  amount: z.object({ total: Fen, refund: Fen }),
};
const presentRefund = (
  wire: z.output<z.ZodObject<typeof refundFields>>,
  status: RefundStatus,
): {
  refundId: string;
  outRefundNo: string;
  outTradeNo: string;
  transactionId: string;
  status: RefundStatus;
  refundFen: number;
  totalFen: number;
  /** When WeChat Pay took it on; notices do not tell. */
  acceptedAt: Date | null;
  refundedAt: Date | null;
} => ({
  refundId: wire.refund_id,
  outRefundNo: wire.out_refund_no,
  outTradeNo: wire.out_trade_no,
  transactionId: wire.transaction_id,
  status,
  refundFen: wire.amount.refund,
  totalFen: wire.amount.total,
  acceptedAt: wire.create_time ?? null,
  refundedAt: wire.success_time ?? null,
});

/** Answers call the state `status`, notices `refund_status`. */
export const RefundWire = z
  .object({ ...refundFields, status: RefundStatus })
  .transform((wire) => presentRefund(wire, wire.status));
export const RefundNoticeWire = z
  .object({ ...refundFields, mchid: z.string(), refund_status: RefundStatus })
  .transform((wire) => ({ ...presentRefund(wire, wire.refund_status), mchid: wire.mchid }));
export type Refund = ReturnType<typeof presentRefund>;
