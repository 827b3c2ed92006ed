import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as staff from '../staff';

/** Channels, keys and offers are head office's. Refuses: FORBIDDEN. */
export async function requireOperator(ctx: Ctx): Promise<staff.StaffMember> {
  const member = await staff.requireStaff(ctx);
  if (member.role !== 'operator') throw new AppError('FORBIDDEN');
  return member;
}
