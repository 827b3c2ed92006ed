import { z } from 'zod';

export const EXPRESS = 1;
export const UNIFIED = 1;
export const SPLIT = 2;
export const MOST_PARCELS = 15;
const LONGEST_DESC = 120;
const LONGEST_NUMBER_BYTES = 128;
/** Confirmed by itself: ten days after an express parcel left, two days for the rest. */
const CONFIRMED_AFTER_DAYS = { express: 10, other: 2 };
const DAY_MS = 24 * 3600 * 1000;
const NEEDS_CONTACT = 'SF';
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;

export const orderKeySchema = z.object({
  order_number_type: z.number().optional(),
  transaction_id: z.string().optional(),
  mchid: z.string().optional(),
  out_trade_no: z.string().optional(),
});
const parcelSchema = z.object({
  tracking_no: z.string().optional(),
  express_company: z.string().optional(),
  item_desc: z.string().optional(),
  contact: z
    .object({ consignor_contact: z.string().optional(), receiver_contact: z.string().optional() })
    .optional(),
});
export const shipmentSchema = z.object({
  order_key: orderKeySchema,
  logistics_type: z.number(),
  delivery_mode: z.number(),
  is_all_delivered: z.boolean().optional(),
  shipping_list: z.array(parcelSchema),
});
export type OrderKeyBody = z.infer<typeof orderKeySchema>;
export type ParcelBody = z.infer<typeof parcelSchema>;
export type Shipment = z.infer<typeof shipmentSchema>;

/** What is wrong with a body: the errcode of the page, and its words. */
export type Problem = { errcode: number; words: string };

export function keyProblem(key: OrderKeyBody): Problem | undefined {
  const { order_number_type: type } = key;
  if (type !== 1 && type !== 2) return { errcode: 268485194, words: '订单单号类型非法' };
  if (type === 2 && !key.transaction_id)
    return { errcode: 268485195, words: '微信支付单号形式下transaction_id字段不能为空' };
  if (type === 1 && !key.mchid) return { errcode: 268485196, words: '商户侧单号形式下mchid字段不能为空' };
  if (type === 1 && !key.out_trade_no)
    return { errcode: 268485197, words: '商户侧单号形式下out_trade_no字段不能为空' };
  return undefined;
}

export function shipmentProblem(shipment: Shipment): Problem | undefined {
  const { logistics_type: type, delivery_mode: mode, shipping_list: list } = shipment;
  if (![1, 2, 3, 4].includes(type)) return { errcode: 10060005, words: '物流类型有误' };
  if (mode !== UNIFIED && mode !== SPLIT) return { errcode: 268485224, words: '发货模式非法' };
  if (mode === SPLIT && type !== EXPRESS) return { errcode: 10060006, words: '非快递发货时不允许分拆发货' };
  if (mode === SPLIT && shipment.is_all_delivered === undefined)
    return { errcode: 10060007, words: '分拆发货模式下必须填写is_all_delivered' };
  if (list.length > MOST_PARCELS) return { errcode: 10060024, words: '物流信息列表太长' };
  if (mode === UNIFIED && list.length !== 1)
    return { errcode: 268485228, words: '统一发货模式下，物流信息列表长度必须为1' };
  if (list.length === 0) return { errcode: 10060014, words: '参数错误:shipping_list' };
  for (const parcel of list) {
    const problem = parcelProblem(parcel, type);
    if (problem) return problem;
  }
  return undefined;
}

export function uploadTimeProblem(uploadTime: string, previous: string | undefined): Problem | undefined {
  const bad = (words: string): Problem => ({ errcode: 268485216, words });
  if (!RFC_3339.test(uploadTime) || Number.isNaN(Date.parse(uploadTime)))
    return bad('上传时间非法，请按照RFC 3339格式填写');
  if (previous !== undefined && Date.parse(uploadTime) <= Date.parse(previous))
    return bad('上传时间非法，需晚于上一次');
  return undefined;
}

/** When the money would settle without anybody confirming. */
export function autoConfirmAt(logisticsType: number, shippedAt: number): number {
  const days = logisticsType === EXPRESS ? CONFIRMED_AFTER_DAYS.express : CONFIRMED_AFTER_DAYS.other;
  return shippedAt + days * DAY_MS;
}

function parcelProblem(parcel: ParcelBody, logisticsType: number): Problem | undefined {
  const { tracking_no = '', express_company = '', item_desc = '', contact } = parcel;
  if (item_desc === '') return { errcode: 10060008, words: '商品描述字段不能为空' };
  if ([...item_desc].length > LONGEST_DESC) return { errcode: 10060009, words: '商品描述字段太长' };
  if (Buffer.byteLength(express_company) > LONGEST_NUMBER_BYTES)
    return { errcode: 10060025, words: '物流公司编码太长' };
  if (Buffer.byteLength(tracking_no) > LONGEST_NUMBER_BYTES)
    return { errcode: 10060026, words: '物流单号太长' };
  if (logisticsType !== EXPRESS) return undefined;
  if (tracking_no === '') return { errcode: 268485226, words: '物流单号不能为空' };
  if (express_company === '') return { errcode: 268485227, words: '物流公司编码不能为空' };
  const contacts = [contact?.consignor_contact, contact?.receiver_contact].filter(Boolean);
  // The page gives no code of its own for a missing or unreadable contact.
  if (express_company === NEEDS_CONTACT && contacts.length === 0)
    return { errcode: 10060014, words: '参数错误:顺丰需要收件人或寄件人联系方式' };
  const readable = contacts.every((one) => /\d{4}$/.test(one ?? ''));
  return readable ? undefined : { errcode: 10060014, words: '参数错误:联系方式的最后四位不能打掩码' };
}
