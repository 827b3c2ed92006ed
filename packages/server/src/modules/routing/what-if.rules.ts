import { covers } from './candidate.rules';
import type { Candidate, Policy, Wanted } from './candidate.rules';
import { decide } from './decide.rules';

/** One order as it was when it came, and which stores gave it back. */
export type Replay = {
  wanted: Wanted;
  candidates: Candidate[];
  warehouse: (number | null)[];
  gaveBack: string[];
};
/** Where an order ends under some rules. */
export type End = {
  /** null: a person. */
  locationId: string | null;
  distanceMetres: number | null;
  /** Rejections on the way, those that only may happen as their chance. */
  rejections: number;
  /** Nobody alone has the goods, several together have. */
  wouldSplit: boolean;
};

/** What filters but the stock filter leave: whom a split order could be spread over. */
function wouldSplit({ wanted, candidates, warehouse }: Replay, policy: Policy): boolean {
  const anyStock = { ...wanted, lines: wanted.lines.map((line) => ({ ...line, quantity: 0 })) };
  const open = candidates.map((one) => ({ ...one, available: one.available.map((pieces) => pieces ?? 0) }));
  const { ranked } = decide(anyStock, open, policy);
  const ships = wanted.fulfilment === 'delivery';
  const alone =
    ranked.some(({ facts }) => covers(facts.available, wanted.lines)) ||
    (ships && covers(warehouse, wanted.lines));
  if (alone) return false;
  const together = wanted.lines.map((_line, i) => {
    const pieces = ranked.map(({ facts }) => facts.available[i] ?? 0);
    return [...pieces, ships ? (warehouse[i] ?? 0) : 0].reduce((sum, some) => sum + some, 0);
  });
  return covers(together, wanted.lines);
}

/**
 * The order routed again under these rules, from its recorded facts alone. A store that gave this order back does so again;
 * of any other store nobody knows, so its rate counts as a part of a rejection and the order stays there.
 */
export function replay(order: Replay, policy: Policy, rateOf: (storeId: string) => number): End {
  const split = wouldSplit(order, policy);
  const { wanted, candidates, warehouse, gaveBack } = order;
  const ships = wanted.fulfilment === 'delivery';
  const excluded: string[] = [];
  const toStores = !ships || policy.shipFromStore;
  for (let tries = 0; toStores && tries <= policy.maxHops; tries += 1) {
    const best = decide({ ...wanted, excluded }, candidates, policy).ranked[0];
    if (!best) break;
    if (!gaveBack.includes(best.facts.storeId)) {
      const { storeId, distanceMetres } = best.facts;
      const rejections = excluded.length + rateOf(storeId);
      return { locationId: storeId, distanceMetres, rejections, wouldSplit: split };
    }
    excluded.push(best.facts.storeId);
  }
  const inWarehouse = ships && covers(warehouse, wanted.lines);
  return {
    locationId: inWarehouse ? WAREHOUSE : null,
    distanceMetres: null,
    rejections: excluded.length,
    wouldSplit: split,
  };
}

const WAREHOUSE = 'WAREHOUSE';

export type Summary = {
  splitPercent: number;
  meanDistanceMetres: number | null;
  rejectPercent: number;
  storePercent: number;
  warehousePercent: number;
  humanPercent: number;
};

const round = (value: number): number => Math.round(value * 100) / 100;

export function summarize(ends: readonly End[]): Summary {
  const percent = (sum: number): number => (ends.length === 0 ? 0 : round((100 * sum) / ends.length));
  const count = (is: (end: End) => boolean): number => percent(ends.filter(is).length);
  const distances = ends.flatMap(({ distanceMetres }) => distanceMetres ?? []);
  const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);
  return {
    splitPercent: count((end) => end.wouldSplit),
    meanDistanceMetres: distances.length === 0 ? null : round(sum(distances) / distances.length),
    rejectPercent: percent(sum(ends.map(({ rejections }) => rejections))),
    storePercent: count(({ locationId }) => locationId !== null && locationId !== WAREHOUSE),
    warehousePercent: count(({ locationId }) => locationId === WAREHOUSE),
    humanPercent: count(({ locationId }) => locationId === null),
  };
}
