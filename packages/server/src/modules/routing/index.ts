/**
 * Where an order is served: which stores near a point can hand these goods over, who is asked, and who is next when a place
 * gives it back. An order is served by one place and has one offer at a time; every change of it is one conditional update.
 * Hard filters in a fixed order, then ranked rules from a versioned policy; every decision is kept with its facts and reasons.
 * Orders are known by their id alone: others begin, answer and close here, and follow `offerMade`, `orderStuck`, `stuckResolved`.
 */
export { accept, progress, reject } from './answer-offer';
export type { Progress, Rejected } from './answer-offer';
export type { AssignmentState } from './assignment.model';
export { begin, restart } from './begin-assignment';
export type { Begin } from './begin-assignment';
export { offerEnded, offerMade, orderStuck, stuckResolved } from './events';
export type { OfferEnded, OfferMade } from './events';
export { findNearbyStores } from './find-nearby-stores';
export { eraseOf, exportOf, forgetKept } from './personal-data';
export { REASON_TEXTS } from './reject.rules';
export { skuAvailability } from './sku-availability';
export { takeOver } from './take-over';
export type { TakeOver } from './take-over';
export { whoServes } from './who-serves';
export type { Service } from './who-serves';
