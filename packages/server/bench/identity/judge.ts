import { DEFAULT_RULES } from '../../src/modules/identity/evidence.rules';
import { resolve } from '../../src/modules/identity/graph.rules';
import { figure } from '../report';
import { atBest, naivePhoneJoin, oracle, segmentRules } from './baselines';
import { Crowd } from './people';
import type { CrowdOptions, Truth } from './people';

type Groups = readonly number[];

const pairsIn = (sizes: Iterable<number>): number => {
  let pairs = 0;
  for (const size of sizes) pairs += (size * (size - 1)) / 2;
  return pairs;
};
function tally(names: Iterable<number>): Iterable<number> {
  const sizes = new Map<number, number>();
  for (const name of names) sizes.set(name, (sizes.get(name) ?? 0) + 1);
  return sizes.values();
}
/** More than there are sightings, so that two names make one number. */
const NAMES = 2 ** 26;

/** Counts pairs without making them: those within a customer, within a person, and within both. */
function judge(customers: Groups, persons: Groups, known: Groups) {
  const within = (names: Groups) =>
    pairsIn(tally(names.map((name, place) => name * NAMES + (customers[place] as number))));
  return {
    precision: within(persons) / pairsIn(tally(customers)),
    recall: within(known) / pairsIn(tally(known)),
  };
}

function resolved(seen: readonly Truth[], now: number): { customers: Groups; seconds: number } {
  const sightings = seen.map(({ sighting }) => sighting);
  const began = performance.now();
  const { customerOf } = resolve(sightings, DEFAULT_RULES, now);
  const seconds = (performance.now() - began) / 1000;
  const place = new Map(sightings.map(({ id }, at) => [id, at]));
  return { customers: sightings.map(({ id }) => place.get(customerOf.get(id) as string) as number), seconds };
}

/** Ours and, with their names behind a dot, others'. */
function report(groups: Record<string, Groups>, persons: Groups, known: Groups): void {
  for (const [who, customers] of Object.entries(groups)) {
    const judged = judge(customers, persons, known);
    for (const name of ['precision', 'recall'] as const) {
      const metric = `pairwise_${name}${who === 'ours' ? '' : `.${who}`}`;
      figure({ bench: 'identity', metric, unit: '1', value: judged[name], baseline: null });
    }
  }
}

/** Precision and recall of the rules beside others', how fast the rules are, and the most memory that all this took. */
export function judgeCustomers(options: CrowdOptions): void {
  const { seen, endsAt } = new Crowd(options);
  const { customers, seconds } = resolved(seen, endsAt);
  const groups = {
    ours: customers,
    naive_phone_join: naivePhoneJoin(seen),
    segment_rules: segmentRules(seen),
    at_best: atBest(seen),
  };
  const persons = seen.map(({ person }) => person);
  report(groups, persons, oracle(seen, { heedsHints: false }));
  const { recall } = judge(customers, persons, oracle(seen, { heedsHints: true }));
  const plain = { bench: 'identity', baseline: null };
  figure({ ...plain, metric: 'pairwise_recall_of_every_hint', unit: '1', value: recall });
  figure({ ...plain, metric: 'sightings', unit: '1', value: seen.length });
  figure({ ...plain, metric: 'sightings_per_second', unit: '1/s', value: seen.length / seconds });
  figure({ ...plain, metric: 'memory_mb', unit: 'MB', value: process.resourceUsage().maxRSS / 1024 });
}
