import type { Staff } from '../../api/types';

type Role = Staff['role'];

/** Guides sell and marketers look; the server refuses the same, so that a button never leads to a refusal only. */
const KEEPERS: readonly Role[] = ['clerk', 'manager', 'operator'];
const HEADS: readonly Role[] = ['manager', 'operator'];

export type Rights = { mayKeep: boolean; maySetSafety: boolean };
export const rightsOf = (role: Role): Rights => ({
  mayKeep: KEEPERS.includes(role),
  maySetSafety: HEADS.includes(role),
});
