import { inTransaction } from '../../kernel/db';
import { newId } from '../../kernel/ids';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import * as coupons from '.';
import { findTemplate } from './template.model';
import { aCoupon, aTemplate } from './testing';

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
])('of ten orders that hold one coupon %s exactly one has it', async (_how, around) => {
  const { couponId, customerId } = await aCoupon(suite.ctx());
  const orderIds = Array.from({ length: 10 }, newId);
  const { done, codes } = await outcomesOf(
    orderIds.map(async (orderId) => {
      await around(() => coupons.hold(suite.ctx(), { couponId, customerId, orderId, until: inMinutes(20) }));
      return orderId;
    }),
  );
  expect(done).toHaveLength(1);
  expect(codes).toEqual(Array(9).fill('COUPON_UNUSABLE'));
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
      coupons.giveBack(suite.ctx(), order),
    ]);
    expect(codes).toEqual([]);
    const [view] = await coupons.listMine(suite.ctx(), customerId);
    expect(['usable', 'used']).toContain(view?.status);
  }
});
