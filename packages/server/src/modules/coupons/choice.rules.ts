import { shanghaiText } from '@omni/shared/time';
import { yuan } from '@omni/shared/yuan';
import { stateProblem } from './life.rules';
import type { Coupon } from './life.rules';
import type { CouponKind, CouponScope } from './terms.rules';

export type CartLine = {
  skuId: string;
  productId: string;
  categoryId: string;
  priceFen: number;
  quantity: number;
};
/** `storeId`: the pickup store; null for delivery. */
export type Cart = { lines: CartLine[]; storeId: string | null };
type Saving = { discountFen: number; lineDiscountsFen: number[] };

export const amountFen = (line: CartLine): number => line.priceFen * line.quantity;
const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);
const money = (fen: number): string => `¥${yuan(fen)}`;

export function inScope(scope: CouponScope, line: CartLine): boolean {
  if (scope.type === 'categories') return scope.categoryIds.includes(line.categoryId);
  if (scope.type === 'products') return scope.productIds.includes(line.productId);
  return true;
}

/** What comes off this amount; never more than the amount, fractions of a fen are not given. */
export function offFen(kind: CouponKind, amount: number): number {
  if (amount < kind.thresholdFen) return 0;
  if (kind.type === 'amountOff') return Math.min(kind.offFen, amount);
  const off = Math.floor((amount * (100 - kind.percent)) / 100);
  return Math.min(off, kind.maxOffFen ?? off);
}

/**
 * Divides `total` in proportion to the amounts, to the fen: everyone gets the whole part, the fen left over go to the largest
 * remainders (earlier lines first). The shares add up to `total` and none exceeds its amount.
 */
export function splitFen(total: number, amounts: number[]): number[] {
  const whole = BigInt(sum(amounts));
  if (whole === 0n) return amounts.map(() => 0);
  const parts = amounts.map((amount, index) => {
    const exact = BigInt(total) * BigInt(amount);
    return { index, share: Number(exact / whole), remainder: exact % whole };
  });
  const left = total - sum(parts.map((part) => part.share));
  const byRemainder = [...parts].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  const lucky = new Set(byRemainder.slice(0, left).map((part) => part.index));
  return parts.map((part) => part.share + (lucky.has(part.index) ? 1 : 0));
}

/** What this coupon saves on this cart, or why it cannot be used. */
export function assess(coupon: Coupon, cart: Cart, now: Date): Saving | { reason: string } {
  const problem = stateProblem(coupon, now);
  if (problem !== null) return { reason: problem };
  if (now < coupon.validFrom)
    return { reason: `未到使用时间，${shanghaiText(coupon.validFrom).slice(5)} 起可用` };
  if (coupon.storeIds && (cart.storeId === null || !coupon.storeIds.includes(cart.storeId)))
    return { reason: '仅限指定门店自提使用' };
  const amounts = cart.lines.map((line) => (inScope(coupon.scope, line) ? amountFen(line) : 0));
  const amount = sum(amounts);
  if (amount === 0) return { reason: '不适用于这些商品' };
  if (amount < coupon.kind.thresholdFen)
    return { reason: `还差 ${money(coupon.kind.thresholdFen - amount)} 可用` };
  const discountFen = offFen(coupon.kind, amount);
  if (discountFen === 0) return { reason: '优惠不足 ¥0.01' };
  return { discountFen, lineDiscountsFen: splitFen(discountFen, amounts) };
}

type Usable = Saving & { coupon: Coupon };
export type Loser = { couponId: string; title: string; reason: string };
export type Choice = { taken: Usable | null; losers: Loser[] };

const compareIds = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** More saved first; then what expires first, so that nothing is wasted; then the id, so that the answer never wavers. */
const better = (a: Usable, b: Usable): number =>
  b.discountFen - a.discountFen ||
  a.coupon.validUntil.getTime() - b.coupon.validUntil.getTime() ||
  compareIds(a.coupon._id, b.coupon._id);

/**
 * `wanted` is `auto` (the best), `none`, or one coupon's id. Every coupon that is not taken is a loser with its reason; a wanted
 * one that cannot be used is among them.
 */
export function choose(
  coupons: Coupon[],
  cart: Cart,
  { wanted, now }: { wanted: string; now: Date },
): Choice {
  const assessed = coupons.map((coupon) => ({ coupon, result: assess(coupon, cart, now) }));
  const usable = assessed
    .flatMap(({ coupon, result }) => ('reason' in result ? [] : [{ coupon, ...result }]))
    .sort(better);
  const taken =
    wanted === 'none'
      ? null
      : ((wanted === 'auto' ? usable[0] : usable.find((one) => one.coupon._id === wanted)) ?? null);
  const losers = assessed
    .filter(({ coupon }) => coupon !== taken?.coupon)
    .map(({ coupon, result }) => ({
      couponId: coupon._id,
      title: coupon.title,
      reason: 'reason' in result ? result.reason : whyNotTaken(result.discountFen, taken, wanted),
    }));
  return { taken, losers };
}

function whyNotTaken(savedFen: number, taken: Usable | null, wanted: string): string {
  const saved = money(savedFen);
  if (!taken) return `可省 ${saved}，您选择了不使用优惠券`;
  if (savedFen < taken.discountFen) return `省 ${saved}，少于所选的 ${money(taken.discountFen)}`;
  if (wanted !== 'auto') return `可省 ${saved}，您选择了另一张`;
  return `同样省 ${saved}，优先使用更早到期的券`;
}
