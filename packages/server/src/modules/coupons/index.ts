/**
 * Coupons are claimed within their limits, used by one order or counter at a time, and come back when the order does not happen.
 * `evaluate` picks the best combination for the customer and says in words why each other one lost.
 * Each edge of a coupon's ledger is one conditional update; repeated or late steps change nothing.
 * What campaigns may cost is counted by `reserveBudgets` before a hold and never exceeded.
 * These functions may be called inside a transaction, except `claim` and `reserveBudgets` (hot counters stay out of them).
 */
export { couponClaimed } from './events';
export { evaluate } from './evaluate-coupons';
export type { Evaluation, TakenCoupon } from './evaluate-coupons';
export { splitFen } from './cart.rules';
export type { CartLine } from './cart.rules';
export { dropBudgets, keepBudgets, reserveBudgets } from './spend-budget';
export type { Reserved } from './spend-budget';
export { giveBack, hold, release, returnPolicy, use } from './move-coupon';
export type { ReturnPolicy } from './move-coupon';
export { countUsable, listMine, listRunningOut, listUsableAt, offersAt } from './list-coupons';
export { claim } from './claim-coupon';
export { eraseOf, exportOf, forgetKept } from './personal-data';
export { saveTemplate } from './save-template';
export type { CouponTemplate } from './terms.rules';
