import { createHash } from 'node:crypto';
import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { config } from '../../config';
import type { Ctx } from '../../kernel/context';
import { lookupHash } from '../../kernel/crypto';
import * as coupons from '../coupons';
import * as identity from '../identity';
import { digitsText, qrText, secondsGood, secondsLeft, windowOf } from './code.rules';
import type { Digest } from './code.rules';

export const digest: Digest = (memberNo, window) => lookupHash('member code', `${memberNo}|${window}`);

/** Six characters that name the brand without naming its appid. */
export const brandMark = (): string =>
  createHash('sha256').update(`member code brand\n${config().MINI_PROGRAM_APPID}`).digest('hex').slice(0, 6);

/** Refuses: LOGIN_REQUIRED. */
export async function showCard(ctx: Ctx): Promise<Answer<Contracts['members.showCard']>> {
  const { memberNo, customerId } = await identity.requireMember(ctx);
  const shown = { brand: brandMark(), memberNo, window: windowOf(ctx.now) };
  return {
    memberNo,
    qrText: qrText(shown, digest),
    digits: digitsText(shown, digest),
    refreshInSeconds: secondsLeft(ctx.now),
    goodForSeconds: secondsGood(ctx.now),
    usableCoupons: await coupons.countUsable(ctx, customerId),
  };
}
