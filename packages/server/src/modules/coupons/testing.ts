import type { Ctx } from '../../kernel/context';
import { newId } from '../../kernel/ids';
import { claim } from './claim-coupon';
import type { CartLine } from './choice.rules';
import type { Coupon } from './life.rules';
import { saveTemplate } from './save-template';
import type { CouponTemplate } from './terms.rules';

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
  given: Partial<CouponTemplate> & { customerId?: string } = {},
): Promise<{ couponId: string; customerId: string; templateId: string }> {
  const { customerId = newId(), ...terms } = given;
  const { templateId } = await aTemplate(ctx, terms);
  const { couponId } = await claim(ctx, { templateId, customerId });
  return { couponId, customerId, templateId };
}

/** Not stored: for rules. */
export const aCouponValue = (given: Partial<Coupon> = {}): Coupon => ({
  _id: 'c1',
  templateId: 'T-1',
  customerId: 'm1',
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
