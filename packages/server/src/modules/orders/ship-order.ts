import { AddressInput } from '@omni/shared/contracts/orders';
import type { z } from 'zod';
import type { Ctx } from '../../kernel/context';
import { unseal } from '../../kernel/crypto';
import { inTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { later, publish } from '../../kernel/outbox';
import { orderShipped } from './events';
import { completeShippedOrder } from './jobs';
import { newsOf, requireOrder } from './move-order';
import { moveTo } from './order.model';
import { COMPLETE_AFTER_MS } from './order.rules';

export type Address = z.output<typeof AddressInput>;
export type Parcel = { orderId: string; company: string; number: string };

/** The parcel is on its way: the goods have left the house. Joins the caller's transaction. Refuses: ORDER_STATE_CONFLICT. */
export const shipOrder = (ctx: Ctx, { orderId, company, number }: Parcel): Promise<void> =>
  inTransaction(async () => {
    const set = { tracking: { company, number }, shippedAt: ctx.now };
    if (!(await moveTo({ orderId, to: 'shipped', only: { fulfilment: 'delivery' }, set })))
      throw new AppError('ORDER_STATE_CONFLICT');
    await publish(ctx, orderShipped, newsOf(await requireOrder(orderId)));
    const at = new Date(ctx.now.getTime() + COMPLETE_AFTER_MS);
    await later(ctx, completeShippedOrder, { key: orderId, body: { orderId }, at });
  });

/** Where the parcel goes, in clear: whoever asks has to say so in the audit log. Null when there is no address. */
export async function openAddress(_ctx: Ctx, orderId: string): Promise<Address | null> {
  const { sealedAddress } = await requireOrder(orderId);
  return sealedAddress === null
    ? null
    : AddressInput.parse(JSON.parse(unseal('order address', sealedAddress)));
}
