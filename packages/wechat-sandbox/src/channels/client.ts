import type { CallbackCheck } from '../control/types';
import type { Transport } from '../control/transport';
import type { OrderInput } from './douyin-orders';
import type { PushInput } from './douyin-push';
import type { DouyinMessage, DouyinOrder, DouyinRefund } from './state';

/** Everything of one platform as it stands. */
export type DouyinReading = {
  orders: DouyinOrder[];
  messages: DouyinMessage[];
  refunds: DouyinRefund[];
  webhookUrl: string | null;
};

/** Platforms of the public domain, seen from their own side. */
export class ChannelsControl {
  constructor(private readonly transport: Transport) {}

  /** Saves where Douyin posts its webhooks and does the console's check. */
  connectDouyin(url: string): Promise<CallbackCheck> {
    return this.transport.post('/control/channels/douyin/webhook', { url });
  }

  /** A buyer orders at Douyin, and pays unless told otherwise. */
  placeDouyinOrder(input: OrderInput): Promise<DouyinOrder> {
    return this.transport.post('/control/channels/douyin/orders', input);
  }

  payDouyinOrder(orderId: string): Promise<DouyinOrder> {
    return this.transport.post(`/control/channels/douyin/orders/${orderId}/pay`);
  }

  /** The buyer gets all the money back at Douyin. */
  refundDouyinOrder(orderId: string): Promise<DouyinOrder> {
    return this.transport.post(`/control/channels/douyin/orders/${orderId}/refund`);
  }

  /** Any event, well signed. */
  pushDouyin(input: PushInput): Promise<{ pushed: boolean }> {
    return this.transport.post('/control/channels/douyin/push', input);
  }

  /** A buyer takes no messages any more, or takes them again. */
  silenceDouyin(openId: string, silent: boolean): Promise<{ silent: boolean }> {
    return this.transport.post('/control/channels/douyin/silent', { openId, silent });
  }

  /** Orders, messages to buyers and refunds by the merchant. */
  douyin(): Promise<DouyinReading> {
    return this.transport.get('/control/channels/douyin');
  }
}
