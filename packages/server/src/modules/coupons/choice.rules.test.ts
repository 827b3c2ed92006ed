import fc from 'fast-check';
import { amountFen, benefitOf, fresh, inScope, sharesOf, splitFen } from './cart.rules';
import type { Cart, CartLine } from './cart.rules';
import { assess, choose } from './choice.rules';
import type { Facts, Wanted } from './choice.rules';
import type { Coupon } from './life.rules';
import { aCart, aCouponValue, aLine, factsAt, stackable } from './testing';

const now = new Date('2026-11-23T04:00:00Z');
const day = (n: number) => new Date(now.getTime() + n * 24 * 3600_000);
const facts = factsAt(now);
const cartOf = (...lines: CartLine[]): Cart => aCart({ lines });
const chooseOf = (...[coupons, cart, wanted = 'auto', given = facts]: [Coupon[], Cart, Wanted?, Facts?]) =>
  choose(coupons, cart, { wanted, facts: given });
const reasonOf = (coupon: Coupon, cart: Cart, given: Facts = facts): string => {
  const result = assess(coupon, cart, { facts: given, chosen: false });
  return 'reason' in result ? result.reason : `省 ${result.alone.goodsFen + result.alone.freightFen}`;
};

describe('why a coupon cannot be used', () => {
  const cart = cartOf(aLine({ priceFen: 62_00 }));
  const sample = {
    type: 'sample' as const,
    skuId: 'G',
    quantity: 2,
    text: '小样',
    thresholdFen: 0,
    worthFen: 0,
  };
  const exchange = {
    type: 'exchange' as const,
    skuIds: ['K1'],
    text: '袜子',
    thresholdFen: 50_00,
    worthFen: 0,
  };

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
    ['it was taken back', { state: 'revoked' }, '已被收回'],
    ['it is for other stores', { storeIds: ['S1'] }, '仅限指定门店自提使用'],
    ['it is for the till', { channels: ['pos'] }, '不适用于本渠道'],
    [
      'there is no freight',
      { kind: { type: 'freight', thresholdFen: 0, maxOffFen: null } },
      '本单免运费，无需使用',
    ],
    ['the sample is gone', { kind: sample }, '赠品已送完'],
    ['only the exchanged piece is there', { kind: exchange }, '除兑换的商品外，还差金额未达门槛'],
  ])('%s', (_case, given, reason) => {
    expect(reasonOf(aCouponValue(given), cart)).toBe(reason);
  });

  test('it is for the first order, and this is not', () => {
    const coupon = aCouponValue({ newMembersOnly: true });
    expect(reasonOf(coupon, cartOf(aLine()))).toBe('省 2000');
    expect(reasonOf(coupon, cartOf(aLine()), { ...facts, isNewMember: false })).toBe('仅限首单使用');
  });

  test('its campaign has no money left for it', () => {
    const left = (leftFen: number) => factsAt(now, { budgets: () => [{ key: 'B', leftFen }] });
    expect(reasonOf(aCouponValue(), cartOf(aLine()), left(19_99))).toBe('活动预算已用完');
    expect(reasonOf(aCouponValue(), cartOf(aLine()), left(20_00))).toBe('省 2000');
  });

  test('nothing is left of a fraction of a fen', () => {
    const coupon = aCouponValue({
      kind: { type: 'percentOff', percent: 99, thresholdFen: 0, maxOffFen: null },
    });
    expect(reasonOf(coupon, cartOf(aLine({ priceFen: 99 })))).toBe('优惠不足 ¥0.01');
  });

  test('the threshold counts only lines in its scope', () => {
    const coupon = aCouponValue({ scope: { type: 'categories', categoryIds: ['tops'], text: '限上装' } });
    const mixed = cartOf(
      aLine({ priceFen: 80_00 }),
      aLine({ skuId: 'K2', categoryId: 'shoes', priceFen: 500_00 }),
    );
    expect(reasonOf(coupon, mixed)).toBe('还差 ¥20.00 可用');
  });

  test('a coupon for some stores is usable in one of them', () => {
    const inStore = aCart({ storeId: 'S1' });
    expect(reasonOf(aCouponValue({ storeIds: ['S1', 'S2'] }), inStore)).toBe('省 2000');
    expect(reasonOf(aCouponValue({ storeIds: ['S2'] }), inStore)).toBe('仅限指定门店自提使用');
  });

  test('a hold that ran out stands in nobody’s way', () => {
    const coupon = aCouponValue({ state: 'held', orderId: 'o', heldUntil: now });
    expect(reasonOf(coupon, cartOf(aLine()))).toBe('省 2000');
  });
});

