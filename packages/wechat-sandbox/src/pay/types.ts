export type PrepayRequest = {
  appid: string;
  mchid: string;
  description: string;
  out_trade_no: string;
  time_expire?: string | undefined;
  attach?: string | undefined;
  notify_url: string;
  amount: { total: number; currency?: string | undefined };
  payer: { openid: string };
};

export type PayOrder = {
  request: PrepayRequest;
  /** The request as one text with sorted keys: a repeated prepay has to be identical. */
  fingerprint: string;
  createdAt: number;
  expiresAt: number;
  state: 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED';
  transactionId?: string;
  paidAt?: number;
};

export type Prepay = { prepayId: string; outTradeNo: string; expiresAt: number };

export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL';

export type PayRefund = {
  refundId: string;
  outRefundNo: string;
  outTradeNo: string;
  transactionId: string;
  refundFen: number;
  totalFen: number;
  reason?: string;
  notifyUrl?: string;
  createdAt: number;
  status: RefundStatus;
  finishedAt?: number;
};

export type PayState = {
  orders: Record<string, PayOrder>;
  prepays: Record<string, Prepay>;
  refunds: Record<string, PayRefund>;
};

export function freshPay(): PayState {
  return { orders: {}, prepays: {}, refunds: {} };
}
