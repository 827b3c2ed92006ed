import type { EvidenceState, Graph, Identifier, Kind, Sighting } from './types';
import { placeOf } from './words';

/** An identifier as it is drawn. */
export type Node = Pick<Identifier, 'key' | 'type' | 'typeText' | 'label' | 'state'>;
export type End = { key: string; state: EvidenceState };
/** Sightings that show the same identifiers with the same outcome: drawn and listed as one, newest first. */
export type Group = { id: string; ends: End[]; sightings: Sighting[] };
/** One piece of evidence: a sighting showing one identifier. */
export type Piece = {
  sighting: Sighting;
  key: string;
  isVerified: boolean;
  state: EvidenceState;
  stateText: string;
};

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
const newestFirst = (a: Sighting, b: Sighting): number =>
  compare(b.at, a.at) || compare(a.sightingId, b.sightingId);

/** In the order of their kinds. An identifier that only a sighting tells of has no label: it is drawn as unknown rather than left out. */
export function nodesOf({ identifiers, sightings }: Pick<Graph, 'identifiers' | 'sightings'>): Node[] {
  const nodes = new Map<string, Node>(identifiers.map((one) => [one.key, one]));
  for (const { evidence } of sightings) {
    for (const { key, state } of evidence) {
      if (nodes.has(key)) continue;
      const type = key.slice(0, key.indexOf(':')) as Kind;
      nodes.set(key, {
        key,
        type,
        typeText: '其他标识',
        label: '未显示',
        state: state === 'shared' ? 'shared' : 'hint',
      });
    }
  }
  return [...nodes.values()].sort((a, b) => placeOf(a.type) - placeOf(b.type) || compare(a.key, b.key));
}

function endsOf({ evidence }: Sighting): End[] {
  const ends = new Map<string, EvidenceState>();
  // Shown twice in one sighting (typed and verified): what was followed says more.
  for (const { key, state } of evidence) if (!ends.has(key) || state === 'followed') ends.set(key, state);
  return [...ends].map(([key, state]) => ({ key, state })).sort((a, b) => compare(a.key, b.key));
}

/** Those with the most identifiers first, then the newest. */
export function groupsOf(sightings: readonly Sighting[]): Group[] {
  const groups = new Map<string, Group>();
  for (const sighting of [...sightings].sort(newestFirst)) {
    const ends = endsOf(sighting);
    const id = ends.map(({ key, state }) => `${key}=${state}`).join('&');
    const group = groups.get(id);
    if (group) group.sightings.push(sighting);
    else groups.set(id, { id, ends, sightings: [sighting] });
  }
  return [...groups.values()];
}

/** What shows one identifier, newest first. */
export const piecesOf = (sightings: readonly Sighting[], key: string): Piece[] =>
  [...sightings]
    .sort(newestFirst)
    .flatMap((sighting) =>
      sighting.evidence.filter((one) => one.key === key).map((one) => ({ ...one, sighting })),
    );
