import type { Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { askPlatform } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as miniProgram from '../../platform/mini-program';
import { requireMember } from './find-customer';
import { findIdentity, identitiesOf } from './identity.model';
import type { Identifier } from './identity.model';
import { showMe } from './log-in';
import { normalPhone, planPhone } from './person.rules';
import type { PhoneOwner } from './person.rules';
import type { MemberView } from './present';
import { joinCustomers, link, retirePhone, settlingRaces } from './resolve-person';

const SOURCE = 'mini-program-phone';

async function findPhoneOwner(phone: Identifier): Promise<PhoneOwner | null> {
  const row = await findIdentity(phone);
  if (!row) return null;
  const types = (await identitiesOf(row.customerId)).map(({ type }) => type);
  return {
    customerId: row.customerId,
    hasUnionid: types.includes('unionid'),
    hasOpenid: types.includes('mp_openid'),
  };
}

async function bind(ctx: Ctx, customerId: string, phone: Identifier): Promise<void> {
  const owner = await findPhoneOwner(phone);
  const plan = planPhone(customerId, owner);
  if (plan === 'refuse') throw new AppError('PHONE_BELONGS_TO_ANOTHER');
  if (plan === 'nothing') return;
  await retirePhone(ctx, customerId, SOURCE);
  if (plan === 'join' && owner) {
    await joinCustomers(ctx, { from: owner.customerId, into: customerId, source: SOURCE });
  } else {
    await link(ctx, phone, { customerId, source: SOURCE });
  }
}

/** A phone the platform verified to be this member's. Refuses: PHONE_BELONGS_TO_ANOTHER. */
export const bindVerified = (ctx: Ctx, customerId: string, phone: Identifier): Promise<void> =>
  settlingRaces(() => bind(ctx, customerId, phone));

/** Refuses: PHONE_CODE_INVALID, PHONE_BELONGS_TO_ANOTHER, PLATFORM_UNAVAILABLE. */
export async function bindPhone(
  ctx: Ctx,
  { code }: Parsed<Contracts['identity.bindPhone']>,
): Promise<MemberView> {
  const { customerId, openid } = await requireMember(ctx);
  const verified = await askPlatform(() => miniProgram.phoneNumber({ code, openid }), {
    [miniProgram.CODE_INVALID]: 'PHONE_CODE_INVALID',
    [miniProgram.CODE_USED]: 'PHONE_CODE_INVALID',
    [miniProgram.CODE_OF_ANOTHER_APP]: 'PHONE_CODE_INVALID',
  });
  const phone: Identifier = { type: 'phone', value: normalPhone(verified) };
  await bindVerified(ctx, customerId, phone);
  return showMe(ctx);
}
