import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import type { EvidenceRules } from './evidence.rules';
import type { Edge, Resolution } from './graph.rules';
import type { EvidenceState } from './graph-words';
import { identifiersOf } from './identifier.model';
import type { IdentifierRow } from './identifier.model';
import { complete, neighbourhoodOf } from './neighbourhood';
import type { Neighbourhood } from './neighbourhood';
import { currentRules } from './rules.model';
import { resolveAll } from './settle';
import { newestOf, sightingsOf } from './sighting.model';
import type { ShownRow, SightingRow } from './sighting.model';

const DAY_MS = 24 * 3600_000;
/** Who has more than this is shown by what was seen last; the graph is for people to look at. */
const MOST_SHOWN = 500;

export type Graph = {
  neighbours: Neighbourhood;
  resolution: Resolution;
  rules: EvidenceRules;
  stateOf: (sighting: SightingRow, shown: ShownRow) => EvidenceState;
};

/** A customer's neighbourhood, resolved by the rules in force; `change` may alter what was read before that. Writes nothing. */
export async function readGraph(
  ctx: Ctx,
  customerId: string,
  change?: (neighbours: Neighbourhood) => void,
): Promise<Graph> {
  const rules = await currentRules();
  const own = (await identifiersOf(customerId)).map(({ _id }) => _id);
  const shown = (await sightingsOf([customerId])).flatMap((row) => row.shown.map(({ key }) => key));
  const neighbours = await neighbourhoodOf(new Set([...own, ...shown]), rules);
  await complete(neighbours);
  change?.(neighbours);
  const resolution = resolveAll(neighbours, rules, ctx.now);
  return { neighbours, resolution, rules, stateOf: stateReader(ctx, { neighbours, resolution, rules }) };
}

const edgeName = (sightingId: string, key: string): string => `${sightingId} ${key}`;
const namesOf = (edges: readonly Edge[]): Set<string> =>
  new Set(edges.map(({ sighting, key }) => edgeName(sighting.id, key)));

/** Why a piece of evidence counts or does not, in the order in which the guards look. */
function stateReader(ctx: Ctx, { neighbours, resolution, rules }: Omit<Graph, 'stateOf'>): Graph['stateOf'] {
  const [followed, cut, moved] = [resolution.followed, resolution.cut, resolution.moved].map(namesOf);
  const isRunOut = (at: Date, days: number | null) =>
    days !== null && at.getTime() + days * DAY_MS <= ctx.now.getTime();
  return (sighting, { key, type, verified, revokedBy }) => {
    const name = edgeName(sighting._id, key);
    const rule = rules.types[type];
    if (revokedBy !== undefined) return 'revoked';
    // A former owner's evidence still holds that owner together.
    if (moved?.has(name)) return 'moved';
    if (followed?.has(name)) return 'followed';
    if ((verified ? rule.verified : rule.strength) === 'never') return 'never';
    if (isRunOut(sighting.at, rule.expiresDays)) return 'expired';
    const isDeclared = neighbours.identifiers.get(key)?.declaredBy !== null;
    if (resolution.quarantined.has(key) || isDeclared) return 'shared';
    if (cut?.has(name)) return 'cut';
    return (verified ? rule.verified : rule.strength) === 'weak' ? 'hint' : 'blocked';
  };
}

/** What a customer's screen shows of their sightings, newest first. */
export async function sightingsShown(customerId: string): Promise<{ rows: SightingRow[]; hasMore: boolean }> {
  const rows = await newestOf(customerId, MOST_SHOWN + 1);
  return { rows: rows.slice(0, MOST_SHOWN), hasMore: rows.length > MOST_SHOWN };
}

export type IdentifierState = 'followed' | 'shared' | 'declared' | 'hint';
export function identifierState(
  row: IdentifierRow,
  { resolution }: Pick<Graph, 'resolution'>,
): IdentifierState {
  if (row.declaredBy !== null) return 'declared';
  if (resolution.quarantined.has(row._id)) return 'shared';
  return resolution.customerOfKey.has(row._id) ? 'followed' : 'hint';
}

/** Refuses: NOT_FOUND (an identifier nobody ever showed). */
export function requireRow(neighbours: Neighbourhood, key: string): IdentifierRow {
  const row = neighbours.identifiers.get(key);
  if (!row) throw new AppError('NOT_FOUND');
  return row;
}
