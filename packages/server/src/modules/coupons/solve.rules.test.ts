import fc from 'fast-check';
import { benefitOf, fresh, inScope } from './cart.rules';
import type { Cart, CartLine } from './cart.rules';
import type { Coupon } from './life.rules';
import { MOST_TRIED, bestCombination, worthTrying } from './solve.rules';
import type { Candidate } from './solve.rules';
import { aCart, aCouponValue, stackable } from './testing';

const day = (n: number) => new Date(Date.UTC(2026, 10, 23 + n));
const CARTS = 10_000;
const GIFT = { skuId: 'G', quantity: 1 };

const line: fc.Arbitrary<CartLine> = fc.record({
  skuId: fc.constantFrom('K1', 'K2', 'K3', 'K4'),
  productId: fc.constantFrom('P1', 'P2', 'P3'),
  categoryId: fc.constantFrom('tops', 'shoes'),
  priceFen: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1_00, max: 500_00 })),
  quantity: fc.integer({ min: 1, max: 3 }),
});
const cart: fc.Arbitrary<Cart> = fc.record({
  lines: fc.uniqueArray(line, { selector: (one) => one.skuId, minLength: 1, maxLength: 4 }),
  storeId: fc.constant(null),
  channel: fc.constant('mini_program' as const),
  freightFen: fc.constantFrom(0, 8_00, 10_00),
});
const thresholdFen = fc.constantFrom(0, 0, 50_00, 200_00, 500_00);
const kind: fc.Arbitrary<Coupon['kind']> = fc.oneof(
  fc.record({
    type: fc.constant('amountOff' as const),
    thresholdFen,
    offFen: fc.integer({ min: 1, max: 80_00 }),
  }),
  fc.record({
    type: fc.constant('percentOff' as const),
    percent: fc.integer({ min: 50, max: 99 }),
    thresholdFen,
    maxOffFen: fc.option(fc.integer({ min: 1, max: 60_00 })),
  }),
  fc.record({
    type: fc.constant('exchange' as const),
    skuIds: fc.constantFrom<string[]>(['K1'], ['K2', 'K3']),
    text: fc.constant('换'),
    thresholdFen,
    worthFen: fc.constant(0),
  }),
  fc.record({
    type: fc.constant('sample' as const),
    skuId: fc.constant('G'),
    quantity: fc.constant(1),
    text: fc.constant('样'),
    thresholdFen,
    worthFen: fc.constantFrom(0, 5_00, 9_00),
  }),
  fc.record({ type: fc.constant('freight' as const), thresholdFen, maxOffFen: fc.constantFrom(null, 5_00) }),
);
const groups = ['a', 'b', 'c'];
const coupon: fc.Arbitrary<Coupon> = fc
  .record({
    kind,
    templateId: fc.constantFrom('T1', 'T2', 'T3', 'T4', 'T5', 'T6'),
    scope: fc.constantFrom<Coupon['scope']>(
      { type: 'all' },
      { type: 'categories', categoryIds: ['tops'], text: '上装' },
      { type: 'products', productIds: ['P1', 'P3'], text: '新品' },
    ),
    validUntil: fc.constantFrom(day(1), day(2)),
    stacking: fc.record({
      group: fc.constantFrom(...groups),
      priority: fc.constantFrom(0, 0, 5),
      combinableWith: fc.constantFrom<string[]>(['*'], ['*'], ['a', 'b'], ['c'], []),
      excludes: fc.constantFrom<string[]>([], [], ['T1'], ['c']),
      maxPerOrder: fc.constantFrom(1, 2, 3),
    }),
  })
  .map((given) => aCouponValue(given));
const named = (coupons: Coupon[]): Coupon[] =>
  coupons.map((one, i) => ({ ...one, _id: `c${String(i).padStart(2, '0')}` }));

function candidatesFor(coupons: Coupon[], of: Cart): Candidate[] {
  return coupons.flatMap((one) => {
    const scoped = of.lines.map((each) => inScope(one.scope, each));
    const ready = { coupon: one, scoped, gift: one.kind.type === 'sample' ? GIFT : null };
    const alone = benefitOf(ready, of, fresh(of));
    return alone ? [{ ...ready, alone }] : [];
  });
}

// The same rules again, said as slowly and plainly as possible.

const mayBeBeside = (a: Coupon, b: Coupon): boolean => {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (one.stacking.excludes.some((text) => text === other.templateId || text === other.stacking.group))
      return false;
    if (a.templateId === b.templateId) continue;
    if (!one.stacking.combinableWith.some((text) => text === '*' || text === other.stacking.group))
      return false;
  }
  return true;
};

function allowed(coupons: Coupon[]): boolean {
  return coupons.every((a, i) => {
    const ofTemplate = coupons.filter((b) => b.templateId === a.templateId);
    return (
      ofTemplate.length <= a.stacking.maxPerOrder && coupons.every((b, j) => i === j || mayBeBeside(a, b))
    );
  });
}

const STEPS = ['exchange', 'amountOff', 'percentOff', 'sample', 'freight'];
const inOrder = (coupons: Coupon[]): Coupon[] =>
  STEPS.flatMap((step) =>
    coupons
      .filter((one) => one.kind.type === step)
      .sort(
        (a, b) =>
          b.stacking.priority - a.stacking.priority ||
          a.validUntil.getTime() - b.validUntil.getTime() ||
          (a._id < b._id ? -1 : 1),
      ),
  );

