import { isErased } from '@omni/shared/erased';
import type { Ctx } from '../../kernel/context';
import { idOf } from '../../kernel/ids';
import * as identity from '../identity';
import { giveMessages, insertNew } from './message.model';
import type { Words } from './message.rules';

type Noting = identity.Owner & { ref: string; words: Words };

/**
 * Keeps one message; `ref` makes it one per origin, however often the news comes. To somebody who left, nothing is said. Customers may
 * have become one, or two, since the news was written: whose it is now is looked at afterwards.
 */
export async function noteMessage(ctx: Ctx, { customerId, origin, ref, words }: Noting): Promise<void> {
  if (isErased(customerId) || isErased(origin)) return;
  const _id = idOf(`message\n${origin}\n${ref}`);
  const isNew = await insertNew({ _id, customerId, origin, ...words, at: ctx.now, readAt: null });
  if (isNew) await identity.followOrigins(ctx, [origin], giveMessages);
}
