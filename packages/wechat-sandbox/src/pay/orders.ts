import type { Ctx } from '../ctx';
import { shopperByOpenid } from '../ctx';
import { PayRefusal } from '../http/refusal';
import { beijingDigits } from '../state/rfc3339';
import { queuePaymentNotice } from './notices';
import { paramError } from './schemas';
import type { PayOrder, PrepayRequest } from './types';

const DAY_MS = 24 * 3600 * 1000;
const PREPAY_ID_LIVES_MS = 2 * 3600 * 1000;
const DEFAULT_DEADLINE_MS = 7 * DAY_MS;
const LONGEST_DEADLINE_MS = 15 * DAY_MS;
const SHORTEST_DEADLINE_MS = 60 * 1000;

export function prepay(ctx: Ctx, request: PrepayRequest): string {
  requireMerchant(ctx, request.mchid);
  if (request.appid !== ctx.world.miniProgram.appid) {
    throw new PayRefusal({ status: 400, code: 'APPID_MCHID_NOT_MATCH', message: 'appid和mch_id不匹配' });
  }
  if (!shopperByOpenid(ctx, request.payer.openid)) {
    throw paramError('payer/openid', 'appid和openid不匹配', request.payer.openid);
  }
  const order = findOrder(ctx, request.out_trade_no) ?? newOrder(ctx, request);
  requirePrepayable(order, request);
  ctx.state.pay.orders[request.out_trade_no] = order;
  const now = ctx.clock.now();
  const prepayId = `wx${beijingDigits(now)}${ctx.random.hex(20)}`;
  ctx.state.pay.prepays[prepayId] = {
    prepayId,
    outTradeNo: request.out_trade_no,
    expiresAt: now + PREPAY_ID_LIVES_MS,
  };
  return prepayId;
}

function requirePrepayable(order: PayOrder, request: PrepayRequest): void {
  if (order.fingerprint !== fingerprint(request)) {
    throw new PayRefusal({
      status: 403,
      code: 'OUT_TRADE_NO_USED',
      message: '请求重入时，参数与首次请求时不一致，请核对后重试',
    });
  }
  if (order.state === 'CLOSED') {
    throw new PayRefusal({ status: 400, code: 'ORDER_CLOSED', message: '该订单已关闭，请更换商户订单号' });
  }
  if (order.state !== 'NOTPAY') {
    throw new PayRefusal({ status: 400, code: 'INVALID_REQUEST', message: '该订单已支付' });
  }
}

function newOrder(ctx: Ctx, request: PrepayRequest): PayOrder {
  const now = ctx.clock.now();
  const asked = request.time_expire ? Date.parse(request.time_expire) : now + DEFAULT_DEADLINE_MS;
  if (asked > now + LONGEST_DEADLINE_MS) {
    throw paramError('time_expire', '支付截止时间不能超过下单时间15天', request.time_expire);
  }
  const expiresAt = Math.max(asked, now + SHORTEST_DEADLINE_MS);
  return { request, fingerprint: fingerprint(request), createdAt: now, expiresAt, state: 'NOTPAY' };
}

/** Finds the order as it stands now: one whose deadline has passed unpaid is closed. */
export function findOrder(ctx: Ctx, outTradeNo: string): PayOrder | undefined {
  const order = ctx.state.pay.orders[outTradeNo];
  if (order?.state === 'NOTPAY' && ctx.clock.now() >= order.expiresAt) order.state = 'CLOSED';
  return order;
}

export function requireOrder(ctx: Ctx, outTradeNo: string): PayOrder {
  const order = findOrder(ctx, outTradeNo);
  if (!order) throw new PayRefusal({ status: 404, code: 'ORDER_NOT_EXIST', message: '订单不存在' });
  return order;
}

export function requirePaidById(ctx: Ctx, transactionId: string): PayOrder {
  const order = orderByTransaction(ctx, transactionId);
  if (!order) throw new PayRefusal({ status: 404, code: 'ORDER_NOT_EXIST', message: '订单不存在' });
  return order;
}

export function orderByTransaction(ctx: Ctx, transactionId: string): PayOrder | undefined {
  return Object.values(ctx.state.pay.orders).find((order) => order.transactionId === transactionId);
}

export function closeOrder(ctx: Ctx, outTradeNo: string): void {
  const order = requireOrder(ctx, outTradeNo);
  if (order.paidAt !== undefined) {
    throw new PayRefusal({ status: 400, code: 'ORDERPAID', message: '该订单已支付，不能关闭' });
  }
  order.state = 'CLOSED';
}

export function requireMerchant(ctx: Ctx, mchid: string | null): void {
  if (mchid !== ctx.world.merchant.mchid) {
    throw new PayRefusal({ status: 400, code: 'MCH_NOT_EXISTS', message: '商户号不存在' });
  }
}

export function markPaid(ctx: Ctx, order: PayOrder): void {
  const now = ctx.clock.now();
  order.state = 'SUCCESS';
  order.paidAt = now;
  order.transactionId = `42000${ctx.random.digits(5)}${beijingDigits(now).slice(0, 8)}${ctx.random.digits(10)}`;
  queuePaymentNotice(ctx, order);
}

/** One text per set of values, whatever order the keys came in. */
export function fingerprint(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
