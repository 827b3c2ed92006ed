import { shanghaiText } from '@omni/shared/time';
import { apply, benefitOf, fresh, inScope, missingFen, money } from './cart.rules';
import type { Benefit, Cart, Gift, Ready } from './cart.rules';
import { stateProblem } from './life.rules';
import type { Coupon } from './life.rules';
import { byAlone, bestCombination, savedFen, worthTrying } from './solve.rules';
import type { Candidate, Taken } from './solve.rules';
import { byApplication, clash, goTogether, mostOfOne } from './stacking.rules';

/** What the cart does not tell: asked for only when a coupon depends on it. */
export type Facts = {
  now: Date;
  isNewMember: boolean;
  /** How much of each gift the place that serves the order can give, beside what the cart takes. */
  stock: ReadonlyMap<string, number>;
  /** What each budget of a coupon still allows, by the budget's key. */
  budgets: (coupon: Coupon) => { key: string; leftFen: number }[];
};
/** `auto` the best, `none` none, ids exactly these. */
export type Wanted = 'auto' | 'none' | readonly string[];
export type Loser = { couponId: string; title: string; reason: string; usable: boolean; addable: boolean };
export type Choice = { taken: Taken[]; losers: Loser[] };
/** `usable`: the customer may choose it all the same. */
type Unfit = { reason: string; usable: boolean };

/** What counts against a budget: money that is not taken in, and what gifts are worth. */
export const costFen = (benefit: Benefit): number => savedFen(benefit) + benefit.worthFen;

/** Why this coupon is of no use for this cart, whatever the goods come to; null: it depends on these. */
function problemOf(coupon: Coupon, cart: Cart, facts: Facts): string | null {
  const problem = stateProblem(coupon, facts.now);
  if (problem !== null) return problem;
  if (facts.now < coupon.validFrom) return `未到使用时间，${shanghaiText(coupon.validFrom).slice(5)} 起可用`;
  if (coupon.storeIds && (cart.storeId === null || !coupon.storeIds.includes(cart.storeId)))
    return '仅限指定门店自提使用';
  if (coupon.channels && !coupon.channels.includes(cart.channel)) return '不适用于本渠道';
  return coupon.newMembersOnly && !facts.isNewMember ? '仅限首单使用' : null;
}

/** `chosen`: the customer named it, so an exchange may bring goods that are not in the cart. */
function giftOf({ kind }: Coupon, facts: Facts, chosen: boolean): Gift | null {
  const there = (skuId: string, quantity: number) => (facts.stock.get(skuId) ?? 0) >= quantity;
  if (kind.type === 'sample') {
    const { skuId, quantity } = kind;
    return there(skuId, quantity) ? { skuId, quantity } : null;
  }
  if (kind.type !== 'exchange' || !chosen) return null;
  const skuId = kind.skuIds.find((one) => there(one, 1));
  return skuId === undefined ? null : { skuId, quantity: 1 };
}

/** What this coupon gives alone on this cart, or why it cannot be used. */
export function assess(
  coupon: Coupon,
  cart: Cart,
  { facts, chosen }: { facts: Facts; chosen: boolean },
): Candidate | Unfit {
  const problem = problemOf(coupon, cart, facts);
  if (problem !== null) return { reason: problem, usable: false };
  const scoped = cart.lines.map((line) => inScope(coupon.scope, line));
  const ready: Ready = { coupon, scoped, gift: giftOf(coupon, facts, chosen) };
  const alone = benefitOf(ready, cart, fresh(cart));
  if (!alone) return whyNothing(ready, cart, facts);
  if (facts.budgets(coupon).some(({ leftFen }) => leftFen < costFen(alone)))
    return { reason: '活动预算已用完', usable: false };
  return { ...ready, alone };
}

function whyNothing(ready: Ready, cart: Cart, facts: Facts): Unfit {
  const { kind } = ready.coupon;
  const counted = fresh(cart).counted;
  const no = (reason: string): Unfit => ({ reason, usable: false });
  if (!ready.scoped.some((yes, i) => yes && (counted[i] ?? 0) > 0)) return no('不适用于这些商品');
  const missing = missingFen(ready, counted);
  if (missing > 0) return no(`还差 ${money(missing)} 可用`);
  if (kind.type === 'freight') return no('本单免运费，无需使用');
  if (kind.type === 'sample') return no('赠品已送完');
  if (kind.type !== 'exchange') return no('优惠不足 ¥0.01');
  if (cart.lines.some((line) => kind.skuIds.includes(line.skuId)))
    return no('除兑换的商品外，还差金额未达门槛');
  return giftOf(ready.coupon, facts, true)
    ? { reason: '点选后可免费兑换一件', usable: true }
    : no('可兑换的商品已送完');
}

/** Every coupon that is not taken is a loser with its reason; one that was wanted and cannot be used is among them. */
export function choose(coupons: readonly Coupon[], cart: Cart, by: { wanted: Wanted; facts: Facts }): Choice {
  const { wanted, facts } = by;
  const chosen = (coupon: Coupon): boolean => typeof wanted === 'object' && wanted.includes(coupon._id);
  const assessed = coupons.map((coupon) => ({
    coupon,
    result: assess(coupon, cart, { facts, chosen: chosen(coupon) }),
  }));
  const usable = assessed.flatMap(({ result }) => ('reason' in result ? [] : [result]));
  const { taken, dropped } = takenOf(usable, cart, by);
  const isTaken = new Set(taken.map((one) => one.coupon._id));
  const losers = assessed
    .filter(({ coupon }) => !isTaken.has(coupon._id))
    .map(({ coupon, result }) => {
      const told = 'reason' in result ? result : why(result, { taken, wanted, usable, dropped });
      const addable = told.usable && !rivalOf(coupon, taken);
      return { couponId: coupon._id, title: coupon.title, ...told, addable };
    });
  return { taken, losers };
}

