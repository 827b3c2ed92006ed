import { askPlatform } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as wecom from '../../platform/wecom';
import type { ExternalContact } from '../../platform/wecom';
import { findCustomer } from './find-customer';
import type { Customer } from './find-customer';
import { findIdentity } from './identity.model';
import { resolvePerson } from './resolve-person';

export type Contact = {
  externalUserid: string;
  name: string;
  avatarUrl: string | null;
  followUserids: string[];
  /** The one customer behind the contact; `openid` is null when that person never opened the mini-program. */
  customer: Customer | null;
};

/** Without a UnionID nothing says who it is, so only what is known already counts. */
async function customerOf(ctx: Ctx, { externalUserid, unionid }: ExternalContact): Promise<string | null> {
  const other = { type: 'external_userid' as const, value: externalUserid };
  if (unionid === null) return (await findIdentity(other))?.customerId ?? null;
  return resolvePerson(ctx, { unionid, other, source: 'wecom' });
}

/** Somebody became a contact: makes sure that the external_userid and the UnionID behind it are one customer. */
export async function linkExternalContact(ctx: Ctx, body: { externalUserid: string }): Promise<void> {
  const contact = await wecom.externalContact(body.externalUserid);
  if (contact) await customerOf(ctx, contact);
}

/** Asks WeCom who it is and whose contact, and remembers it. Refuses: NOT_FOUND, PLATFORM_UNAVAILABLE. */
export async function findCustomerByExternalUserid(ctx: Ctx, externalUserid: string): Promise<Contact> {
  const contact = await askPlatform(() => wecom.externalContact(externalUserid));
  if (!contact) throw new AppError('NOT_FOUND');
  const customerId = await customerOf(ctx, contact);
  const { name, avatarUrl, followUserids } = contact;
  const customer = customerId === null ? null : await findCustomer(ctx, customerId);
  return { externalUserid: contact.externalUserid, name, avatarUrl, followUserids, customer };
}
