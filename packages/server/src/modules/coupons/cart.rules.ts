import type { SalesChannel } from '@omni/shared/contracts/common';
import { yuan } from '@omni/shared/yuan';
import type { Coupon } from './life.rules';
import type { CouponKind, CouponScope } from './terms.rules';

export type CartLine = {
  skuId: string;
  productId: string;
  categoryId: string;
  priceFen: number;
  quantity: number;
};
/** `storeId`: the pickup store; null for delivery. `freightFen`: what the freight costs before any coupon. */
export type Cart = { lines: CartLine[]; storeId: string | null; channel: SalesChannel; freightFen: number };

export const amountFen = (line: CartLine): number => line.priceFen * line.quantity;
export function sum(numbers: readonly number[]): number {
  let total = 0;
  for (const one of numbers) total += one;
  return total;
}
export const money = (fen: number): string => `¥${yuan(fen)}`;

export function inScope(scope: CouponScope, line: CartLine): boolean {
  if (scope.type === 'categories') return scope.categoryIds.includes(line.categoryId);
  if (scope.type === 'products') return scope.productIds.includes(line.productId);
  return true;
}

/**
 * Divides `total` in proportion to the amounts, to the fen: everyone gets the whole part, the fen left over go to the largest
 * remainders (earlier lines first). The shares add up to `total` and none exceeds its amount.
 */
export function splitFen(total: number, amounts: readonly number[]): number[] {
  const whole = sum(amounts);
  if (whole === 0) return amounts.map(() => 0);
  const divide = total * whole <= Number.MAX_SAFE_INTEGER ? divideExact : divideLarge;
  const remainders = new Array<number>(amounts.length);
  const shares = new Array<number>(amounts.length);
  let left = total;
  for (let i = 0; i < amounts.length; i += 1) {
    const amount = amounts[i] ?? 0;
    const share = divide(total, amount, whole);
    shares[i] = share;
    remainders[i] = divide === divideExact ? total * amount - share * whole : restLarge(total, amount, whole);
    left -= share;
  }
  for (; left > 0; left -= 1) {
    const lucky = largest(remainders);
    shares[lucky] = (shares[lucky] ?? 0) + 1;
    remainders[lucky] = -1;
  }
  return shares;
}

/** `total * amount / whole`, rounded down; a quotient that was rounded up to the next integer is taken back. */
function divideExact(total: number, amount: number, whole: number): number {
  const share = Math.floor((total * amount) / whole);
  return share * whole > total * amount ? share - 1 : share;
}

/** Where products are no longer exact; ten times slower. */
const divideLarge = (total: number, amount: number, whole: number): number =>
  Number((BigInt(total) * BigInt(amount)) / BigInt(whole));
const restLarge = (total: number, amount: number, whole: number): number =>
  Number((BigInt(total) * BigInt(amount)) % BigInt(whole));

/** The place of the largest, the earliest of several. */
function largest(numbers: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < numbers.length; i += 1) if ((numbers[i] ?? 0) > (numbers[best] ?? 0)) best = i;
  return best;
}

/** A cart with some coupons applied. */
export type Applied = {
  /** What each line still costs. */
  left: readonly number[];
  leftFen: number;
  /** What each line counts towards thresholds: its price without coupons, less the pieces that were exchanged. */
  counted: readonly number[];
  freightFen: number;
};
export type Gift = { skuId: string; quantity: number };
/** What one coupon gives. */
export type Benefit = {
  goodsFen: number;
  freightFen: number;
  worthFen: number;
  gift: Gift | null;
  /** The line one piece of which was exchanged. */
  exchanged: number | null;
  /** What `goodsFen` is divided over: the lines in scope as they stood. */
  scoped: readonly boolean[];
  left: readonly number[];
};
/** What applying a coupon needs to know beside the cart: its lines in scope, and the gift it could add. */
export type Ready = { coupon: Coupon; scoped: readonly boolean[]; gift: Gift | null };

export const fresh = (cart: Cart): Applied => {
  const amounts = cart.lines.map(amountFen);
  return { left: amounts, leftFen: sum(amounts), counted: amounts, freightFen: cart.freightFen };
};

const NOTHING = {
  goodsFen: 0,
  freightFen: 0,
  worthFen: 0,
  gift: null,
  exchanged: null,
  scoped: [],
  left: [],
};
const within = (scoped: readonly boolean[], amounts: readonly number[]): number => {
  let total = 0;
  for (let i = 0; i < amounts.length; i += 1) if (scoped[i]) total += amounts[i] ?? 0;
  return total;
};

