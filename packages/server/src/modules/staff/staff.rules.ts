import type { StaffRole, StaffStore } from './staff.model';

export const roleText: Record<StaffRole, string> = {
  guide: '导购',
  clerk: '店员',
  manager: '店长',
  operator: '私域运营',
  marketer: '市场部',
};

/** Operators and marketers see every store, the others their own. */
export const seesStore = (member: { role: StaffRole; storeIds: string[] }, storeId: string): boolean =>
  member.role === 'operator' || member.role === 'marketer' || member.storeIds.includes(storeId);

type Rights = { role: StaffRole; stores: StaffStore[] };
const storesText = (stores: StaffStore[]): string =>
  stores
    .map(({ storeId }) => storeId)
    .sort()
    .join(' ');

/** Whether somebody may do other things than before, so that open sessions have to end. A store's new name changes nothing. */
export const rightsChanged = (before: Rights, after: Rights): boolean =>
  before.role !== after.role || storesText(before.stores) !== storesText(after.stores);

/** A page of ours: `https://` (or whatever the H5 itself uses) and exactly its host and port. */
export function isTrustedPage(url: string, h5Url: string): boolean {
  const page = new URL(url);
  const h5 = new URL(h5Url);
  return page.origin === h5.origin && page.origin !== 'null';
}
