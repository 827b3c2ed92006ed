import { model } from 'mongoose';
import type { QueryFilter } from 'mongoose';
import { ANY_ERASED } from '../../kernel/personal-data';
import type { Leaving } from '../../kernel/personal-data';
import type { Payment } from './payment.model';
import type { Refund } from './refund.model';

/** What leaving and handing out ask of the books; payment.model.ts and refund.model.ts know their shape. */
const Payments = () => model<Payment>('payment');
const Refunds = () => model<Refund>('refund');

/** Of their orders; and those of others that still name them from when both were taken for one. */
const naming = ({ as, orderIds, customerIds, openids, before }: Leaving): QueryFilter<Payment> => ({
  $or: [
    { _id: { $in: orderIds }, $or: [{ customerId: { $ne: as } }, { openid: { $ne: as } }] },
    { customerId: { $in: customerIds }, createdAt: { $lt: before } },
    { openid: { $in: openids }, createdAt: { $lt: before } },
  ],
});

export const listNaming = (leaving: Leaving, limit: number): Promise<Payment[]> =>
  Payments().find(naming(leaving)).limit(limit).lean<Payment[]>();

export async function renamePayments(orderIds: string[], as: string): Promise<void> {
  await Payments().updateMany({ _id: { $in: orderIds } }, { $set: { customerId: as, openid: as } });
}

export const countRefundsOf = (orderIds: string[]): Promise<number> =>
  Refunds().countDocuments({ orderId: { $in: orderIds } });

/** Money that is not where it belongs yet. */
export const listUnsettled = (orderIds: string[], limit: number): Promise<Payment[]> =>
  Payments()
    .find({ _id: { $in: orderIds }, $or: [{ state: 'created' }, { refundingFen: { $gt: 0 } }] })
    .limit(limit)
    .lean<Payment[]>();

export async function deleteErased(orderIds: string[]): Promise<number> {
  const gone = await Payments().deleteMany({ _id: { $in: orderIds }, customerId: ANY_ERASED });
  const refunds = await Refunds().deleteMany({ orderId: { $in: orderIds } });
  return gone.deletedCount + refunds.deletedCount;
}