describe('which single coupon is taken', () => {
  const small = aCouponValue({ _id: 'small', templateId: 'A' });
  const big = aCouponValue({
    _id: 'big',
    templateId: 'B',
    title: '大券',
    kind: { type: 'amountOff', thresholdFen: 0, offFen: 30_00 },
  });
  const cart = cartOf(aLine());
  const takenIds = (coupons: Coupon[]) => chooseOf(coupons, cart).taken.map(({ coupon }) => coupon._id);

  test('the one that saves most, and the loser is told why and by how much', () => {
    const { taken, losers } = chooseOf([small, big], cart);
    expect(taken).toMatchObject([{ coupon: { _id: 'big' }, benefit: { goodsFen: 30_00 } }]);
    const reason = '与已选的「大券」不能同用，省 ¥20.00，少于它的 ¥30.00';
    expect(losers).toEqual([{ couponId: 'small', title: '满100减20', reason, usable: true, addable: false }]);
  });

  test('of equal ones the one with priority, then the one that expires first, then the smaller id', () => {
    const soon = { ...small, _id: 'z-soon', validUntil: day(1) };
    const twin = { ...small, _id: 'a-twin' };
    const first = {
      ...small,
      _id: 'zz-first',
      templateId: 'C',
      stacking: { ...small.stacking, priority: 1 },
    };
    expect(takenIds([small, soon, twin, first])).toEqual(['zz-first']);
    expect(takenIds([small, soon, twin])).toEqual(['z-soon']);
    const { taken, losers } = chooseOf([small, twin], cart);
    expect(taken[0]?.coupon._id).toBe('a-twin');
    expect(losers[0]?.reason).toBe('同一种券每单最多用 1 张，同样省 ¥20.00，优先使用更早到期的券');
  });

  test('none, or another one, when the customer says so', () => {
    const none = chooseOf([big], cart, 'none');
    expect(none).toMatchObject({ taken: [], losers: [{ reason: '可省 ¥30.00，您选择了不使用优惠券' }] });
    const mine = chooseOf([small, big], cart, ['small']);
    expect(mine.taken[0]?.coupon._id).toBe('small');
    expect(mine.losers[0]?.reason).toBe('与已选的「满100减20」不能同用，可省 ¥30.00');
  });

  test('a wanted one that cannot be used is a loser with its reason', () => {
    const far = {
      ...small,
      _id: 'far',
      kind: { type: 'amountOff' as const, thresholdFen: 200_00, offFen: 1 },
    };
    const { taken, losers } = chooseOf([far, big], cart, ['far']);
    expect(taken).toEqual([]);
    expect(losers[0]).toMatchObject({ couponId: 'far', reason: '还差 ¥100.00 可用', usable: false });
  });
});

