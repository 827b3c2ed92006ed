/**
 * After the sale: pieces of an order are given back, returned to any store, or exchanged, each piece in one case at most.
 * Who decides is data (reason.rules.ts); what may follow what is one table (aftersale.rules.ts), each step one conditional update.
 * Money, order and case change in one transaction; the amount is the pieces' share of what was paid, to the fen, and the order keeps it.
 * Goods that came back are put on stock where they came back, once per case. A replacement is held from the application on.
 */
export { KIND_TEXT, statusText } from './aftersale.rules';
export { integrityErrors } from './check-integrity';
export { aftersaleMoved } from './events';
export { eraseOf, exportOf, forgetKept, unfinishedOf } from './personal-data';
