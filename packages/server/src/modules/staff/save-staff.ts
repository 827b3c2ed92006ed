import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
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
  const row = { _id: userid, name, role, stores, active: true, updatedAt: ctx.now };
  const before = await inTransaction(async () => {
    await recordAudit(ctx, { action: 'staff.saved', subject: userid });
    return replaceStaff(row);
  });
  if (before?.active && rightsChanged(before, member)) await closeSessionsOf({ kind: 'staff', id: userid });
}

/** Left the company: no longer staff, at once. */
export async function removeStaff(ctx: Ctx, userid: string): Promise<void> {
  await inTransaction(async () => {
    await deactivate(userid, ctx.now);
    await recordAudit(ctx, { action: 'staff.removed', subject: userid.toLowerCase() });
  });
  await closeSessionsOf({ kind: 'staff', id: userid.toLowerCase() });
}
