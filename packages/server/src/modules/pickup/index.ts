/**
 * The counter of a store: paid pickup orders wait in its queue, are accepted, packed, and handed over once against a code.
 * A code is shown only to the shopper, opens only in the order's own store, and cannot be worked out from anything but the
 * order's secret or be guessed (eight digits, five tries). The order's status is the truth; a task follows it for the queue.
 * WeChat is told once per order that the goods are ready: the shopper by message, the platform as self-pickup shipping.
 */
export { customerText } from './pickup.rules';
export { codeOf } from './show-code';
export { integrityErrors } from './check-integrity';
export { eraseOf, exportOf, forgetKept, unfinishedOf } from './personal-data';
export { findTask } from './task.model';
export type { Task } from './task.model';
