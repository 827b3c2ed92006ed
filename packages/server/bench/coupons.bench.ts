/** The best of 12 coupons that are all eligible, on a cart of 20 lines, beside trying every combination anew; milliseconds, median. */
import { fresh, benefitOf, apply, inScope } from '../src/modules/coupons/cart.rules';
import type { Cart } from '../src/modules/coupons/cart.rules';
import type { Coupon } from '../src/modules/coupons/life.rules';
import { bestCombination, savedFen } from '../src/modules/coupons/solve.rules';
import type { Candidate } from '../src/modules/coupons/solve.rules';
import { byApplication, clash } from '../src/modules/coupons/stacking.rules';
import { aCart, aCouponValue, aLine, stackable } from '../src/modules/coupons/testing';
import { figure } from './report';

const COUPONS = 12;
const LINES = 20;
const ROUNDS = 60;

/** The same draw in every run. */
function draws(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % most;
  };
}

function aRound(draw: (most: number) => number): { cart: Cart; coupons: Coupon[] } {
  const lines = Array.from({ length: LINES }, (_, i) =>
    aLine({
      skuId: `K${i}`,
      productId: `P${i % 7}`,
      categoryId: draw(2) === 0 ? 'tops' : 'shoes',
      priceFen: 9_00 + draw(600_00),
      quantity: 1 + draw(3),
    }),
  );
  const coupons = Array.from({ length: COUPONS }, (_, i) =>
    aCouponValue({
      _id: `c${i}`,
      templateId: `T${i}`,
      kind:
        i % 3 === 0
          ? { type: 'percentOff', percent: 80 + draw(19), thresholdFen: 0, maxOffFen: draw(2) ? 50_00 : null }
          : { type: 'amountOff', thresholdFen: 0, offFen: 1_00 + draw(60_00) },
      scope: draw(2) ? { type: 'all' } : { type: 'categories', categoryIds: ['tops'], text: '上装' },
      // A third of the pairs exclude each other, so that there is something to choose.
      stacking: stackable({ group: `g${i % 4}`, excludes: draw(3) === 0 ? [`T${draw(COUPONS)}`] : [] }),
    }),
  );
  return { cart: aCart({ lines }), coupons };
}

const candidatesOf = ({ cart, coupons }: ReturnType<typeof aRound>): Candidate[] =>
  coupons.flatMap((coupon) => {
    const ready = { coupon, scoped: cart.lines.map((line) => inScope(coupon.scope, line)), gift: null };
    const alone = benefitOf(ready, cart, fresh(cart));
    return alone ? [{ ...ready, alone }] : [];
  });

function savedBy(some: Candidate[], cart: Cart): number {
  if (clash(some.map(({ coupon }) => coupon))) return 0;
  let on = fresh(cart);
  let saved = 0;
  for (const candidate of some) {
    const benefit = benefitOf(candidate, cart, on);
    if (!benefit) return 0;
    saved += savedFen(benefit);
    on = apply(benefit, on, cart);
  }
  return saved;
}

function tryAll(candidates: Candidate[], cart: Cart): number {
  const inOrder = [...candidates].sort((a, b) => byApplication(a.coupon, b.coupon));
  let best = 0;
  for (let bits = 1; bits < 2 ** inOrder.length; bits += 1)
    best = Math.max(
      best,
      savedBy(
        inOrder.filter((_one, i) => (bits >> i) & 1),
        cart,
      ),
    );
  return best;
}

const REPEATS = 5;

/** The shortest of some runs: whatever else the machine does can only make one longer. */
function timed<T>(work: () => T): { ms: number; result: T } {
  let shortest = Infinity;
  for (let i = 1; i < REPEATS; i += 1) {
    const from = performance.now();
    work();
    shortest = Math.min(shortest, performance.now() - from);
  }
  const from = performance.now();
  const result = work();
  return { ms: Math.min(shortest, performance.now() - from), result };
}

const at = (sorted: number[], share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;

const draw = draws(20261123);
const mine: number[] = [];
const all: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const given = aRound(draw);
  const candidates = candidatesOf(given);
  const solved = timed(() => bestCombination(candidates, given.cart));
  const tried = timed(() => tryAll(candidates, given.cart));
  if (solved.result.savedFen !== tried.result)
    throw new Error(`round ${round}: ${solved.result.savedFen} is not the best, ${tried.result} is`);
  if (round >= ROUNDS / 3) {
    mine.push(solved.ms);
    all.push(tried.ms);
  }
}
const [byMine, byAll] = [mine.sort((a, b) => a - b), all.sort((a, b) => a - b)];
figure({
  bench: 'coupons',
  metric: 'solve_12_ms',
  value: at(byMine, 0.5),
  unit: 'ms',
  baseline: at(byAll, 0.5),
});
figure({
  bench: 'coupons',
  metric: 'solve_12_ms_p99',
  value: at(byMine, 0.99),
  unit: 'ms',
  baseline: at(byAll, 0.99),
});
