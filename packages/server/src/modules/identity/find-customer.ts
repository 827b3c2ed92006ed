import { maskPhone } from '@omni/shared/phone';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as staff from '../staff';
import { findRow } from './customer.model';
import type { ConsentPurpose, Consents, CustomerRow } from './customer.model';
import { findPhone, identitiesOf, readPhone } from './identity.model';
import type { IdentityRow } from './identity.model';

export type Customer = {
  customerId: string;
  memberNo: string;
  /** null: never logged in to the mini-program (known from WeCom or the shops' tills). */
  openid: string | null;
  unionid: string | null;
  consents: Consents;
};
export type Member = Customer & { openid: string };
/** With the number as screens show it; null: none is bound. */
export type ShownMember = Member & { phoneMasked: string | null };

async function findLive(customerId: string): Promise<CustomerRow | null> {
  const row = await findRow(customerId);
  return row?.mergedInto ? findRow(row.mergedInto) : row;
}

/** Follows joins: the id under which this customer is kept now. */
export async function resolveCustomerId(_ctx: Ctx, customerId: string): Promise<string> {
  return (await findRow(customerId))?.mergedInto ?? customerId;
}

export const findCustomer = async (_ctx: Ctx, customerId: string): Promise<Customer | null> =>
  (await readCustomer(customerId))?.customer ?? null;

type Read = { customer: Customer; identities: IdentityRow[] };

async function readCustomer(customerId: string): Promise<Read | null> {
  const row = await findLive(customerId);
  if (!row) return null;
  const identities = await identitiesOf(row._id);
  const latest = (type: 'mp_openid' | 'unionid') =>
    identities.find((identity) => identity.type === type)?.value ?? null;
  const customer = {
    customerId: row._id,
    memberNo: row.memberNo,
    openid: latest('mp_openid'),
    unionid: latest('unionid'),
    consents: row.consents,
  };
  return { customer, identities };
}

/** The member who asks. Refuses: LOGIN_REQUIRED. */
export async function requireMember(ctx: Ctx): Promise<Member> {
  const customer = ctx.actor.kind === 'member' ? await findCustomer(ctx, ctx.actor.id) : null;
  if (!customer?.openid) throw new AppError('LOGIN_REQUIRED');
  return { ...customer, openid: customer.openid };
}

/** The same with the masked phone. Refuses: LOGIN_REQUIRED. */
export async function requireShownMember(ctx: Ctx): Promise<ShownMember> {
  const read = ctx.actor.kind === 'member' ? await readCustomer(ctx.actor.id) : null;
  if (!read?.customer.openid) throw new AppError('LOGIN_REQUIRED');
  const phone = read.identities.find(({ type }) => type === 'phone');
  const { openid } = read.customer;
  return { ...read.customer, openid, phoneMasked: phone ? maskPhone(readPhone(phone)) : null };
}

/**
 * The id alone, in one read, for calls that need no more of the member. Refuses: LOGIN_REQUIRED.
 */
export async function requireMemberId(ctx: Ctx): Promise<string> {
  const row = ctx.actor.kind === 'member' ? await findRow(ctx.actor.id) : null;
  if (!row) throw new AppError('LOGIN_REQUIRED');
  return row.mergedInto ?? row._id;
}

/** For messages and payments. Refuses: NOT_FOUND when this customer never logged in to the mini-program. */
export async function openidOf(ctx: Ctx, customerId: string): Promise<string> {
  const isOpenid = ({ type }: { type: string }) => type === 'mp_openid';
  // Identifiers go along when customers are joined: whoever has one stands for itself.
  const own = (await identitiesOf(customerId)).find(isOpenid)?.value;
  const openid = own ?? (await findCustomer(ctx, customerId))?.openid;
  if (!openid) throw new AppError('NOT_FOUND');
  return openid;
}

export async function hasConsent(_ctx: Ctx, customerId: string, purpose: ConsentPurpose): Promise<boolean> {
  return (await findLive(customerId))?.consents[purpose] ?? false;
}

async function readPhoneOf(ctx: Ctx, customerId: string): Promise<string | null> {
  const phone = await findPhone(await resolveCustomerId(ctx, customerId));
  return phone ? readPhone(phone) : null;
}

/** The whole number, for a platform that needs it; audited when staff ask. */
export async function revealPhone(ctx: Ctx, customerId: string): Promise<string | null> {
  if (ctx.actor.kind === 'staff')
    await staff.recordAudit(ctx, { action: 'phone.revealed', subject: customerId });
  return readPhoneOf(ctx, customerId);
}

/** `138****8001`, for screens. */
export async function maskedPhone(ctx: Ctx, customerId: string): Promise<string | null> {
  const phone = await readPhoneOf(ctx, customerId);
  return phone ? maskPhone(phone) : null;
}
