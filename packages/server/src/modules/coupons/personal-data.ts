import type { Ctx } from '../../kernel/context';
import { AT_ONCE, SALE_KEPT_YEARS, effect, yearsAfter } from '../../kernel/personal-data';
import type { Effect, Kept, Leaving, Section } from '../../kernel/personal-data';
import type { Coupon } from './life.rules';
import {
  budgetKeysOf,
  deleteBudgets,
  deleteCoupons,
  deleteErased,
  eachOf,
  forgetBudgetKeys,
  listTheirs,
  rewriteCoupon,
} from './personal.model';
import { presentCoupon } from './present';

/** Long enough for what a voided coupon had reserved to be counted back. */
const VOID_KEPT_DAYS = 30;
const DAY_MS = 24 * 3600_000;

/**
 * Used coupons stay with their sale, without the customer. Unused ones are void from now on; what they had reserved of a budget goes
 * back by the sweep, then they go. What ran out and reserved nothing is deleted. Joins the caller's transaction.
 */
export async function eraseOf(ctx: Ctx, leaving: Leaving): Promise<Effect[]> {
  const coupons = await listTheirs(leaving, ctx.now, AT_ONCE);
  const keys = await budgetKeysOf(leaving.customerIds);
  const gone = coupons.filter(isSpentOut).map(({ _id }) => _id);
  await deleteCoupons(gone);
  const keeps: Kept[] = [];
  for (const coupon of coupons.filter((one) => !isSpentOut(one)))
    keeps.push(...(await leaveBehind(ctx, coupon, { as: leaving.as, keys })));
  const counters = await forgetCounters(ctx, leaving, keys);
  const kept = coupons.length - gone.length;
  return [
    ...effect('coupons', { deleted: gone.length, kept, keeps }),
    ...effect('coupon_budgets', { deleted: counters }),
  ];
}

/** Nothing was bought with it, and nobody counts on it any more. */
const isSpentOut = ({ state, spent, owed }: Coupon): boolean =>
  (state === 'expired' || state === 'revoked') && !spent && owed.length === 0;

type Behind = { as: string; keys: string[] };

async function leaveBehind(ctx: Ctx, coupon: Coupon, { as, keys }: Behind): Promise<Kept[]> {
  const { _id: id, state, orderId, usedAt, owed } = coupon;
  const nameless = <S extends { keys: string[] }>(spent: S): S => ({
    ...spent,
    keys: spent.keys.filter((key) => !keys.includes(key)),
  });
  const nobody = { customerId: as, origin: as };
  const spent = coupon.spent ? nameless(coupon.spent) : null;
  const debts = owed.map(nameless);
  if (state === 'used') {
    await rewriteCoupon(id, { ...nobody, spent, owed: debts });
    // With an order it goes when that goes; at a counter it is a sale of its own.
    const until = yearsAfter(usedAt ?? ctx.now, SALE_KEPT_YEARS);
    return orderId === null ? [{ kind: 'coupon', id, because: 'transaction', until }] : [];
  }
  const dead = { state: 'revoked', revokedReason: '账户已注销', orderId: null, heldUntil: null } as const;
  await rewriteCoupon(id, {
    ...nobody,
    ...(state === 'void' ? {} : { ...dead, lapsedOrderId: null }),
    spent: null,
    owed: spent ? [...debts, spent] : debts,
  });
  const until = new Date(ctx.now.getTime() + VOID_KEPT_DAYS * DAY_MS);
  return [{ kind: 'coupon', id, because: 'campaign_count', until }];
}

/** Once somebody is back under the same id, the counter of that name is theirs. */
async function forgetCounters(ctx: Ctx, { before }: Leaving, keys: string[]): Promise<number> {
  if (keys.length === 0 || before <= ctx.now) return 0;
  await forgetBudgetKeys(keys);
  return deleteBudgets(keys);
}

/** Kept coupons whose time is over, and those of orders whose time is. Joins the caller's transaction. */
export const forgetKept = (_ctx: Ctx, of: { orderIds: string[]; couponIds: string[] }): Promise<number> =>
  deleteErased(of);

export const exportOf = (ctx: Ctx, customerId: string): Section[] => [
  { name: 'coupons', title: '优惠券', rows: () => rows(ctx, customerId) },
];

async function* rows(ctx: Ctx, customerId: string): AsyncGenerator<Record<string, unknown>> {
  for await (const coupon of eachOf(customerId)) {
    const { issuedAt, usedAt, usedStoreId, orderId, revokedReason } = coupon;
    yield { ...presentCoupon(coupon, ctx.now), issuedAt, usedAt, usedStoreId, orderId, revokedReason };
  }
}
