/**
 * What a guide sees and says beside a WeCom chat. Promises: a guide opens only customers who are their own contacts (others answer
 * NOT_FOUND); browsing is shown only while the customer agrees to profiling; phones are masked; every view of a profile is in the
 * audit log; a suggested script states only facts of this moment.
 */
export { eraseOf, exportOf } from './personal-data';
