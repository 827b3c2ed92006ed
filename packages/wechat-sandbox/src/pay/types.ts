/** Ways to prepay that exist here; each is an endpoint and a trade_type of its own. */
export type Endpoint = 'jsapi' | 'native';

export type PrepayRequest = {
  appid: string;
  mchid: string;
  description: string;
  out_trade_no: string;
  time_expire?: string | undefined;
  attach?: string | undefined;
  notify_url: string;
  amount: { total: number; currency?: string | undefined };
  /** JSAPI names who is to pay; a Native code is paid by whoever scans it. */
  payer?: { openid: string } | undefined;
  scene_info?: { device_id?: string | undefined } | undefined;
};

/** Records of the ledger are replaced, never changed in place. Times are milliseconds of the sandbox's clock, money is in fen. */
export type PayOrder = Readonly<{
  /** Counts from 0; part of the ids that belong to the order. */
  seq: number;
  endpoint: Endpoint;
  request: PrepayRequest;
  /** Six hex digits that a prepay id or a code of this order carries, so that none can be guessed. */
  salt: string;
  createdAt: number;
  expiresAt: number;
  state: 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED';
  /** The latest prepay id, or code of a Native order, and until when it is good for paying. */
  ticket: string;
  ticketExpiresAt: number;
  /** Who is to pay, or who paid. */
  openid?: string;
  transactionId?: string;
  paidAt?: number;
  /** The merchant's balance when the payment and its fee were booked. */
  balanceFen?: number;
  /** Sequence numbers of its refunds, oldest first. */
  refunds: readonly number[];
}>;

export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL';
export type FundsAccount = 'AVAILABLE' | 'UNSETTLED';

export type PayRefund = Readonly<{
  seq: number;
  refundId: string;
  outRefundNo: string;
  orderSeq: number;
  outTradeNo: string;
  transactionId: string;
  refundFen: number;
  totalFen: number;
  /** The part of the payment's fee that comes back with it. */
  feeBackFen: number;
  fundsAccount: FundsAccount;
  from: readonly { account: string; amount: number }[];
  reason?: string;
  notifyUrl?: string;
  createdAt: number;
  /** Since when it is under way: again after a bank account was named for an abnormal one. */
  startedAt: number;
  status: RefundStatus;
  /** When `status` came to what it is; absent while PROCESSING. */
  finishedAt?: number;
  /** When it first went wrong, also after it came right. */
  abnormalAt?: number;
  /** Where the money went when it is not the way it came. */
  receiver?: string;
  /** The merchant's balance when it was booked, and when it came back because the refund was closed. */
  balanceFen: number;
  returnedBalanceFen?: number;
}>;

export const KEYS_MODES = ['public-key', 'certificate', 'switch-over'] as const;
/** With which keys WeChat Pay signs: its public key's, those of its certificates, or both by turns while a merchant moves over. */
export type KeysMode = (typeof KEYS_MODES)[number];

/** Counted apart, so that neither takes the other's turns. */
export type Signed = 'answers' | 'notices';

/** What is not in the ledger. */
export type PayState = {
  keys: {
    mode: KeysMode;
    /** Whether GET /v3/certificates answers: not for a merchant that never had certificates. */
    certificatesOpen: boolean;
    /** How many were signed so far; decides whose turn it is. */
    signed: Record<Signed, number>;
  };
  /** The refund address of the merchant console: told in the XML of the API before v3 when a refund names no address. */
  consoleRefundUrl: string | null;
  /** When the latest refund calls failed, at most as many as are allowed in a second. */
  failedRefundsAt: number[];
  /** How long the ledger was when this was saved: what was written after it may not have been told of. */
  ledgerBytes: number;
};

export function freshPay(): PayState {
  return {
    keys: { mode: 'public-key', certificatesOpen: true, signed: { answers: 0, notices: 0 } },
    consoleRefundUrl: null,
    failedRefundsAt: [],
    ledgerBytes: 0,
  };
}

/** What was saved of it, without what an older version kept beside. */
export function savedPay(saved: Partial<PayState> | undefined): PayState {
  const fresh = freshPay();
  return {
    keys: { ...fresh.keys, ...saved?.keys },
    consoleRefundUrl: saved?.consoleRefundUrl ?? fresh.consoleRefundUrl,
    failedRefundsAt: saved?.failedRefundsAt ?? fresh.failedRefundsAt,
    ledgerBytes: saved?.ledgerBytes ?? fresh.ledgerBytes,
  };
}
