import type { Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { newId } from '../../kernel/ids';
import { publish } from '../../kernel/outbox';
import { changeConsent, consentsOf, insertConsent } from './customer.model';
import type { ConsentRow } from './customer.model';
import { consentChanged } from './events';
import { requireMember } from './find-customer';
import { showMe } from './log-in';
import { CONSENT_TEXT_VERSION } from './person.rules';
import type { MemberView } from './present';

/** Saying again what was said already leaves no second row. */
export async function setConsent(
  ctx: Ctx,
  { purpose, granted }: Parsed<Contracts['identity.setConsent']>,
): Promise<MemberView> {
  const { customerId } = await requireMember(ctx);
  await inTransaction(async () => {
    if (!(await changeConsent(customerId, purpose, granted))) return;
    const proof = { textVersion: CONSENT_TEXT_VERSION, channel: 'mini-program', at: ctx.now };
    await insertConsent({ _id: newId(), customerId, purpose, granted, ...proof });
    await publish(ctx, consentChanged, { key: customerId, body: { customerId, purpose, granted } });
  });
  return showMe(ctx);
}

/** The proof of every consent, oldest first. */
export const listConsents = (_ctx: Ctx, customerId: string): Promise<ConsentRow[]> => consentsOf(customerId);
