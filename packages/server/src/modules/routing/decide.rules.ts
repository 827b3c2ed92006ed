import type { RankRule } from '@omni/shared/contracts/routing';
import type { z } from 'zod';
import { dropOf } from './candidate.rules';
import type { Candidate, Drop, Policy, Wanted } from './candidate.rules';

export type Rule = z.output<typeof RankRule>;
/**
 * One place in a decision: what was known of it (never copied: there are many), and either its place in the ranking from 1 with
 * the rule that put the winner before it (`store_id`: equal in everything), or the filter that dropped it.
 */
export type Judged = {
  facts: Candidate;
  rank: number | null;
  lost: Rule | 'store_id' | null;
  dropped: Drop | null;
};
/** `judged`: all that were looked at, in the order given. `ranked`: those of them that passed every filter, best first. */
export type Decision = { ranked: Judged[]; judged: Judged[] };

type Measure = (candidate: Candidate, wanted: Wanted, policy: Policy) => number;

/**
 * Lower is better. An order is served by one place, so a place that passed the stock filter needs no split; the rule is kept
 * for the day when partial service is allowed, and for reading records.
 */
const MEASURES: Record<Rule, Measure> = {
  fewest_splits: ({ available }, { lines }) => {
    let short = 0;
    for (let i = 0; i < lines.length; i += 1) if ((available[i] ?? 0) < (lines[i]?.quantity ?? 0)) short += 1;
    return short;
  },
  chosen_store: ({ storeId }, { chosenStoreId }) => (storeId === chosenStoreId ? 0 : 1),
  guide_store: ({ storeId }, { guideStoreId }) => (storeId === guideStoreId ? 0 : 1),
  distance: ({ distanceMetres }, _wanted, { distanceBucketMetres }) =>
    distanceMetres === null ? 0 : Math.floor(distanceMetres / distanceBucketMetres),
  load: ({ limit, used }) => (limit === null ? 0 : used / limit),
  stock_balance: ({ available }, { lines }) => {
    let least = Infinity;
    for (let i = 0; i < lines.length; i += 1)
      least = Math.min(least, (available[i] ?? 0) - (lines[i]?.quantity ?? 0));
    return -least;
  },
};

type Measured = { judged: Judged; values: number[] };

function firstDifference(a: number[], b: number[]): number {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return i;
  return -1;
}

function compare(a: Measured, b: Measured): number {
  const i = firstDifference(a.values, b.values);
  if (i >= 0) return (a.values[i] ?? 0) - (b.values[i] ?? 0);
  return a.judged.facts.storeId < b.judged.facts.storeId ? -1 : 1;
}

/** Pure and deterministic: the same facts in any order give the same ranking. An order is served by one place. */
export function decide(wanted: Wanted, candidates: readonly Candidate[], policy: Policy): Decision {
  const measures = policy.rules.map((rule) => MEASURES[rule]);
  const passed: Measured[] = [];
  const judged = candidates.map((facts): Judged => {
    const dropped = dropOf(facts, wanted, policy);
    const one: Judged = { facts, rank: null, lost: null, dropped };
    if (dropped === null)
      passed.push({ judged: one, values: measures.map((measure) => measure(facts, wanted, policy)) });
    return one;
  });
  passed.sort(compare);
  const best = passed[0];
  const ranked = passed.map((one, i) => {
    one.judged.rank = i + 1;
    if (best && i > 0) one.judged.lost = policy.rules[firstDifference(best.values, one.values)] ?? 'store_id';
    return one.judged;
  });
  return { ranked, judged };
}

const NEAREST_KEPT = 60;
/** As many as are ever tried one after the other. */
export const BEST_KEPT = 5;

/** What of a decision is worth keeping: the nearest places, and the best ones wherever they are. */
export const recordOf = ({ judged }: Decision): Judged[] =>
  judged.filter(({ rank }, i) => i < NEAREST_KEPT || (rank !== null && rank <= BEST_KEPT));
