import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { choose } from './choice.rules';
import type { CartLine, Loser } from './choice.rules';
import { findCoupon, findLiving } from './coupon.model';
import { stateProblem } from './life.rules';
import type { Coupon } from './life.rules';

export type Evaluation = {
  /** `lineDiscountsFen` follows the order of the lines and adds up to `discountFen`. */
  taken: { couponId: string; title: string; discountFen: number; lineDiscountsFen: number[] } | null;
  losers: Loser[];
};
export type EvaluateInput = {
  customerId: string;
  lines: CartLine[];
  /** The pickup store; null for delivery. */
  storeId: string | null;
  /** `auto` takes the best, `none` takes none, an id takes that one. */
  choice: string;
};

/** Writes nothing. Refuses: NOT_FOUND (no such coupon of theirs), COUPON_UNUSABLE with `reason` (the chosen one). */
export async function evaluate(ctx: Ctx, input: EvaluateInput): Promise<Evaluation> {
  const { choice, lines, storeId } = input;
  const living = (await findLiving(input.customerId)).filter((coupon) => isLiving(coupon, ctx.now));
  const { taken, losers } = choose(living, { lines, storeId }, { wanted: choice, now: ctx.now });
  if (!taken && choice !== 'auto' && choice !== 'none') await refuseChosen(ctx, input, losers);
  return {
    taken: taken && {
      couponId: taken.coupon._id,
      title: taken.coupon.title,
      discountFen: taken.discountFen,
      lineDiscountsFen: taken.lineDiscountsFen,
    },
    losers,
  };
}

/** What ran out is no longer worth a line to anyone; what an order holds is. */
const isLiving = (coupon: Coupon, now: Date): boolean => stateProblem(coupon, now) !== '已过期';

async function refuseChosen(ctx: Ctx, input: EvaluateInput, losers: Loser[]): Promise<never> {
  const couponId = input.choice;
  const coupon = await findCoupon(couponId);
  if (coupon?.customerId !== input.customerId) throw new AppError('NOT_FOUND');
  const reason = losers.find((loser) => loser.couponId === couponId)?.reason ?? stateProblem(coupon, ctx.now);
  throw new AppError('COUPON_UNUSABLE', { couponId, reason });
}
