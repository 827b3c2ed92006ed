import type { Ctx } from '../../kernel/context';
import { leaseSweeps } from '../../kernel/metrics';
import { newCoupon } from './claim-coupon';
import { changeCoupon, expireUnused, findLapsed, insertVoid } from './coupon.model';
import { lapse } from './life.rules';
import { sweepBudgets } from './spend-budget';
import { cancelReservation, findReserved, settleReservation } from './template.model';
import type { Template } from './terms.rules';

/** Far longer than a claim can take: requests to the database are given up before. */
const CLAIM_TAKES_MS = 120_000;

/** Frees coupons of orders that did not finish in time, closes what ran out, and settles claims that a crash cut in two. */
export async function sweepCoupons(ctx: Ctx): Promise<void> {
  for (const coupon of await findLapsed(ctx.now)) {
    const step = lapse(coupon, ctx.now);
    if (
      typeof step === 'object' &&
      'change' in step &&
      (await changeCoupon(coupon, step.change, { at: ctx.now, ref: coupon.orderId }))
    )
      leaseSweeps.inc({ kind: 'coupon' });
  }
  await expireUnused(ctx.now);
  const before = new Date(ctx.now.getTime() - CLAIM_TAKES_MS);
  await sweepBudgets(ctx, before);
  for (const template of await findReserved(before)) {
    for (const reservation of template.reservations.filter(({ at }) => at < before))
      await settleCut(template, reservation);
  }
}

/** The void takes the coupon's id, so that a claim which is only very slow cannot issue it after its count was taken back. */
async function settleCut(template: Template, reservation: Template['reservations'][number]): Promise<void> {
  const { couponId } = reservation;
  const neverIssued = await insertVoid({ ...newCoupon(template, reservation), state: 'void' });
  await (neverIssued ? cancelReservation : settleReservation)(template._id, couponId);
}
