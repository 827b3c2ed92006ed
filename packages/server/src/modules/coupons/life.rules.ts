import type { CouponTerms } from './terms.rules';

/** `void`: a claim that crashed half way; its id must not be issued any more, and nobody has it. */
export type CouponState = 'issued' | 'held' | 'used' | 'expired' | 'revoked' | 'void';

/** What was counted against budgets for one holding of a coupon. `id` is of that one holding. */
export type Spent = { id: string; keys: string[]; fen: number };
/** One edge of the ledger: to which state, when, and for which order or use at a counter. */
export type Edge = { at: Date; to: CouponState; ref: string | null };

export type Coupon = CouponTerms & {
  _id: string;
  templateId: string;
  customerId: string;
  /** What the customer was known by when it was issued; the coupon goes where that goes. */
  origin: string;
  /** `<templateId>:<customerId>:<n>`, unique: the n-th of this person. Absent once the coupon became somebody else's. */
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
  /** Used at the counter of a store, under the counter's own number for it. */
  useRequestNo: string | null;
  usedStoreId: string | null;
  revokedReason: string | null;
  /** Counted for whoever holds, used or may still use it. */
  spent: Spent | null;
  /** Counted for somebody who let go of it; the sweep takes it off the budgets. */
  owed: Spent[];
  /** The latest edges, oldest first. */
  history: Edge[];
  /** Counts the changes, so that each one is made against the state it was decided on. */
  version: number;
};

type Life = Omit<
  Coupon,
  keyof CouponTerms | '_id' | 'templateId' | 'customerId' | 'origin' | 'slot' | 'issuedAt'
>;
/** What to change; nothing, because it is so already (or no longer matters); or why not. */
export type Step = { change: Partial<Life> } | 'unchanged' | { refused: string };

type Move = 'hold' | 'use' | 'release' | 'giveBack' | 'lapse' | 'redeem' | 'revoke';
/** From where each step may go. On `held`, `hold`, `redeem` and `revoke` take over a lease that ran out and was not swept yet. */
const MOVES: Record<Move, readonly CouponState[]> = {
  hold: ['issued', 'held'],
  use: ['held', 'issued', 'expired'],
  release: ['held'],
  giveBack: ['used'],
  lapse: ['held'],
  redeem: ['issued', 'held'],
  revoke: ['issued', 'held'],
};
const may = (coupon: Coupon, move: Move): boolean => MOVES[move].includes(coupon.state);

const DAY_MS = 24 * 3600_000;

/** Held by an order whose time is not over. */
export const isHeld = (coupon: Pick<Coupon, 'state' | 'heldUntil'>, now: Date): boolean =>
  coupon.state === 'held' && coupon.heldUntil !== null && now < coupon.heldUntil;

const free = { orderId: null, heldUntil: null };
/** What was spent for the one before is owed to the budgets. */
const spend = (coupon: Coupon, spent: Spent | null): Pick<Coupon, 'spent' | 'owed'> => ({
  spent,
  owed: coupon.spent ? [...coupon.owed, coupon.spent] : coupon.owed,
});

export function hold(
  coupon: Coupon,
  by: { orderId: string; until: Date; now: Date; spent?: Spent | null },
): Step {
  if ((coupon.state === 'held' || coupon.state === 'used') && coupon.orderId === by.orderId)
    return 'unchanged';
  const problem = stateProblem(coupon, by.now);
  if (problem !== null || !may(coupon, 'hold')) return { refused: problem ?? '优惠券不可用' };
  const held = { state: 'held' as const, orderId: by.orderId, heldUntil: by.until, lapsedOrderId: null };
  return { change: { ...held, ...spend(coupon, by.spent ?? null) } };
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
    return { change: { state: 'issued', ...free, ...spend(coupon, null) } };
  return coupon.lapsedOrderId === by.orderId
    ? { change: { lapsedOrderId: null, ...spend(coupon, null) } }
    : 'unchanged';
}

/** `refunded`: whether the terms for refunds decide; an order that never happened gives its coupon back whatever they say. */
export function giveBack(coupon: Coupon, by: { orderId: string; now: Date; refunded: boolean }): Step {
  if (!may(coupon, 'giveBack') || coupon.orderId !== by.orderId) return 'unchanged';
  const validUntil = comesBackUntil(coupon, by);
  if (validUntil === null) return 'unchanged';
  return { change: { state: 'issued', ...free, usedAt: null, validUntil, ...spend(coupon, null) } };
}

/** Until when a coupon that comes back can be used; null when it stays used. */
export function comesBackUntil(coupon: Coupon, by: { now: Date; refunded: boolean }): Date | null {
  const { refundPolicy: policy, validUntil } = coupon;
  if (policy.type === 'keepUsed' && by.refunded) return null;
  const graceDays = policy.type === 'keepUsed' ? 0 : policy.graceDays;
  return validUntil > by.now ? validUntil : new Date(by.now.getTime() + graceDays * DAY_MS);
}

export function lapse(coupon: Coupon, now: Date): Step {
  if (!may(coupon, 'lapse') || isHeld(coupon, now)) return 'unchanged';
  return { change: { state: 'issued', ...free, lapsedOrderId: coupon.orderId } };
}

type AtCounter = { requestNo: string; storeId: string; now: Date; spent?: Spent | null };

/** At the counter of a store. The same number again is the same use; a number whose use was undone uses nothing any more. */
export function redeem(coupon: Coupon, by: AtCounter): Step {
  if (isUseOf(coupon, by)) return 'unchanged';
  if (coupon.history.some(({ to, ref }) => to === 'used' && ref === by.requestNo))
    return { refused: '这次核销已撤销' };
  const problem = stateProblem(coupon, by.now);
  if (problem !== null || !may(coupon, 'redeem')) return { refused: problem ?? '优惠券不可用' };
  const used = { useRequestNo: by.requestNo, usedStoreId: by.storeId, usedAt: by.now };
  return {
    change: { state: 'used', ...free, lapsedOrderId: null, ...used, ...spend(coupon, by.spent ?? null) },
  };
}

export const isUseOf = (coupon: Coupon, by: { requestNo: string; storeId: string }): boolean =>
  coupon.state === 'used' && coupon.useRequestNo === by.requestNo && coupon.usedStoreId === by.storeId;

export function revoke(coupon: Coupon, by: { reason: string; now: Date }): Step {
  if (coupon.state === 'revoked') return 'unchanged';
  const problem = stateProblem(coupon, by.now);
  if (problem !== null || !may(coupon, 'revoke')) return { refused: problem ?? '优惠券不可用' };
  const gone = { state: 'revoked' as const, revokedReason: by.reason, lapsedOrderId: null };
  return { change: { ...gone, ...free, ...spend(coupon, null) } };
}

/** Why nobody can have it now, whatever is in the cart; null when somebody can. */
export function stateProblem(
  coupon: Pick<Coupon, 'state' | 'heldUntil' | 'validUntil'>,
  now: Date,
): string | null {
  if (coupon.state === 'used') return '已使用';
  if (coupon.state === 'revoked') return '已被收回';
  if (isHeld(coupon, now)) return '已被其他订单占用';
  if (coupon.state === 'expired' || coupon.validUntil <= now) return '已过期';
  return null;
}