describe('coupons together', () => {
  const amount = aCouponValue({
    _id: 'amount',
    templateId: 'A',
    title: '满减',
    stacking: stackable({ group: 'a' }),
  });
  const percent = aCouponValue({
    _id: 'percent',
    templateId: 'P',
    title: '九折',
    kind: { type: 'percentOff', percent: 90, thresholdFen: 0, maxOffFen: null },
    stacking: stackable({ group: 'p' }),
  });
  const freight = aCouponValue({
    _id: 'freight',
    templateId: 'F',
    title: '免运费',
    kind: { type: 'freight', thresholdFen: 0, maxOffFen: 8_00 },
    stacking: stackable({ group: 'f' }),
  });
  const cart = aCart({ lines: [aLine()], freightFen: 10_00 });
  const savings = (coupons: Coupon[], wanted: Wanted = 'auto') =>
    chooseOf(coupons, cart, wanted).taken.map(({ coupon, benefit }) => [
      coupon._id,
      benefit.goodsFen + benefit.freightFen,
    ]);

  test('a percentage is taken off what an amount has left, and the freight apart', () => {
    expect(savings([freight, percent, amount])).toEqual([
      ['amount', 20_00],
      ['percent', 8_00],
      ['freight', 8_00],
    ]);
  });

  test('one side that does not agree, or excludes, is enough to keep two apart', () => {
    const alone = { ...percent, stacking: { ...percent.stacking, combinableWith: ['f'] } };
    expect(savings([alone, amount])).toEqual([['amount', 20_00]]);
    const excluding = { ...percent, stacking: { ...percent.stacking, excludes: ['A'] } };
    expect(savings([excluding, amount])).toEqual([['amount', 20_00]]);
    const { losers } = chooseOf([excluding, amount], cart);
    expect(losers[0]?.reason).toBe('与已选的「满减」不能同用，省 ¥10.00，少于它的 ¥20.00');
  });

  test('of one template as many as it allows', () => {
    const many = [1, 2, 3].map((n) => ({
      ...amount,
      _id: `amount${n}`,
      stacking: { ...amount.stacking, maxPerOrder: 2 },
    }));
    expect(savings(many)).toEqual([
      ['amount1', 20_00],
      ['amount2', 20_00],
    ]);
    expect(chooseOf(many, cart).losers[0]?.reason).toMatch(/^同一种券每单最多用 2 张/);
  });

  test('the chosen ones are taken all together or not at all', () => {
    expect(savings([amount, percent, freight], ['percent', 'amount'])).toEqual([
      ['amount', 20_00],
      ['percent', 8_00],
    ]);
    const alone = { ...percent, stacking: { ...percent.stacking, combinableWith: [] } };
    const { taken, losers } = chooseOf([amount, alone, freight], cart, ['percent', 'amount']);
    expect(taken).toEqual([]);
    expect(losers.map(({ reason }) => reason)).toContain('「满减」与「九折」不能同用');
    expect(chooseOf([amount, freight], cart, ['amount']).losers[0]).toMatchObject({
      reason: '可省 ¥8.00，可与已选的券同用',
      addable: true,
    });
  });

  test('one more that would save nothing is kept for another time', () => {
    const big = {
      ...amount,
      _id: 'big',
      templateId: 'B',
      kind: { type: 'amountOff' as const, thresholdFen: 0, offFen: 500_00 },
    };
    expect(savings([amount, big])).toEqual([['big', 99_99]]);
    expect(chooseOf([amount, big], cart).losers[0]?.reason).toBe('与已选的券同用不再多优惠');
  });

  test('two coupons of a campaign that has money for one: the other waits', () => {
    const budget = { campaign: 'B', totalFen: 30_00, perCustomerFen: null, perStoreFen: null };
    const other = {
      ...amount,
      _id: 'other',
      templateId: 'O',
      kind: { type: 'amountOff' as const, thresholdFen: 0, offFen: 15_00 },
    };
    const left = factsAt(now, { budgets: () => [{ key: 'B', leftFen: 30_00 }] });
    const { taken, losers } = chooseOf(
      [
        { ...amount, budget },
        { ...other, budget },
      ],
      cart,
      'auto',
      left,
    );
    expect(taken.map(({ coupon }) => coupon._id)).toHaveLength(1);
    expect(losers).toMatchObject([{ reason: '活动预算已用完', usable: false }]);
  });
});

