import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { paidOrderByKey } from './orders';
import type { OrderKey, PaidOrder } from './orders';
import {
  MOST_PARCELS,
  SPLIT,
  keyProblem,
  orderKeySchema,
  shipmentProblem,
  shipmentSchema,
  uploadTimeProblem,
} from './shipping.rules';
import type { OrderKeyBody, ParcelBody, Problem, Shipment } from './shipping.rules';
import type { Parcel, Shipping } from './state';
import { afterShipping } from './trade';

const KEPT = 5000;

const uploadSchema = shipmentSchema.extend({
  upload_time: z.string(),
  payer: z.object({ openid: z.string() }),
});
const combinedSchema = z.object({
  order_key: orderKeySchema,
  sub_orders: z.array(shipmentSchema).min(1),
  upload_time: z.string(),
  payer: z.object({ openid: z.string() }),
});

type Upload = { shipment: Shipment; uploadTime: string; openid: string };

/** Funds of a trading mini-program settle only after this call. Refuses the codes of the page, 10060001 to 268485228. */
export function uploadShipping(ctx: Ctx, request: Incoming): Outgoing {
  const { upload_time: uploadTime, payer, ...shipment } = jsonBody(request, uploadSchema, 10060014);
  keep(ctx, checked(ctx, { shipment, uploadTime, openid: payer.openid }));
  return json({ errcode: 0, errmsg: 'ok' });
}

/**
 * Several orders of one combined payment: all of them or none. There are no combined payments here, so the key of the whole is
 * looked at for its form only, and the orders below it are ordinary ones.
 */
export function uploadCombinedShipping(ctx: Ctx, request: Incoming): Outgoing {
  const { order_key, sub_orders, upload_time, payer } = jsonBody(request, combinedSchema, 10060014);
  refuse(keyProblem(order_key));
  const uploads = sub_orders.map((shipment) =>
    checked(ctx, { shipment, uploadTime: upload_time, openid: payer.openid }),
  );
  for (const upload of uploads) keep(ctx, upload);
  return json({ errcode: 0, errmsg: 'ok' });
}

export function keyOf(body: OrderKeyBody): OrderKey {
  return body.order_number_type === 2
    ? { transactionId: body.transaction_id }
    : { mchid: body.mchid, outTradeNo: body.out_trade_no };
}

/** The record as it would be after this upload. */
function checked(ctx: Ctx, upload: Upload): Shipping {
  const { shipment, uploadTime, openid } = upload;
  refuse(
    keyProblem(shipment.order_key) ?? shipmentProblem(shipment) ?? uploadTimeProblem(uploadTime, undefined),
  );
  const order = paidOrderByKey(ctx, keyOf(shipment.order_key));
  if (!order) throw new Refusal(10060001, '支付单不存在');
  if (order.openid !== openid) throw new Refusal(10060031, '该笔支付单不属于openid所指定的用户');
  if (order.refundedFen >= order.totalFen) throw new Refusal(10060004, '支付单处于不可发货的状态');
  const before = ctx.state.mini.shippings[order.transactionId];
  if (before?.confirmedAt !== undefined) throw new Refusal(10060002, '支付单已完成发货，无法继续发货');
  return before ? continued(ctx, before, upload) : first(ctx, order, upload);
}

function first(ctx: Ctx, order: PaidOrder, { shipment, uploadTime }: Upload): Shipping {
  const now = ctx.clock.now();
  const complete = shipment.delivery_mode !== SPLIT || shipment.is_all_delivered === true;
  return {
    transactionId: order.transactionId,
    outTradeNo: order.outTradeNo,
    openid: order.openid,
    logisticsType: shipment.logistics_type,
    deliveryMode: shipment.delivery_mode,
    items: shipment.shipping_list.map((parcel) => asParcel(parcel, now)),
    uploadTime,
    fingerprint: contentOf(shipment),
    finishedCount: complete ? 1 : 0,
    ...(complete ? { shippedAt: now } : {}),
    corrected: false,
    reminded: false,
  };
}

/**
 * More parcels of a split delivery join the others. A call after everything left, or one that changes mode or logistics, is the one
 * correction a payment has, and replaces what was told before.
 */
function continued(ctx: Ctx, before: Shipping, { shipment, uploadTime }: Upload): Shipping {
  if (before.fingerprint === contentOf(shipment)) throw new Refusal(10060023, '发货信息未更新');
  const { delivery_mode: deliveryMode, logistics_type: logisticsType } = shipment;
  const otherWay = deliveryMode !== before.deliveryMode || logisticsType !== before.logisticsType;
  const correction = before.finishedCount > 0 || otherWay;
  if (correction && before.corrected) throw new Refusal(10060003, '支付单已使用重新发货机会');
  refuse(uploadTimeProblem(uploadTime, before.uploadTime));
  const now = ctx.clock.now();
  const complete = deliveryMode !== SPLIT || shipment.is_all_delivered === true;
  const parcels = shipment.shipping_list.map((parcel) => asParcel(parcel, now));
  const numbers = new Set(parcels.map(({ trackingNo }) => trackingNo));
  const items = correction
    ? parcels
    : [...before.items.filter(({ trackingNo }) => !numbers.has(trackingNo)), ...parcels];
  if (items.length > MOST_PARCELS) throw new Refusal(10060024, '物流信息列表太长');
  return {
    ...before,
    logisticsType,
    deliveryMode,
    items,
    uploadTime,
    fingerprint: contentOf(shipment),
    finishedCount: before.finishedCount + (complete ? 1 : 0),
    ...(complete ? { shippedAt: before.shippedAt ?? now } : {}),
    corrected: before.corrected || correction,
  };
}

function keep(ctx: Ctx, shipping: Shipping): void {
  const { mini } = ctx.state;
  const before = mini.shippings[shipping.transactionId];
  mini.shippings[shipping.transactionId] = shipping;
  const [oldest] = Object.keys(mini.shippings);
  if (oldest !== undefined && Object.keys(mini.shippings).length > KEPT) delete mini.shippings[oldest];
  afterShipping(ctx, shipping, before);
}

function asParcel(parcel: ParcelBody, uploadedAt: number): Parcel {
  const { item_desc = '', tracking_no, express_company, contact } = parcel;
  const given = {
    trackingNo: tracking_no,
    expressCompany: express_company,
    consignorContact: contact?.consignor_contact,
    receiverContact: contact?.receiver_contact,
  };
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  return { itemDesc: item_desc, uploadedAt, ...(Object.fromEntries(known) as Partial<Parcel>) };
}

function contentOf({ logistics_type, delivery_mode, is_all_delivered, shipping_list }: Shipment): string {
  return JSON.stringify([logistics_type, delivery_mode, is_all_delivered ?? null, shipping_list]);
}

function refuse(problem: Problem | undefined): void {
  if (problem) throw new Refusal(problem.errcode, problem.words);
}
