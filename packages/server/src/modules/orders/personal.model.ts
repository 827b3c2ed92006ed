import { model } from 'mongoose';
import type { QueryFilter } from 'mongoose';
import { ANY_ERASED } from '../../kernel/personal-data';
import type { Leaving } from '../../kernel/personal-data';
import type { Order } from './order.model';
import type { OrderStatus } from './order.rules';

/** What leaving and handing out ask of the orders; order.model.ts knows their shape. */
type OrderDoc = Omit<Order, 'orderId'> & { _id: string };
const Orders = () => model<OrderDoc>('order');

const theirs = ({ customerIds, origins, before }: Leaving): QueryFilter<OrderDoc> => ({
  $or: [{ customerId: { $in: customerIds } }, { origin: { $in: origins } }],
  placedAt: { $lt: before },
});

/** What is not over, and what money is on its way back of. */
export const listOpenOf = (
  leaving: Leaving,
  statuses: readonly OrderStatus[],
  limit: number,
): Promise<OrderDoc[]> =>
  Orders()
    .find({
      $and: [
        theirs(leaving),
        { $or: [{ status: { $in: [...statuses] } }, { refunds: { $elemMatch: { doneAt: null } } }] },
      ],
    })
    .limit(limit)
    .lean<OrderDoc[]>();

export const idsOfTheirs = async (leaving: Leaving): Promise<string[]> =>
  (await Orders().find(theirs(leaving)).select({ _id: 1 }).lean<{ _id: string }[]>()).map(({ _id }) => _id);

export const listTheirs = (leaving: Leaving, limit: number): Promise<OrderDoc[]> =>
  Orders().find(theirs(leaving)).limit(limit).lean<OrderDoc[]>();

export async function blankOrders(orderIds: string[], set: Partial<Order>): Promise<void> {
  await Orders().updateMany({ _id: { $in: orderIds } }, { $set: set });
}

/** The intent behind it was partly about where they live; an order from elsewhere is still known by what it was. */
export async function forgetIntents(orderIds: string[], contentHash: string): Promise<void> {
  await Orders().updateMany({ _id: { $in: orderIds }, channel: 'mini_program' }, { $set: { contentHash } });
}

export const listErased = (orderIds: string[]): Promise<OrderDoc[]> =>
  Orders()
    .find({ _id: { $in: orderIds }, customerId: ANY_ERASED })
    .lean<OrderDoc[]>()
    .exec();

export const deleteErased = async (orderIds: string[]): Promise<number> =>
  (await Orders().deleteMany({ _id: { $in: orderIds }, customerId: ANY_ERASED })).deletedCount;

/** One customer's orders, oldest first, one after the other. */
export const eachOf = (customerId: string): AsyncIterable<OrderDoc> =>
  Orders().find({ customerId }).sort({ placedAt: 1, _id: 1 }).lean<OrderDoc[]>().cursor();
