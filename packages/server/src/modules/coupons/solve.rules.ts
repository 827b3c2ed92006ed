import { apply, benefitOf, fresh } from './cart.rules';
import type { Applied, Benefit, Cart, Ready } from './cart.rules';
import { byApplication, compareIds, goTogether, mostOfOne } from './stacking.rules';
import type { Coupon } from './life.rules';

/** `alone`: what it gives when it is the only one; with others it never gives more. */
export type Candidate = Ready & { alone: Benefit };
export type Taken = { coupon: Coupon; benefit: Benefit };

/** More than this many are not all tried: 2^12 combinations take some milliseconds, each one more doubles that. */
export const MOST_TRIED = 12;

export const savedFen = (benefit: Benefit): number => benefit.goodsFen + benefit.freightFen;
/** A gift nobody put a price on is still better than none. */
const giftFen = (benefit: Benefit): number => (benefit.gift ? Math.max(1, benefit.worthFen) : 0);

/** More saved alone first; then gifts worth more, higher priority, what ends first, the id. */
export const byAlone = (a: Candidate, b: Candidate): number =>
  savedFen(b.alone) - savedFen(a.alone) ||
  giftFen(b.alone) - giftFen(a.alone) ||
  b.coupon.stacking.priority - a.coupon.stacking.priority ||
  a.coupon.validUntil.getTime() - b.coupon.validUntil.getTime() ||
  compareIds(a.coupon._id, b.coupon._id);

const sameTerms = ({ coupon }: Candidate): string => {
  const { templateId, kind, scope, storeIds, channels, stacking } = coupon;
  return JSON.stringify([templateId, kind, scope, storeIds, channels, stacking]);
};

/**
 * Those worth trying. Of equal coupons one order takes `maxPerOrder`, so the ones that end later are dominated and nothing is
 * lost by leaving them out. Should more than twelve be left, those that save most alone stay: only then the answer may be
 * short of the best.
 */
export function worthTrying(candidates: readonly Candidate[]): Candidate[] {
  const perTerms = new Map<string, number>();
  const undominated = [...candidates].sort(byAlone).filter((candidate) => {
    const key = sameTerms(candidate);
    const count = (perTerms.get(key) ?? 0) + 1;
    perTerms.set(key, count);
    return count <= candidate.coupon.stacking.maxPerOrder;
  });
  return undominated.slice(0, MOST_TRIED);
}

type Combination = { taken: Taken[]; savedFen: number; giftsFen: number };
const NONE: Combination = { taken: [], savedFen: 0, giftsFen: 0 };

/**
 * The combination that costs the customer least. Of those that cost the same: the one with gifts worth more, then with fewer
 * coupons, then with higher priority, then the one that uses what ends first, then by id, so that the answer never wavers.
 * Tries every combination, except where even all that could still be added would not reach the best one found.
 */
export function bestCombination(candidates: readonly Candidate[], cart: Cart): Combination {
  const tried = worthTrying(candidates).sort((a, b) => byApplication(a.coupon, b.coupon));
  const apart = tried.map((a) => bitsOf(tried.map((b) => !goTogether(a.coupon, b.coupon))));
  const alike = tried.map(({ coupon: { templateId } }) =>
    bitsOf(tried.map((other) => other.coupon.templateId === templateId)),
  );
  const aloneFen = tried.map((one) => savedFen(one.alone));
  let best = NONE;

  const visit = ({ from, chosen, so, before, last }: Place): void => {
    if (isBetter(so, best)) best = so;
    // Most combinations are never added to: then what they leave of the cart need not be worked out.
    let on = last ? null : before;
    for (let i = from; i < tried.length; i += 1) {
      const candidate = tried[i];
      if (!candidate || so.savedFen + mostAdded({ from: i, chosen, apart, aloneFen }) < best.savedFen) return;
      if ((apart[i] ?? 0) & chosen) continue;
      if ((alike[i] ?? 0) & chosen && isOneTooMany(candidate, so.taken)) continue;
      on ??= last ? apply(last, before, cart) : before;
      const benefit = benefitOf(candidate, cart, on);
      if (!benefit) continue;
      const next = plus(so, { coupon: candidate.coupon, benefit });
      visit({ from: i + 1, chosen: chosen | (1 << i), so: next, before: on, last: benefit });
    }
  };
  visit({ from: 0, chosen: 0, so: NONE, before: fresh(cart), last: null });
  return best;
}

/** A combination, which coupons may still be added, and the cart before its last coupon. */
type Place = { from: number; chosen: number; so: Combination; before: Applied; last: Benefit | null };

const plus = (so: Combination, one: Taken): Combination => ({
  taken: [...so.taken, one],
  savedFen: so.savedFen + savedFen(one.benefit),
  giftsFen: so.giftsFen + giftFen(one.benefit),
});

type Rest = { from: number; chosen: number; apart: readonly number[]; aloneFen: readonly number[] };

/** The most that those from `from` on could add: what each saves alone, if it may still be there; of two that keep apart, one. */
function mostAdded({ from, chosen, apart, aloneFen }: Rest): number {
  let fen = 0;
  let done = 0;
  for (let i = from; i < aloneFen.length; i += 1) {
    if (done & (1 << i) || (apart[i] ?? 0) & chosen) continue;
    let most = aloneFen[i] ?? 0;
    for (let j = i + 1; j < aloneFen.length; j += 1) {
      if (!((apart[i] ?? 0) & (1 << j)) || done & (1 << j) || (apart[j] ?? 0) & chosen) continue;
      most = Math.max(most, aloneFen[j] ?? 0);
      done |= 1 << j;
      break;
    }
    fen += most;
  }
  return fen;
}

const bitsOf = (flags: boolean[]): number =>
  flags.reduce((bits, flag, i) => (flag ? bits | (1 << i) : bits), 0);

function isOneTooMany({ coupon }: Candidate, taken: readonly Taken[]): boolean {
  const same = taken.filter((one) => one.coupon.templateId === coupon.templateId).map((one) => one.coupon);
  return same.length + 1 > mostOfOne([...same, coupon]);
}

function isBetter(a: Combination, b: Combination): boolean {
  if (a.savedFen !== b.savedFen) return a.savedFen > b.savedFen;
  if (a.giftsFen !== b.giftsFen) return a.giftsFen > b.giftsFen;
  if (a.taken.length !== b.taken.length) return a.taken.length < b.taken.length;
  return compareEqual(a.taken, b.taken) < 0;
}

function compareEqual(a: readonly Taken[], b: readonly Taken[]): number {
  return (
    compareLists(sorted(b, 'priority'), sorted(a, 'priority')) ||
    compareLists(sorted(a, 'ends'), sorted(b, 'ends')) ||
    compareIds(idsOf(a), idsOf(b))
  );
}

/** Priorities highest first, ends soonest first. */
const sorted = (taken: readonly Taken[], by: 'priority' | 'ends'): number[] =>
  by === 'priority'
    ? taken.map(({ coupon }) => coupon.stacking.priority).sort((x, y) => y - x)
    : taken.map(({ coupon }) => coupon.validUntil.getTime()).sort((x, y) => x - y);

const idsOf = (taken: readonly Taken[]): string =>
  taken
    .map(({ coupon }) => coupon._id)
    .sort()
    .join(' ');

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
