import { now } from '../../kernel/clock';
import type { Ctx } from '../../kernel/context';
import { touchCustomers } from './customer.model';
import type { EvidenceRules } from './evidence.rules';
import type { Resolution } from './graph.rules';
import { insertIdentifiers, keyOf, newIdentifier, seeEachAgain } from './identifier.model';
import type { IdentifierRow } from './identifier.model';
import { neighbourhoodOf } from './neighbourhood';
import type { Neighbourhood } from './neighbourhood';
import { expiryOf, rowOf, settlingRaces } from './note-sighting';
import type { Seen } from './note-sighting';
import { isKeptPhone } from './phone.rules';
import { currentRules } from './rules.model';
import { createCustomers, resolveAll, tellLinked } from './settle';
import { findSightings, insertSightings } from './sighting.model';
import type { SightingRow } from './sighting.model';

type Candidate = { row: SightingRow; shown: Seen['shown'] };
/** What may have a say in who some of the candidates are, and nothing in who the others are. */
type Part = Neighbourhood & { candidates: Candidate[] };
/** How it comes out: rows and identifiers to be written as they are here. */
type Outcome = {
  sightings: SightingRow[];
  identifiers: IdentifierRow[];
  again: { key: string; at: Date }[];
  /** The customers around, so that two changes of one cannot miss each other. */
  touched: string[];
};

/** What many have shown is worked out one by one: it costs a transaction too much at once. */
const MOST_AROUND = 50;

/**
 * Many sightings in one transaction, as far as they add to what is there and change nothing of it: of people nobody knew, and of
 * those whom they surely show. The outcome is that of `noteSighting`, to which all others are left. Answers the customers of the
 * sightings that were noted, by their ids.
 */
export async function noteAtOnce(ctx: Ctx, seen: readonly Seen[]): Promise<ReadonlyMap<string, string>> {
  const candidates = seen.filter(isKept).map((one) => ({ row: rowOf(ctx, one), shown: one.shown }));
  if (candidates.length === 0) return new Map();
  return settlingRaces(() => write(ctx, candidates));
}

const isKept = ({ shown }: Seen): boolean =>
  shown.every(({ type, value }) => type !== 'phone' || isKeptPhone(value));

async function write(ctx: Ctx, all: readonly Candidate[]): Promise<Map<string, string>> {
  const rules = await currentRules();
  const candidates = await dated(ctx, all);
  const around = await neighbourhoodOf(candidates.flatMap(keysOf), rules);
  const parts = partsOf(around, candidates).filter(isSimple);
  const outcomes = parts.flatMap((part) => outcomeOf(part, rules, ctx.now) ?? []);
  const sightings = outcomes.flatMap((outcome) => outcome.sightings);
  const identifiers = outcomes.flatMap((outcome) => outcome.identifiers);
  const owners = new Set(sightings.map(({ customerId }) => customerId));
  const fresh = sightings.map(({ _id }) => _id).filter((id) => owners.has(id));
  await insertSightings(sightings);
  await insertIdentifiers(identifiers);
  await seeEachAgain(outcomes.flatMap((outcome) => outcome.again));
  await touchCustomers(outcomes.flatMap((outcome) => outcome.touched));
  if (fresh.length > 0) await createCustomers(ctx, fresh);
  for (const one of identifiers) if (one.customerId !== null) await tellLinked(ctx, one.customerId, one);
  return new Map(sightings.map(({ _id, customerId }) => [_id, customerId]));
}

/** Those that are new, once each, written down now: whoever lost a race names nobody anew. */
async function dated(ctx: Ctx, all: readonly Candidate[]): Promise<Candidate[]> {
  const known = new Set((await findSightings(all.map(({ row }) => row._id))).map(({ _id }) => _id));
  const recordedAt = new Date(Math.max(ctx.now.getTime(), now().getTime()));
  const each = new Map(all.map((one) => [one.row._id, one]));
  return [...each.values()]
    .filter(({ row }) => !known.has(row._id))
    .map(({ row, shown }) => ({ row: { ...row, recordedAt }, shown }));
}

const keysOf = ({ row }: { row: SightingRow }): string[] => row.shown.map(({ key }) => key);

/** Cut so that no identifier is in two parts. */
function partsOf({ sightings, identifiers }: Neighbourhood, candidates: readonly Candidate[]): Part[] {
  const above = new Map<string, string>();
  const rootOf = (key: string): string => {
    let root = key;
    for (let next = above.get(root); next !== undefined && next !== root; next = above.get(root)) root = next;
    above.set(key, root);
    return root;
  };
  const rows = [...sightings.values(), ...candidates.map(({ row }) => row)];
  for (const row of rows) {
    const [first = '', ...more] = keysOf({ row });
    for (const key of more) above.set(rootOf(key), rootOf(first));
  }
  const parts = new Map<string, Part>();
  const partOf = (key: string): Part => {
    const part = parts.get(rootOf(key)) ?? { sightings: new Map(), identifiers: new Map(), candidates: [] };
    parts.set(rootOf(key), part);
    return part;
  };
  for (const row of sightings.values()) partOf(keysOf({ row })[0] ?? '').sightings.set(row._id, row);
  for (const row of identifiers.values()) partOf(row._id).identifiers.set(row._id, row);
  for (const one of candidates) partOf(keysOf(one)[0] ?? '').candidates.push(one);
  return [...parts.values()];
}

const isSimple = ({ candidates, sightings, identifiers }: Part): boolean =>
  candidates.length > 0 &&
  candidates.length + sightings.size <= MOST_AROUND &&
  [...identifiers.values()].every(
    (row) => !row.isShared && row.declaredBy === null && row.sightings <= MOST_AROUND,
  );

/** Null when something that is there would become other than it is. */
function outcomeOf(part: Part, rules: EvidenceRules, at: Date): Outcome | null {
  const sightings = new Map(part.sightings);
  const identifiers = new Map(part.identifiers);
  const added = new Map<string, IdentifierRow>();
  const again: Outcome['again'] = [];
  for (const { row, shown } of part.candidates) {
    sightings.set(row._id, row);
    for (const one of shown) {
      const known = identifiers.get(keyOf(one));
      if (!known) added.set(keyOf(one), newIdentifier(one, row.at, null));
      else again.push({ key: known._id, at: row.at });
      identifiers.set(keyOf(one), known ?? (added.get(keyOf(one)) as IdentifierRow));
    }
  }
  const resolution = resolveAll({ sightings, identifiers }, rules, at);
  if (!leavesAlone(part, resolution) || [...added.keys()].some((key) => resolution.quarantined.has(key)))
    return null;
  return {
    sightings: part.candidates.map(({ row }) => ({
      ...row,
      ...expiryOf(row, rules),
      customerId: resolution.customerOf.get(row._id) ?? row._id,
    })),
    identifiers: [...added.values()].map((row) => ({
      ...row,
      customerId: resolution.customerOfKey.get(row._id) ?? null,
    })),
    again,
    touched: [...part.sightings.values()].map(({ customerId }) => customerId),
  };
}

const leavesAlone = ({ sightings, identifiers }: Part, { customerOf, ...found }: Resolution): boolean =>
  [...sightings.values()].every((row) => customerOf.get(row._id) === row.customerId) &&
  [...identifiers.values()].every(
    (row) => (found.customerOfKey.get(row._id) ?? null) === row.customerId && !found.quarantined.has(row._id),
  );
