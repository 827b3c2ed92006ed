import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { findIdentity } from './identity.model';
import type { Identifier } from './identity.model';
import { createCustomer, settlingRaces } from './resolve-person';

/** As normalPhone writes them; another spelling would be another customer. */
const KEPT_FORM = /^(1\d{10}|\+(?!86)\d{6,18})$/;

/** A member known by phone alone (from the shops' tills); the same phone again is the same customer. Refuses: INVALID_INPUT. */
export async function importMember(ctx: Ctx, member: { phone: string; source: string }): Promise<string> {
  if (!KEPT_FORM.test(member.phone)) throw new AppError('INVALID_INPUT', { problem: 'phone' });
  const phone: Identifier = { type: 'phone', value: member.phone };
  return settlingRaces(async () => {
    const known = await findIdentity(phone);
    return known?.customerId ?? createCustomer(ctx, [phone], member.source);
  });
}

/**
 * Whoever another channel names as the buyer; the same name there is the same customer here. Nothing else is concluded from it:
 * phones of other channels may be virtual, and receivers of parcels are anybody.
 */
export const recordChannelBuyer = (
  ctx: Ctx,
  buyer: { channel: string; buyerId: string; source: string },
): Promise<string> => {
  const name: Identifier = { type: 'channel_buyer', value: `${buyer.channel}:${buyer.buyerId}` };
  return settlingRaces(async () => {
    const known = await findIdentity(name);
    return known?.customerId ?? createCustomer(ctx, [name], buyer.source);
  });
};
