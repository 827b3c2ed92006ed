import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { findActive } from './staff.model';
import type { StaffRole, StaffStore } from './staff.model';
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
  if (!row) return null;
  const { _id, name, role, stores } = row;
  return { userid: _id, name, role, stores, storeIds: stores.map(({ storeId }) => storeId) };
}

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
