import type { AccessToken } from '../state/access-token';
import { derivedId } from '../state/random';
import type { Place } from '../world';

const HEX = '0123456789abcdef';

/** The app of the brand at Douyin's open platform, the same in every run. */
export const DOUYIN = {
  clientKey: `aw${derivedId('douyin-client-key', 14, HEX)}`,
  clientSecret: derivedId('douyin-client-secret', 32, HEX),
  accountId: `7${derivedId('douyin-account', 18, '0123456789')}`,
};

/** 100 unpaid, 200 paid, 400 refunded in full: the numbers are this sandbox's own. */
export type DouyinStatus = 100 | 200 | 400;

export type DouyinItem = { itemId: string; title: string; priceFen: number; quantity: number };
export type DouyinReceiver = {
  name: string;
  phone: string;
  region: string;
  street: string;
  /** GCJ-02. */
  point?: Place | undefined;
};
export type DouyinOrder = {
  orderId: string;
  openId: string;
  status: DouyinStatus;
  items: DouyinItem[];
  freightFen: number;
  payFen: number;
  receiver: DouyinReceiver | null;
  createdAt: number;
  paidAt: number | null;
};
export type DouyinMessage = { msgId: string; openId: string; orderId: string; text: string; at: number };
export type DouyinRefund = {
  outRefundNo: string;
  orderId: string;
  amountFen: number;
  reason: string;
  at: number;
};

export type ChannelsState = {
  douyin: {
    webhookUrl: string | null;
    tokens: AccessToken[];
    orders: DouyinOrder[];
    messages: DouyinMessage[];
    refunds: DouyinRefund[];
    /** Buyers who take no messages. */
    silent: string[];
  };
};

export const freshChannels = (): ChannelsState => ({
  douyin: { webhookUrl: null, tokens: [], orders: [], messages: [], refunds: [], silent: [] },
});
