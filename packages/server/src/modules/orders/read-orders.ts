import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { cutPage, readCursor } from '../../kernel/paging';
import * as identity from '../identity';
import { findById, listNewestFirst, sumUp } from './order.model';
import type { Order } from './order.model';
import { STATUSES, sourcesOf, statusesOf } from './order.rules';
import { presentOrder } from './present';

type One = { orderId: string };
type View = Answer<Contracts['orders.get']>;
type List = Contracts['orders.list'];

export const findOrder = (_ctx: Ctx, orderId: string): Promise<Order | null> => findById(orderId);

/** The member's own order. Refuses: NOT_FOUND, also for somebody else's. */
export async function requireOwnOrder(ctx: Ctx, orderId: string): Promise<Order> {
  const order = await findById(orderId);
  // What was placed under the identifier of this session is this member's, whoever that is found to be.
  if (order && ctx.actor.kind === 'member' && order.origin === ctx.actor.id) return order;
  const { customerId } = await identity.requireMemberId(ctx);
  if (order?.customerId !== customerId) throw new AppError('NOT_FOUND');
  return order;
}

/** The customer's latest orders, newest first. */
export const listOrdersOf = (_ctx: Ctx, customerId: string, page: { limit: number }): Promise<Order[]> =>
  listNewestFirst({ customerId, statuses: STATUSES, limit: page.limit });

/** How many paid orders we kept the money of, how much that is, and when the last of them was placed. */
export async function summaryOf(
  _ctx: Ctx,
  customerId: string,
): Promise<{ orders: number; paidFen: number; lastOrderAt: string | null }> {
  const kept = [...sourcesOf('refunding'), 'handed_over', 'shipped', 'completed'] as const;
  const { orders, paidFen, lastAt } = await sumUp(customerId, kept);
  return { orders, paidFen, lastOrderAt: lastAt?.toISOString() ?? null };
}

export const getOrder = async (ctx: Ctx, input: One): Promise<View> =>
  presentOrder(await requireOwnOrder(ctx, input.orderId), ctx.now);

/** A page of the member's orders. Refuses: INVALID_INPUT for a cursor we did not write. */
export async function listOrders(ctx: Ctx, input: Parsed<List>): Promise<Answer<List>> {
  const { customerId } = await identity.requireMemberId(ctx);
  const after = readCursor(input.cursor);
  const found = await listNewestFirst({
    customerId,
    statuses: statusesOf(input.filter),
    limit: input.limit + 1,
    ...(after === undefined ? {} : { after: { placedAt: after.at, orderId: after.id } }),
  });
  const place = ({ placedAt, orderId }: Order) => ({ at: placedAt, id: orderId });
  const { page, nextCursor } = cutPage(found, input.limit, place);
  return { items: page.map((order) => presentOrder(order, ctx.now)), nextCursor };
}
