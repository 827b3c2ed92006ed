import { config } from '../../config';
import { PlatformRefusal, askPlatform } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { isDuplicateKey, refuseInsideTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { closeTransaction, prepayJsapi, requestPaymentParams } from '../../platform/wechat-pay';
import type { RequestPaymentParams } from '../../platform/wechat-pay';
import { findByOrder, insertPayment } from './payment.model';
import type { Payment } from './payment.model';
import { nextPaymentLook } from './payment.rules';
import { sync } from './sync-payment';

export type { RequestPaymentParams } from '../../platform/wechat-pay';
export type PrepayInput = {
  orderId: string;
  customerId: string;
  openid: string;
  amountFen: number;
  description: string;
  payBefore: Date;
};

/** Again for the same order: the same payment, fresh params. Refuses: ORDER_NOT_PAYABLE (paid, closed, too late), PLATFORM_UNAVAILABLE. */
export async function prepay(ctx: Ctx, input: PrepayInput): Promise<RequestPaymentParams> {
  refuseInsideTransaction('payments.prepay');
  const { payment, prepayId } = await openAndAsk(ctx, input);
  // Closed while we asked: what WeChat Pay has just opened must not stay open.
  if ((await findByOrder(payment._id))?.state !== 'created') {
    await askPlatform(() => closeTransaction(payment.outTradeNo));
    throw new AppError('ORDER_NOT_PAYABLE');
  }
  return requestPaymentParams(prepayId);
}

async function askForPrepay(ctx: Ctx, payment: Payment): Promise<{ prepayId: string }> {
  const { outTradeNo, description, amountFen, openid, notifyUrl, payBefore: expireAt } = payment;
  return askPlatform(async () => {
    try {
      return await prepayJsapi({ outTradeNo, description, amountFen, openid, notifyUrl, expireAt });
    } catch (error) {
      // Paid or closed at WeChat Pay and not known here yet; its codes for that differ between documents, so ask.
      if (error instanceof PlatformRefusal && (await sync(ctx, payment._id)) !== 'unpaid')
        throw new AppError('ORDER_NOT_PAYABLE');
      throw error;
    }
  });
}

type Asked = { payment: Payment; prepayId: string };

async function openAndAsk(ctx: Ctx, input: PrepayInput): Promise<Asked> {
  const fresh = newPayment(ctx, input);
  if (fresh.payBefore <= ctx.now) throw new AppError('ORDER_NOT_PAYABLE');
  // Side by side: nobody can pay before the answer is signed, and that waits for both. The row is there whatever WeChat Pay says,
  // so somebody looks for the money. A second prepay of the same order is identical to the first, as WeChat Pay wants it.
  const [opened, asked] = await Promise.allSettled([openPayment(fresh, input), askForPrepay(ctx, fresh)]);
  if (opened.status === 'rejected') throw opened.reason;
  if (opened.value.state !== 'created') throw new AppError('ORDER_NOT_PAYABLE');
  if (asked.status === 'rejected') throw asked.reason;
  return { payment: opened.value, ...asked.value };
}

/** The row says when to look for the money: from here on somebody does, whatever becomes of us. */
async function openPayment(payment: Payment, input: PrepayInput): Promise<Payment> {
  try {
    await insertPayment(payment);
    return payment;
  } catch (error) {
    const twin = isDuplicateKey(error) ? await findByOrder(input.orderId) : null;
    if (!twin) throw error;
    return requireSame(twin, input);
  }
}

function requireSame(payment: Payment, input: PrepayInput): Payment {
  if (payment.amountFen !== input.amountFen || payment.openid !== input.openid)
    throw new Error(`payment of order ${input.orderId} was opened for another amount or person`);
  return payment;
}

export const notifyUrl = (of: 'transactions' | 'refunds'): string =>
  `${config().PUBLIC_URL.replace(/\/$/, '')}/webhooks/wechat-pay/${of}`;

const newPayment = (ctx: Ctx, input: PrepayInput): Payment => ({
  _id: input.orderId,
  customerId: input.customerId,
  appid: config().MINI_PROGRAM_APPID,
  mchid: config().WECHAT_PAY_MCHID,
  outTradeNo: input.orderId,
  openid: input.openid,
  amountFen: input.amountFen,
  description: input.description,
  notifyUrl: notifyUrl('transactions'),
  payBefore: input.payBefore,
  createdAt: ctx.now,
  state: 'created',
  transactionId: null,
  paidAt: null,
  closedAt: null,
  looks: 0,
  nextLookAt: nextPaymentLook(ctx.now, 0),
});
