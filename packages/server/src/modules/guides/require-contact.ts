import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as identity from '../identity';
import type { Contact } from '../identity';
import * as staff from '../staff';
import type { StaffMember } from '../staff';

/** The contact behind a chat, if it is one of this member of staff. Refuses: NOT_FOUND, PLATFORM_UNAVAILABLE. */
export async function requireOwnContact(
  ctx: Ctx,
  externalUserid: string,
): Promise<{ guide: StaffMember; contact: Contact }> {
  const guide = await staff.requireStaff(ctx);
  const contact = await identity.findCustomerByExternalUserid(ctx, externalUserid);
  if (!contact.followUserids.includes(guide.userid)) throw new AppError('NOT_FOUND');
  return { guide, contact };
}
