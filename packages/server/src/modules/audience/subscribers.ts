import { yuan } from '@omni/shared/yuan';
import type { EventType } from '../../kernel/outbox';
import { subscriber } from '../../kernel/work';
import type { Subscriber, Work } from '../../kernel/work';
import * as bookings from '../bookings';
import * as coupons from '../coupons';
import * as identity from '../identity';
import * as members from '../members';
import * as orders from '../orders';
import type { OrderNews } from '../orders';
import { recordTouch } from './index';
import type { Touch } from './index';
import { deleteBrowsing, giveTouches } from './touch.model';

type OrderEvent = typeof orders.orderPaid;

/** One line on the timeline per piece of order news; the order number makes it findable. */
function tellsOrder(event: OrderEvent, kind: Touch['kind'], title: (news: OrderNews) => string): Subscriber {
  const what = event.name.replace('order.', '');
  return subscriber(`audience.note-${what}`, event as EventType<typeof event.payload>, (ctx, news) =>
    recordTouch(ctx, {
      customerId: news.customerId,
      origin: news.origin,
      kind,
      title: title(news),
      text: `订单 ${news.orderNo} · ¥${yuan(news.payableFen)}`,
      storeId: news.storeId,
      ref: `${event.name}/${news.orderId}`,
    }),
  );
}

/** What of a fitting goes on the timeline. */
const FITTING_TITLES: Record<string, string> = {
  booked: '预约到店试穿',
  cancelled: '取消试穿预约',
  arrived: '到店试穿',
  done: '试穿完成',
  no_show: '预约试穿未到店',
};

export const work: Work = {
  jobs: [],
  runners: [],
  subscribers: [
    tellsOrder(orders.orderPlaced, 'order', () => '提交订单'),
    tellsOrder(orders.orderPaid, 'order', (news) =>
      news.fulfilment === 'pickup' ? '付款成功，到店自提' : '付款成功，配送到家',
    ),
    tellsOrder(orders.orderReady, 'pickup', () => '备好待取'),
    tellsOrder(orders.orderHandedOver, 'pickup', () => '已取货'),
    tellsOrder(orders.orderCancelled, 'order', () => '订单已取消'),
    tellsOrder(orders.orderRefunded, 'refund', () => '已退款'),
    subscriber('audience.note-coupon', coupons.couponClaimed, (ctx, news) =>
      recordTouch(ctx, {
        customerId: news.customerId,
        origin: news.origin,
        kind: 'coupon',
        title: '领取优惠券',
        text: news.title,
        ref: `coupon/${news.couponId}`,
      }),
    ),
    subscriber('audience.note-fitting', bookings.fittingNews, async (ctx, news) => {
      const title = FITTING_TITLES[news.what];
      if (title === undefined) return;
      const { customerId, origin, text, storeId } = news;
      const ref = `fitting/${news.bookingId}/${news.what}`;
      await recordTouch(ctx, { customerId, origin, kind: 'fitting', title, text, storeId, ref });
    }),
    subscriber('audience.note-contact', identity.customerLinked, (ctx, news) =>
      recordTouch(ctx, {
        customerId: news.customerId,
        origin: news.origin,
        kind: 'contact',
        title: '成为企业微信客户',
        text: '可在聊天侧边栏查看',
        ref: `contact/${news.externalUserid}`,
      }),
    ),
    subscriber('audience.note-visit', members.memberRecognised, (ctx, news) =>
      recordTouch(ctx, {
        customerId: news.customerId,
        origin: news.origin,
        kind: 'visit',
        title: '到店出示会员码',
        text: news.storeName,
        storeId: news.storeId,
        ref: `visit/${news.useId}`,
      }),
    ),
    subscriber('audience.forget-browsing', identity.consentChanged, async (_ctx, news) => {
      if (news.purpose === 'profiling' && !news.granted) await deleteBrowsing(news);
    }),
    subscriber('audience.follow-moves', identity.recordsMoved, (ctx, { origins }) =>
      identity.followOrigins(ctx, origins, giveTouches),
    ),
  ],
  chores: [],
};
