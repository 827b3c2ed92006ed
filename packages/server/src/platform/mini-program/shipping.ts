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
  parcel?: {
    trackingNo: string;
    expressCompany: string;
    /** Masked but for the last four digits; 顺丰 needs it. */
    receiverContact?: string;
  };
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

const parcelBody = ({ trackingNo, expressCompany, receiverContact }: NonNullable<Shipping['parcel']>) => ({
  tracking_no: trackingNo,
  express_company: expressCompany,
  ...(receiverContact ? { contact: { receiver_contact: receiverContact } } : {}),
});

/**
 * What a refusal of uploadShipping means. `there`: WeChat knows already. `later`: the payment is not known there yet, tell it
 * again. `over`: the order cannot be shipped (refunded), nothing is lost. `wrong`: what was told is wrong: for people.
 */
export type ShippingRefusal = { kind: 'there' | 'later' | 'over' | 'wrong'; text: string };
const REFUSALS: Readonly<Record<number, ShippingRefusal>> = {
  10060001: { kind: 'later', text: '微信还查不到这笔支付' },
  10060002: { kind: 'there', text: '该支付单已完成发货' },
  10060003: { kind: 'there', text: '该支付单的重新发货机会已用完' },
  10060004: { kind: 'over', text: '该支付单已退款，不能发货' },
  10060005: { kind: 'wrong', text: '物流类型有误' },
  10060006: { kind: 'wrong', text: '非快递不能分拆发货' },
  10060007: { kind: 'wrong', text: '分拆发货要说明是否全部发完' },
  10060008: { kind: 'wrong', text: '商品描述不能为空' },
  10060009: { kind: 'wrong', text: '商品描述太长' },
  10060014: { kind: 'wrong', text: '发货信息有误（顺丰需要收件人联系方式后四位）' },
  10060023: { kind: 'there', text: '发货信息没有变化' },
  10060024: { kind: 'wrong', text: '包裹太多' },
  10060025: { kind: 'wrong', text: '物流公司编码太长' },
  10060026: { kind: 'wrong', text: '物流单号太长' },
  10060031: { kind: 'wrong', text: '这笔支付不属于该顾客' },
  268485216: { kind: 'wrong', text: '上传时间有误，须晚于上一次' },
  268485226: { kind: 'wrong', text: '物流单号不能为空' },
  268485227: { kind: 'wrong', text: '物流公司不能为空' },
  268485228: { kind: 'wrong', text: '一次发货只能有一个包裹' },
};

/** `code` as the PlatformRefusal of uploadShipping has it; what the page does not list is for people. */
export const readShippingRefusal = (code: number | string): ShippingRefusal =>
  REFUSALS[Number(code)] ?? { kind: 'wrong', text: `微信未接受发货信息（${code}）` };

/** Tells WeChat that the goods are on their way (or ready): the money settles only after that. Refuses: see readShippingRefusal. */
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
          ...(parcel ? parcelBody(parcel) : {}),
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
