import type { Ctx } from '../../kernel/context';
import { refuseInsideTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import {
  addSpent,
  cancelSpent,
  findSpent,
  findUnsettled,
  forgetReturns,
  returnSpent,
  settleSpent,
} from './budget.model';
import { clearOwed, findCoupon, findOwing } from './coupon.model';
import type { Coupon, Spent } from './life.rules';

/** Where a coupon is used; `storeId` null: online, delivered. */
type Place = { customerId: string; storeId: string | null };
export type BudgetKey = { key: string; mostFen: number };
/** What a taken coupon costs its campaign, and the counters that must allow it; none: nothing to count. */
export type Cost = { fen: number; keys: BudgetKey[] };

/** The counters of a coupon's budget: in all, for one customer, in one store. */
export function budgetKeys({ budget }: Pick<Coupon, 'budget'>, { customerId, storeId }: Place): BudgetKey[] {
  if (!budget) return [];
  const { campaign, totalFen, perCustomerFen, perStoreFen } = budget;
  return [
    { key: campaign, mostFen: totalFen },
    { key: `${campaign}:c:${customerId}`, mostFen: perCustomerFen },
    { key: `${campaign}:s:${storeId ?? 'online'}`, mostFen: perStoreFen },
  ].flatMap(({ key, mostFen }) => (mostFen === null ? [] : [{ key, mostFen }]));
}

/** What each of these budgets still allows. Asks nothing when no coupon has a budget. */
export async function budgetsLeft(
  coupons: readonly Coupon[],
  place: Place,
): Promise<(coupon: Coupon) => { key: string; leftFen: number }[]> {
  const keys = [...new Set(coupons.flatMap((coupon) => budgetKeys(coupon, place).map(({ key }) => key)))];
  const spent = keys.length === 0 ? new Map<string, number>() : await findSpent(keys);
  return (coupon) =>
    budgetKeys(coupon, place).map(({ key, mostFen }) => ({ key, leftFen: mostFen - (spent.get(key) ?? 0) }));
}

type CostOf = { couponId: string; cost: Cost };
export type Reserved = { couponId: string; spent: Spent };

/**
 * Counts what these coupons cost, before the transaction that holds them (a counter that many want stays out of it), each under
 * an id of its own. Answers what to hand to `hold`, and afterwards to `keepBudgets` or `dropBudgets`; a crash in between is
 * settled by the sweep. Nothing is asked or written for coupons without a budget. Refuses: COUPON_UNUSABLE with `reason`.
 */
export async function reserveBudgets(ctx: Ctx, taken: readonly CostOf[]): Promise<Reserved[]> {
  const costly = taken.filter(({ cost }) => cost.keys.length > 0 && cost.fen > 0);
  if (costly.length > 0) refuseInsideTransaction('coupons.reserveBudgets');
  const reserved: Reserved[] = [];
  for (const { couponId, cost } of costly) {
    const spent: Spent = { id: newId(), keys: [], fen: cost.fen };
    reserved.push({ couponId, spent });
    for (const { key, mostFen } of cost.keys) {
      const note = { id: spent.id, couponId, fen: cost.fen, at: ctx.now };
      if (!(await addSpent(key, mostFen, note))) {
        await dropBudgets(ctx, reserved);
        throw new AppError('COUPON_UNUSABLE', { couponId, reason: '活动预算已用完' });
      }
      spent.keys.push(key);
    }
  }
  return reserved;
}

/** The coupons are held. */
export async function keepBudgets(_ctx: Ctx, reserved: readonly Reserved[]): Promise<void> {
  for (const { spent } of reserved) await settleSpent(spent.keys, spent.id);
}

/** They are not. */
export async function dropBudgets(_ctx: Ctx, reserved: readonly Reserved[]): Promise<void> {
  for (const { spent } of reserved) await cancelSpent(spent.keys, spent);
}

const OWING_BATCH = 200;

/** Takes off what the ledger let go of, and settles what a crash cut in two. `before`: nobody is still at work on what is older. */
export async function sweepBudgets(ctx: Ctx, before: Date): Promise<void> {
  const owing = await findOwing(OWING_BATCH);
  for (const coupon of owing) {
    for (const { id, keys, fen } of coupon.owed) {
      await returnSpent(keys, { id, couponId: coupon._id, fen, at: ctx.now });
      await clearOwed(coupon._id, id);
    }
  }
  if (owing.length < OWING_BATCH) await forgetReturns(before);
  for (const { key, id, couponId, fen } of await findUnsettled(before)) {
    const coupon = await findCoupon(couponId);
    const known = [coupon?.spent, ...(coupon?.owed ?? [])].some((spent) => spent?.id === id);
    await (known ? settleSpent([key], id) : cancelSpent([key], { id, fen }));
  }
}
