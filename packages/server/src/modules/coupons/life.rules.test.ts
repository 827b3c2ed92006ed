import fc from 'fast-check';
import { giveBack, hold, lapse, redeem, release, revoke, use } from './life.rules';
import type { Coupon, Step } from './life.rules';
import { claimProblem, remainingPercent, validityAt } from './terms.rules';
import { TERMS_OF_BEFORE } from './terms.rules';
import type { Template } from './terms.rules';
import { aCouponValue } from './testing';

const now = new Date('2026-11-23T04:00:00Z');
const minutes = (n: number) => new Date(now.getTime() + n * 60_000);
const after = (coupon: Coupon, step: Step): Coupon =>
  typeof step === 'object' && 'change' in step ? { ...coupon, ...step.change } : coupon;

const mine = { orderId: 'o1', now };
const refunded = { ...mine, refunded: true };
const held = () => after(aCouponValue(), hold(aCouponValue(), { ...mine, until: minutes(20) }));

describe('the life of a coupon', () => {
  test('issued → held → used → given back, each step once', () => {
    expect(held()).toMatchObject({ state: 'held', orderId: 'o1', heldUntil: minutes(20) });
    expect(hold(held(), { ...mine, until: minutes(20) })).toBe('unchanged');
    const used = after(held(), use(held(), mine));
    expect(used).toMatchObject({ state: 'used', orderId: 'o1', usedAt: now });
    expect(use(used, mine)).toBe('unchanged');
    expect(hold(used, { ...mine, until: minutes(20) })).toBe('unchanged');
    expect(release(used, mine)).toBe('unchanged');
    const back = after(used, giveBack(used, refunded));
    expect(back).toMatchObject({ state: 'issued', orderId: null, usedAt: null });
    expect(giveBack(back, refunded)).toBe('unchanged');
    expect(use(back, mine)).toEqual({ refused: '已不属于该订单' });
  });

  test('another order cannot hold, use, release or give back what is not its own', () => {
    const other = { orderId: 'o2', now };
    expect(hold(held(), { ...other, until: minutes(20) })).toEqual({ refused: '已被其他订单占用' });
    expect(use(held(), other)).toEqual({ refused: '已不属于该订单' });
    expect(release(held(), other)).toBe('unchanged');
    const used = after(held(), use(held(), mine));
    expect(giveBack(used, { ...other, refunded: true })).toBe('unchanged');
    expect(hold(used, { ...other, until: minutes(20) })).toEqual({ refused: '已使用' });
  });

  test('a hold that ran out can be used by its order, until somebody else holds the coupon', () => {
    expect(lapse(held(), minutes(19))).toBe('unchanged');
    const lapsed = after(held(), lapse(held(), minutes(20)));
    expect(lapsed).toMatchObject({ state: 'issued', orderId: null, lapsedOrderId: 'o1' });
    expect(after(lapsed, use(lapsed, mine))).toMatchObject({ state: 'used', orderId: 'o1' });
    const again = after(lapsed, hold(lapsed, { orderId: 'o2', until: minutes(40), now: minutes(21) }));
    expect(use(again, mine)).toEqual({ refused: '已不属于该订单' });
    const released = after(lapsed, release(lapsed, mine));
    expect(use(released, mine)).toEqual({ refused: '已不属于该订单' });
  });

  test('a hold that ran out and was not swept yet can be taken over', () => {
    const step = hold(held(), { orderId: 'o2', until: minutes(50), now: minutes(20) });
    expect(step).toMatchObject({ change: { orderId: 'o2' } });
  });

  test('given back before its end it keeps the end, after it gets seven days', () => {
    const used = after(held(), use(held(), mine));
    expect(after(used, giveBack(used, refunded)).validUntil).toEqual(used.validUntil);
    const late = { ...refunded, now: new Date('2026-12-05T00:00:00Z') };
    const extended = new Date(late.now.getTime() + 7 * 24 * 3600_000);
    expect(after(used, giveBack(used, late)).validUntil).toEqual(extended);
  });

  test('a coupon whose terms keep it used comes back only from an order that never happened', () => {
    const used = { ...after(held(), use(held(), mine)), refundPolicy: { type: 'keepUsed' as const } };
    expect(giveBack(used, refunded)).toBe('unchanged');
    expect(after(used, giveBack(used, { ...mine, refunded: false })).state).toBe('issued');
  });

  test('a use at the counter is one use, whoever asks again, and its number is spent', () => {
    const by = { requestNo: 'N1', storeId: 'S1', now };
    const used = after(aCouponValue(), redeem(aCouponValue(), by));
    expect(used).toMatchObject({ state: 'used', useRequestNo: 'N1', usedStoreId: 'S1', orderId: null });
    expect(redeem(used, by)).toBe('unchanged');
    expect(redeem(used, { ...by, storeId: 'S2' })).toEqual({ refused: '已使用' });
    expect(redeem(used, { ...by, requestNo: 'N2' })).toEqual({ refused: '已使用' });
    expect(redeem(held(), by)).toEqual({ refused: '已被其他订单占用' });
    const undone = { ...aCouponValue(), history: [{ at: now, to: 'used' as const, ref: 'N1' }] };
    expect(redeem(undone, by)).toEqual({ refused: '这次核销已撤销' });
  });

  test('only what nobody holds or used can be taken back', () => {
    const by = { reason: '发错', now };
    const revoked = after(aCouponValue(), revoke(aCouponValue(), by));
    expect(revoked).toMatchObject({ state: 'revoked', revokedReason: '发错' });
    expect(revoke(revoked, by)).toBe('unchanged');
    expect(hold(revoked, { ...mine, until: minutes(20) })).toEqual({ refused: '已被收回' });
    expect(revoke(held(), by)).toEqual({ refused: '已被其他订单占用' });
    expect(revoke(held(), { ...by, now: minutes(20) })).toMatchObject({ change: { state: 'revoked' } });
  });

  test('what was spent for a holding is owed when that ends unused', () => {
    const spent = { id: 's1', keys: ['B'], fen: 20_00 };
    const holding = after(aCouponValue(), hold(aCouponValue(), { ...mine, until: minutes(20), spent }));
    expect(after(holding, use(holding, mine))).toMatchObject({ spent, owed: [] });
    expect(after(holding, release(holding, mine))).toMatchObject({ spent: null, owed: [spent] });
    const lapsed = after(holding, lapse(holding, minutes(20)));
    expect(lapsed).toMatchObject({ spent, owed: [] });
    const next = { orderId: 'o2', now: minutes(21), until: minutes(40), spent: { ...spent, id: 's2' } };
    expect(after(lapsed, hold(lapsed, next))).toMatchObject({ spent: { id: 's2' }, owed: [spent] });
  });

  test('what ran out cannot be held, but an order that holds it may finish', () => {
    const over = { now: new Date('2026-12-05T00:00:00Z') };
    expect(hold(aCouponValue(), { orderId: 'o1', until: minutes(20), ...over })).toEqual({
      refused: '已过期',
    });
    expect(after(held(), use(held(), { orderId: 'o1', ...over })).state).toBe('used');
  });

  test('in any order of steps, late or repeated, exactly one order has the coupon at a time', () => {
    const step = fc.record({
      what: fc.constantFrom('hold', 'use', 'release', 'giveBack', 'lapse', 'redeem', 'revoke'),
      orderId: fc.constantFrom('o1', 'o2', 'o3'),
      minute: fc.nat({ max: 60 }),
    });
    const play = (
      coupon: Coupon,
      { what, orderId, minute }: typeof step extends fc.Arbitrary<infer T> ? T : never,
    ) => {
      const by = { orderId, now: minutes(minute) };
      if (what === 'hold') return hold(coupon, { ...by, until: minutes(minute + 20) });
      if (what === 'use') return use(coupon, by);
      if (what === 'release') return release(coupon, by);
      if (what === 'redeem') return redeem(coupon, { ...by, requestNo: orderId, storeId: 'S1' });
      if (what === 'revoke') return revoke(coupon, { ...by, reason: '发错' });
      return what === 'giveBack' ? giveBack(coupon, { ...by, refunded: true }) : lapse(coupon, by.now);
    };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let coupon = aCouponValue();
        for (const one of steps) {
          const before = coupon;
          coupon = after(before, play(before, one));
          const owned = coupon.state === 'held' || coupon.state === 'used';
          expect(owned).toBe(coupon.orderId !== null || coupon.useRequestNo !== null);
          expect(coupon.heldUntil === null).toBe(coupon.state !== 'held');
          // Used by one order, it never becomes another's without being given back first.
          if (before.state === 'used' && coupon.state === 'used') expect(coupon.orderId).toBe(before.orderId);
          if (before.state === 'revoked') expect(coupon.state).toBe('revoked');
        }
      }),
    );
  });
});

