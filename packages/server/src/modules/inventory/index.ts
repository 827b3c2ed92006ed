/**
 * How many of a SKU a location can still sell, and who was promised what. No interleaving of these calls, late, twice or out
 * of order, sells a piece twice: each is one conditional update of the one document per location and SKU.
 * Everything but `availableAt` throws inside a transaction, because a hot counter in one is 5 to 60 times slower. A hold id is
 * good for one attempt: after a release it stays barred for an hour.
 * `onHand` always equals the sum of the movements in the ledger (`stock_movements`), which is only ever added to.
 */
export { availableAt } from './read-stock';
export { hold } from './hold-stock';
export type { Hold, HoldLine } from './stock.rules';
export { keepHold } from './keep-hold';
export { releaseHold, takeHold } from './end-hold';
export { putBack, setOnHand } from './count-stock';
export { WAREHOUSE } from './stock.rules';