describe('goods for nothing', () => {
  const exchange = aCouponValue({
    _id: 'x',
    kind: {
      type: 'exchange',
      skuIds: ['SOCK', 'CAP'],
      text: '袜子或帽子',
      thresholdFen: 100_00,
      worthFen: 29_00,
    },
  });
  const stock = factsAt(now, {
    stock: new Map([
      ['CAP', 3],
      ['G', 1],
    ]),
  });
  const shirt = aLine({ skuId: 'SHIRT', priceFen: 120_00 });

  test('an exchange frees the dearest piece in the cart, which counts for no threshold', () => {
    const lines = [
      shirt,
      aLine({ skuId: 'SOCK', priceFen: 19_00, quantity: 2 }),
      aLine({ skuId: 'CAP', priceFen: 29_00 }),
    ];
    const [taken] = chooseOf([exchange], cartOf(...lines)).taken;
    expect(taken?.benefit).toMatchObject({ goodsFen: 29_00, gift: null });
    expect(taken && sharesOf(taken.benefit)).toEqual([0, 0, 29_00]);
    expect(chooseOf([exchange], cartOf(aLine({ skuId: 'SOCK', priceFen: 105_00 }))).taken).toEqual([]);
  });

  test('of goods that are not in the cart it brings one only when chosen, from what is there', () => {
    const offered = chooseOf([exchange], cartOf(shirt), 'auto', stock);
    expect(offered).toMatchObject({ taken: [], losers: [{ reason: '点选后可免费兑换一件', usable: true }] });
    const [taken] = chooseOf([exchange], cartOf(shirt), ['x'], stock).taken;
    expect(taken?.benefit).toMatchObject({
      goodsFen: 0,
      gift: { skuId: 'CAP', quantity: 1 },
      worthFen: 29_00,
    });
    expect(chooseOf([exchange], cartOf(shirt)).losers[0]).toMatchObject({ reason: '可兑换的商品已送完' });
  });

  test('a sample comes along as long as there is one', () => {
    const kind = {
      type: 'sample' as const,
      skuId: 'G',
      quantity: 1,
      text: '小样',
      thresholdFen: 0,
      worthFen: 0,
    };
    const sample = aCouponValue({ kind });
    expect(chooseOf([sample], cartOf(shirt), 'auto', stock).taken[0]?.benefit.gift).toEqual({
      skuId: 'G',
      quantity: 1,
    });
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
const kind = fc.oneof(
  fc.record({ type: fc.constant('amountOff' as const), thresholdFen: fc.constant(0), offFen: fen }),
  fc.record({
    type: fc.constant('percentOff' as const),
    percent: fc.integer({ min: 1, max: 99 }),
    thresholdFen: fc.constant(0),
    maxOffFen: fc.option(fc.integer({ min: 1, max: 100_00 })),
  }),
);
const scope = fc.constantFrom<Coupon['scope']>(
  { type: 'all' },
  { type: 'categories', categoryIds: ['tops'], text: '上装' },
  { type: 'products', productIds: ['P1', 'P3'], text: '新品' },
);

test('a discount is divided to the fen: it adds up, no line gets more than it costs, none out of scope gets any', () => {
  fc.assert(
    fc.property(kind, scope, fc.array(line, { minLength: 1, maxLength: 50 }), (given, where, lines) => {
      const coupon = aCouponValue({ kind: given, scope: where });
      const cart = cartOf(...lines);
      const scoped = lines.map((one) => inScope(where, one));
      const benefit = benefitOf({ coupon, scoped, gift: null }, cart, fresh(cart));
      if (!benefit) return;
      const shares = sharesOf(benefit);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(benefit.goodsFen);
      lines.forEach((each, i) => {
        expect(Number.isSafeInteger(shares[i])).toBe(true);
        expect(shares[i]).toBeGreaterThanOrEqual(0);
        expect(shares[i]).toBeLessThanOrEqual(scoped[i] ? amountFen(each) : 0);
      });
    }),
    { numRuns: 500, seed: 20261123 },
  );
});

test('fen left over go to the largest remainders, earlier lines first', () => {
  expect(splitFen(100, [1, 1, 1])).toEqual([34, 33, 33]);
  expect(splitFen(1, [5, 10])).toEqual([0, 1]);
  expect(splitFen(0, [5, 0])).toEqual([0, 0]);
  expect(splitFen(7, [0, 7])).toEqual([0, 7]);
  // Beyond the numbers whose products are exact.
  expect(splitFen(99_999_999, [99_999_999_00, 99_999_999_00])).toEqual([50_000_000, 49_999_999]);
});
