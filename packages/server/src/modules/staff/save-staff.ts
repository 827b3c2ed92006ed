import type { Ctx } from '../../kernel/context';
import { closeSessionsOf } from '../../kernel/sessions';
import { recordAudit } from './record-audit';
import { deactivate, replaceStaff } from './staff.model';
import type { StaffRole, StaffStore } from './staff.model';
import { rightsChanged } from './staff.rules';

export type SaveStaff = { userid: string; name: string; role: StaffRole; stores: StaffStore[] };

/** Makes somebody staff, or changes what they are; who may now do other things has to log in again. */
export async function saveStaff(ctx: Ctx, member: SaveStaff): Promise<void> {
  const { name, role, stores } = member;
  const userid = member.userid.toLowerCase();
  const before = await replaceStaff({ _id: userid, name, role, stores, active: true, updatedAt: ctx.now });
  await recordAudit(ctx, { action: 'staff.saved', subject: userid });
  if (before?.active && rightsChanged(before, member)) await closeSessionsOf({ kind: 'staff', id: userid });
}

/** Left the company: no longer staff, at once. */
export async function removeStaff(ctx: Ctx, userid: string): Promise<void> {
  await deactivate(userid, ctx.now);
  await recordAudit(ctx, { action: 'staff.removed', subject: userid.toLowerCase() });
  await closeSessionsOf({ kind: 'staff', id: userid.toLowerCase() });
}
