/**
 * Orders from everywhere else: platforms that call us (webhooks are only hints, the order is always pulled) and systems that
 * call /open-api/v1. Each becomes one order of ours, once; what it cannot become by itself waits in a queue for a person.
 * A buyer near a store is asked once whether they would rather collect; of an answer and the end of the time exactly one wins,
 * and whoever does not answer is served as ordered.
 */
export { saveItemMapping } from './manage-items';
export { savePolicy } from './manage-policy';
export { eraseOf, exportOf, forgetKept, unfinishedOf } from './personal-data';
