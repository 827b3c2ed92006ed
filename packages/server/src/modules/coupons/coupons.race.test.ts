import { inTransaction } from '../../kernel/db';
import { newId } from '../../kernel/ids';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as coupons from '.';
import { findSpent } from './budget.model';
import { findCoupon } from './coupon.model';
import { sweepCoupons } from './sweep-coupons';
import { findTemplate } from './template.model';
import { aCoupon, aTemplate, anEvaluation } from './testing';

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite();
});
afterAll(async () => {
  await suite.settle();
  await suite.close();
});

const inMinutes = (minutes: number) => new Date(suite.ctx().now.getTime() + minutes * 60_000);
const outcomesOf = async <T>(calls: Promise<T>[]) => {
  const settled = await Promise.allSettled(calls);
  return {
    done: settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    codes: settled.flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as { code?: string }).code] : [],
    ),
  };
};

test('of 50 people who claim the last coupon exactly one gets it', async () => {
  const { templateId } = await aTemplate(suite.ctx(), { totalLimit: 1 });
  const { done, codes } = await outcomesOf(
    Array.from({ length: 50 }, () => coupons.claim(suite.ctx(), { templateId, customerId: newId() })),
  );
  expect(done).toHaveLength(1);
  expect(codes).toEqual(Array(49).fill('COUPON_SOLD_OUT'));
  expect(await findTemplate(templateId)).toMatchObject({ claimed: 1, reservations: [] });
});

test('80 people share 30 coupons: 30 are given, none more', async () => {
  const { templateId } = await aTemplate(suite.ctx(), { totalLimit: 30 });
  const { done } = await outcomesOf(
    Array.from({ length: 80 }, () => coupons.claim(suite.ctx(), { templateId, customerId: newId() })),
  );
  expect(done).toHaveLength(30);
  expect(await findTemplate(templateId)).toMatchObject({ claimed: 30, reservations: [] });
});

test('one person who taps twenty times gets as many as the limit per person allows', async () => {
  const { templateId } = await aTemplate(suite.ctx(), { perPersonLimit: 3 });
  const customerId = newId();
  const { done, codes } = await outcomesOf(
    Array.from({ length: 20 }, () => coupons.claim(suite.ctx(), { templateId, customerId })),
  );
  expect(done).toHaveLength(3);
  expect(codes).toEqual(Array(17).fill('COUPON_LIMIT_REACHED'));
  expect(await findTemplate(templateId)).toMatchObject({ claimed: 3, reservations: [] });
  expect(await coupons.countUsable(suite.ctx(), customerId)).toBe(3);
});

test.each([
  ['on their own', <T>(work: () => Promise<T>) => work()],
  ['inside their transactions', <T>(work: () => Promise<T>) => inTransaction(work)],
])('of a hundred orders that hold one coupon %s exactly one has it', async (_how, around) => {
  const { couponId, customerId } = await aCoupon(suite.ctx());
  const orderIds = Array.from({ length: 100 }, newId);
  const { done, codes } = await outcomesOf(
    orderIds.map(async (orderId) => {
      await around(() => coupons.hold(suite.ctx(), { couponId, customerId, orderId, until: inMinutes(20) }));
      return orderId;
    }),
  );
  expect(done).toHaveLength(1);
  expect(codes).toEqual(Array(99).fill('COUPON_UNUSABLE'));
  const used = await Promise.all(orderIds.map((orderId) => coupons.use(suite.ctx(), { couponId, orderId })));
  expect(orderIds.filter((_id, i) => used[i]?.used)).toEqual(done);
});

test('a coupon that is released, used and given back at the same time ends in one state', async () => {
  for (let round = 0; round < 20; round += 1) {
    const { couponId, customerId } = await aCoupon(suite.ctx());
    const order = { couponId, orderId: newId() };
    await coupons.hold(suite.ctx(), { ...order, customerId, until: inMinutes(20) });
    const { codes } = await outcomesOf<unknown>([
      coupons.use(suite.ctx(), order),
      coupons.release(suite.ctx(), order),
      coupons.giveBack(suite.ctx(), { ...order, refunded: true }),
    ]);
    expect(codes).toEqual([]);
    const [view] = await coupons.listMine(suite.ctx(), customerId);
    expect(['usable', 'used']).toContain(view?.status);
  }
});

/** What an order does with a coupon that has a budget: counts it, holds the coupon, settles. */
async function holdFor(
  coupon: { couponId: string; customerId: string },
  orderId = newId(),
  until = inMinutes(20),
) {
  const { customerId, couponId } = coupon;
  const { taken } = await coupons.evaluate(suite.ctx(), anEvaluation({ customerId }));
  const reserved = await coupons.reserveBudgets(suite.ctx(), taken);
  try {
    await coupons.hold(suite.ctx(), { couponId, customerId, orderId, until, spent: reserved[0]?.spent });
  } catch (error) {
    await coupons.dropBudgets(suite.ctx(), reserved);
    throw error;
  }
  await coupons.keepBudgets(suite.ctx(), reserved);
  return { couponId, orderId };
}
const spentOf = async (key: string) => (await findSpent([key])).get(key) ?? 0;

