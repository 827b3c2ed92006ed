import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { fingerprint, findOrder, orderByTransaction } from '../pay/orders';
import type { PayOrder } from '../pay/types';
import type { Shipping } from './state';

const EXPRESS = 1;
const UNIFIED = 1;
const SPLIT = 2;
const DAY_MS = 24 * 3600 * 1000;
/** Confirmed by itself: ten days after an express parcel left, two days for the rest. */
const SETTLES_AFTER_DAYS = { express: 10, other: 2 };

const orderKeySchema = z.object({
  order_number_type: z.union([z.literal(1), z.literal(2)]),
  transaction_id: z.string().optional(),
  mchid: z.string().optional(),
  out_trade_no: z.string().optional(),
});
const uploadSchema = z.object({
  order_key: orderKeySchema,
  logistics_type: z.number(),
  delivery_mode: z.number(),
  is_all_delivered: z.boolean().optional(),
  shipping_list: z.array(
    z.object({
      tracking_no: z.string().optional(),
      express_company: z.string().optional(),
      item_desc: z.string().optional(),
      contact: z
        .object({ consignor_contact: z.string().optional(), receiver_contact: z.string().optional() })
        .optional(),
    }),
  ),
  upload_time: z.string(),
  payer: z.object({ openid: z.string() }),
});
const getSchema = z.object({
  transaction_id: z.string().optional(),
  merchant_id: z.string().optional(),
  merchant_trade_no: z.string().optional(),
});
type Upload = z.infer<typeof uploadSchema>;

/** Funds of a trading mini-program settle only after this call. A second upload is the one re-shipment allowed. */
export function uploadShipping(ctx: Ctx, request: Incoming): Outgoing {
  const body = jsonBody(request, uploadSchema, 10060014);
  requireForm(body);
  const order = findByKey(ctx, body.order_key);
  if (!order?.transactionId) throw new Refusal(10060001, '支付单不存在');
  if (order.request.payer.openid !== body.payer.openid)
    throw new Refusal(10060031, '该笔支付单不属于openid所指定的用户');
  const refundedFen = refundedOf(ctx, order);
  if (refundedFen >= order.request.amount.total) throw new Refusal(10060004, '支付单处于不可发货的状态');
  const previous = ctx.state.mini.shippings[order.transactionId];
  requireNewer(body, previous);
  const shipping: Shipping = {
    transactionId: order.transactionId,
    outTradeNo: order.request.out_trade_no,
    logisticsType: body.logistics_type,
    items: body.shipping_list.map((item) => ({
      itemDesc: item.item_desc ?? '',
      ...(item.tracking_no === undefined ? {} : { trackingNo: item.tracking_no }),
      ...(item.express_company === undefined ? {} : { expressCompany: item.express_company }),
    })),
    uploadTime: body.upload_time,
    shippedAt: ctx.clock.now(),
    uploads: (previous?.uploads ?? 0) + 1,
    fingerprint: contentOf(body),
  };
  ctx.state.mini.shippings[order.transactionId] = shipping;
  return json({ errcode: 0, errmsg: 'ok' });
}

export function getShippingOrder(ctx: Ctx, request: Incoming): Outgoing {
  const body = jsonBody(request, getSchema, 10060014);
  const byNo = body.merchant_id === ctx.world.merchant.mchid && body.merchant_trade_no;
  const order = body.transaction_id
    ? orderByTransaction(ctx, body.transaction_id)
    : byNo
      ? findOrder(ctx, byNo)
      : undefined;
  if (!order?.transactionId || order.paidAt === undefined) throw new Refusal(10060001, '支付单不存在');
  const shipping = ctx.state.mini.shippings[order.transactionId];
  return json({
    errcode: 0,
    errmsg: 'ok',
    order: {
      transaction_id: order.transactionId,
      merchant_id: order.request.mchid,
      merchant_trade_no: order.request.out_trade_no,
      description: order.request.description,
      paid_amount: order.request.amount.total,
      openid: order.request.payer.openid,
      trade_create_time: Math.floor(order.createdAt / 1000),
      pay_time: Math.floor(order.paidAt / 1000),
      order_state: orderState(ctx, order, shipping),
      in_complaint: false,
      ...(shipping ? { shipping: presentShipping(shipping) } : {}),
    },
  });
}