describe('claiming', () => {
  const template: Template = {
    _id: 'T',
    ...TERMS_OF_BEFORE,
    giveOnly: false,
    title: 't',
    kind: { type: 'amountOff', thresholdFen: 0, offFen: 1 },
    scope: { type: 'all' },
    validity: { type: 'days', days: 2 },
    claimFrom: minutes(-10),
    claimUntil: minutes(10),
    totalLimit: 300,
    perPersonLimit: 2,
    storeIds: null,
    claimed: 0,
    reservations: [],
  };

  type Case = { case: string; given: Partial<Template>; mine?: number; code?: string; text?: string };
  const pointless = { type: 'between' as const, from: minutes(-9), until: now };
  test.each<Case>([
    { case: 'is open', given: {} },
    {
      case: 'has not begun',
      given: { claimFrom: minutes(60) },
      code: 'COUPON_NOT_OPEN',
      text: '11-23 13:00 开始领取',
    },
    { case: 'is over', given: { claimUntil: now }, code: 'COUPON_NOT_OPEN', text: '领取已结束' },
    {
      case: 'is pointless when the coupon would have run out',
      given: { validity: pointless },
      code: 'COUPON_NOT_OPEN',
      text: '领取已结束',
    },
    {
      case: 'is used up by this person',
      given: {},
      mine: 2,
      code: 'COUPON_LIMIT_REACHED',
      text: '您已领取 2 张',
    },
    {
      case: 'is used up by one coupon',
      given: { perPersonLimit: 1 },
      mine: 1,
      code: 'COUPON_LIMIT_REACHED',
      text: '您已领取',
    },
    { case: 'is used up by all', given: { claimed: 300 }, code: 'COUPON_SOLD_OUT', text: '已领完' },
  ])('$case', ({ given, mine: count = 0, code, text }) => {
    const problem = claimProblem({ ...template, ...given }, count, now);
    expect(problem).toEqual(code ? { code, text } : null);
  });

  test('counts days from the claim, or has fixed ends', () => {
    expect(validityAt(template, now)).toEqual({ validFrom: now, validUntil: minutes(2 * 24 * 60) });
    const between = { type: 'between' as const, from: minutes(1), until: minutes(2) };
    expect(validityAt({ validity: between }, now)).toEqual({ validFrom: minutes(1), validUntil: minutes(2) });
  });

  test('shows 0 % left only when nothing is left', () => {
    expect(remainingPercent({ claimed: 299, totalLimit: 300 })).toBe(1);
    expect(remainingPercent({ claimed: 300, totalLimit: 300 })).toBe(0);
    expect(remainingPercent({ claimed: 301, totalLimit: 300 })).toBe(0);
    expect(remainingPercent({ claimed: 0, totalLimit: 300 })).toBe(100);
  });
});
