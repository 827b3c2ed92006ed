import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { log } from '../../kernel/log';
import { changeCoupon, findCoupon } from './coupon.model';
import * as life from './life.rules';
import type { Coupon, Step } from './life.rules';

type CouponOfOrder = { couponId: string; orderId: string };
const TRIES = 5;

/** Decides on the coupon as it is and changes it if it still is so; decides again when somebody was faster. */
async function move(couponId: string, decide: (coupon: Coupon) => Step): Promise<Step> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const coupon = await findCoupon(couponId);
    if (!coupon) throw new AppError('NOT_FOUND');
    const step = decide(coupon);
    if (step === 'unchanged' || 'refused' in step) return step;
    if (await changeCoupon(coupon, step.change)) return step;
  }
  throw new AppError('BUSY');
}

const isRefused = (step: Step): step is { refused: string } => typeof step === 'object' && 'refused' in step;

/** Sets the coupon aside for one order until `until`. Refuses: NOT_FOUND, COUPON_UNUSABLE with `reason`. */
export async function hold(
  ctx: Ctx,
  { couponId, customerId, orderId, until }: CouponOfOrder & { customerId: string; until: Date },
): Promise<void> {
  const step = await move(couponId, (coupon) => {
    if (coupon.customerId !== customerId) throw new AppError('NOT_FOUND');
    return life.hold(coupon, { orderId, until, now: ctx.now });
  });
  if (isRefused(step)) throw new AppError('COUPON_UNUSABLE', { couponId, reason: step.refused });
}

/**
 * The order is paid. Also after its hold ran out, unless another order has the coupon now: then `used` is false, the order keeps
 * its discount and the log tells.
 */
export async function use(ctx: Ctx, { couponId, orderId }: CouponOfOrder): Promise<{ used: boolean }> {
  const step = await move(couponId, (coupon) => life.use(coupon, { orderId, now: ctx.now }));
  if (!isRefused(step)) return { used: true };
  log.warn({ traceId: ctx.traceId, couponId, orderId }, 'coupon of a paid order is not its own any more');
  return { used: false };
}

/** The order did not happen. */
export async function release(_ctx: Ctx, { couponId, orderId }: CouponOfOrder): Promise<void> {
  await move(couponId, (coupon) => life.release(coupon, { orderId }));
}

/** The order was refunded: the coupon can be used again, until its old end or, when that is past, seven days from now. */
export async function giveBack(ctx: Ctx, { couponId, orderId }: CouponOfOrder): Promise<void> {
  await move(couponId, (coupon) => life.giveBack(coupon, { orderId, now: ctx.now }));
}