function orderState(ctx: Ctx, order: PayOrder, shipping: Shipping | undefined): number {
  const state = { toShip: 1, shipped: 2, done: 4, refunded: 5 };
  if (refundedOf(ctx, order) >= order.request.amount.total) return state.refunded;
  if (!shipping) return state.toShip;
  const days = shipping.logisticsType === EXPRESS ? SETTLES_AFTER_DAYS.express : SETTLES_AFTER_DAYS.other;
  return ctx.clock.now() - shipping.shippedAt >= days * DAY_MS ? state.done : state.shipped;
}

function presentShipping(shipping: Shipping): Record<string, unknown> {
  return {
    delivery_mode: UNIFIED,
    logistics_type: shipping.logisticsType,
    finish_shipping: true,
    goods_desc: shipping.items.map((item) => item.itemDesc).join(';'),
    finish_shipping_count: shipping.uploads,
    shipping_list: shipping.items.map((item) => ({
      tracking_no: item.trackingNo ?? '',
      express_company: item.expressCompany ?? '',
      goods_desc: item.itemDesc,
      upload_time: Math.floor(shipping.shippedAt / 1000),
    })),
  };
}

function requireForm(body: Upload): void {
  const items = body.shipping_list;
  if (![1, 2, 3, 4].includes(body.logistics_type)) throw new Refusal(10060005, '物流类型有误');
  if (![UNIFIED, SPLIT].includes(body.delivery_mode)) throw new Refusal(10060014, '参数错误:delivery_mode');
  if (body.delivery_mode === SPLIT && body.logistics_type !== EXPRESS) {
    throw new Refusal(10060006, '非快递发货时不允许分拆发货');
  }
  if (body.delivery_mode === SPLIT && body.is_all_delivered === undefined) {
    throw new Refusal(10060007, '分拆发货模式下必须填写is_all_delivered');
  }
  if (items.length > 15) throw new Refusal(10060024, '物流信息列表不能超过15个');
  if (items.length === 0) throw new Refusal(10060014, '参数错误:shipping_list');
  if (body.delivery_mode === UNIFIED && items.length !== 1)
    throw new Refusal(268485228, '统一发货时只能有一条物流信息');
  for (const item of items) {
    if (!item.item_desc) throw new Refusal(10060008, '商品描述字段不能为空');
    if (item.item_desc.length > 120) throw new Refusal(10060009, '商品描述字段太长');
    if (body.logistics_type === EXPRESS && !item.tracking_no)
      throw new Refusal(268485226, '快递单号不能为空');
  }
  const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;
  if (!rfc3339.test(body.upload_time)) throw new Refusal(268485216, '上传时间非法，请检查upload_time');
}

function requireNewer(body: Upload, previous: Shipping | undefined): void {
  if (!previous) return;
  if (previous.fingerprint === contentOf(body)) throw new Refusal(10060023, '发货信息未更新');
  if (previous.uploads >= 2) throw new Refusal(10060003, '支付单已使用重新发货机会');
  if (Date.parse(body.upload_time) <= Date.parse(previous.uploadTime)) {
    throw new Refusal(268485216, '上传时间需晚于上一次');
  }
}

function contentOf(body: Upload): string {
  return fingerprint({ list: body.shipping_list, type: body.logistics_type, mode: body.delivery_mode });
}

function findByKey(ctx: Ctx, key: z.infer<typeof orderKeySchema>): PayOrder | undefined {
  if (key.order_number_type === 2) return orderByTransaction(ctx, key.transaction_id ?? '');
  return key.mchid === ctx.world.merchant.mchid ? findOrder(ctx, key.out_trade_no ?? '') : undefined;
}

function refundedOf(ctx: Ctx, order: PayOrder): number {
  return Object.values(ctx.state.pay.refunds)
    .filter((refund) => refund.outTradeNo === order.request.out_trade_no && refund.status !== 'CLOSED')
    .reduce((sum, refund) => sum + refund.refundFen, 0);
}
