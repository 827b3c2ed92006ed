import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as staff from '../staff';
import type { StaffMember, StaffRole } from '../staff';
import type { StaffRights } from './aftersale.rules';
import type { Case } from './case.model';

/** Whoever stands at the counter or heads it, and head office. */
const ROLES: readonly StaffRole[] = ['clerk', 'manager', 'operator'];

/** Refuses: FORBIDDEN to guides and marketers. */
export async function requireCounterStaff(ctx: Ctx): Promise<StaffMember> {
  const member = await staff.requireStaff(ctx);
  if (!ROLES.includes(member.role)) throw new AppError('FORBIDDEN');
  return member;
}

/** The same, in a store of theirs. Refuses: FORBIDDEN, NOT_FOUND. */
export async function requireCounterStaffAt(ctx: Ctx, storeId: string): Promise<StaffMember> {
  await requireCounterStaff(ctx);
  return staff.requireAtStore(ctx, storeId);
}

/** Head office may do everything; a store what is its own. */
export function rightsOf(member: StaffMember, one: Pick<Case, 'store' | 'exchange'>): StaffRights {
  const isAt = (place: { storeId: string } | null) =>
    member.role === 'operator' || (place !== null && member.storeIds.includes(place.storeId));
  return { decides: isAt(one.store), exchanges: isAt(one.exchange), receives: true };
}
