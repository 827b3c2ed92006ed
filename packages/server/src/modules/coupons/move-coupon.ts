import { shanghaiText } from '@omni/shared/time';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { log } from '../../kernel/log';
import { changeCoupon, findCoupon, holdIssued } from './coupon.model';
import * as life from './life.rules';
import type { Coupon, Spent, Step } from './life.rules';

type CouponOfOrder = { couponId: string; orderId: string };
const TRIES = 5;

type Edge = { at: Date; ref: string | null };

/** Decides on the coupon as it is and changes it if it still is so; decides again when somebody was faster. */
export async function move(couponId: string, by: Edge, decide: (coupon: Coupon) => Step): Promise<Step> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const coupon = await findCoupon(couponId);
    if (!coupon) throw new AppError('NOT_FOUND');
    const step = decide(coupon);
    if (step === 'unchanged' || 'refused' in step) return step;
    if (await changeCoupon(coupon, step.change, by)) return step;
  }
  throw new AppError('BUSY');
}

export const isRefused = (step: Step): step is { refused: string } =>
  typeof step === 'object' && 'refused' in step;

type Hold = CouponOfOrder & { customerId: string; until: Date; spent?: Spent | undefined };

/**
 * Sets the coupon aside for one order until `until`; `spent` is what `reserveBudgets` counted for it.
 * Refuses: NOT_FOUND, COUPON_UNUSABLE with `reason`.
 */
export async function hold(ctx: Ctx, { couponId, customerId, orderId, until, spent }: Hold): Promise<void> {
  const by = { at: ctx.now, ref: orderId };
  const held = { orderId, heldUntil: until, lapsedOrderId: null, spent: spent ?? null };
  if (await holdIssued({ couponId, customerId, change: { state: 'held', ...held }, by })) return;
  const step = await move(couponId, by, (coupon) => {
    if (coupon.customerId !== customerId) throw new AppError('NOT_FOUND');
    return life.hold(coupon, { orderId, until, now: ctx.now, spent: spent ?? null });
  });
  if (isRefused(step)) throw new AppError('COUPON_UNUSABLE', { couponId, reason: step.refused });
}

/**
 * The order is paid. Also after its hold ran out, unless another order has the coupon now: then `used` is false, the order keeps
 * its discount and the log tells.
 */
export async function use(ctx: Ctx, { couponId, orderId }: CouponOfOrder): Promise<{ used: boolean }> {
  const by = { at: ctx.now, ref: orderId };
  const step = await move(couponId, by, (coupon) => life.use(coupon, { orderId, now: ctx.now }));
  if (!isRefused(step)) return { used: true };
  log.warn({ traceId: ctx.traceId, couponId, orderId }, 'coupon of a paid order is not its own any more');
  return { used: false };
}

/** The order did not happen. */
export async function release(ctx: Ctx, { couponId, orderId }: CouponOfOrder): Promise<void> {
  await move(couponId, { at: ctx.now, ref: orderId }, (coupon) => life.release(coupon, { orderId }));
}

/**
 * The order gives its coupon back. `refunded`: after a full refund, where the coupon's terms decide; otherwise the order never
 * happened, and it comes back in any case: until its old end or, when that is past, for the days of grace.
 */
export async function giveBack(
  ctx: Ctx,
  { couponId, orderId, refunded }: CouponOfOrder & { refunded: boolean },
): Promise<void> {
  await move(couponId, { at: ctx.now, ref: orderId }, (coupon) =>
    life.giveBack(coupon, { orderId, now: ctx.now, refunded }),
  );
}

export type ReturnPolicy = {
  comesBack: boolean;
  /** Until when it can be used then. */
  validUntil: Date | null;
  /** For people. */
  text: string;
};

/**
 * What a refund would give back of this coupon: a partial one (`whole` false) nothing, because the refund is the line's share
 * of what was paid; a full one as its terms say. Writes nothing. Refuses: NOT_FOUND.
 */
export async function returnPolicy(
  ctx: Ctx,
  { couponId, orderId, whole }: CouponOfOrder & { whole: boolean },
): Promise<ReturnPolicy> {
  const coupon = await findCoupon(couponId);
  if (!coupon) throw new AppError('NOT_FOUND');
  const staysUsed = (text: string): ReturnPolicy => ({ comesBack: false, validUntil: null, text });
  if (coupon.orderId !== orderId) return staysUsed('优惠券已不属于该订单');
  if (!whole) return staysUsed('部分退款按商品实付金额退回，优惠券不退');
  const validUntil = life.comesBackUntil(coupon, { now: ctx.now, refunded: true });
  if (validUntil === null) return staysUsed('按活动规则，退款后优惠券不退回');
  return { comesBack: true, validUntil, text: `优惠券退回，${shanghaiText(validUntil)} 前可用` };
}

/** An operator takes an unused coupon back. Answers it. Refuses: NOT_FOUND, COUPON_STATE_CONFLICT with `reason`. */
export async function takeAway(
  ctx: Ctx,
  { couponId, reason }: { couponId: string; reason: string },
): Promise<Coupon> {
  const step = await move(couponId, { at: ctx.now, ref: null }, (coupon) =>
    life.revoke(coupon, { reason, now: ctx.now }),
  );
  if (isRefused(step)) throw new AppError('COUPON_STATE_CONFLICT', { couponId, reason: step.refused });
  const revoked = await findCoupon(couponId);
  if (!revoked) throw new AppError('NOT_FOUND');
  return revoked;
}
