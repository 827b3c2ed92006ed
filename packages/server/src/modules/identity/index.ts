/**
 * Who a shopper is. Every entrance notes what it saw (`noteSighting`); who the customers are follows from all that was seen, by
 * rules that are data, and anything can be taken back. The same UnionID is always the same customer; two are never one. Records of
 * others hang on an origin, and go where that goes (`recordsMoved`, `followOrigins`). Phones are sealed at rest and masked on the
 * way out. Nothing is consented to until somebody says so.
 */
export { integrityErrors, misplaced } from './check-integrity';
export { consentChanged, customerLinked, recordsMoved } from './events';
export { deleteWords } from './erase.model';
export { erasePerson } from './erase-person';
export { exportOf } from './export-person';
export type { ConsentRow } from './consent.model';
export type { ConsentPurpose } from './customer.model';
export {
  findCustomer,
  findIdByMemberNo,
  hasConsent,
  maskedPhone,
  openidOf,
  requireMember,
  requireMemberId,
  resolveCustomerId,
} from './find-customer';
export type { Customer, Member, MemberId } from './find-customer';
export { followOrigins } from './follow-origins';
export { forgetDevices } from './forget-devices';
export { findCustomerByExternalUserid } from './link-contact';
export type { Contact } from './link-contact';
export { noteDevice } from './note-device';
export { noteSighting } from './note-sighting';
export type { Owner, Seen, Shown } from './note-sighting';
export { endSessions, personOf, phonesOf, returnedAt, valuesOf } from './person';
export type { Person } from './person';
export { listConsents } from './set-consent';
