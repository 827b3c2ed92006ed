/**
 * How right the customers are that the evidence of a crowd gives: of the pairs of sightings put into one customer, how many are of one
 * person (precision), and of the pairs of one person that somebody who is never deceived could put together by this evidence, how
 * many are (recall). Beside a join by any equal phone, and Segment's published rules, on the same sightings. `--people 1000000`;
 * `--seed` makes another crowd.
 */
import { DEFAULT_RULES } from '../src/modules/identity/evidence.rules';
import { resolve } from '../src/modules/identity/graph.rules';
import { naivePhoneJoin, oracle, segmentRules } from './identity/baselines';
import { Crowd } from './identity/people';
import type { Truth } from './identity/people';
import { figure } from './report';

const args = process.argv.slice(2);
const numberOf = (name: string, otherwise: number) => Number(args[args.indexOf(name) + 1] || 0) || otherwise;
const PEOPLE = numberOf('--people', 50_000);
const SEED = numberOf('--seed', 7);

const pairsIn = (sizes: Iterable<number>): number => {
  let pairs = 0;
  for (const size of sizes) pairs += (size * (size - 1)) / 2;
  return pairs;
};
function tally<K>(keys: Iterable<K>): Iterable<number> {
  const sizes = new Map<K, number>();
  for (const key of keys) sizes.set(key, (sizes.get(key) ?? 0) + 1);
  return sizes.values();
}

/** Counts pairs without making them: those within a customer, within a person, and within both. */
function judge(seen: readonly Truth[], customers: readonly (string | number)[], known: readonly number[]) {
  const within = (names: readonly number[]) =>
    pairsIn(tally(names.map((name, place) => `${name} ${customers[place]}`)));
  return {
    precision: within(seen.map(({ person }) => person)) / pairsIn(tally(customers)),
    recall: within(known) / pairsIn(tally(known)),
  };
}

function timed<T>(work: () => T): { result: T; seconds: number } {
  const began = performance.now();
  const result = work();
  return { result, seconds: (performance.now() - began) / 1000 };
}

type Judged = ReturnType<typeof judge>;

function report(we: Judged, baselines: Record<string, Judged>): void {
  for (const name of ['precision', 'recall'] as const) {
    const of = { bench: 'identity', unit: '1', value: we[name] };
    figure({ ...of, metric: `pairwise_${name}`, baseline: null });
    for (const [who, judged] of Object.entries(baselines))
      figure({ ...of, metric: `pairwise_${name}_beside_${who}`, baseline: judged[name] });
  }
}

function main(): void {
  const { seen, endsAt } = new Crowd(PEOPLE, SEED);
  const sightings = seen.map(({ sighting }) => sighting);
  const ours = timed(() => resolve(sightings, DEFAULT_RULES, endsAt));
  const customers = sightings.map(({ id }) => ours.result.customerOf.get(id) as string);
  const known = oracle(seen);
  report(judge(seen, customers, known), {
    naive_phone_join: judge(seen, naivePhoneJoin(seen), known),
    segment_rules: judge(seen, segmentRules(seen), known),
  });
  const plain = { bench: 'identity', baseline: null };
  figure({ ...plain, metric: 'sightings', unit: '1', value: seen.length });
  figure({ ...plain, metric: 'sightings_per_second', unit: '1/s', value: seen.length / ours.seconds });
  figure({ ...plain, metric: 'memory_mb', unit: 'MB', value: process.memoryUsage().rss / 2 ** 20 });
}

main();
