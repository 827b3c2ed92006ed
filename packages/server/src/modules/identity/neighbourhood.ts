import type { EvidenceRules, Sighting } from './evidence.rules';
import { findIdentifiers, readValue } from './identifier.model';
import type { IdentifierRow } from './identifier.model';
import { sightingsShowing } from './sighting.model';
import type { SightingRow, ShownRow } from './sighting.model';

/** Everything that has a say in who some people are: their sightings and identifiers, and those of whoever shares one. */
export type Neighbourhood = {
  sightings: Map<string, SightingRow>;
  identifiers: Map<string, IdentifierRow>;
};

/**
 * A shared identifier that more sightings show than this is not followed to all of them any more, so that a tablet of the shop does
 * not make every login read the whole shop. It stays shared until a run over all customers finds otherwise.
 */
const MOST_SIGHTINGS_OF_SHARED = 200;

/** What one sighting says of one identifier, as far as it can tie people together. */
const strengthOf = (shown: ShownRow, { types }: EvidenceRules) =>
  shown.verified ? types[shown.type].verified : types[shown.type].strength;
/** A hint beside something surer has no say, and would only lead through the whole shop. */
const ties = (row: SightingRow, rules: EvidenceRules): string[] => {
  const standing = row.shown.filter(({ revokedBy }) => revokedBy === undefined);
  const strong = standing.filter((shown) => strengthOf(shown, rules) === 'strong');
  if (strong.length > 0) return strong.map(({ key }) => key);
  return standing
    .filter((shown) => strengthOf(shown, rules) === 'weak' && rules.types[shown.type].gathers)
    .map(({ key }) => key);
};

const isClosed = (row: IdentifierRow): boolean =>
  row.declaredBy !== null || (row.isShared && row.sightings > MOST_SIGHTINGS_OF_SHARED);

/** All that is tied to these identifiers, by way of any number of others. Reads in rounds, each all at once. */
export async function neighbourhoodOf(keys: Iterable<string>, rules: EvidenceRules): Promise<Neighbourhood> {
  const found: Neighbourhood = { sightings: new Map(), identifiers: new Map() };
  let frontier = [...new Set(keys)];
  while (frontier.length > 0) {
    const rows = await findIdentifiers(frontier);
    for (const row of rows) found.identifiers.set(row._id, row);
    const open = new Set(rows.filter((row) => !isClosed(row)).map(({ _id }) => _id));
    const next = open.size === 0 ? [] : takeIn(found, await sightingsShowing([...open]), { open, rules });
    frontier = [...new Set(next)].filter((key) => !found.identifiers.has(key));
  }
  return found;
}

/** Answers the identifiers by which these sightings are tied to others. */
function takeIn(
  { sightings }: Neighbourhood,
  rows: readonly SightingRow[],
  { open, rules }: { open: ReadonlySet<string>; rules: EvidenceRules },
): string[] {
  const next: string[] = [];
  for (const row of rows) {
    const tied = ties(row, rules);
    if (sightings.has(row._id) || !tied.some((key) => open.has(key))) continue;
    sightings.set(row._id, row);
    next.push(...tied);
  }
  return next;
}

/** Adds what the sightings show besides, for screens: identifiers that tie nobody here and may be somebody else's. */
export async function complete({ sightings, identifiers }: Neighbourhood): Promise<void> {
  const shown = [...sightings.values()].flatMap((row) => row.shown.map(({ key }) => key));
  const missing = [...new Set(shown)].filter((key) => !identifiers.has(key));
  for (const row of await findIdentifiers(missing)) identifiers.set(row._id, row);
}

/** The rules with what operators declared, and what is known to be shared without looking at all its sightings. */
export function rulesFor({ identifiers }: Neighbourhood, rules: EvidenceRules): EvidenceRules {
  const shared = [...identifiers.values()].filter(isClosed).map(({ _id }) => _id);
  return { ...rules, shared: [...rules.shared, ...shared] };
}

/** Sightings as the rules read them: values hashed, evidence that was taken away or is nobody's marked. */
export function readSightings({ sightings, identifiers }: Neighbourhood, rules: EvidenceRules): Sighting[] {
  const nobodys = new RegExp(`^(?:${rules.blocked.join('|')})$`);
  const blocked = new Set<string>();
  for (const row of identifiers.values()) if (nobodys.test(readValue(row))) blocked.add(row._id);
  return [...sightings.values()].map((row) => ({
    id: row._id,
    at: row.at.getTime(),
    recordedAt: row.recordedAt.getTime(),
    shown: row.shown.map(({ key, type, verified, revokedBy }) => ({
      type,
      value: key.slice(type.length + 1),
      verified,
      revoked: revokedBy !== undefined || blocked.has(key),
    })),
  }));
}
