import type { CouponTerms } from './terms.rules';

/** `void`: a claim that crashed half way; its id must not be issued any more, and nobody has it. */
export type CouponState = 'issued' | 'held' | 'used' | 'expired' | 'void';

export type Coupon = CouponTerms & {
  _id: string;
  templateId: string;
  customerId: string;
  /** `<templateId>:<customerId>:<n>`, unique: the n-th of this person. */
  slot?: string;
  validFrom: Date;
  validUntil: Date;
  issuedAt: Date;
  state: CouponState;
  /** Who holds or used it. */
  orderId: string | null;
  heldUntil: Date | null;
  /** The order whose hold ran out: paid late, it may still use the coupon if nobody else has it. */
  lapsedOrderId: string | null;
  usedAt: Date | null;
  /** Counts the changes, so that each one is made against the state it was decided on. */
  version: number;
};

type Life = Pick<Coupon, 'state' | 'orderId' | 'heldUntil' | 'lapsedOrderId' | 'usedAt' | 'validUntil'>;
/** What to change; nothing, because it is so already (or no longer matters); or why not. */
export type Step = { change: Partial<Life> } | 'unchanged' | { refused: string };

/** From where each step may go. `hold` on `held` is a take-over of a lease that ran out and was not swept yet. */
const MOVES: Record<'hold' | 'use' | 'release' | 'giveBack' | 'lapse', readonly CouponState[]> = {
  hold: ['issued', 'held'],
  use: ['held', 'issued', 'expired'],
  release: ['held'],
  giveBack: ['used'],
  lapse: ['held'],
};
const may = (coupon: Coupon, move: keyof typeof MOVES): boolean => MOVES[move].includes(coupon.state);

/** A coupon that comes back after it ran out can be used this much longer: the customer did not choose the delay. */
export const COME_BACK_DAYS = 7;
const DAY_MS = 24 * 3600_000;

/** Held by an order whose time is not over. */
export const isHeld = (coupon: Pick<Coupon, 'state' | 'heldUntil'>, now: Date): boolean =>
  coupon.state === 'held' && coupon.heldUntil !== null && now < coupon.heldUntil;

const free = { orderId: null, heldUntil: null };

export function hold(coupon: Coupon, by: { orderId: string; until: Date; now: Date }): Step {
  if ((coupon.state === 'held' || coupon.state === 'used') && coupon.orderId === by.orderId)
    return 'unchanged';
  const problem = stateProblem(coupon, by.now);
  if (problem !== null || !may(coupon, 'hold')) return { refused: problem ?? '优惠券不可用' };
  return {
    change: { state: 'held', orderId: by.orderId, heldUntil: by.until, lapsedOrderId: null },
  };
}

export function use(coupon: Coupon, by: { orderId: string; now: Date }): Step {
  const mine = coupon.orderId === by.orderId;
  if (coupon.state === 'used' && mine) return 'unchanged';
  const lapsed = coupon.state !== 'held' && coupon.lapsedOrderId === by.orderId;
  if (!may(coupon, 'use') || !((coupon.state === 'held' && mine) || lapsed))
    return { refused: '已不属于该订单' };
  return {
    change: { state: 'used', orderId: by.orderId, heldUntil: null, lapsedOrderId: null, usedAt: by.now },
  };
}

export function release(coupon: Coupon, by: { orderId: string }): Step {
  if (may(coupon, 'release') && coupon.orderId === by.orderId)
    return { change: { state: 'issued', ...free } };
  return coupon.lapsedOrderId === by.orderId ? { change: { lapsedOrderId: null } } : 'unchanged';
}

export function giveBack(coupon: Coupon, by: { orderId: string; now: Date }): Step {
  if (!may(coupon, 'giveBack') || coupon.orderId !== by.orderId) return 'unchanged';
  const ranOut = coupon.validUntil <= by.now;
  const extended = new Date(by.now.getTime() + COME_BACK_DAYS * DAY_MS);
  return {
    change: { state: 'issued', ...free, usedAt: null, ...(ranOut ? { validUntil: extended } : {}) },
  };
}

export function lapse(coupon: Coupon, now: Date): Step {
  if (!may(coupon, 'lapse') || isHeld(coupon, now)) return 'unchanged';
  return { change: { state: 'issued', ...free, lapsedOrderId: coupon.orderId } };
}

/** Why no order can have it now, whatever is in the cart; null when one can. */
export function stateProblem(
  coupon: Pick<Coupon, 'state' | 'heldUntil' | 'validUntil'>,
  now: Date,
): string | null {
  if (coupon.state === 'used') return '已使用';
  if (isHeld(coupon, now)) return '已被其他订单占用';
  if (coupon.state === 'expired' || coupon.validUntil <= now) return '已过期';
  return null;
}
