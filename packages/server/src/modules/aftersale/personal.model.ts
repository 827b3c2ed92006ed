import { model } from 'mongoose';
import type { QueryFilter } from 'mongoose';
import { ANY_ERASED } from '../../kernel/personal-data';
import type { Leaving } from '../../kernel/personal-data';
import type { State } from './aftersale.rules';
import type { Case } from './case.model';

/** What leaving and handing out ask of the cases; case.model.ts knows their shape. */
type CaseDoc = Omit<Case, 'caseId'> & { _id: string };
const Cases = () => model<CaseDoc>('aftersaleCase');
const Claims = () => model<{ _id: string }>('aftersaleClaims');

const theirs = ({ customerIds, origins, before }: Leaving): QueryFilter<CaseDoc> => ({
  $or: [{ customerId: { $in: customerIds } }, { origin: { $in: origins } }],
  appliedAt: { $lt: before },
});

export const listTheirs = (leaving: Leaving, only: { states?: State[]; limit: number }): Promise<CaseDoc[]> =>
  Cases()
    .find({ ...theirs(leaving), ...(only.states ? { state: { $in: only.states } } : {}) })
    .limit(only.limit)
    .lean<CaseDoc[]>();

export async function blankCases(caseIds: string[], set: Partial<Case>): Promise<void> {
  await Cases().updateMany({ _id: { $in: caseIds } }, { $set: set });
}

export async function deleteErased(orderIds: string[]): Promise<number> {
  const gone = await Cases().deleteMany({ orderId: { $in: orderIds }, customerId: ANY_ERASED });
  const claims = await Claims().deleteMany({ _id: { $in: orderIds } });
  return gone.deletedCount + claims.deletedCount;
}

/** One customer's cases, oldest first, one after the other. */
export const eachOf = (customerId: string): AsyncIterable<CaseDoc> =>
  Cases().find({ customerId }).sort({ appliedAt: 1, _id: 1 }).lean<CaseDoc[]>().cursor();
