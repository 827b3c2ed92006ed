import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import * as staff from '../staff';
import { readPhoneOf } from './find-customer';
import { requireKnown, requireOperator } from './require-operator';

type Reveal = Contracts['identity.revealPhone'];

/** For operators; each look is in the audit log with its reason. Refuses: FORBIDDEN, NOT_FOUND. */
export async function revealPhone(ctx: Ctx, { customerId, reason }: Parsed<Reveal>): Promise<Answer<Reveal>> {
  await requireOperator(ctx);
  const known = await requireKnown(ctx, customerId);
  await staff.recordAudit(ctx, { action: 'identity.revealPhone', subject: known, note: reason });
  return { phone: await readPhoneOf(ctx, known) };
}
