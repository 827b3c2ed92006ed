import type { Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { askPlatform } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as miniProgram from '../../platform/mini-program';
import { requireMember } from './find-customer';
import { findIdentifier, keyOf } from './identifier.model';
import { showMe } from './log-in';
import { noteSighting } from './note-sighting';
import { normalPhone } from './phone.rules';
import type { MemberView } from './present';

/**
 * A phone that WeChat verified to be this member's. Whoever verified it last has it; a number that too many people verify (the
 * shop's tablet) is nobody's. Refuses: PHONE_CODE_INVALID, PHONE_SHARED, PLATFORM_UNAVAILABLE.
 */
export async function bindPhone(
  ctx: Ctx,
  { code }: Parsed<Contracts['identity.bindPhone']>,
): Promise<MemberView> {
  const { openid } = await requireMember(ctx);
  const verified = await askPlatform(() => miniProgram.phoneNumber({ code, openid }), {
    [miniProgram.CODE_INVALID]: 'PHONE_CODE_INVALID',
    [miniProgram.CODE_USED]: 'PHONE_CODE_INVALID',
    [miniProgram.CODE_OF_ANOTHER_APP]: 'PHONE_CODE_INVALID',
  });
  await bindVerified(ctx, openid, normalPhone(verified));
  return showMe(ctx);
}

/** What was verified is kept as evidence, also when nobody gets the number for it. Refuses: PHONE_SHARED. */
export async function bindVerified(ctx: Ctx, openid: string, phone: string): Promise<void> {
  const number = { type: 'phone' as const, value: phone };
  const { customerId } = await noteSighting(ctx, {
    source: 'mini-program-phone',
    shown: [
      { type: 'mp_openid', value: openid },
      { ...number, verified: true },
    ],
  });
  if ((await findIdentifier(keyOf(number)))?.customerId !== customerId) throw new AppError('PHONE_SHARED');
}
