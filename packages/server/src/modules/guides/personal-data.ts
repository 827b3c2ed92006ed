import type { Ctx } from '../../kernel/context';
import { AT_ONCE, effect } from '../../kernel/personal-data';
import type { Effect, Leaving, Section } from '../../kernel/personal-data';
import * as identity from '../identity';
import { deleteSent, eachSentTo } from './sent-script.model';

/** Words sent to somebody go with them: they call them by their name. Joins the caller's transaction. */
export async function eraseOf(_ctx: Ctx, { externalUserids, before }: Leaving): Promise<Effect[]> {
  return effect('sent_scripts', { deleted: await deleteSent({ externalUserids, before }, AT_ONCE) });
}

/** What guides sent from suggestions of ours. */
export const exportOf = (ctx: Ctx, customerId: string): Section[] => [
  { name: 'guideMessages', title: '导购发送的话术', rows: () => rows(ctx, customerId) },
];

async function* rows(ctx: Ctx, customerId: string): AsyncGenerator<Record<string, unknown>> {
  const person = await identity.personOf(ctx, customerId);
  const contacts = person ? identity.valuesOf(person, 'external_userid') : [];
  for await (const { at, text } of eachSentTo(contacts)) yield { at, by: '导购', text };
}
