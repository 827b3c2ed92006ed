import { model } from 'mongoose';
import type { QueryFilter } from 'mongoose';
import { ANY_ERASED } from '../../kernel/personal-data';
import type { Leaving } from '../../kernel/personal-data';
import type { Assignment } from './assignment.model';

/** What leaving asks of the assignments; assignment.model.ts knows their shape. */
type AssignmentDoc = Omit<Assignment, 'orderId'> & { _id: string };
const Assignments = () => model<AssignmentDoc>('assignment');

/** Of their orders; and those of others that still name them from when both were taken for one. */
const naming = ({ as, orderIds, customerIds, before }: Leaving): QueryFilter<AssignmentDoc> => ({
  $or: [
    { _id: { $in: orderIds }, customerId: { $ne: as } },
    { customerId: { $in: customerIds }, begunAt: { $lt: before } },
  ],
});

export const listNaming = async (leaving: Leaving, limit: number): Promise<string[]> =>
  (await Assignments().find(naming(leaving)).limit(limit).select({ _id: 1 }).lean<{ _id: string }[]>()).map(
    ({ _id }) => _id,
  );

export async function blankAssignments(orderIds: string[], set: Partial<Assignment>): Promise<void> {
  await Assignments().updateMany({ _id: { $in: orderIds } }, { $set: set });
}

/** What a store wrote when it took the order or gave it back. */
export async function forgetNotes(orderIds: string[]): Promise<void> {
  const written = { _id: { $in: orderIds }, 'offer.note': { $type: 'string' } };
  await Assignments().updateMany(written as QueryFilter<AssignmentDoc>, { $set: { 'offer.note': null } });
}

export const deleteErased = async (orderIds: string[]): Promise<number> =>
  (await Assignments().deleteMany({ _id: { $in: orderIds }, customerId: ANY_ERASED })).deletedCount;
