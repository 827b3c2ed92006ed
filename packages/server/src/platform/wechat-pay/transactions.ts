import { rfc3339 } from '@omni/shared/time';
import { z } from 'zod';
import { config } from '../../config';
import { PlatformRefusal } from '../../kernel/call-out';
import { expectShape, isRefusal, merchant, newNonce, timestampSeconds } from './merchant';
import { TransactionWire } from './wire';
import type { Transaction } from './wire';

export type Prepay = {
  /** 6–32 of `0-9 A-Z a-z _ - | *`; never used for another payment. */
  outTradeNo: string;
  description: string;
  amountFen: number;
  openid: string;
  notifyUrl: string;
  expireAt: Date;
  attach?: string;
};
/** What wx.requestPayment takes. */
export type RequestPaymentParams = {
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: 'RSA';
  paySign: string;
};

/** The library puts these numbers into the path as they are. */
export function checkOutTradeNo(outTradeNo: string): void {
  if (!/^[\w\-|*]{6,32}$/.test(outTradeNo)) throw new Error('not an out_trade_no');
}

/** Again with the same parameters gives a fresh prepay id. Refuses: OUT_TRADE_NO_USED, ORDER_CLOSED, PARAM_ERROR and others. */
export async function prepayJsapi(prepay: Prepay): Promise<{ prepayId: string }> {
  checkOutTradeNo(prepay.outTradeNo);
  // Signs a payment for its answer, too; that one has the machine's clock, so it is made anew in requestPaymentParams.
  const { data } = await merchant().transactions_jsapi({
    description: [...prepay.description].slice(0, 127).join(''),
    out_trade_no: prepay.outTradeNo,
    time_expire: rfc3339(prepay.expireAt),
    notify_url: prepay.notifyUrl,
    amount: { total: prepay.amountFen, currency: 'CNY' },
    payer: { openid: prepay.openid },
    ...(prepay.attach === undefined ? {} : { attach: prepay.attach }),
  });
  const answer = expectShape('prepay', z.object({ package: z.string().startsWith('prepay_id=') }), data);
  return { prepayId: answer.package.slice('prepay_id='.length) };
}

export function requestPaymentParams(prepayId: string): RequestPaymentParams {
  const timeStamp = timestampSeconds();
  const nonceStr = newNonce();
  const prepay = `prepay_id=${prepayId}`;
  const paySign = merchant().signLines([config().MINI_PROGRAM_APPID, timeStamp, nonceStr, prepay]);
  return { timeStamp, nonceStr, package: prepay, signType: 'RSA', paySign };
}

/** null: WeChat Pay never heard of it. */
export async function queryTransaction(outTradeNo: string): Promise<Transaction | null> {
  checkOutTradeNo(outTradeNo);
  try {
    const { data } = await merchant().query({ out_trade_no: outTradeNo });
    return expectShape('query', TransactionWire, data);
  } catch (error) {
    if (isRefusal(error, 'ORDER_NOT_EXIST')) return null;
    throw error;
  }
}

/**
 * `closed`: it cannot be paid any more. `paid`: it was paid, so it stays. `unknown`: WeChat Pay never heard of it. The codes for
 * "already paid" differ between documents, so a refusal is settled by asking.
 */
export async function closeTransaction(outTradeNo: string): Promise<'closed' | 'paid' | 'unknown'> {
  checkOutTradeNo(outTradeNo);
  try {
    await merchant().close(outTradeNo);
    return 'closed';
  } catch (error) {
    if (!(error instanceof PlatformRefusal)) throw error;
    const transaction = await queryTransaction(outTradeNo);
    if (!transaction) return 'unknown';
    if (transaction.tradeState === 'CLOSED') return 'closed';
    if (transaction.tradeState === 'SUCCESS' || transaction.tradeState === 'REFUND') return 'paid';
    throw error;
  }
}
