import { askPlatform } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { refuseInsideTransaction } from '../../kernel/db';
import { closeTransaction } from '../../platform/wechat-pay';
import { findByOrder, markClosed } from './payment.model';
import { sync } from './sync-payment';

/**
 * After `closed` nobody can pay any more (an order without a payment counts as closed; a prepay under way notices and closes what
 * it opened). `paid`: the money was faster, and is recorded. Refuses: PLATFORM_UNAVAILABLE; then nothing is known.
 */
export async function close(ctx: Ctx, orderId: string): Promise<'closed' | 'paid'> {
  refuseInsideTransaction('payments.close');
  const payment = await findByOrder(orderId);
  if (payment?.state !== 'created') return payment?.state ?? 'closed';
  const told = await askPlatform(() => closeTransaction(payment.outTradeNo));
  if (told === 'paid') {
    if ((await sync(ctx, orderId)) === 'paid') return 'paid';
    throw new Error(`WeChat Pay contradicts itself about order ${orderId}`);
  }
  await markClosed(orderId, ctx.now);
  // A notice may have come in between.
  return (await findByOrder(orderId))?.state === 'paid' ? 'paid' : 'closed';
}
