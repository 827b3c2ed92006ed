import type { Ctx } from '../../kernel/context';
import { findByOrder } from './payment.model';

export type PaidPayment = {
  transactionId: string;
  outTradeNo: string;
  mchid: string;
  openid: string;
  paidAt: Date;
};

/** The payment of an order once its money was received, else null. */
export async function findPayment(_ctx: Ctx, orderId: string): Promise<PaidPayment | null> {
  const payment = await findByOrder(orderId);
  if (payment?.state !== 'paid' || !payment.transactionId || !payment.paidAt) return null;
  const { transactionId, outTradeNo, mchid, openid, paidAt } = payment;
  return { transactionId, outTradeNo, mchid, openid, paidAt };
}

export type RefundBalance = { paidFen: number; refundedFen: number; refundingFen: number };

/** What was paid for an order, what went back of it, and what is on its way back; nothing was paid: zeros. */
export async function balanceOf(_ctx: Ctx, orderId: string): Promise<RefundBalance> {
  const payment = await findByOrder(orderId);
  if (payment?.state !== 'paid') return { paidFen: 0, refundedFen: 0, refundingFen: 0 };
  const { amountFen: paidFen, refundedFen = 0, refundingFen = 0 } = payment;
  return { paidFen, refundedFen, refundingFen };
}
