import type { Ctx } from '../../kernel/context';
import { newId } from '../../kernel/ids';
import { claim } from './claim-coupon';
import type { Cart, CartLine } from './cart.rules';
import type { Facts } from './choice.rules';
import type { EvaluateInput } from './evaluate-coupons';
import type { Coupon } from './life.rules';
import { saveTemplate } from './save-template';
import { TERMS_OF_BEFORE } from './terms.rules';
import type { CouponTemplate, Stacking } from './terms.rules';

const DAY_MS = 24 * 3600_000;
const daysFrom = (at: Date, days: number) => new Date(at.getTime() + days * DAY_MS);

/** Open for claiming since yesterday, 20 off from 100, a hundred of them, one per person. */
export async function aTemplate(ctx: Ctx, given: Partial<CouponTemplate> = {}): Promise<CouponTemplate> {
  const template: CouponTemplate = {
    templateId: `T-${newId()}`,
    title: '满100减20',
    kind: { type: 'amountOff', thresholdFen: 100_00, offFen: 20_00 },
    scope: { type: 'all' },
    validity: { type: 'days', days: 30 },
    claimFrom: daysFrom(ctx.now, -1),
    claimUntil: daysFrom(ctx.now, 30),
    totalLimit: 100,
    perPersonLimit: 1,
    ...given,
  };
  await saveTemplate(ctx, template);
  return template;
}

/** A claimed coupon of a new customer, or of the one given. */
export async function aCoupon(
  ctx: Ctx,
  given: Partial<CouponTemplate> & { customerId?: string; origin?: string } = {},
): Promise<{ couponId: string; customerId: string; templateId: string }> {
  const { customerId = newId(), origin = customerId, ...terms } = given;
  const { templateId } = await aTemplate(ctx, terms);
  const { couponId } = await claim(ctx, { templateId, customerId, origin });
  return { couponId, customerId, templateId };
}

/** Not stored: for rules. */
export const aCouponValue = (given: Partial<Coupon> = {}): Coupon => ({
  _id: 'c1',
  templateId: 'T-1',
  customerId: 'm1',
  origin: 'm1',
  ...TERMS_OF_BEFORE,
  title: '满100减20',
  kind: { type: 'amountOff', thresholdFen: 100_00, offFen: 20_00 },
  scope: { type: 'all' },
  storeIds: null,
  validFrom: new Date('2026-11-01T00:00:00Z'),
  validUntil: new Date('2026-12-01T00:00:00Z'),
  issuedAt: new Date('2026-11-01T00:00:00Z'),
  state: 'issued',
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
  ...given,
});

export const aLine = (given: Partial<CartLine> = {}): CartLine => ({
  skuId: 'K1',
  productId: 'P1',
  categoryId: 'tops',
  priceFen: 100_00,
  quantity: 1,
  ...given,
});

/** Goes with everything that says the same. */
export const stackable = (given: Partial<Stacking> = {}): Stacking => ({
  ...TERMS_OF_BEFORE.stacking,
  combinableWith: ['*'],
  ...given,
});

export const aCart = (given: Partial<Cart> = {}): Cart => ({
  lines: [aLine()],
  storeId: null,
  channel: 'mini_program',
  freightFen: 0,
  ...given,
});

export const factsAt = (now: Date, given: Partial<Facts> = {}): Facts => ({
  now,
  isNewMember: true,
  stock: new Map(),
  budgets: () => [],
  ...given,
});

/** A delivery of 150 yuan by somebody new, the best coupons wanted. */
export const anEvaluation = (given: Partial<EvaluateInput> & { customerId: string }): EvaluateInput => ({
  lines: [aLine({ priceFen: 150_00 })],
  storeId: null,
  freightFen: 0,
  choice: 'auto',
  isNewMember: () => Promise.resolve(true),
  ...given,
});
