import { money } from './cart.rules';
import type { CouponKind } from './terms.rules';

export type CounterOffer = {
  /** To take off on the till; null when it depends on an amount nobody named, or the coupon gives goods. */
  discountFen: number | null;
  /** What counts against a budget. */
  costFen: number;
  /** Why it cannot be used for this amount. */
  problem: string | null;
};

/** What a coupon takes off an amount on the till. A till, unlike WeChat Pay, may end at nothing. */
export function atCounter(kind: CouponKind, amountFen: number | undefined): CounterOffer {
  const problem = thresholdProblem(kind.thresholdFen, amountFen);
  if (kind.type === 'exchange' || kind.type === 'sample')
    return { discountFen: null, costFen: kind.worthFen, problem };
  if (kind.type === 'freight') return { discountFen: null, costFen: 0, problem: '这张券不能在门店使用' };
  const most = kind.type === 'amountOff' ? kind.offFen : kind.maxOffFen;
  if (amountFen === undefined) {
    const unknown = kind.type === 'percentOff' ? '请输入消费金额' : null;
    return { discountFen: unknown === null ? most : null, costFen: most ?? 0, problem: problem ?? unknown };
  }
  const share =
    kind.type === 'amountOff' ? kind.offFen : Math.floor((amountFen * (100 - kind.percent)) / 100);
  const discountFen = Math.min(share, amountFen, most ?? amountFen);
  return { discountFen, costFen: discountFen, problem };
}

function thresholdProblem(thresholdFen: number, amountFen: number | undefined): string | null {
  if (thresholdFen === 0) return null;
  if (amountFen === undefined) return '请输入消费金额';
  return amountFen < thresholdFen ? `还差 ${money(thresholdFen - amountFen)} 可用` : null;
}
