import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { StaffMember } from './require-staff';
import { roleText } from './staff.rules';

export const presentStaff = ({ userid, name, role, stores }: StaffMember): Answer<Contracts['staff.me']> => ({
  userid,
  name,
  role,
  roleText: roleText[role],
  stores,
});
