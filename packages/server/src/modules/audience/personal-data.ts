import type { Ctx } from '../../kernel/context';
import { AT_ONCE, effect } from '../../kernel/personal-data';
import type { Effect, Leaving, Section } from '../../kernel/personal-data';
import { deleteTouches, eachOf } from './touch.model';

/** Browsing and service facts alike go; the orders behind them say of themselves what has to stay. Joins the caller's transaction. */
export const eraseOf = async (_ctx: Ctx, leaving: Leaving): Promise<Effect[]> =>
  effect('touches', { deleted: await deleteTouches(leaving, AT_ONCE) });

/** Everything on the customer's timeline. A guide's name is not told. */
export const exportOf = (_ctx: Ctx, customerId: string): Section[] => [
  { name: 'touches', title: '浏览与互动记录', rows: () => rows(customerId) },
];

async function* rows(customerId: string): AsyncGenerator<Record<string, unknown>> {
  for await (const { _id: _named, customerId: _whose, origin: _of, ...touch } of eachOf(customerId))
    yield { ...touch, ...(touch.kind === 'script' ? { title: '导购发送了话术' } : {}) };
}