type TakenOf = { taken: Taken[]; dropped: ReadonlySet<string> };

function takenOf(
  usable: Candidate[],
  cart: Cart,
  { wanted, facts }: { wanted: Wanted; facts: Facts },
): TakenOf {
  const dropped = new Set<string>();
  if (wanted === 'none') return { taken: [], dropped };
  if (wanted !== 'auto') return { taken: together(usable, cart, wanted), dropped };
  for (;;) {
    const left = usable.filter(({ coupon }) => !dropped.has(coupon._id));
    const { taken } = bestCombination(left, cart);
    const tooDear = overBudget(taken, facts);
    if (!tooDear) return { taken, dropped };
    dropped.add(tooDear.coupon._id);
  }
}

/** The chosen ones, all of them or none. */
function together(usable: readonly Candidate[], cart: Cart, wanted: readonly string[]): Taken[] {
  const chosen = usable.filter(({ coupon }) => wanted.includes(coupon._id));
  if (chosen.length < wanted.length || clash(chosen.map(({ coupon }) => coupon))) return [];
  const taken: Taken[] = [];
  let on = fresh(cart);
  for (const candidate of chosen.sort((a, b) => byApplication(a.coupon, b.coupon))) {
    const benefit = benefitOf(candidate, cart, on);
    if (!benefit) return [];
    taken.push({ coupon: candidate.coupon, benefit });
    on = apply(benefit, on, cart);
  }
  return taken;
}

/** The one that a budget has no more money for after the others of this combination. */
function overBudget(taken: readonly Taken[], facts: Facts): Taken | undefined {
  const spent = new Map<string, number>();
  return taken.find(({ coupon, benefit }) =>
    facts.budgets(coupon).some(({ key, leftFen }) => {
      spent.set(key, (spent.get(key) ?? 0) + costFen(benefit));
      return (spent.get(key) ?? 0) > leftFen;
    }),
  );
}

type Outcome = { taken: Taken[]; wanted: Wanted; usable: Candidate[]; dropped: ReadonlySet<string> };

const benefitText = (benefit: Benefit): string =>
  savedFen(benefit) > 0 ? `省 ${money(savedFen(benefit))}` : '得赠品';

function why(loser: Candidate, { taken, wanted, usable, dropped }: Outcome): Unfit {
  const gain = benefitText(loser.alone);
  const said = (reason: string): Unfit => ({ reason, usable: true });
  if (dropped.has(loser.coupon._id)) return { reason: '活动预算已用完', usable: false };
  if (wanted === 'none') return said(`可${gain}，您选择了不使用优惠券`);
  if (wanted !== 'auto') return said(whyUnchosen(loser, taken, { wanted, usable }));
  const rival = rivalOf(loser.coupon, taken);
  if (!rival)
    return said(
      worthTrying(usable).some(({ coupon }) => coupon === loser.coupon)
        ? '与已选的券同用不再多优惠'
        : `可${gain}，可用的券很多，先用了更优惠的`,
    );
  const apart = clashText(loser, rival);
  const [mine, theirs] = [savedFen(loser.alone), savedFen(rival.benefit)];
  if (mine < theirs) return said(`${apart}，${gain}，少于它的 ${money(theirs)}`);
  if (mine > theirs) return said(`${apart}，只${gain}，少于所选组合`);
  return said(`${apart}，同样${gain}，优先使用更早到期的券`);
}

/** The taken one beside which this cannot be: it keeps apart from it, or there are as many of its kind as one order takes. */
function rivalOf(loser: Coupon, taken: readonly Taken[]): Taken | undefined {
  const apart = taken.find((one) => !goTogether(loser, one.coupon));
  if (apart) return apart;
  const alike = taken.filter((one) => one.coupon.templateId === loser.templateId);
  const most = mostOfOne([loser, ...alike.map((one) => one.coupon)]);
  return alike.length + 1 > most ? alike[0] : undefined;
}

/** `与已选的「满100减20」不能同用`, or how many of its kind one order takes. */
function clashText({ coupon }: Candidate, rival: Taken): string {
  if (coupon.templateId !== rival.coupon.templateId) return `与已选的「${rival.coupon.title}」不能同用`;
  return `同一种券每单最多用 ${Math.min(coupon.stacking.maxPerOrder, rival.coupon.stacking.maxPerOrder)} 张`;
}

/** Of a choice that did not work out, each chosen one says what stood in its way. */
function whyUnchosen(
  loser: Candidate,
  taken: readonly Taken[],
  { wanted, usable }: { wanted: readonly string[]; usable: Candidate[] },
): string {
  const gain = benefitText(loser.alone);
  if (wanted.includes(loser.coupon._id)) {
    const chosen = usable.filter(({ coupon }) => wanted.includes(coupon._id)).sort(byAlone);
    return clash(chosen.map(({ coupon }) => coupon)) ?? '与所选的券同用不再多优惠';
  }
  const rival = rivalOf(loser.coupon, taken);
  if (rival) return `${clashText(loser, rival)}，可${gain}`;
  return taken.length > 0 ? `可${gain}，可与已选的券同用` : `可${gain}，您选择了另一张`;
}
