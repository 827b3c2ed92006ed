import type { Ctx } from '../ctx';
import { beijingTime } from '../state/rfc3339';
import type { PayOrder, PayRefund } from './types';

const STATE_TEXT = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  REFUND: '订单发生过退款',
  CLOSED: '订单已关闭',
};

/** What a query answers and a payment notice carries; an unpaid order has only the first six fields. */
export function presentTransaction(order: PayOrder): Record<string, unknown> {
  const { request } = order;
  const head = {
    appid: request.appid,
    mchid: request.mchid,
    out_trade_no: request.out_trade_no,
    trade_state: order.state,
    trade_state_desc: STATE_TEXT[order.state],
    payer: { openid: request.payer.openid },
  };
  if (order.paidAt === undefined) {
    return { ...head, amount: { total: request.amount.total, currency: 'CNY' } };
  }
  return {
    ...head,
    transaction_id: order.transactionId,
    trade_type: 'JSAPI',
    bank_type: 'OTHERS',
    attach: request.attach ?? '',
    success_time: beijingTime(order.paidAt),
    amount: {
      total: request.amount.total,
      payer_total: request.amount.total,
      currency: 'CNY',
      payer_currency: 'CNY',
    },
    promotion_detail: [],
  };
}

export function presentRefund(refund: PayRefund): Record<string, unknown> {
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: '支付用户零钱',
    ...successTime(refund),
    create_time: beijingTime(refund.createdAt),
    status: refund.status,
    funds_account: 'AVAILABLE',
    amount: {
      total: refund.totalFen,
      refund: refund.refundFen,
      from: [],
      payer_total: refund.totalFen,
      payer_refund: refund.refundFen,
      settlement_refund: refund.refundFen,
      settlement_total: refund.totalFen,
      discount_refund: 0,
      currency: 'CNY',
      refund_fee: 0,
    },
    promotion_detail: [],
  };
}

/** The notice calls the status `refund_status` and leaves out most of the amounts. */
export function presentRefundNotice(ctx: Ctx, refund: PayRefund): Record<string, unknown> {
  return {
    mchid: ctx.world.merchant.mchid,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    refund_status: refund.status,
    ...successTime(refund),
    user_received_account: '支付用户零钱',
    amount: {
      total: refund.totalFen,
      refund: refund.refundFen,
      payer_total: refund.totalFen,
      payer_refund: refund.refundFen,
    },
  };
}

function successTime(refund: PayRefund): { success_time?: string } {
  if (refund.status !== 'SUCCESS' || refund.finishedAt === undefined) return {};
  return { success_time: beijingTime(refund.finishedAt) };
}
