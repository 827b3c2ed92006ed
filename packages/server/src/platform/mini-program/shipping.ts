import { rfc3339 } from '@omni/shared/time';
import { z } from 'zod';
import { PlatformRefusal } from '../../kernel/call-out';
import { post } from './api';

export type PaidOrderKey = { transactionId: string } | { mchid: string; outTradeNo: string };
export type Shipping = PaidOrderKey & {
  openid: string;
  logisticsType: 'express' | 'sameCity' | 'virtual' | 'selfPickup';
  /** What was bought, for people; cut to WeChat's 120 characters. */
  itemDesc: string;
  /** Has to be later than that of an earlier upload for the same order. */
  at: Date;
  /** Needed for express only. */
  parcel?: { trackingNo: string; expressCompany: string };
};
/** As WeChat counts: 1 to ship, 2 shipped, 3 confirmed, 4 done, 5 refunded, 6 funds to settle. */
export type ShippingOrder = { orderState: number };

const LOGISTICS = { express: 1, sameCity: 2, virtual: 3, selfPickup: 4 };
const UNIFIED = 1;
const ORDER_UNKNOWN = 10060001;

/** RFC 3339 with milliseconds and +08:00, as WeChat's own example has it. */
const uploadTime = (at: Date): string =>
  rfc3339(at).replace('+', `.${String(at.getMilliseconds()).padStart(3, '0')}+`);

const keyOf = (order: PaidOrderKey) =>
  'transactionId' in order
    ? { order_number_type: 2, transaction_id: order.transactionId }
    : { order_number_type: 1, mchid: order.mchid, out_trade_no: order.outTradeNo };

/** Tells WeChat that the goods are on their way (or ready): the money settles only after that. Refuses: ALREADY_SHIPPED and others. */
export async function uploadShipping(shipping: Shipping): Promise<void> {
  const { parcel } = shipping;
  await post({
    api: 'upload_shipping_info',
    path: '/wxa/sec/order/upload_shipping_info',
    body: {
      order_key: keyOf(shipping),
      logistics_type: LOGISTICS[shipping.logisticsType],
      delivery_mode: UNIFIED,
      shipping_list: [
        {
          item_desc: [...shipping.itemDesc].slice(0, 120).join(''),
          ...(parcel ? { tracking_no: parcel.trackingNo, express_company: parcel.expressCompany } : {}),
        },
      ],
      upload_time: uploadTime(shipping.at),
      payer: { openid: shipping.openid },
    },
    answer: z.looseObject({}),
  });
}

/** What WeChat knows of the shipping of a paid order; null when it knows no such order. */
export async function getShippingOrder(key: PaidOrderKey): Promise<ShippingOrder | null> {
  try {
    const { order } = await post({
      api: 'get_order',
      path: '/wxa/sec/order/get_order',
      body:
        'transactionId' in key
          ? { transaction_id: key.transactionId }
          : { merchant_id: key.mchid, merchant_trade_no: key.outTradeNo },
      answer: z.object({ order: z.object({ order_state: z.int() }) }),
    });
    return { orderState: order.order_state };
  } catch (error) {
    if (error instanceof PlatformRefusal && error.code === ORDER_UNKNOWN) return null;
    throw error;
  }
}
