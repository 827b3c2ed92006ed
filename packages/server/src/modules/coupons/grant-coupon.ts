import type { Answer, Parsed } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { idOf } from '../../kernel/ids';
import * as identity from '../identity';
import * as staff from '../staff';
import { issueOne, requireTemplate } from './claim-coupon';
import { findCoupon } from './coupon.model';
import { takeAway } from './move-coupon';
import { presentCoupon } from './present';

type Grant = Contracts['coupons.grant'];
type Revoke = Contracts['coupons.revoke'];

/**
 * Gives one coupon to the customer behind a contact: guides to their own contacts, operators and marketers to any. The same
 * requestId again is the same coupon. Refuses: NOT_FOUND, PLATFORM_UNAVAILABLE and what a claim refuses.
 */
export async function grant(ctx: Ctx, input: Parsed<Grant>): Promise<Answer<Grant>> {
  const { userid, role } = await staff.requireStaff(ctx);
  const contact = await identity.findCustomerByExternalUserid(ctx, input.externalUserid);
  const { customer, followUserids, origin } = contact;
  const everywhere = role === 'operator' || role === 'marketer';
  if (!(everywhere || followUserids.includes(userid))) throw new AppError('NOT_FOUND');
  const template = await requireTemplate(input.templateId);
  const { customerId } = customer;
  // The coupon's id follows from the command, so that a repeated one meets the first.
  const couponId = idOf(`coupon ${input.requestId.toLowerCase()} ${origin} ${input.templateId}`);
  const given = await findCoupon(couponId);
  if (given) return presentCoupon(given, ctx.now);
  const view = await issueOne(ctx, template, { customerId, origin, couponId });
  await staff.recordAudit(ctx, { action: 'coupons.grant', subject: couponId });
  return view;
}

/** For operators; the reason is kept with the coupon. Refuses: FORBIDDEN, NOT_FOUND, COUPON_STATE_CONFLICT with `reason`. */
export async function revoke(ctx: Ctx, input: Parsed<Revoke>): Promise<Answer<Revoke>> {
  if ((await staff.requireStaff(ctx)).role !== 'operator') throw new AppError('FORBIDDEN');
  const coupon = await takeAway(ctx, input);
  await staff.recordAudit(ctx, { action: 'coupons.revoke', subject: input.couponId });
  return presentCoupon(coupon, ctx.now);
}
