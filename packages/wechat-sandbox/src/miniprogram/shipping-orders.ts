import { z } from 'zod';
import type { Ctx } from '../ctx';
import { jsonBody } from '../http/body';
import { json } from '../http/message';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { ordersPaid, paidOrderByKey } from './orders';
import type { PaidOrder } from './orders';
import type { Parcel, Shipping } from './state';

const STATE = { toShip: 1, shipped: 2, confirmed: 3, done: 4, refunded: 5, toSettle: 6 };
const LARGEST_PAGE = 100;
const LONGEST_DESC = 120;
const LAST_SECOND = 2 ** 32 - 1;

export const orderRefSchema = z.object({
  transaction_id: z.string().optional(),
  merchant_id: z.string().optional(),
  sub_merchant_id: z.string().optional(),
  merchant_trade_no: z.string().optional(),
});
const listSchema = z.object({
  pay_time_range: z
    .object({ begin_time: z.int().min(0).optional(), end_time: z.int().min(0).optional() })
    .optional(),
  order_state: z.int().min(1).max(6).optional(),
  openid: z.string().optional(),
  last_index: z.string().optional(),
  page_size: z.int().min(1).max(LARGEST_PAGE).optional(),
});

/** The paid order a body names. Refuses 10060001. */
export function requireOrder(ctx: Ctx, body: z.infer<typeof orderRefSchema>): PaidOrder {
  const order = paidOrderByKey(ctx, {
    transactionId: body.transaction_id,
    mchid: body.merchant_id,
    outTradeNo: body.merchant_trade_no,
  });
  if (!order) throw new Refusal(10060001, '支付单不存在');
  return order;
}

export function getShippingOrder(ctx: Ctx, request: Incoming): Outgoing {
  const order = requireOrder(ctx, jsonBody(request, orderRefSchema, 10060014));
  return json({ errcode: 0, errmsg: 'ok', order: presentOrder(ctx, order) });
}

/** get_order_list, in the order of payment, which the page leaves open. Refuses 10060014, 10060011. */
export function listShippingOrders(ctx: Ctx, request: Incoming): Outgoing {
  const body = jsonBody(request, listSchema, 10060014);
  const { page_size: size = LARGEST_PAGE, pay_time_range: range } = body;
  const after = readIndex(body.last_index);
  const from = Math.min(Math.max(range?.begin_time ?? 0, after?.second ?? 0), LAST_SECOND);
  const until = Math.min(range?.end_time ?? LAST_SECOND, LAST_SECOND);
  const found: PaidOrder[] = [];
  let passed = after === undefined;
  for (const order of ordersPaid(ctx, from * 1000, (until + 1) * 1000)) {
    if (!passed) {
      // Behind the order the last page ended with, or, should that be gone, behind its second.
      passed = order.transactionId === after?.transactionId || second(order) > (after?.second ?? 0);
      if (order.transactionId === after?.transactionId) continue;
    }
    if (!passed || !isAsked(ctx, order, body)) continue;
    found.push(order);
    if (found.length > size) break;
  }
  const page = found.slice(0, size);
  const last = page.at(-1);
  return json({
    errcode: 0,
    errmsg: 'ok',
    last_index: last ? indexOf(last) : '',
    has_more: found.length > size,
    order_list: page.map((order) => presentOrder(ctx, order)),
  });
}

/** Refunded in full counts more than what became of the parcel. A reported test order waits for its money only. */
export function orderStateOf(ctx: Ctx, order: PaidOrder): number {
  const { shippings, trade } = ctx.state.mini;
  const shipping = shippings[order.transactionId];
  if (order.refundedFen >= order.totalFen) return STATE.refunded;
  if (!shipping) return trade.special[order.transactionId] === null ? STATE.toSettle : STATE.toShip;
  if (shipping.settledAt !== undefined) return STATE.done;
  if (shipping.confirmedAt !== undefined) return STATE.confirmed;
  return shipping.shippedAt === undefined ? STATE.toShip : STATE.shipped;
}

function isAsked(ctx: Ctx, order: PaidOrder, body: z.infer<typeof listSchema>): boolean {
  const { openid, order_state: state } = body;
  return (
    (openid === undefined || order.openid === openid) &&
    (state === undefined || orderStateOf(ctx, order) === state)
  );
}

function presentOrder(ctx: Ctx, order: PaidOrder): Record<string, unknown> {
  const { shippings, trade } = ctx.state.mini;
  const shipping = shippings[order.transactionId];
  const description = [...order.description];
  return {
    transaction_id: order.transactionId,
    merchant_id: order.mchid,
    merchant_trade_no: order.outTradeNo,
    description:
      description.length > LONGEST_DESC
        ? `${description.slice(0, LONGEST_DESC).join('')}...`
        : order.description,
    paid_amount: order.totalFen,
    openid: order.openid,
    trade_create_time: Math.floor(order.createdAt / 1000),
    pay_time: second(order),
    order_state: orderStateOf(ctx, order),
    in_complaint: trade.complaints.includes(order.transactionId),
    ...(shipping ? { shipping: presentShipping(shipping) } : {}),
  };
}

function presentShipping(shipping: Shipping): Record<string, unknown> {
  return {
    delivery_mode: shipping.deliveryMode,
    logistics_type: shipping.logisticsType,
    finish_shipping: shipping.finishedCount > 0,
    goods_desc: shipping.items.map((item) => item.itemDesc).join(';'),
    finish_shipping_count: shipping.finishedCount,
    shipping_list: shipping.items.map(presentParcel),
  };
}

function presentParcel(parcel: Parcel): Record<string, unknown> {
  const { consignorContact, receiverContact } = parcel;
  const contact = {
    ...(consignorContact === undefined ? {} : { consignor_contact: consignorContact }),
    ...(receiverContact === undefined ? {} : { receiver_contact: receiverContact }),
  };
  return {
    tracking_no: parcel.trackingNo ?? '',
    express_company: parcel.expressCompany ?? '',
    goods_desc: parcel.itemDesc,
    upload_time: Math.floor(parcel.uploadedAt / 1000),
    ...(Object.keys(contact).length > 0 ? { contact } : {}),
  };
}

function second(order: PaidOrder): number {
  return Math.floor(order.paidAt / 1000);
}

function indexOf(order: PaidOrder): string {
  return Buffer.from(`${second(order)}:${order.transactionId}`).toString('base64url');
}

function readIndex(index: string | undefined): { second: number; transactionId: string } | undefined {
  if (!index) return undefined;
  const [, at, transactionId] =
    /^(\d{1,10}):(\d{28})$/.exec(Buffer.from(index, 'base64url').toString()) ?? [];
  if (at === undefined || transactionId === undefined) throw new Refusal(10060011, 'last_index不合法');
  return { second: Number(at), transactionId };
}
