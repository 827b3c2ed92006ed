import type { Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { newId } from '../../kernel/ids';
import { publish } from '../../kernel/outbox';
import { consentsOf, insertConsent } from './consent.model';
import type { ConsentRow } from './consent.model';
import { CONSENT_TEXT_VERSION, foldConsents, standing } from './consent.rules';
import { setConsents } from './customer.model';
import { consentChanged } from './events';
import { requireMember, resolveCustomerId } from './find-customer';
import { identifiersOf } from './identifier.model';
import { showMe } from './log-in';
import type { MemberView } from './present';

const wordsOf = async (customerId: string): Promise<ConsentRow[]> =>
  consentsOf((await identifiersOf(customerId)).map(({ _id }) => _id));

/** In force at once. Saying again what was said already leaves no second row. */
export async function setConsent(
  ctx: Ctx,
  { purpose, granted }: Parsed<Contracts['identity.setConsent']>,
): Promise<MemberView> {
  const { customerId, origin, consents } = await requireMember(ctx);
  if (consents[purpose] === granted) return showMe(ctx);
  await inTransaction(async () => {
    const words = await wordsOf(customerId);
    if (foldConsents(words)[purpose] === granted) return;
    const settles = standing(words, purpose).filter((word) => word.origin !== origin);
    const word: ConsentRow = {
      _id: newId(),
      origin,
      purpose,
      granted,
      settles: settles.map(({ _id }) => _id),
      textVersion: CONSENT_TEXT_VERSION,
      channel: 'mini-program',
      at: ctx.now,
    };
    // First, so that two who say something at once do it one after the other.
    await setConsents(customerId, foldConsents([...words, word]));
    await insertConsent(word);
    const body = { customerId, origin, purpose, granted };
    await publish(ctx, consentChanged, { key: customerId, body });
  });
  return showMe(ctx);
}

/** The proof of every consent, oldest first. */
export const listConsents = async (ctx: Ctx, customerId: string): Promise<ConsentRow[]> =>
  wordsOf(await resolveCustomerId(ctx, customerId));
