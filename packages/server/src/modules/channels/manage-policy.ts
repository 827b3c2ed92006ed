import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import * as catalog from '../catalog';
import * as staff from '../staff';
import { readPolicy, writePolicy } from './policy.model';
import type { PickupOfferPolicy } from './policy.model';
import { requireOperator } from './require-operator';

type View = Answer<Contracts['channels.getPickupOffers']>;

/** Refuses: FORBIDDEN. */
export async function getPickupOffers(ctx: Ctx): Promise<View> {
  await requireOperator(ctx);
  return readPolicy();
}

/** Refuses: FORBIDDEN, NOT_FOUND (the sample is no SKU of ours). */
export async function savePickupOffers(
  ctx: Ctx,
  input: Parsed<Contracts['channels.savePickupOffers']>,
): Promise<View> {
  await requireOperator(ctx);
  await savePolicy(ctx, input);
  await staff.recordAudit(ctx, { action: 'channels.savePickupOffers', subject: 'pickupOffers' });
  return readPolicy();
}

/** Refuses: NOT_FOUND (the sample is no SKU of ours). */
export async function savePolicy(ctx: Ctx, policy: PickupOfferPolicy): Promise<void> {
  const { giftSkuId } = policy;
  if (giftSkuId !== null && !(await catalog.findSkus(ctx, [giftSkuId])).has(giftSkuId))
    throw new AppError('NOT_FOUND');
  await writePolicy(policy);
}
