import { askPlatform } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { refuseInsideTransaction } from '../../kernel/db';
import { queryTransaction } from '../../platform/wechat-pay';
import { findByOrder, markClosed } from './payment.model';
import { isPaid, readPaid } from './payment.rules';
import { recordPaid } from './record-payment';

/** Asks WeChat Pay, and records what it says as its notice would have. Refuses: PLATFORM_UNAVAILABLE. */
export async function sync(ctx: Ctx, orderId: string): Promise<'unpaid' | 'paid' | 'closed'> {
  refuseInsideTransaction('payments.sync');
  const payment = await findByOrder(orderId);
  if (!payment) return 'unpaid';
  if (payment.state === 'paid') return 'paid';
  const told = await askPlatform(() => queryTransaction(payment.outTradeNo));
  if (told && isPaid(told)) {
    const paid = readPaid(payment, told);
    if ('wrong' in paid) throw new Error(`WeChat Pay tells another ${paid.wrong} for order ${orderId}`);
    await recordPaid(ctx, payment, paid);
    return 'paid';
  }
  if (told?.tradeState === 'CLOSED') await markClosed(orderId, ctx.now);
  const { state } = (await findByOrder(orderId)) ?? payment;
  return state === 'created' ? 'unpaid' : state;
}
