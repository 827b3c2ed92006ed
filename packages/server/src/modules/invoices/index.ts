/**
 * Invoices that customers ask for and head office issues elsewhere. Promises: one per order of ours; it comes to what was paid less what goes
 * back, at every moment; it can be changed until it is issued; one that was issued for more than was kept since waits to be made anew. Title,
 * tax number and e-mail are sealed.
 */
export { invoiceAnswered } from './events';
export { eraseOf, exportOf, forgetKept } from './personal-data';
