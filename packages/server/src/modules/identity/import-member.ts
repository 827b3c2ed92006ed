import type { Ctx } from '../../kernel/context';
import { findIdentity } from './identity.model';
import type { Identifier } from './identity.model';
import { createCustomer, settlingRaces } from './resolve-person';

/** A member known by phone alone (from the shops' tills); the same phone again is the same customer. Answers the customerId. */
export function importMember(ctx: Ctx, member: { phone: string; source: string }): Promise<string> {
  const phone: Identifier = { type: 'phone', value: member.phone };
  return settlingRaces(async () => {
    const known = await findIdentity(phone);
    return known?.customerId ?? createCustomer(ctx, [phone], member.source);
  });
}
