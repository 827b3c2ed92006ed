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
