import type { Ctx } from '../ctx';
import { shopperById } from '../ctx';
import { verify } from '../crypto/pay';
import type { CheckStep } from '../http/message';
import { textOf } from './diagnose';
import { TICKET_LIVES_MS, readCodeUrl, readPrepayId } from './ids';
import type { OrderTicket } from './ids';
import { markPaid, orderOfTicket } from './orders';
import { explainPaySign, paySignParts } from './pay-sign-mistakes';
import type { Endpoint, PayOrder } from './types';

export type PaymentParams = {
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: string;
  paySign: string;
};
export type PaymentAttempt = { params?: PaymentParams; prepayId?: string; cancel?: boolean };
export type PaymentSheet = { merchant: string; description: string; amountFen: number };
export type ScanAttempt = { codeUrl: string; cancel?: boolean | undefined };
/** `words` is what the phone shows when it refuses. */
export type ScanResult = { result: 'paid' | 'cancelled' | 'refused'; words?: string };

/** What WeChat checks before it shows the pay sheet. The answer is the sheet, or the words of the failure. */
export function openPaymentSheet(
  ctx: Ctx,
  shopperId: string,
  attempt: PaymentAttempt,
): PaymentSheet | { fail: string } {
  const found = prepaidOrder(ctx, shopperId, attempt);
  if (typeof found === 'string') return { fail: found };
  return {
    merchant: ctx.world.merchant.name,
    description: found.request.description,
    amountFen: found.request.amount.total,
  };
}

export function requestPayment(ctx: Ctx, shopperId: string, attempt: PaymentAttempt): { errMsg: string } {
  const found = prepaidOrder(ctx, shopperId, attempt);
  if (typeof found === 'string') return { errMsg: `requestPayment:fail ${found}` };
  if (attempt.cancel) return { errMsg: 'requestPayment:fail cancel' };
  markPaid(ctx, found, found.openid ?? '');
  return { errMsg: 'requestPayment:ok' };
}

/** The person scans the QR code of a Native order; the first who pays has paid it. */
export function scanPay(ctx: Ctx, shopperId: string, { codeUrl, cancel }: ScanAttempt): ScanResult {
  const ticket = readCodeUrl(codeUrl);
  const found = payable(ctx, shopperId, { ticket, endpoint: 'native', unknown: '二维码无效' });
  if (typeof found === 'string') return { result: 'refused', words: found };
  if (cancel) return { result: 'cancelled' };
  markPaid(ctx, found, shopperById(ctx, shopperId)?.openid ?? '');
  return { result: 'paid' };
}

function prepaidOrder(ctx: Ctx, shopperId: string, attempt: PaymentAttempt): PayOrder | string {
  const wrongParams = attempt.params ? paramsProblem(ctx, attempt.params) : undefined;
  if (wrongParams) return wrongParams;
  const prepayId = attempt.prepayId ?? attempt.params?.package.slice('prepay_id='.length) ?? '';
  const unknown = '调用支付JSAPI缺少参数:prepay_id无效';
  return payable(ctx, shopperId, { ticket: readPrepayId(prepayId), endpoint: 'jsapi', unknown });
}

/** The order, or why this person cannot pay it now. */
function payable(
  ctx: Ctx,
  shopperId: string,
  by: { ticket: OrderTicket | undefined; endpoint: Endpoint; unknown: string },
): PayOrder | string {
  const shopper = shopperById(ctx, shopperId);
  if (!shopper) return '用户不存在';
  const { ticket, endpoint, unknown } = by;
  const order = orderOfTicket(ctx, ticket);
  if (!ticket || order?.endpoint !== endpoint) return unknown;
  if (order.request.appid !== ctx.world.miniProgram.appid) return '商户号该产品权限未开通';
  if (endpoint === 'jsapi' && order.openid !== shopper.openid) return '支付者与下单者不是同一用户';
  if (order.paidAt !== undefined) return '该订单已支付';
  if (order.state === 'CLOSED') return '订单已关闭';
  const what = endpoint === 'jsapi' ? 'prepay_id' : 'code_url';
  if (ctx.clock.now() >= ticket.issuedAt + TICKET_LIVES_MS) return `订单已过期，${what}有效期为2小时`;
  return order;
}

function paramsProblem(ctx: Ctx, params: PaymentParams): string | undefined {
  if (!/^\d{10}$/.test(params.timeStamp)) return '调用支付JSAPI缺少参数:timeStamp';
  if (!params.nonceStr || params.nonceStr.length > 32) return '调用支付JSAPI缺少参数:nonceStr';
  if (!params.package.startsWith('prepay_id=')) return '调用支付JSAPI缺少参数:package';
  if (params.signType !== 'RSA') return '签名类型错误，signType应为RSA';
  const { merchant } = ctx.keys;
  const right = paySignParts({ ...params, appid: ctx.world.miniProgram.appid });
  const expected = textOf(right);
  if (verify(expected, params.paySign, merchant.verifier)) return undefined;
  const signed = { signature: params.paySign, key: merchant.verifier, serial: merchant.serial };
  const hint = explainPaySign(right, signed, [ctx.world.officialAccount.appid, ctx.world.corp.corpid]);
  journalWrongSignature(ctx, { name: 'paySign', ok: false, given: params.paySign, expected, hint });
  return '支付验证签名失败';
}

function journalWrongSignature(ctx: Ctx, step: CheckStep & { expected: string }): void {
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
    expected: step.expected,
    checks: [step],
  });
}
