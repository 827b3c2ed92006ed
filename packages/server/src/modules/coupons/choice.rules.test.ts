import fc from 'fast-check';
import { amountFen, assess, choose, inScope, splitFen } from './choice.rules';
import type { Cart, CartLine } from './choice.rules';
import type { Coupon } from './life.rules';
import { aCouponValue, aLine } from './testing';

const now = new Date('2026-11-23T04:00:00Z');
const day = (n: number) => new Date(now.getTime() + n * 24 * 3600_000);
const cartOf = (...lines: CartLine[]): Cart => ({ lines, storeId: null });
const auto = { wanted: 'auto', now };
const reasonOf = (coupon: Coupon, cart: Cart): string => {
  const result = assess(coupon, cart, now);
  return 'reason' in result ? result.reason : `省 ${result.discountFen}`;
};

describe('why a coupon cannot be used', () => {
  const cart = cartOf(aLine({ priceFen: 62_00 }));

  test.each<[string, Partial<Coupon>, string]>([
    ['the amount is too small', {}, '还差 ¥38.00 可用'],
    [
      'no line is in its categories',
      { scope: { type: 'categories', categoryIds: ['shoes'], text: '限鞋履' } },
      '不适用于这些商品',
    ],
    [
      'no line is among its products',
      { scope: { type: 'products', productIds: ['P2'], text: '限新品' } },
      '不适用于这些商品',
    ],
    ['it has not started', { validFrom: day(7) }, '未到使用时间，11-30 12:00 起可用'],
    ['another order holds it', { state: 'held', orderId: 'o', heldUntil: day(1) }, '已被其他订单占用'],
    ['it ran out', { validUntil: now }, '已过期'],
    ['it was used', { state: 'used' }, '已使用'],
    ['it is for other stores', { storeIds: ['S1'] }, '仅限指定门店自提使用'],
  ])('%s', (_case, given, reason) => {
    expect(reasonOf(aCouponValue(given), cart)).toBe(reason);
  });

  test('nothing is left of a fraction of a fen', () => {
    const coupon = aCouponValue({
      kind: { type: 'percentOff', percent: 99, thresholdFen: 0, maxOffFen: null },
    });
    expect(reasonOf(coupon, cartOf(aLine({ priceFen: 99 })))).toBe('优惠不足 ¥0.01');
  });

  test('the threshold counts only lines in its scope', () => {
    const coupon = aCouponValue({ scope: { type: 'categories', categoryIds: ['tops'], text: '限上装' } });
    const cart = cartOf(
      aLine({ priceFen: 80_00 }),
      aLine({ skuId: 'K2', categoryId: 'shoes', priceFen: 500_00 }),
    );
    expect(reasonOf(coupon, cart)).toBe('还差 ¥20.00 可用');
  });

  test('a coupon for some stores is usable in one of them', () => {
    const cart = { lines: [aLine()], storeId: 'S1' };
    expect(reasonOf(aCouponValue({ storeIds: ['S1', 'S2'] }), cart)).toBe('省 2000');
    expect(reasonOf(aCouponValue({ storeIds: ['S2'] }), cart)).toBe('仅限指定门店自提使用');
  });

  test('a hold that ran out stands in nobody’s way', () => {
    const coupon = aCouponValue({ state: 'held', orderId: 'o', heldUntil: now });
    expect(reasonOf(coupon, cartOf(aLine()))).toBe('省 2000');
  });
});

describe('which coupon is taken', () => {
  const small = aCouponValue({ _id: 'small' });
  const big = aCouponValue({ _id: 'big', kind: { type: 'amountOff', thresholdFen: 0, offFen: 30_00 } });
  const cart = cartOf(aLine());

  test('the one that saves most, and the loser is told by how much', () => {
    const { taken, losers } = choose([small, big], cart, auto);
    expect(taken).toMatchObject({ coupon: { _id: 'big' }, discountFen: 30_00 });
    expect(losers).toEqual([
      { couponId: 'small', title: '满100减20', reason: '省 ¥20.00，少于所选的 ¥30.00' },
    ]);
  });

  test('of equal ones the one that expires first, then the smaller id', () => {
    const soon = { ...small, _id: 'z-soon', validUntil: day(1) };
    const twin = { ...small, _id: 'a-twin' };
    expect(choose([small, soon, twin], cart, auto).taken?.coupon._id).toBe('z-soon');
    const { taken, losers } = choose([small, twin], cart, auto);
    expect(taken?.coupon._id).toBe('a-twin');
    expect(losers[0]?.reason).toBe('同样省 ¥20.00，优先使用更早到期的券');
  });

  test('none, or another one, when the customer says so', () => {
    const none = choose([big], cart, { wanted: 'none', now });
    expect(none).toMatchObject({ taken: null, losers: [{ reason: '可省 ¥30.00，您选择了不使用优惠券' }] });
    const mine = choose([small, big], cart, { wanted: 'small', now });
    expect(mine.taken?.coupon._id).toBe('small');
    expect(mine.losers[0]?.reason).toBe('可省 ¥30.00，您选择了另一张');
  });

  test('a wanted one that cannot be used is a loser with its reason', () => {
    const far = {
      ...small,
      _id: 'far',
      kind: { type: 'amountOff' as const, thresholdFen: 200_00, offFen: 1 },
    };
    const { taken, losers } = choose([far, big], cart, { wanted: 'far', now });
    expect(taken).toBeNull();
    expect(losers[0]).toMatchObject({ couponId: 'far', reason: '还差 ¥100.00 可用' });
  });
});

