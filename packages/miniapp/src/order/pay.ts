import { call } from '../api/client';
import type { Order } from '../api/views';
import { toast } from '../platform/feedback';
import { replaceWith } from '../platform/navigate';
import { requestPayment } from '../platform/wechat';
import { askNotice } from './notice';

/** Takes the shopper through WeChat's payment sheet. False when it was not paid; the shopper has been told. */
async function paidInSheet(order: Pick<Order, 'orderId' | 'fulfilment'>): Promise<boolean> {
  const prepaid = await call('orders.pay', { orderId: order.orderId });
  if (!prepaid.ok) {
    toast(prepaid.message);
    return false;
  }
  const outcome = await requestPayment(prepaid.data);
  if (outcome.kind === 'cancelled') toast('还没有支付，订单为你保留 15 分钟');
  if (outcome.kind === 'failed') toast('支付没有完成，请重试');
  // The only moment besides a tap at which WeChat lets us ask.
  if (outcome.kind === 'ok' && order.fulfilment === 'pickup') await askNotice(order.orderId);
  return outcome.kind === 'ok';
}

/** Pays; then the page gives way to the result, or, not paid, to `otherwise`. */
export async function pay(order: Order, otherwise: () => void): Promise<void> {
  const payable = order.actions.includes('pay');
  if (!payable || (await paidInSheet(order))) replaceWith('payResult', { orderId: order.orderId });
  else otherwise();
}
