import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { cutPage, readCursor } from '../../kernel/paging';
import * as identity from '../identity';
import { countUnread, findOwn, listOf, markRead } from './message.model';

type List = Contracts['messages.list'];
type Mark = Contracts['messages.markRead'];

const MOST_COUNTED = 100;

/** Refuses: INVALID_INPUT for a cursor we did not write. */
export async function listMessages(ctx: Ctx, { cursor, limit }: Parsed<List>): Promise<Answer<List>> {
  const { customerId } = await identity.requireMemberId(ctx);
  const rows = await listOf(customerId, { after: readCursor(cursor), limit: limit + 1 });
  const { page, nextCursor } = cutPage(rows, limit, ({ at, _id }) => ({ at, id: _id }));
  const items = page.map(({ _id, kind, at, title, text, opens, readAt }) => ({
    ...{ messageId: _id, kind, at: at.toISOString(), title, text, opens },
    isRead: readAt !== null,
  }));
  return { items, nextCursor };
}

export async function showUnread(ctx: Ctx): Promise<Answer<Contracts['messages.unread']>> {
  const { customerId } = await identity.requireMemberId(ctx);
  return { count: await countUnread(customerId, MOST_COUNTED) };
}

/** Refuses: NOT_FOUND (a message that is not theirs). */
export async function readMessages(ctx: Ctx, input: Parsed<Mark>): Promise<Answer<Mark>> {
  const { messageId = null }: { messageId?: string | null | undefined } = input;
  const { customerId } = await identity.requireMemberId(ctx);
  if (messageId !== null && !(await findOwn(customerId, messageId))) throw new AppError('NOT_FOUND');
  await markRead(customerId, messageId, ctx.now);
  return { unread: await countUnread(customerId, MOST_COUNTED) };
}
