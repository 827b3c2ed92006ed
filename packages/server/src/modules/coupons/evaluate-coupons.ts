import type { SalesChannel } from '@omni/shared/contracts/common';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as inventory from '../inventory';
import { sharesOf } from './cart.rules';
import type { Cart, CartLine, Gift } from './cart.rules';
import { choose, costFen } from './choice.rules';
import type { Facts, Loser, Wanted } from './choice.rules';
import { findCoupon, findLiving } from './coupon.model';
import { stateProblem } from './life.rules';
import type { Coupon } from './life.rules';
import { savedFen } from './solve.rules';
import type { Taken } from './solve.rules';
import { budgetKeys, budgetsLeft } from './spend-budget';
import type { Cost } from './spend-budget';

export type TakenCoupon = {
  couponId: string;
  title: string;
  /** What it saves, on goods or freight. */
  discountFen: number;
  /** The part on goods, in the order of the lines. */
  lineDiscountsFen: number[];
  freightOffFen: number;
  /** For `reserveBudgets`. */
  cost: Cost;
};
export type Evaluation = {
  /** In the order they are applied. */
  taken: TakenCoupon[];
  freightOffFen: number;
  /** Goods to add for nothing. */
  gifts: (Gift & { couponId: string })[];
  losers: Loser[];
};
export type EvaluateInput = {
  customerId: string;
  lines: CartLine[];
  /** The pickup store; null for delivery. */
  storeId: string | null;
  channel?: SalesChannel;
  /** What the freight costs before coupons; 0 for pickup. */
  freightFen: number;
  /** `auto` takes the best combination, `none` none, an id or ids exactly these together. */
  choice: Wanted | string;
  /** Whether the customer never paid an order; asked only when a coupon wants to know. */
  isNewMember: () => Promise<boolean>;
};

/** Writes nothing. Refuses: NOT_FOUND (no such coupon of theirs), COUPON_UNUSABLE with `couponId` and `reason` (a chosen one). */
export async function evaluate(ctx: Ctx, input: EvaluateInput): Promise<Evaluation> {
  const { lines, storeId, freightFen, channel = 'mini_program' } = input;
  const cart: Cart = { lines, storeId, freightFen, channel };
  const wanted = wantedOf(input.choice);
  const living = (await findLiving(input.customerId)).filter((coupon) => isLiving(coupon, ctx.now));
  if (living.length === 0 && typeof wanted === 'string') return NOTHING;
  const facts = await factsFor(ctx, living, input);
  const { taken, losers } = choose(living, cart, { wanted, facts });
  if (typeof wanted === 'object' && taken.length < wanted.length)
    await refuseChosen(ctx, input.customerId, { wanted, losers });
  return {
    taken: taken.map((one) => present(one, input)),
    freightOffFen: taken.reduce((fen, { benefit }) => fen + benefit.freightFen, 0),
    gifts: taken.flatMap(({ coupon, benefit }) =>
      benefit.gift ? [{ ...benefit.gift, couponId: coupon._id }] : [],
    ),
    losers,
  };
}

const NOTHING: Evaluation = { taken: [], freightOffFen: 0, gifts: [], losers: [] };

const wantedOf = (choice: Wanted | string): Wanted =>
  typeof choice === 'string' && choice !== 'auto' && choice !== 'none' ? [choice] : (choice as Wanted);

/** What ran out is no longer worth a line to anyone; what an order holds is. */
const isLiving = (coupon: Coupon, now: Date): boolean => stateProblem(coupon, now) !== '已过期';

/** Nothing is asked that no coupon depends on. */
async function factsFor(ctx: Ctx, coupons: Coupon[], input: EvaluateInput): Promise<Facts> {
  return {
    now: ctx.now,
    isNewMember: coupons.some((coupon) => coupon.newMembersOnly) && (await input.isNewMember()),
    stock: await giftStock(ctx, coupons, input),
    budgets: await budgetsLeft(coupons, input),
  };
}

const giftSkus = ({ kind }: Coupon): string[] =>
  kind.type === 'sample' ? [kind.skuId] : kind.type === 'exchange' ? kind.skuIds : [];

/** What the place that serves the order has beside what the cart takes. */
async function giftStock(
  ctx: Ctx,
  coupons: Coupon[],
  { lines, storeId, channel = 'mini_program' }: EvaluateInput,
): Promise<Map<string, number>> {
  const skuIds = [...new Set(coupons.flatMap(giftSkus))];
  if (skuIds.length === 0) return new Map();
  const at = storeId ?? inventory.WAREHOUSE;
  const there = (await inventory.availableAt(ctx, [at], skuIds, channel)).get(at);
  const inCart = (skuId: string) => lines.find((line) => line.skuId === skuId)?.quantity ?? 0;
  return new Map(skuIds.map((skuId) => [skuId, (there?.get(skuId) ?? 0) - inCart(skuId)]));
}

function present({ coupon, benefit }: Taken, input: EvaluateInput): TakenCoupon {
  const shares = sharesOf(benefit);
  return {
    couponId: coupon._id,
    title: coupon.title,
    discountFen: savedFen(benefit),
    lineDiscountsFen: input.lines.map((_line, i) => shares[i] ?? 0),
    freightOffFen: benefit.freightFen,
    cost: { fen: costFen(benefit), keys: budgetKeys(coupon, input) },
  };
}

async function refuseChosen(
  ctx: Ctx,
  customerId: string,
  { wanted, losers }: { wanted: readonly string[]; losers: Loser[] },
): Promise<never> {
  const lost = losers.filter(({ couponId }) => wanted.includes(couponId));
  const unusable = lost.find(({ usable }) => !usable) ?? lost[0];
  const unknown = wanted.find((couponId) => !losers.some((loser) => loser.couponId === couponId));
  if (unknown !== undefined) await refuseUnknown(ctx, customerId, unknown);
  throw new AppError('COUPON_UNUSABLE', { couponId: unusable?.couponId, reason: unusable?.reason });
}

async function refuseUnknown(ctx: Ctx, customerId: string, couponId: string): Promise<never> {
  const coupon = await findCoupon(couponId);
  if (coupon?.customerId !== customerId) throw new AppError('NOT_FOUND');
  throw new AppError('COUPON_UNUSABLE', { couponId, reason: stateProblem(coupon, ctx.now) });
}
