/**
 * What happens to a notice on its way:
 * `tamper` flips a byte of the cipher text and signs the result, so that only the GCM tag tells;
 * `bad-signature` signs with a stranger's key; `signtest` is WeChat Pay's own probe; `stale` is ten minutes old;
 * `wrong-merchant` and `wrong-amount` are well signed and say something else than the order does.
 */
export type DeliveryMode =
  | 'deliver'
  | 'hold'
  | 'duplicate'
  | 'tamper'
  | 'stale'
  | 'wrong-merchant'
  | 'wrong-amount'
  | 'bad-signature'
  | 'signtest'
  | 'wrong-receiveid';

export type DeliveryAttempt = {
  at: number;
  mode: DeliveryMode;
  status?: number;
  answer?: string;
  error?: string;
};

export type Delivery = {
  id: string;
  channel: 'pay' | 'wecom';
  /** TRANSACTION.SUCCESS, REFUND.SUCCESS …, or the WeCom change type. */
  event: string;
  /** out_trade_no, out_refund_no, or external_userid. */
  subject: string;
  url: string;
  createdAt: number;
  status: 'waiting' | 'held' | 'delivered' | 'given-up';
  nextAttemptAt?: number;
  retrySeconds: number[];
  attempts: DeliveryAttempt[];
  /** The plain message; it is encrypted and signed anew for each attempt. */
  message: string;
  summary: string;
};