test('forty coupons of 20 yuan and a campaign of 300: fifteen are held, the budget is never exceeded', async () => {
  const campaign = `B-${newId()}`;
  const { templateId } = await aTemplate(suite.ctx(), { budget: { campaign, totalFen: 300_00 } });
  const mine = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const customerId = newId();
      return { customerId, ...(await coupons.claim(suite.ctx(), { templateId, customerId })) };
    }),
  );
  const evaluated = await Promise.all(
    mine.map(({ customerId }) => coupons.evaluate(suite.ctx(), anEvaluation({ customerId }))),
  );
  const { done, codes } = await outcomesOf(
    evaluated.map(({ taken }) => coupons.reserveBudgets(suite.ctx(), taken)),
  );
  expect(done).toHaveLength(15);
  expect(codes).toEqual(Array(25).fill('COUPON_UNUSABLE'));
  expect(await spentOf(campaign)).toBe(300_00);
  await Promise.all(done.map((reserved) => coupons.dropBudgets(suite.ctx(), reserved)));
  expect(await spentOf(campaign)).toBe(0);
});

test('one store and one customer have budgets of their own', async () => {
  const campaign = `B-${newId()}`;
  const budget = { campaign, perCustomerFen: 25_00, perStoreFen: 45_00 };
  const terms = { budget, perPersonLimit: 2 };
  const first = await aCoupon(suite.ctx(), terms);
  const again = await coupons.claim(suite.ctx(), first);
  await holdFor(first);
  const second = await coupons.evaluate(suite.ctx(), anEvaluation({ customerId: first.customerId }));
  expect(second.taken).toEqual([]);
  expect(second.losers.find((loser) => loser.couponId === again.couponId)?.reason).toBe('活动预算已用完');
  await holdFor(await aCoupon(suite.ctx(), terms));
  const { customerId } = await aCoupon(suite.ctx(), terms);
  const third = await coupons.evaluate(suite.ctx(), anEvaluation({ customerId }));
  expect(third.losers[0]?.reason).toBe('活动预算已用完');
});

test('what a released or refunded order had counted is taken off once, however often the sweep comes round', async () => {
  const campaign = `B-${newId()}`;
  const coupon = await aCoupon(suite.ctx(), { budget: { campaign, totalFen: 20_00 } });
  const released = await holdFor(coupon);
  expect(await spentOf(campaign)).toBe(20_00);
  await coupons.release(suite.ctx(), released);
  await Promise.all([sweepCoupons(suite.ctx()), sweepCoupons(suite.ctx()), sweepCoupons(suite.ctx())]);
  expect(await spentOf(campaign)).toBe(0);

  const used = await holdFor(coupon);
  await coupons.use(suite.ctx(), used);
  await sweepCoupons(suite.ctx());
  expect(await spentOf(campaign)).toBe(20_00);
  await coupons.giveBack(suite.ctx(), { ...used, refunded: true });
  for (let round = 0; round < 3; round += 1) await sweepCoupons(suite.ctx());
  expect(await spentOf(campaign)).toBe(0);
  expect((await findCoupon(coupon.couponId))?.owed).toEqual([]);
});

test('a crash between the count and the ledger loses nothing of the budget, whichever side of it', async () => {
  const later = { ...suite.ctx(), now: inMinutes(3) };
  const campaign = `B-${newId()}`;
  const terms = { budget: { campaign, totalFen: 100_00 } };
  const [never, held, gone] = [
    await aCoupon(suite.ctx(), terms),
    await aCoupon(suite.ctx(), terms),
    await aCoupon(suite.ctx(), terms),
  ];
  for (const coupon of [never, held, gone]) {
    const { customerId, couponId } = coupon;
    const { taken } = await coupons.evaluate(suite.ctx(), anEvaluation({ customerId }));
    const [reserved] = await coupons.reserveBudgets(suite.ctx(), taken);
    if (coupon === never) continue;
    await coupons.hold(suite.ctx(), {
      couponId,
      customerId,
      orderId: customerId,
      until: inMinutes(20),
      spent: reserved?.spent,
    });
    if (coupon === gone) await coupons.release(suite.ctx(), { couponId, orderId: customerId });
  }
  expect(await spentOf(campaign)).toBe(60_00);
  await sweepCoupons(suite.ctx());
  expect(await spentOf(campaign)).toBe(40_00);
  await sweepCoupons(later);
  await sweepCoupons(later);
  expect(await spentOf(campaign)).toBe(20_00);
});
