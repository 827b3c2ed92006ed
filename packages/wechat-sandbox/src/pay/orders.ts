import { createHash } from 'node:crypto';
import type { Ctx } from '../ctx';
import { shopperByOpenid } from '../ctx';
import { PayRefusal } from '../http/refusal';
import { TICKET_LIVES_MS, newCodeUrl, newPrepayId, newTransactionId, seqOfTransaction } from './ids';
import type { OrderTicket } from './ids';
import { feeFen } from './money.rules';
import { queuePaymentNotice } from './notices';
import { paramError } from './schemas';
import type { Endpoint, PayOrder, PrepayRequest } from './types';

const DAY_MS = 24 * 3600 * 1000;
const DEFAULT_DEADLINE_MS = 7 * DAY_MS;
const SHORTEST_DEADLINE_MS = 60 * 1000;
const ORDERS_OF_A_PERSON = 200;

/**
 * The order a prepay makes or meets again, with a ticket of its own for each call. Refused: another merchant, appid or payer, other
 * parameters or another endpoint than before, closed, paid.
 */
export function prepay(ctx: Ctx, endpoint: Endpoint, request: PrepayRequest): PayOrder {
  requireMerchant(ctx, request.mchid);
  if (request.appid !== ctx.world.miniProgram.appid) {
    throw new PayRefusal({ status: 400, code: 'APPID_MCHID_NOT_MATCH', message: 'appid和mch_id不匹配' });
  }
  if (request.payer && !shopperByOpenid(ctx, request.payer.openid)) {
    throw paramError({ field: 'payer/openid', value: request.payer.openid }, 'appid和openid不匹配');
  }
  const known = findOrder(ctx, request.out_trade_no);
  if (known) requirePrepayable(known, endpoint, request);
  const order = withTicket(ctx, known ?? newOrder(ctx, endpoint, request));
  ctx.ledger.saveOrder(order);
  return order;
}

function withTicket(ctx: Ctx, order: PayOrder): PayOrder {
  const issuedAt = ctx.clock.now();
  const mint = { jsapi: newPrepayId, native: newCodeUrl }[order.endpoint];
  const ticket = mint({ seq: order.seq, salt: order.salt, issuedAt }, ctx.random);
  return { ...order, ticket, ticketExpiresAt: issuedAt + TICKET_LIVES_MS };
}

function requirePrepayable(order: PayOrder, endpoint: Endpoint, request: PrepayRequest): void {
  if (order.endpoint !== endpoint || fingerprint(order.request) !== fingerprint(request)) {
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

function newOrder(ctx: Ctx, endpoint: Endpoint, request: PrepayRequest): PayOrder {
  const now = ctx.clock.now();
  const asked = request.time_expire ? Date.parse(request.time_expire) : now + DEFAULT_DEADLINE_MS;
  const days = ctx.rules.longestTimeExpireDays;
  if (asked > now + days * DAY_MS) {
    throw paramError(
      { field: 'time_expire', value: request.time_expire },
      `支付截止时间不能超过下单时间${days}天`,
    );
  }
  return {
    seq: ctx.ledger.nextOrder,
    endpoint,
    request,
    salt: ctx.random.hex(6),
    createdAt: now,
    expiresAt: Math.max(asked, now + SHORTEST_DEADLINE_MS),
    state: 'NOTPAY',
    ticket: '',
    ticketExpiresAt: 0,
    ...(request.payer ? { openid: request.payer.openid } : {}),
    refunds: [],
  };
}

/** The order as it stands now: one whose deadline has passed unpaid is closed. */
export function asItStands(ctx: Ctx, order: PayOrder): PayOrder {
  const late = order.state === 'NOTPAY' && ctx.clock.now() >= order.expiresAt;
  return late ? { ...order, state: 'CLOSED' } : order;
}

export function findOrder(ctx: Ctx, outTradeNo: string): PayOrder | undefined {
  const order = ctx.ledger.orderByNo(outTradeNo);
  return order && asItStands(ctx, order);
}

export function requireOrder(ctx: Ctx, outTradeNo: string): PayOrder {
  return existing(findOrder(ctx, outTradeNo));
}

export function requirePaidById(ctx: Ctx, transactionId: string): PayOrder {
  return existing(orderByTransaction(ctx, transactionId));
}

export function orderByTransaction(ctx: Ctx, transactionId: string): PayOrder | undefined {
  const seq = seqOfTransaction(transactionId);
  const order = seq === undefined ? undefined : ctx.ledger.order(seq);
  return order?.transactionId === transactionId ? order : undefined;
}

/** The order that a prepay id or a code of its was made for. */
export function orderOfTicket(ctx: Ctx, ticket: OrderTicket | undefined): PayOrder | undefined {
  const order = ticket && ctx.ledger.order(ticket.seq);
  return order?.salt === ticket?.salt ? order && asItStands(ctx, order) : undefined;
}

/** What this person could pay now, the oldest first. */
export function pendingOrdersOf(ctx: Ctx, openid: string): PayOrder[] {
  const now = ctx.clock.now();
  return ordersOf(ctx, openid).filter(
    (order) => order.endpoint === 'jsapi' && order.state === 'NOTPAY' && order.ticketExpiresAt > now,
  );
}

/** This person's newest orders as they stand now, the oldest of them first. */
export function ordersOf(ctx: Ctx, openid: string): PayOrder[] {
  return ctx.ledger.newestOrdersOf(openid, ORDERS_OF_A_PERSON).map((order) => asItStands(ctx, order));
}

/** Again and again, as long as nobody paid. */
export function closeOrder(ctx: Ctx, outTradeNo: string): void {
  const order = requireOrder(ctx, outTradeNo);
  if (order.paidAt !== undefined) {
    const code = ctx.rules.orderPaidCode;
    throw new PayRefusal({ status: 400, code, message: '该订单已支付，不能关闭' });
  }
  ctx.ledger.saveOrder({ ...order, state: 'CLOSED' });
}

export function requireMerchant(ctx: Ctx, mchid: string): void {
  if (mchid !== ctx.world.merchant.mchid) {
    throw new PayRefusal({ status: 400, code: 'MCH_NOT_EXISTS', message: '商户号不存在' });
  }
}

/** The money and its fee are booked, and the merchant is told. */
export function markPaid(ctx: Ctx, order: PayOrder, openid: string): PayOrder {
  const now = ctx.clock.now();
  const { total } = order.request.amount;
  const moved = total - feeFen(total);
  const paid: PayOrder = {
    ...order,
    openid,
    state: 'SUCCESS',
    paidAt: now,
    transactionId: newTransactionId(order.seq, now, ctx.random),
    balanceFen: ctx.ledger.balanceFen + moved,
  };
  ctx.ledger.saveOrder(paid, moved);
  queuePaymentNotice(ctx, paid);
  return paid;
}

/** One text per set of values, whatever order the keys came in. */
export function fingerprint(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
  return createHash('sha256').update(text).digest('base64');
}

function existing(order: PayOrder | undefined): PayOrder {
  if (!order) throw new PayRefusal({ status: 404, code: 'ORDER_NOT_EXIST', message: '订单不存在' });
  return order;
}
