import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { findActive, findActiveAt } from './staff.model';
import type { StaffRole, StaffRow, StaffStore } from './staff.model';
import { seesStore } from './staff.rules';

export type StaffMember = {
  /** WeCom's userid, in lower case. */
  userid: string;
  name: string;
  role: StaffRole;
  stores: StaffStore[];
  storeIds: string[];
};

/** null: never was, or is no longer, staff. */
export async function findStaff(_ctx: Ctx, userid: string): Promise<StaffMember | null> {
  const row = await findActive(userid);
  return row && memberOf(row);
}

const memberOf = ({ _id, name, role, stores }: StaffRow): StaffMember => ({
  userid: _id,
  name,
  role,
  stores,
  storeIds: stores.map(({ storeId }) => storeId),
});

/** Who works in one store in one of these roles. */
export const listAtStore = async (
  _ctx: Ctx,
  storeId: string,
  roles: readonly StaffRole[],
): Promise<StaffMember[]> => (await findActiveAt(storeId, roles)).map(memberOf);

/** The member of staff who asks; read anew each time, so that leaving counts at once. Refuses: FORBIDDEN. */
export async function requireStaff(ctx: Ctx): Promise<StaffMember> {
  const member = ctx.actor.kind === 'staff' ? await findStaff(ctx, ctx.actor.id) : null;
  if (!member) throw new AppError('FORBIDDEN');
  return member;
}

/** The same, in a store they may see. Refuses: FORBIDDEN, NOT_FOUND (not one of theirs, or no store at all). */
export async function requireAtStore(ctx: Ctx, storeId: string): Promise<StaffMember> {
  const member = await requireStaff(ctx);
  if (!seesStore(member, storeId)) throw new AppError('NOT_FOUND');
  return member;
}
