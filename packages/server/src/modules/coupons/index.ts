/**
 * Coupons are claimed within their limits, used by one order at a time, and come back when the order does not happen.
 * `evaluate` picks the best one for the customer and says in words why each other one lost.
 * Each step of a coupon's life is one conditional update; repeated or late steps change nothing.
 * These functions may be called inside a transaction, except `claim` (a hot counter stays out of transactions).
 */
export { couponClaimed } from './events';
export { evaluate } from './evaluate-coupons';
export type { Evaluation } from './evaluate-coupons';
export type { CartLine } from './choice.rules';
export { giveBack, hold, release, use } from './move-coupon';
export { countUsable, listMine } from './list-coupons';
export { claim } from './claim-coupon';
export { saveTemplate } from './save-template';
export type { CouponTemplate } from './terms.rules';
