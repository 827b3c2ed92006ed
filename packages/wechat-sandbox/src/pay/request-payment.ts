import type { Ctx } from '../ctx';
import { shopperById } from '../ctx';
import { signedLines, verify } from '../crypto/pay';
import { findOrder, markPaid } from './orders';
import type { PayOrder } from './types';

export type PaymentParams = {
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: string;
  paySign: string;
};
export type PaymentAttempt = { params?: PaymentParams; prepayId?: string; cancel?: boolean };
export type PaymentSheet = { merchant: string; description: string; amountFen: number };

/** What WeChat checks before it shows the pay sheet. The answer is the sheet, or the words of the failure. */
export function openPaymentSheet(
  ctx: Ctx,
  shopperId: string,
  attempt: PaymentAttempt,
): PaymentSheet | { fail: string } {
  const found = payableOrder(ctx, shopperId, attempt);
  if (typeof found === 'string') return { fail: found };
  return {
    merchant: ctx.world.merchant.name,
    description: found.request.description,
    amountFen: found.request.amount.total,
  };
}

export function requestPayment(ctx: Ctx, shopperId: string, attempt: PaymentAttempt): { errMsg: string } {
  const found = payableOrder(ctx, shopperId, attempt);
  if (typeof found === 'string') return { errMsg: `requestPayment:fail ${found}` };
  if (attempt.cancel) return { errMsg: 'requestPayment:fail cancel' };
  markPaid(ctx, found);
  return { errMsg: 'requestPayment:ok' };
}

function payableOrder(ctx: Ctx, shopperId: string, attempt: PaymentAttempt): PayOrder | string {
  const shopper = shopperById(ctx, shopperId);
  if (!shopper) return '用户不存在';
  const wrongParams = attempt.params ? paramsProblem(ctx, attempt.params) : undefined;
  if (wrongParams) return wrongParams;
  const prepayId = attempt.prepayId ?? attempt.params?.package.slice('prepay_id='.length) ?? '';
  const prepay = ctx.state.pay.prepays[prepayId];
  if (!prepay) return '调用支付JSAPI缺少参数:prepay_id无效';
  const order = findOrder(ctx, prepay.outTradeNo);
  if (!order || order.request.appid !== ctx.world.miniProgram.appid) return '商户号该产品权限未开通';
  if (order.request.payer.openid !== shopper.openid) return '支付者与下单者不是同一用户';
  if (order.paidAt !== undefined) return '该订单已支付';
  if (order.state === 'CLOSED') return '订单已关闭';
  if (ctx.clock.now() >= prepay.expiresAt) return '订单已过期，prepay_id有效期为2小时';
  return order;
}

function paramsProblem(ctx: Ctx, params: PaymentParams): string | undefined {
  if (!/^\d{10}$/.test(params.timeStamp)) return '调用支付JSAPI缺少参数:timeStamp';
  if (!params.nonceStr || params.nonceStr.length > 32) return '调用支付JSAPI缺少参数:nonceStr';
  if (!params.package.startsWith('prepay_id=')) return '调用支付JSAPI缺少参数:package';
  if (params.signType !== 'RSA') return '签名类型错误，signType应为RSA';
  const message = signedLines(ctx.world.miniProgram.appid, params.timeStamp, params.nonceStr, params.package);
  if (verify(message, params.paySign, ctx.keys.merchant.publicKey)) return undefined;
  journalWrongSignature(ctx, message);
  return '支付验证签名失败';
}

function journalWrongSignature(ctx: Ctx, expected: string): void {
  ctx.journal.add({
    at: ctx.clock.now(),
    direction: 'in',
    host: 'wx.requestPayment',
    method: 'JSAPI',
    path: 'requestPayment',
    status: 0,
    durationMs: 0,
    errcode: 'SIGN_ERROR',
    explanation: 'paySign与商户公钥不符',
    expected,
  });
}
