import type { Posted, Webhook, WebhookAnswer } from '../../http/routes';
import type { Ctx } from '../../kernel/context';
import { log } from '../../kernel/log';
import { InvalidNotice, verifyRefundNotice, verifyTransactionNotice } from '../../platform/wechat-pay';
import type { Notice, Refund as ToldRefund, Transaction } from '../../platform/wechat-pay';
import { findByOutTradeNo } from './payment.model';
import { readPaid } from './payment.rules';
import { recordPaid } from './record-payment';
import { findRefund } from './refund.model';
import { settleRefund } from './pursue-refund';
import { wrongInRefund } from './refund.rules';

const answer = (status: number, code: 'SUCCESS' | 'FAIL', message: string): WebhookAnswer => ({
  status,
  type: 'application/json',
  body: JSON.stringify({ code, message }),
});
const ok = answer(200, 'SUCCESS', '成功');
/** WeChat Pay comes again for a day: a refusal loses nothing, and time enough to find out why we refused. */
const refuse = (status: number, message: string): WebhookAnswer => answer(status, 'FAIL', message);

type Take<T> = (ctx: Ctx, notice: Notice<T>) => Promise<WebhookAnswer>;

/** Believed first, then taken; what was taken before is answered as then. */
const receive =
  <T>(verify: (posted: Posted) => Notice<T>, take: Take<T>): Webhook['run'] =>
  async (ctx, posted) => {
    if (posted.method !== 'POST') return refuse(405, '请使用 POST');
    let notice: Notice<T>;
    try {
      notice = verify(posted);
    } catch (error) {
      if (!(error instanceof InvalidNotice)) throw error;
      log.warn({ traceId: ctx.traceId, reason: error.reason }, 'payment notice not believed');
      return refuse(401, '验签失败');
    }
    return take(ctx, notice);
  };

/** True, but not about what we asked for. */
function refuseContent(ctx: Ctx, subject: string, wrong: string): WebhookAnswer {
  log.error({ traceId: ctx.traceId, subject, wrong }, 'payment notice contradicts our books');
  return refuse(400, '通知内容与商户订单不符');
}

/**
 * An order number we never gave out is refused and logged, not thanked for: it may be a database restored from an old copy, and
 * the money must be told again until somebody has looked.
 */
function refuseUnknown(ctx: Ctx, subject: string): WebhookAnswer {
  log.error({ traceId: ctx.traceId, subject }, 'payment notice about something unknown');
  return refuse(404, '订单不存在');
}

const takeTransaction: Take<Transaction> = async (ctx, { resource }) => {
  const payment = await findByOutTradeNo(resource.outTradeNo);
  if (!payment) return refuseUnknown(ctx, resource.outTradeNo);
  const paid = readPaid(payment, resource);
  if ('wrong' in paid) return refuseContent(ctx, resource.outTradeNo, paid.wrong);
  if (payment.state === 'paid')
    return payment.transactionId === paid.transactionId
      ? ok
      : refuseContent(ctx, resource.outTradeNo, 'transaction_id');
  await recordPaid(ctx, payment, paid);
  return ok;
};

const takeRefund: Take<ToldRefund> = async (ctx, { resource }) => {
  const refund = await findRefund(resource.outRefundNo);
  if (!refund) return refuseUnknown(ctx, resource.outRefundNo);
  const wrong = wrongInRefund({ ...refund, outRefundNo: refund._id }, resource);
  if (wrong) return refuseContent(ctx, resource.outRefundNo, wrong);
  await settleRefund(ctx, refund, { told: resource, byNotice: true });
  return ok;
};

/** No session here: WeChat Pay's signature is the only credential. */
export const webhooks: Webhook[] = [
  {
    name: 'wechat-pay.transactions',
    path: '/webhooks/wechat-pay/transactions',
    run: receive(verifyTransactionNotice, takeTransaction),
  },
  {
    name: 'wechat-pay.refunds',
    path: '/webhooks/wechat-pay/refunds',
    run: receive(verifyRefundNotice, takeRefund),
  },
];
