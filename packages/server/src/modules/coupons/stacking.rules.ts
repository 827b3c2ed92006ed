import { ANY_GROUP } from '@omni/shared/contracts/coupons';
import type { Coupon } from './life.rules';
import type { CouponKind } from './terms.rules';

type Stacked = Pick<Coupon, '_id' | 'templateId' | 'kind' | 'stacking' | 'validUntil'>;

const combines = (a: Stacked, b: Stacked): boolean =>
  a.stacking.combinableWith.includes(b.stacking.group) || a.stacking.combinableWith.includes(ANY_GROUP);
const excludes = (a: Stacked, b: Stacked): boolean =>
  a.stacking.excludes.includes(b.templateId) || a.stacking.excludes.includes(b.stacking.group);

/** Whether these two may be in one order: both sides agree, and an exclusion of either overrides that. */
export function goTogether(a: Stacked, b: Stacked): boolean {
  if (excludes(a, b) || excludes(b, a)) return false;
  if (a.templateId === b.templateId) return Math.min(a.stacking.maxPerOrder, b.stacking.maxPerOrder) > 1;
  return combines(a, b) && combines(b, a);
}

/** How many of its template one order takes, when these are in it. */
export const mostOfOne = (coupons: readonly Stacked[]): number =>
  Math.min(...coupons.map((coupon) => coupon.stacking.maxPerOrder));

/** Why these cannot all be in one order, for people; null when they can. */
export function clash(coupons: readonly (Stacked & { title: string })[]): string | null {
  for (const [i, a] of coupons.entries()) {
    const same = coupons.filter((one) => one.templateId === a.templateId);
    if (same.length > mostOfOne(same)) return `「${a.title}」每单最多用 ${mostOfOne(same)} 张`;
    const other = coupons.slice(i + 1).find((b) => !goTogether(a, b));
    if (other) return `「${a.title}」与「${other.title}」不能同用`;
  }
  return null;
}

/**
 * The order in which coupons are applied, whoever chose them: exchanged pieces go first and count no more; an amount comes off
 * before a percentage, so that a percentage is never given on money already taken off; gifts and freight change no price. Among
 * one kind: higher priority first, then what ends first, then the id.
 */
const RANK: Record<CouponKind['type'], number> = {
  exchange: 0,
  amountOff: 1,
  percentOff: 2,
  sample: 3,
  freight: 4,
};
export const compareIds = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
export const byApplication = (a: Stacked, b: Stacked): number =>
  RANK[a.kind.type] - RANK[b.kind.type] ||
  b.stacking.priority - a.stacking.priority ||
  a.validUntil.getTime() - b.validUntil.getTime() ||
  compareIds(a._id, b._id);
