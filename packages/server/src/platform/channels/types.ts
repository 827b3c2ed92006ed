import type { Point } from '@omni/shared/geo';

export type ConnectorName = 'douyin' | 'doudian' | 'xiaohongshu' | 'meituan';

/** What a platform posted, as bytes, because signatures cover the bytes. `path` is ours, without host and query. */
export type Delivered = {
  path: string;
  headers: Record<string, string | undefined>;
  query: Record<string, string | undefined>;
  body: Buffer;
};
/** What the platform wants to hear. */
export type Ack = { status: number; type: string; body: string };

/** One thing a platform says has happened. Only a hint: what is so is asked of the platform. */
export type ChannelNews = {
  /** The same for the same happening, however often it is told. */
  messageId: string;
  /** The platform's own word. */
  event: string;
  /** The order that may have changed; null when the news is of something we do not follow. */
  orderId: string | null;
};
export type RefusedBecause = 'signature' | 'stale' | 'unreadable' | 'other app';
export type Reading =
  | { kind: 'check'; answer: Ack }
  | { kind: 'refused'; because: RefusedBecause; answer: Ack }
  | { kind: 'news'; news: ChannelNews[]; answer: Ack };

/** An order as the platform has it now. Money in fen, the point in GCJ-02. */
export type ForeignOrder = {
  orderId: string;
  buyerId: string;
  status: 'unpaid' | 'paid' | 'refunded';
  /** Goods and freight after every discount: what the buyer paid. */
  paidFen: number;
  freightFen: number;
  paidAt: Date | null;
  lines: { itemId: string; title: string; quantity: number; priceFen: number }[];
  /** Null when the platform keeps it to itself. The phone may be a virtual number: never an identity. */
  receiver: { name: string; phone: string; region: string; street: string } | null;
  point: Point | null;
};

/** Calls to the platform. They throw PlatformRefusal when it says no, and PlatformError when there was no usable answer. */
export type ChannelApi = {
  /** Null when the platform knows no such order. */
  order: (orderId: string) => Promise<ForeignOrder | null>;
  /** Refused when the buyer takes no messages. */
  tellBuyer: (message: { buyerId: string; orderId: string; text: string }) => Promise<void>;
  /** The same `refundNo` again is the same refund. */
  refund: (wish: { orderId: string; refundNo: string; amountFen: number; reason: string }) => Promise<void>;
};

export type Connector = {
  name: ConnectorName;
  /** Checks a delivery and says what it means. Writes nothing and calls nobody. */
  read: (delivered: Delivered, now: Date) => Reading;
  /** Null while only the webhook of this platform is built: its orders go to people. */
  api: ChannelApi | null;
};
