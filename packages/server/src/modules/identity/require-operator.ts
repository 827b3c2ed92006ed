import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as staff from '../staff';
import type { StaffMember } from '../staff';
import { findRow } from './customer.model';
import { resolveCustomerId } from './find-customer';

/** Who is who concerns every store, so only head office sees and changes it. Refuses: FORBIDDEN. */
export async function requireOperator(ctx: Ctx): Promise<StaffMember> {
  const member = await staff.requireStaff(ctx);
  if (member.role !== 'operator') throw new AppError('FORBIDDEN');
  return member;
}

/** The id under which the customer is kept now. Refuses: NOT_FOUND. */
export async function requireKnown(ctx: Ctx, customerId: string): Promise<string> {
  const now = await resolveCustomerId(ctx, customerId);
  if (!(await findRow(now))) throw new AppError('NOT_FOUND');
  return now;
}
