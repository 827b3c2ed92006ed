/**
 * How many of a SKU a location can still sell through a channel, and who was promised what. No interleaving of these calls,
 * late, twice or out of order, sells a piece twice: each is one conditional update of the one document per location and SKU.
 * Everything but `availableAt` throws inside a transaction, because a hot counter in one is 5 to 60 times slower. A hold id is
 * good for one attempt: after a release it stays barred for an hour.
 * `onHand` always equals the sum of the movements in the ledger (`stock_movements`), which is only ever added to.
 */
export { integrityErrors } from './check-integrity';
export type { IntegrityError } from './check-integrity';
export { putBack, setOnHand } from './count-stock';
export type { ReturnCondition } from './count-stock';
export { adjustAs } from './adjust-stock';
export { askForCount } from './count-tasks';
export { releaseHold, takeHold, wasTaken } from './end-hold';
export { hold } from './hold-stock';
export type { NewHold } from './hold-stock';
export { importPart } from './import-stock';
export { keepHold } from './keep-hold';
export { availableAt, carriedAt, returnedUnder } from './read-stock';
export { applyRejection } from './reject-stock';
export type { Rejection } from './reject-stock';
export { WAREHOUSE } from './stock.rules';
export type { Hold, HoldLine, RejectionEffect } from './stock.rules';
