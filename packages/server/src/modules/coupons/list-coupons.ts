import type { Ctx } from '../../kernel/context';
import * as identity from '../identity';
import { countUsableOf, countsOf, findLiving, findOver, findRunningOut } from './coupon.model';
import { stateProblem } from './life.rules';
import type { Coupon } from './life.rules';
import { placeProblem, presentCoupon, presentOffer } from './present';
import type { CouponOffer, CouponView } from './present';
import { findOpenTemplates } from './template.model';

/** The customer's coupons: usable ones first, soonest to expire first. */
export async function listMine(ctx: Ctx, customerId: string): Promise<CouponView[]> {
  const coupons = [...(await findLiving(customerId)), ...(await findOver(customerId))];
  const views = coupons.map((coupon) => presentCoupon(coupon, ctx.now));
  const rank = ({ status }: CouponView) => ['usable', 'held', 'used', 'expired', 'revoked'].indexOf(status);
  return views.sort((a, b) => rank(a) - rank(b));
}

export const countUsable = (ctx: Ctx, customerId: string): Promise<number> =>
  countUsableOf(customerId, ctx.now);

type RunningOut = Pick<Coupon, 'customerId' | 'origin' | 'title' | 'validUntil' | 'issuedAt'> & {
  couponId: string;
};

/** Whoever holds them, of all customers: unused coupons whose end lies in this time, the soonest first. */
export async function listRunningOut(
  _ctx: Ctx,
  within: { after: Date; until: Date; limit: number },
): Promise<RunningOut[]> {
  return (await findRunningOut(within)).map((coupon) => ({ ...coupon, couponId: coupon._id }));
}

/** What the counter of this store takes now, whatever the amount; soonest to expire first. */
export async function listUsableAt(
  ctx: Ctx,
  customerId: string,
  storeId: string,
): Promise<Pick<CouponView, 'couponId' | 'title' | 'ruleText' | 'scopeText' | 'validUntil'>[]> {
  const living = await findLiving(customerId);
  const here = living.filter(
    (coupon) => (stateProblem(coupon, ctx.now) ?? placeProblem(coupon, storeId, ctx.now)) === null,
  );
  return here.map((coupon) => {
    const { couponId, title, ruleText, scopeText, validUntil } = presentCoupon(coupon, ctx.now);
    return { couponId, title, ruleText, scopeText, validUntil };
  });
}

export async function listOwn(ctx: Ctx): Promise<{ coupons: CouponView[] }> {
  const { customerId } = await identity.requireMember(ctx);
  return { coupons: await listMine(ctx, customerId) };
}

/** What is offered now or soon: claimable first. */
export async function listOffers(ctx: Ctx): Promise<{ offers: CouponOffer[] }> {
  const { customerId } = await identity.requireMember(ctx);
  const [templates, mine] = await Promise.all([findOpenTemplates(ctx.now), countsOf(customerId)]);
  const offered = templates.filter((template) => !template.giveOnly);
  const offers = offered.map((template) => presentOffer(template, mine.get(template._id) ?? 0, ctx.now));
  return { offers: offers.sort((a, b) => Number(b.claimable) - Number(a.claimable)) };
}

type At = { storeId: string | null; customerId: string | null; limit: number };

/** What can be claimed now and used in the store (null: what every store takes), those for this store alone first. */
export async function offersAt(
  ctx: Ctx,
  { storeId, customerId, limit }: At,
): Promise<(CouponOffer & { onlyHere: boolean })[]> {
  const [templates, mine] = await Promise.all([
    findOpenTemplates(ctx.now),
    customerId === null ? new Map<string, number>() : countsOf(customerId),
  ]);
  const usable = templates.filter(
    ({ giveOnly, storeIds }) => !giveOnly && (!storeIds || (storeId !== null && storeIds.includes(storeId))),
  );
  return usable
    .map((template) => ({
      ...presentOffer(template, mine.get(template._id) ?? 0, ctx.now),
      onlyHere: template.storeIds !== null,
    }))
    .filter(({ claimable }) => claimable)
    .sort((a, b) => Number(b.onlyHere) - Number(a.onlyHere))
    .slice(0, limit);
}
