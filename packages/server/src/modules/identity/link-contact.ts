import { askPlatform } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as wecom from '../../platform/wecom';
import type { ExternalContact } from '../../platform/wecom';
import { notePending } from './convert-ids';
import { findCustomer } from './find-customer';
import type { Customer } from './find-customer';
import { noteSighting } from './note-sighting';
import type { Owner, Shown } from './note-sighting';
import { typedPhone } from './phone.rules';

export type Contact = {
  externalUserid: string;
  name: string;
  avatarUrl: string | null;
  followUserids: string[];
  /** The one customer behind the contact; `openid` is null when that person never opened the mini-program. */
  customer: Customer;
  /** What records made for this contact hang on. */
  origin: string;
};

/** What WeCom vouches for, and the numbers guides noted: those are hints and make nobody one with anybody. */
function noteContact(ctx: Ctx, { externalUserid, unionid, remarkMobiles }: ExternalContact): Promise<Owner> {
  const numbers = [...new Set(remarkMobiles.flatMap((typed) => typedPhone(typed) ?? []))];
  const known: Shown[] = unionid === null ? [] : [{ type: 'unionid', value: unionid }];
  return noteSighting(ctx, {
    source: 'wecom',
    shown: [
      { type: 'external_userid', value: externalUserid },
      ...known,
      ...numbers.sort().map((value) => ({ type: 'phone' as const, value })),
    ],
  });
}

/** Somebody became a contact, or what is noted of them changed. */
export async function linkExternalContact(ctx: Ctx, body: { externalUserid: string }): Promise<void> {
  const contact = await wecom.externalContact(body.externalUserid);
  if (!contact) return;
  await noteContact(ctx, contact);
  if (contact.unionid === null) await notePending(ctx, contact.externalUserid);
}

/** Asks WeCom who it is and whose contact, and remembers it. Refuses: NOT_FOUND, PLATFORM_UNAVAILABLE. */
export async function findCustomerByExternalUserid(ctx: Ctx, externalUserid: string): Promise<Contact> {
  const contact = await askPlatform(() => wecom.externalContact(externalUserid));
  if (!contact) throw new AppError('NOT_FOUND');
  const { customerId, origin } = await noteContact(ctx, contact);
  const customer = await findCustomer(ctx, customerId);
  if (!customer) throw new AppError('NOT_FOUND');
  const { name, avatarUrl, followUserids } = contact;
  return { externalUserid: contact.externalUserid, name, avatarUrl, followUserids, customer, origin };
}