/** How much of the goods in its scope is missing for the coupon; 0: it may be used. */
export const missingFen = ({ coupon, scoped }: Ready, counted: readonly number[]): number =>
  Math.max(0, coupon.kind.thresholdFen - within(scoped, counted));

/** What the coupon gives on this cart as it stands; null: nothing. One fen of the goods is always left, because WeChat Pay takes no zero. */
export function benefitOf(ready: Ready, cart: Cart, on: Applied): Benefit | null {
  const { kind } = ready.coupon;
  if (kind.type === 'exchange') return exchange(ready, cart, on);
  if (missingFen(ready, on.counted) > 0) return null;
  if (kind.type === 'sample') return ready.gift && asGift(ready.gift, kind.worthFen);
  if (kind.type === 'freight') {
    const freightFen = Math.min(kind.maxOffFen ?? on.freightFen, on.freightFen);
    return freightFen === 0 ? null : { ...NOTHING, freightFen };
  }
  const { scoped } = ready;
  const goodsFen = Math.min(offFen(kind, within(scoped, on.left)), on.leftFen - 1);
  if (goodsFen <= 0) return null;
  return {
    goodsFen,
    freightFen: 0,
    worthFen: 0,
    gift: null,
    exchanged: null,
    scoped,
    left: on.left,
  };
}

const asGift = (gift: Gift, worthFen: number): Benefit => ({ ...NOTHING, gift, worthFen });

/** Never more than the amount; fractions of a fen are not given. */
function offFen(kind: Extract<CouponKind, { type: 'amountOff' | 'percentOff' }>, amount: number): number {
  if (kind.type === 'amountOff') return Math.min(kind.offFen, amount);
  const off = Math.floor((amount * (100 - kind.percent)) / 100);
  return Math.min(off, kind.maxOffFen ?? off);
}

/** The dearest piece in the cart that is not exchanged yet; it no longer counts for any threshold, its own included. */
function exchange(ready: Ready, cart: Cart, on: Applied): Benefit | null {
  const { kind } = ready.coupon;
  if (kind.type !== 'exchange') return null;
  const at = dearest(kind.skuIds, cart.lines, on.counted);
  if (at === null) {
    const usable = ready.gift !== null && missingFen(ready, on.counted) === 0;
    return usable && ready.gift ? asGift(ready.gift, kind.worthFen) : null;
  }
  const priceFen = cart.lines[at]?.priceFen ?? 0;
  const goodsFen = Math.min(priceFen, on.leftFen - 1);
  if (goodsFen <= 0 || missingFen(ready, less(on.counted, at, priceFen)) > 0) return null;
  return { ...NOTHING, goodsFen, exchanged: at, left: on.left };
}

const less = (amounts: readonly number[], at: number, fen: number): number[] =>
  amounts.map((amount, i) => (i === at ? amount - fen : amount));

function dearest(
  skuIds: readonly string[],
  lines: readonly CartLine[],
  counted: readonly number[],
): number | null {
  let best: number | null = null;
  lines.forEach((line, i) => {
    const there = skuIds.includes(line.skuId) && line.priceFen > 0 && (counted[i] ?? 0) >= line.priceFen;
    if (there && (best === null || line.priceFen > (lines[best]?.priceFen ?? 0))) best = i;
  });
  return best;
}

/** What comes off each line, in their order; it adds up to `goodsFen`. Not worked out before somebody wants to know. */
export function sharesOf({ goodsFen, exchanged, scoped, left }: Benefit): number[] {
  const amounts = new Array<number>(left.length);
  for (let i = 0; i < left.length; i += 1) {
    if (exchanged === null) amounts[i] = scoped[i] === true ? (left[i] ?? 0) : 0;
    else amounts[i] = i === exchanged ? goodsFen : 0;
  }
  return exchanged === null ? splitFen(goodsFen, amounts) : amounts;
}

export function apply(benefit: Benefit, on: Applied, cart: Cart): Applied {
  const { goodsFen, freightFen, exchanged } = benefit;
  let { left, counted } = on;
  if (goodsFen > 0) {
    const rest = sharesOf(benefit);
    for (let i = 0; i < rest.length; i += 1) rest[i] = (left[i] ?? 0) - (rest[i] ?? 0);
    left = rest;
  }
  if (exchanged !== null) counted = less(counted, exchanged, cart.lines[exchanged]?.priceFen ?? 0);
  return { left, leftFen: on.leftFen - goodsFen, counted, freightFen: on.freightFen - freightFen };
}