const fen = fc.integer({ min: 0, max: 100_000_000 });
const line: fc.Arbitrary<CartLine> = fc.record({
  skuId: fc.uuid(),
  productId: fc.constantFrom('P1', 'P2', 'P3'),
  categoryId: fc.constantFrom('tops', 'shoes'),
  priceFen: fc.oneof(fc.integer({ min: 0, max: 5_00 }), fen),
  quantity: fc.integer({ min: 1, max: 99 }),
});
const coupon: fc.Arbitrary<Coupon> = fc
  .record({
    kind: fc.oneof(
      fc.record({
        type: fc.constant('amountOff' as const),
        thresholdFen: fc.oneof(fc.constant(0), fen),
        offFen: fc.integer({ min: 1, max: 500_00 }),
      }),
      fc.record({
        type: fc.constant('percentOff' as const),
        percent: fc.integer({ min: 1, max: 99 }),
        thresholdFen: fc.oneof(fc.constant(0), fen),
        maxOffFen: fc.option(fc.integer({ min: 1, max: 100_00 })),
      }),
    ),
    scope: fc.constantFrom<Coupon['scope']>(
      { type: 'all' },
      { type: 'categories', categoryIds: ['tops'], text: '上装' },
      { type: 'products', productIds: ['P1', 'P3'], text: '新品' },
    ),
    validUntil: fc.constantFrom(day(-1), day(1), day(2)),
    validFrom: fc.constantFrom(day(-9), day(-9), day(1)),
    state: fc.constantFrom<Coupon['state']>('issued', 'issued', 'held', 'used'),
    _id: fc.uuid(),
  })
  .map((given) => aCouponValue({ ...given, heldUntil: given.state === 'held' ? day(1) : null }));

/** The same rules again, said as slowly and plainly as possible. */
function savedBy(one: Coupon, lines: CartLine[]): number {
  if (one.state !== 'issued' || one.validFrom > now || one.validUntil <= now) return 0;
  let counted = 0;
  for (const { categoryId, productId, priceFen, quantity } of lines) {
    const fits =
      one.scope.type === 'all' ||
      (one.scope.type === 'categories' && one.scope.categoryIds.some((id) => id === categoryId)) ||
      (one.scope.type === 'products' && one.scope.productIds.some((id) => id === productId));
    if (fits) for (let piece = 0; piece < quantity; piece += 1) counted += priceFen;
  }
  if (counted < one.kind.thresholdFen) return 0;
  if (one.kind.type === 'amountOff') return counted < one.kind.offFen ? counted : one.kind.offFen;
  const paid = Number((BigInt(counted) * BigInt(one.kind.percent) + 99n) / 100n);
  const off = counted - paid;
  return one.kind.maxOffFen !== null && off > one.kind.maxOffFen ? one.kind.maxOffFen : off;
}

test('nobody finds a better coupon by trying them all, and every other one is told why', () => {
  fc.assert(
    fc.property(
      fc.array(coupon, { maxLength: 8 }),
      fc.array(line, { minLength: 1, maxLength: 6 }),
      (all, lines) => {
        const { taken, losers } = choose(all, cartOf(...lines), auto);
        const most = Math.max(0, ...all.map((one) => savedBy(one, lines)));
        expect(taken?.discountFen ?? 0).toBe(most);
        expect(losers).toHaveLength(all.length - (taken ? 1 : 0));
        expect(losers.every(({ reason }) => reason.length > 2)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test('the choice does not depend on the order in which coupons are looked at', () => {
  fc.assert(
    fc.property(
      fc
        .array(coupon, { minLength: 1, maxLength: 6 })
        .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      fc.array(line, { minLength: 1, maxLength: 4 }),
      ([all, shuffled], lines) => {
        const one = choose(all, cartOf(...lines), auto).taken?.coupon._id;
        expect(choose(shuffled, cartOf(...lines), auto).taken?.coupon._id).toBe(one);
      },
    ),
  );
});

test('the discount is divided to the fen: it adds up, no line gets more than it costs, none out of scope gets any', () => {
  fc.assert(
    fc.property(coupon, fc.array(line, { minLength: 1, maxLength: 50 }), (one, lines) => {
      const saving = assess({ ...one, state: 'issued' }, cartOf(...lines), now);
      if ('reason' in saving) return;
      const { discountFen, lineDiscountsFen: shares } = saving;
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(discountFen);
      lines.forEach((each, i) => {
        expect(Number.isSafeInteger(shares[i])).toBe(true);
        expect(shares[i]).toBeGreaterThanOrEqual(0);
        expect(shares[i]).toBeLessThanOrEqual(inScope(one.scope, each) ? amountFen(each) : 0);
      });
    }),
    { numRuns: 500 },
  );
});

test('fen left over go to the largest remainders, earlier lines first', () => {
  expect(splitFen(100, [1, 1, 1])).toEqual([34, 33, 33]);
  expect(splitFen(1, [5, 10])).toEqual([0, 1]);
  expect(splitFen(0, [5, 0])).toEqual([0, 0]);
  expect(splitFen(7, [0, 7])).toEqual([0, 7]);
});