/** What these save together and what their gifts are worth; null when one of them would give nothing or may not be there. */
function together(coupons: Coupon[], of: Cart): { saved: number; gifts: number } | null {
  if (!allowed(coupons)) return null;
  const cost = of.lines.map((each) => each.priceFen * each.quantity);
  const counted = [...cost];
  let freight = of.freightFen;
  let saved = 0;
  let gifts = 0;
  for (const one of inOrder(coupons)) {
    const fits = of.lines.map((each) => inScope(one.scope, each));
    const counts = () => counted.reduce((all, amount, i) => all + (fits[i] ? amount : 0), 0);
    const rest = cost.reduce((all, amount) => all + amount, 0) - 1;
    if (one.kind.type === 'exchange') {
      const { skuIds } = one.kind;
      const dear = Math.max(
        0,
        ...of.lines.map((each, i) =>
          skuIds.includes(each.skuId) && counted[i]! >= each.priceFen ? each.priceFen : 0,
        ),
      );
      const at = of.lines.findIndex(
        (each, i) => skuIds.includes(each.skuId) && counted[i]! >= each.priceFen && each.priceFen === dear,
      );
      const off = Math.min(dear, rest);
      if (at < 0 || off <= 0) return null;
      counted[at]! -= dear;
      if (counts() < one.kind.thresholdFen) return null;
      cost[at]! -= off;
      saved += off;
      continue;
    }
    if (counts() < one.kind.thresholdFen) return null;
    if (one.kind.type === 'sample') {
      gifts += Math.max(1, one.kind.worthFen);
      continue;
    }
    if (one.kind.type === 'freight') {
      const off = Math.min(freight, one.kind.maxOffFen ?? freight);
      if (off === 0) return null;
      freight -= off;
      saved += off;
      continue;
    }
    const amount = cost.reduce((all, each, i) => all + (fits[i] ? each : 0), 0);
    const wish =
      one.kind.type === 'amountOff'
        ? one.kind.offFen
        : Math.min(amount - Math.ceil((amount * one.kind.percent) / 100), one.kind.maxOffFen ?? Infinity);
    const off = Math.min(wish, amount, rest);
    if (off <= 0) return null;
    spread(off, amount, { cost, fits });
    saved += off;
  }
  return { saved, gifts };
}

function spread(off: number, amount: number, { cost, fits }: { cost: number[]; fits: boolean[] }): void {
  const parts = cost.map((each, i) => ({ i, exact: fits[i] ? off * each : 0 }));
  let left = off - parts.reduce((all, { exact }) => all + Math.floor(exact / amount), 0);
  for (const { i, exact } of parts.sort((a, b) => (b.exact % amount) - (a.exact % amount) || a.i - b.i)) {
    cost[i]! -= Math.floor(exact / amount) + (left > 0 ? 1 : 0);
    left -= left > 0 ? 1 : 0;
  }
}

function bruteForce(coupons: Coupon[], of: Cart): { saved: number; gifts: number; count: number } {
  let best = { saved: 0, gifts: 0, count: 0 };
  for (let bits = 1; bits < 2 ** coupons.length; bits += 1) {
    const some = coupons.filter((_one, i) => (bits >> i) & 1);
    const sum = together(some, of);
    if (!sum) continue;
    const difference = sum.saved - best.saved || sum.gifts - best.gifts || best.count - some.length;
    if (difference > 0) best = { ...sum, count: some.length };
  }
  return best;
}

const solved = (coupons: Coupon[], of: Cart) => {
  const { taken, savedFen, giftsFen } = bestCombination(candidatesFor(coupons, of), of);
  return { saved: savedFen, gifts: giftsFen, count: taken.length };
};

test('on ten thousand random carts nobody finds a better combination by trying them all', () => {
  fc.assert(
    fc.property(cart, fc.array(coupon, { maxLength: 6 }).map(named), (of, coupons) => {
      expect(solved(coupons, of)).toEqual(bruteForce(coupons, of));
    }),
    { numRuns: CARTS, seed: 20261124 },
  );
}, 120_000);

test('nor among twelve', () => {
  fc.assert(
    fc.property(cart, fc.array(coupon, { minLength: 12, maxLength: 12 }).map(named), (of, coupons) => {
      expect(solved(coupons, of)).toEqual(bruteForce(coupons, of));
    }),
    { numRuns: 20, seed: 20261125 },
  );
}, 120_000);

test('the answer does not depend on the order in which coupons are looked at', () => {
  const shuffled = fc
    .array(coupon, { minLength: 1, maxLength: 8 })
    .map(named)
    .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
  const ids = (coupons: Coupon[], of: Cart) =>
    bestCombination(candidatesFor(coupons, of), of).taken.map((one) => one.coupon._id);
  fc.assert(
    fc.property(cart, shuffled, (of, [all, mixed]) => {
      expect(ids(mixed, of)).toEqual(ids(all, of));
    }),
    { numRuns: 500, seed: 20261126 },
  );
});

test('equal coupons beyond what one order takes are not tried, and of many others the twelve that save most', () => {
  const of = aCart({
    lines: [{ skuId: 'K1', productId: 'P1', categoryId: 'tops', priceFen: 900_00, quantity: 1 }],
  });
  const many = Array.from({ length: 30 }, (_, i) =>
    aCouponValue({
      _id: `c${i}`,
      templateId: i < 10 ? 'SAME' : `T${i}`,
      kind: { type: 'amountOff', thresholdFen: 0, offFen: i < 10 ? 90_00 : i * 1_00 },
      stacking: stackable({ maxPerOrder: 2 }),
    }),
  );
  const tried = worthTrying(candidatesFor(many, of));
  expect(tried).toHaveLength(MOST_TRIED);
  expect(tried.filter((one) => one.coupon.templateId === 'SAME').map((one) => one.coupon._id)).toEqual([
    'c0',
    'c1',
  ]);
  expect(tried.at(-1)?.alone.goodsFen).toBe(20_00);
});
