import { model } from 'mongoose';
import type { QueryFilter } from 'mongoose';
import { ANY_ERASED } from '../../kernel/personal-data';
import type { Leaving } from '../../kernel/personal-data';
import { fromDoc } from './coupon.model';
import type { Coupon } from './life.rules';
import type { Template } from './terms.rules';

/** What leaving and handing out ask of coupons and their budgets; their own files know the shapes. */
type Doc<T> = T & { _id: string };
const Coupons = () => model<Coupon>('coupon');
const Budgets = () => model<Doc<{ spentFen: number }>>('couponBudget');
const Templates = () => model<Template>('couponTemplate');

/** A coupon that an order holds at this moment is looked at when that order is over. */
const theirs = ({ customerIds, origins, before }: Leaving, now: Date): QueryFilter<Coupon> => ({
  $and: [
    { $or: [{ customerId: { $in: customerIds } }, { origin: { $in: origins } }] },
    { $or: [{ state: { $ne: 'held' } }, { heldUntil: { $lte: now } }] },
  ],
  issuedAt: { $lt: before },
});

export const listTheirs = async (leaving: Leaving, now: Date, limit: number): Promise<Coupon[]> =>
  (await Coupons().find(theirs(leaving, now)).limit(limit).lean<Coupon[]>()).map(fromDoc);

export async function rewriteCoupon(couponId: string, set: Partial<Coupon>): Promise<void> {
  await Coupons().updateOne({ _id: couponId }, { $set: set, $unset: { slot: '' }, $inc: { version: 1 } });
}

export async function deleteCoupons(couponIds: string[]): Promise<void> {
  await Coupons().deleteMany({ _id: { $in: couponIds } });
}

/** What each of these people may still cost a campaign is counted under a key that names them. */
export async function budgetKeysOf(customerIds: string[]): Promise<string[]> {
  const campaigns = await Templates().distinct('budget.campaign', { budget: { $ne: null } });
  return (campaigns as unknown[]).flatMap((campaign) =>
    typeof campaign === 'string' ? customerIds.map((id) => `${campaign}:c:${id}`) : [],
  );
}

export const deleteBudgets = async (keys: string[]): Promise<number> =>
  (await Budgets().deleteMany({ _id: { $in: keys } })).deletedCount;

/** Coupons of others that were counted there when both were taken for one. */
export async function forgetBudgetKeys(keys: string[]): Promise<void> {
  await Coupons().updateMany({ 'spent.keys': { $in: keys } }, { $pull: { 'spent.keys': { $in: keys } } });
}

export const deleteErased = async (of: { orderIds: string[]; couponIds: string[] }): Promise<number> =>
  (
    await Coupons().deleteMany({
      customerId: ANY_ERASED,
      $or: [{ _id: { $in: of.couponIds } }, { orderId: { $in: of.orderIds } }],
    })
  ).deletedCount;

/** One customer's coupons, oldest first, one after the other. */
export async function* eachOf(customerId: string): AsyncGenerator<Coupon> {
  const found = Coupons()
    .find({ customerId, state: { $ne: 'void' } })
    .sort({ issuedAt: 1, _id: 1 });
  for await (const doc of found.lean<Coupon[]>().cursor()) yield fromDoc(doc as Coupon);
}
