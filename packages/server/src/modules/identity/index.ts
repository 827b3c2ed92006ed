/**
 * Who a shopper is. The same UnionID is always the same customer, whether WeCom, the mini-program or a shop's till saw them
 * first; two UnionIDs are never one. What turns out to be one customer is joined, with evidence, and told (customerJoined).
 * Phones are sealed at rest and masked on the way out. Nothing is consented to until somebody says so.
 */
export { consentChanged, customerJoined, customerLinked } from './events';
export type { ConsentPurpose, ConsentRow } from './customer.model';
export {
  findCustomer,
  hasConsent,
  maskedPhone,
  openidOf,
  requireMember,
  requireMemberId,
  resolveCustomerId,
  revealPhone,
} from './find-customer';
export type { Customer, Member } from './find-customer';
export { importMember, recordChannelBuyer } from './import-member';
export { findCustomerByExternalUserid } from './link-contact';
export type { Contact } from './link-contact';
export { listConsents } from './set-consent';
