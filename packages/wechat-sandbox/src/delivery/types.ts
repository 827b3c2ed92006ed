/**
 * `pay`: notices of WeChat Pay; `wecom`: callbacks of WeCom; `push`: messages of the mini-program and the official account;
 * `douyin`: webhooks of Douyin.
 */
export type Channel = 'pay' | 'wecom' | 'push' | 'douyin';

/**
 * What happens to a notice on its way:
 * `hold` keeps it until it is released; `delay` sends it later; `reorder` lets the next one overtake it; `lose` never sends it;
 * `duplicate` sends it twice; `tamper` flips a byte of the cipher text and signs the result, so that only the GCM tag tells;
 * `bad-signature` signs with a stranger's key; `signtest` is WeChat Pay's own probe; `stale` is ten minutes old;
 * `wrong-merchant` and `wrong-amount` are well signed and say something else than the order does;
 * `v2-xml` is a refund notice in the form of the API before v3.
 */
export const DELIVERY_MODES = [
  'deliver',
  'hold',
  'delay',
  'reorder',
  'lose',
  'duplicate',
  'tamper',
  'stale',
  'wrong-merchant',
  'wrong-amount',
  'bad-signature',
  'signtest',
  'wrong-receiveid',
  'v2-xml',
] as const;
export type DeliveryMode = (typeof DELIVERY_MODES)[number];

export type DeliveryAttempt = {
  at: number;
  mode: DeliveryMode;
  status?: number;
  answer?: string;
  error?: string;
};

export type Delivery = {
  id: string;
  channel: Channel;
  /** TRANSACTION.SUCCESS, REFUND.SUCCESS …, the WeCom change type, or the event of a message push. */
  event: string;
  /** out_trade_no, out_refund_no, external_userid, or openid. */
  subject: string;
  url: string;
  createdAt: number;
  status: 'waiting' | 'held' | 'delivered' | 'given-up' | 'lost';
  nextAttemptAt?: number;
  /** Held only until the next one of the same channel has arrived. */
  reordered?: true;
  retrySeconds: number[];
  attempts: DeliveryAttempt[];
  /** The plain message; it is encrypted and signed anew for each attempt. */
  message: string;
  summary: string;
  /** Says which of two apps a message push is of. */
  appid?: string;
};
