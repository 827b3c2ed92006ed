import { presentCoupon, ruleText, scopeText } from './present';
import type { CouponKind } from './terms.rules';
import { aCouponValue, stackable } from './testing';

const now = new Date('2026-11-23T04:00:00Z');

test.each<[CouponKind, string]>([
  [{ type: 'amountOff', thresholdFen: 200_00, offFen: 30_00 }, '满 200 减 30'],
  [{ type: 'amountOff', thresholdFen: 0, offFen: 9_90 }, '立减 9.90'],
  [{ type: 'percentOff', percent: 80, thresholdFen: 0, maxOffFen: 50_00 }, '全场 8 折，最多减 50'],
  [{ type: 'percentOff', percent: 85, thresholdFen: 300_00, maxOffFen: null }, '满 300 打 8.5 折'],
  [{ type: 'exchange', skuIds: ['S'], text: '袜子', thresholdFen: 99_00, worthFen: 0 }, '满 99 兑换 袜子'],
  [{ type: 'sample', skuId: 'S', quantity: 1, text: '小样', thresholdFen: 0, worthFen: 0 }, '赠 小样'],
  [{ type: 'freight', thresholdFen: 0, maxOffFen: null }, '免运费'],
  [{ type: 'freight', thresholdFen: 50_00, maxOffFen: 5_00 }, '满 50 运费减 5'],
])('the rule %j reads %s', (kind, text) => {
  expect(ruleText({ kind, scope: { type: 'all' } })).toBe(text);
});

test('a percentage on some goods does not claim to be on all', () => {
  const scope = { type: 'categories' as const, categoryIds: ['c'], text: '限上装' };
  expect(
    ruleText({ kind: { type: 'percentOff', percent: 90, thresholdFen: 0, maxOffFen: null }, scope }),
  ).toBe('指定商品 9 折');
  const where = { scope, storeIds: ['S1'], channels: null, newMembersOnly: true, stacking: stackable() };
  expect(scopeText(where)).toBe('限上装 · 限指定门店自提 · 限首单 · 可与其他券同用');
});

test.each([
  [{}, 'usable', '2026-12-01 08:00 到期'],
  [{ validFrom: new Date('2026-11-24T00:00:00Z') }, 'usable', '2026-11-24 08:00 起可用'],
  [{ validUntil: now }, 'expired', '已过期'],
  [{ state: 'expired' as const }, 'expired', '已过期'],
  [{ state: 'used' as const, orderId: 'o' }, 'used', '已使用'],
  [{ state: 'revoked' as const }, 'revoked', '已被收回'],
  [{ state: 'held' as const, heldUntil: new Date('2026-11-23T05:00:00Z') }, 'held', '订单占用中'],
  [{ state: 'held' as const, heldUntil: now }, 'usable', '2026-12-01 08:00 到期'],
])('a coupon with %j is shown as %s', (given, status, statusText) => {
  expect(presentCoupon(aCouponValue(given), now)).toMatchObject({ status, statusText });
});
