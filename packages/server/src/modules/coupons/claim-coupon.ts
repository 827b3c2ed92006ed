import type { Ctx } from '../../kernel/context';
import { inTransaction, isDuplicateKey, refuseInsideTransaction } from '../../kernel/db';
import { AppError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import { publish } from '../../kernel/outbox';
import * as identity from '../identity';
import { countOf, insertCoupon } from './coupon.model';
import { couponClaimed } from './events';
import type { Coupon } from './life.rules';
import { presentCoupon } from './present';
import type { CouponView } from './present';
import { cancelReservation, findTemplate, reserve, settleReservation } from './template.model';
import { claimProblem, validityAt } from './terms.rules';
import type { Template } from './terms.rules';

/** Refuses: NOT_FOUND, COUPON_NOT_OPEN, COUPON_LIMIT_REACHED, COUPON_SOLD_OUT. */
export async function claimOwn(ctx: Ctx, input: { templateId: string }): Promise<CouponView> {
  const { customerId, origin } = await identity.requireMember(ctx);
  const template = await requireTemplate(input.templateId);
  if (template.giveOnly) throw new AppError('COUPON_NOT_OPEN');
  return issueOne(ctx, template, { customerId, origin, couponId: newId() });
}

/** The same for whoever is named; without an origin it hangs on the customer itself. */
export async function claim(
  ctx: Ctx,
  { templateId, ...of }: { templateId: string; customerId: string; origin?: string },
): Promise<CouponView> {
  const owner = { origin: of.customerId, ...of };
  return issueOne(ctx, await requireTemplate(templateId), { ...owner, couponId: newId() });
}

export async function requireTemplate(templateId: string): Promise<Template> {
  const template = await findTemplate(templateId);
  if (!template) throw new AppError('NOT_FOUND');
  return template;
}

/**
 * The total is counted first, on the template alone (many want it at once, so it stays out of transactions), under the id the
 * coupon will have; then the coupon is made. A crash in between leaves a reservation that the sweep takes back: the total is
 * never exceeded, and nothing of it is lost for longer than the sweep takes. Refuses: COUPON_NOT_OPEN, COUPON_LIMIT_REACHED,
 * COUPON_SOLD_OUT, BUSY (the same id is under way).
 */
export async function issueOne(
  ctx: Ctx,
  template: Template,
  of: { customerId: string; origin: string; couponId: string },
): Promise<CouponView> {
  refuseInsideTransaction('coupons.claim');
  const { _id: templateId } = template;
  const { customerId, couponId } = of;
  const mine = await countOf(customerId, templateId);
  const problem = claimProblem(template, mine, ctx.now);
  if (problem) throw new AppError(problem.code);
  if (!(await reserve(templateId, { couponId, customerId, at: ctx.now })))
    await refuseReservation(template, of);
  const coupon = await issueInFreeSlot(ctx, newCoupon(template, { ...of, at: ctx.now }), {
    from: mine,
    until: template.perPersonLimit,
  });
  if (!coupon) {
    await cancelReservation(templateId, couponId);
    throw new AppError('COUPON_LIMIT_REACHED');
  }
  await settleReservation(templateId, couponId);
  return presentCoupon(coupon, ctx.now);
}

async function refuseReservation(
  { _id: templateId }: Template,
  { couponId }: { couponId: string },
): Promise<never> {
  const now = await requireTemplate(templateId);
  const underWay = now.reservations.some((reservation) => reservation.couponId === couponId);
  throw new AppError(underWay ? 'BUSY' : 'COUPON_SOLD_OUT');
}

/** The n-th coupon of one person has one place; whoever is there first has it. Null: all places are taken. */
async function issueInFreeSlot(
  ctx: Ctx,
  coupon: Coupon,
  slots: { from: number; until: number },
): Promise<Coupon | null> {
  for (let n = slots.from; n < slots.until; n += 1) {
    const numbered = { ...coupon, slot: `${coupon.templateId}:${coupon.customerId}:${n}` };
    if (await issue(ctx, numbered)) return numbered;
  }
  return null;
}

async function issue(ctx: Ctx, coupon: Coupon): Promise<boolean> {
  const { _id: couponId, customerId, origin, title } = coupon;
  try {
    await inTransaction(async () => {
      await insertCoupon(coupon);
      const body = { customerId, origin, couponId, title };
      await publish(ctx, couponClaimed, { key: customerId, body });
    });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

const NEVER_USED = {
  state: 'issued' as const,
  orderId: null,
  heldUntil: null,
  lapsedOrderId: null,
  usedAt: null,
  useRequestNo: null,
  usedStoreId: null,
  revokedReason: null,
  spent: null,
  owed: [],
  history: [],
  version: 0,
};

export function newCoupon(
  template: Template,
  of: { couponId: string; customerId: string; origin?: string; at: Date },
): Coupon {
  const { title, kind, scope, storeIds, channels, newMembersOnly, stacking, budget, refundPolicy } = template;
  return {
    _id: of.couponId,
    templateId: template._id,
    customerId: of.customerId,
    origin: of.origin ?? of.customerId,
    title,
    kind,
    scope,
    storeIds,
    channels,
    newMembersOnly,
    stacking,
    budget,
    refundPolicy,
    ...validityAt(template, of.at),
    issuedAt: of.at,
    ...NEVER_USED,
  };
}
