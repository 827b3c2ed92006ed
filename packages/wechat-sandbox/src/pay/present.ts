import type { Ctx } from '../ctx';
import { beijingTime } from '../state/rfc3339';
import type { PayOrder, PayRefund } from './types';

const STATE_TEXT = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  REFUND: '订单发生过退款',
  CLOSED: '订单已关闭',
};
export const TRADE_TYPES = { jsapi: 'JSAPI', native: 'NATIVE' } as const;
const WALLET = '支付用户零钱';

/** What a query answers and a payment notice carries; an unpaid order has only the first fields. */
export function presentTransaction(order: PayOrder): Record<string, unknown> {
  const { request } = order;
  const device = request.scene_info?.device_id;
  const head = {
    appid: request.appid,
    mchid: request.mchid,
    out_trade_no: request.out_trade_no,
    trade_state: order.state,
    trade_state_desc: STATE_TEXT[order.state],
    ...(order.openid === undefined ? {} : { payer: { openid: order.openid } }),
  };
  if (order.paidAt === undefined) {
    return { ...head, amount: { total: request.amount.total, currency: 'CNY' } };
  }
  return {
    ...head,
    transaction_id: order.transactionId,
    trade_type: TRADE_TYPES[order.endpoint],
    bank_type: 'OTHERS',
    attach: request.attach ?? '',
    success_time: beijingTime(order.paidAt),
    amount: {
      total: request.amount.total,
      payer_total: request.amount.total,
      currency: 'CNY',
      payer_currency: 'CNY',
    },
    ...(device === undefined ? {} : { scene_info: { device_id: device } }),
    promotion_detail: [],
  };
}

export function presentRefund(refund: PayRefund): Record<string, unknown> {
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    channel: channelOf(refund),
    user_received_account: receiverOf(refund),
    ...successTime(refund),
    create_time: beijingTime(refund.createdAt),
    status: refund.status,
    funds_account: refund.fundsAccount,
    amount: {
      total: refund.totalFen,
      refund: refund.refundFen,
      from: refund.from,
      payer_total: refund.totalFen,
      payer_refund: refund.refundFen,
      settlement_refund: refund.refundFen,
      settlement_total: refund.totalFen,
      discount_refund: 0,
      currency: 'CNY',
      refund_fee: refund.feeBackFen,
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
    user_received_account: receiverOf(refund),
    amount: {
      total: refund.totalFen,
      refund: refund.refundFen,
      payer_total: refund.totalFen,
      payer_refund: refund.refundFen,
    },
  };
}

/** The way the payment came, or a card that was named instead. */
export function channelOf(refund: PayRefund): 'ORIGINAL' | 'OTHER_BANKCARD' {
  return refund.receiver === undefined ? 'ORIGINAL' : 'OTHER_BANKCARD';
}

export function receiverOf(refund: PayRefund): string {
  return refund.receiver ?? WALLET;
}

function successTime(refund: PayRefund): { success_time?: string } {
  if (refund.status !== 'SUCCESS' || refund.finishedAt === undefined) return {};
  return { success_time: beijingTime(refund.finishedAt) };
}
