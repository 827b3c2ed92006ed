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
