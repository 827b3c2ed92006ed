/**
 * What the shop told a customer, to be read again. Promises: news of others becomes one message each, however often it comes; a message goes
 * with what its customer was known by; the first reading counts; after a year it goes. Whether WeChat was told as well is not said here.
 */
export { eraseOf, exportOf } from './personal-data';
