/**
 * Who works here, in which role and in which stores. Staff come in through WeCom alone: state and nonce are good once and only
 * in the browser that began. Whoever leaves, or may do other things than before, is out at once. What staff change or reveal
 * is in the audit log.
 */
export { eraseOf, exportOf } from './personal-data';
export type { AuditRow } from './audit.model';
export { listAudit, recordAudit } from './record-audit';
export type { AuditEntry } from './record-audit';
export { findStaff, listAtStore, requireAtStore, requireStaff } from './require-staff';
export type { StaffMember } from './require-staff';
export { removeStaff, saveStaff } from './save-staff';
export type { SaveStaff } from './save-staff';
export type { StaffRole, StaffStore } from './staff.model';
export { roleText, seesStore } from './staff.rules';
