import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as identity from '../identity';
import * as payments from '../payments';
import { awaitPaid } from './await-payment';
import { requireOrder } from './move-order';
import type { Order } from './order.model';
import { isPayable } from './order.rules';
import { presentOrder } from './present';
import type { OrderView } from './present';
import { requireOwnOrder } from './read-orders';
import { settlePayment } from './settle-payment';

type One = { orderId: string };

/** What wx.requestPayment takes. Refuses: NOT_FOUND, ORDER_NOT_PAYABLE, PLATFORM_UNAVAILABLE. */
export async function payOrder(ctx: Ctx, input: One): Promise<Answer<Contracts['orders.pay']>> {
  const order = await requireOwnOrder(ctx, input.orderId);
  if (!isPayable(order, ctx.now)) throw new AppError('ORDER_NOT_PAYABLE');
  const params = await payments.prepay(ctx, {
    orderId: order.orderId,
    customerId: order.customerId,
    openid: await identity.openidOf(ctx, order.customerId),
    amountFen: order.payableFen,
    description: descriptionOf(order),
    payBefore: order.payBefore,
  });
  // A cancellation that found no payment to close may have passed us: then the new one must not be paid.
  if (isPayable(await requireOrder(order.orderId), ctx.now)) return params;
  await payments.close(ctx, order.orderId);
  throw new AppError('ORDER_NOT_PAYABLE');
}

/** At most 127 bytes, what WeChat Pay shows beside the amount. */
function descriptionOf(order: Order): string {
  const first = [...(order.lines[0]?.title ?? '')].slice(0, 30).join('');
  return order.lines.length > 1 ? `${first} 等 ${order.lines.length} 种` : first;
}

/** The notice is usually on its way when the phone asks; asking WeChat Pay costs more than this much patience. */
const NOTICE_MAY_TAKE_MS = 1000;

/** The phone says it paid; the notice says so in a moment, or WeChat Pay is asked. Refuses: NOT_FOUND, PLATFORM_UNAVAILABLE. */
export async function confirmPayment(ctx: Ctx, input: One): Promise<OrderView> {
  const notice = awaitPaid(input.orderId, NOTICE_MAY_TAKE_MS);
  try {
    const order = await requireOwnOrder(ctx, input.orderId);
    if (order.status !== 'pending_payment') return await confirmNow(ctx, order);
    await notice.told;
    return await confirmNow(ctx, await requireOrder(order.orderId));
  } finally {
    notice.stop();
  }
}

async function confirmNow(ctx: Ctx, order: Order): Promise<OrderView> {
  const open =
    order.status === 'pending_payment' || (order.status === 'cancelled' && order.lateMoneyAt === null);
  if (!open) return presentOrder(order, ctx.now);
  if ((await payments.sync(ctx, order.orderId)) === 'paid') await settlePayment(ctx, order.orderId);
  return presentOrder(await requireOrder(order.orderId), ctx.now);
}
