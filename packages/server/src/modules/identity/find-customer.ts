import { maskPhone } from '@omni/shared/phone';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { findByMemberNo, findRow } from './customer.model';
import type { ConsentPurpose, Consents, CustomerRow } from './customer.model';
import { findIdentifier, identifiersOf, readValue } from './identifier.model';
import type { IdentifierRow } from './identifier.model';
import { findSighting } from './sighting.model';

export type Customer = {
  customerId: string;
  memberNo: string;
  /** null: never logged in to the mini-program (known from WeCom or the shops' tills). */
  openid: string | null;
  unionid: string | null;
  consents: Consents;
};
/** The one who asks; what they make hangs on `origin`, and goes where that goes. */
export type Member = Customer & { openid: string; origin: string };
/** With the number as screens show it; null: none is bound. */
export type ShownMember = Member & { phoneMasked: string | null };

/** The id under which this customer is kept now: customers that turned out to be one, or two, keep their old ids findable. */
export async function resolveCustomerId(_ctx: Ctx, customerId: string): Promise<string> {
  return (await findSighting(customerId))?.customerId ?? customerId;
}

/** null: nobody has that id, or it was erased. */
export async function findCustomer(ctx: Ctx, customerId: string): Promise<Customer | null> {
  const row = await findRow(await resolveCustomerId(ctx, customerId));
  return row && present(row, await identifiersOf(row._id));
}

const latest = (identifiers: IdentifierRow[], type: IdentifierRow['type']): string | null => {
  const found = identifiers.find((one) => one.type === type);
  return found ? readValue(found) : null;
};
const present = (row: CustomerRow, identifiers: IdentifierRow[]): Customer => ({
  customerId: row._id,
  memberNo: row.memberNo,
  openid: latest(identifiers, 'mp_openid'),
  unionid: latest(identifiers, 'unionid'),
  consents: row.consents,
});

/** Who has this member number now; null: nobody has. */
export async function findIdByMemberNo(ctx: Ctx, memberNo: string): Promise<string | null> {
  const row = await findByMemberNo(memberNo);
  return row && resolveCustomerId(ctx, row._id);
}

async function requireOrigin(ctx: Ctx): Promise<IdentifierRow & { customerId: string }> {
  const row = ctx.actor.kind === 'member' ? await findIdentifier(ctx.actor.id) : null;
  if (!row?.customerId) throw new AppError('LOGIN_REQUIRED');
  return { ...row, customerId: row.customerId };
}

/** The member who asks. Refuses: LOGIN_REQUIRED. */
export async function requireMember(ctx: Ctx): Promise<Member> {
  const { phoneMasked: _phone, ...member } = await requireShownMember(ctx);
  return member;
}

/** The same with the masked phone. Refuses: LOGIN_REQUIRED. */
export async function requireShownMember(ctx: Ctx): Promise<ShownMember> {
  const origin = await requireOrigin(ctx);
  const row = await findRow(origin.customerId);
  if (!row) throw new AppError('LOGIN_REQUIRED');
  const identifiers = await identifiersOf(row._id);
  const phone = latest(identifiers, 'phone');
  return {
    ...present(row, identifiers),
    openid: origin.value,
    origin: origin._id,
    phoneMasked: phone === null ? null : maskPhone(phone),
  };
}

export type MemberId = { customerId: string; origin: string };

/** The id alone, in one indexed read, for calls that need no more of the member. Refuses: LOGIN_REQUIRED. */
export async function requireMemberId(ctx: Ctx): Promise<MemberId> {
  const { _id, customerId } = await requireOrigin(ctx);
  return { customerId, origin: _id };
}

/** For messages and payments. Refuses: NOT_FOUND when this customer never logged in to the mini-program. */
export async function openidOf(ctx: Ctx, customerId: string): Promise<string> {
  const openid = (await findCustomer(ctx, customerId))?.openid;
  if (!openid) throw new AppError('NOT_FOUND');
  return openid;
}

export const hasConsent = async (ctx: Ctx, customerId: string, purpose: ConsentPurpose): Promise<boolean> =>
  (await findCustomer(ctx, customerId))?.consents[purpose] ?? false;

/** The number as last seen; null: none is known. For `revealPhone` and platforms that need it. */
export async function readPhoneOf(ctx: Ctx, customerId: string): Promise<string | null> {
  return latest(await identifiersOf(await resolveCustomerId(ctx, customerId)), 'phone');
}

/** `138****8001`, for screens. */
export async function maskedPhone(ctx: Ctx, customerId: string): Promise<string | null> {
  const phone = await readPhoneOf(ctx, customerId);
  return phone === null ? null : maskPhone(phone);
}
