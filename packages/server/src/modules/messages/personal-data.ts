import type { Ctx } from '../../kernel/context';
import { AT_ONCE, effect } from '../../kernel/personal-data';
import type { Effect, Leaving, Section } from '../../kernel/personal-data';
import { deleteMessages, eachOf } from './message.model';

/** Joins the caller's transaction. */
export const eraseOf = async (_ctx: Ctx, leaving: Leaving): Promise<Effect[]> =>
  effect('messages', { deleted: await deleteMessages(leaving, AT_ONCE) });

export const exportOf = (_ctx: Ctx, customerId: string): Section[] => [
  { name: 'messages', title: '消息', rows: () => rows(customerId) },
];

async function* rows(customerId: string): AsyncGenerator<Record<string, unknown>> {
  for await (const { kind, at, title, text, opens, readAt } of eachOf(customerId))
    yield { kind, at, title, text, opens, readAt };
}
