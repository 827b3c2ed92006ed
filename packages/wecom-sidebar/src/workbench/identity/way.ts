import type { Group } from './evidence';
import { lineId } from './graph-layout';
import type { Way } from './types';

export type Lit = {
  keys: ReadonlySet<string>;
  groups: ReadonlySet<string>;
  lines: ReadonlySet<string>;
  /** Steps whose sighting is not among those shown. */
  bridges: readonly { from: string; to: string }[];
};

/** What a way of evidence lights up in the drawing. */
export function litBy(way: NonNullable<Way>, groups: readonly Group[]): Lit {
  const groupOf = new Map(
    groups.flatMap((group) => group.sightings.map(({ sightingId }) => [sightingId, group.id] as const)),
  );
  const lit = { keys: new Set<string>(), groups: new Set<string>(), lines: new Set<string>() };
  const bridges: { from: string; to: string }[] = [];
  for (const { sightingId, from, to } of way) {
    lit.keys.add(from).add(to);
    const groupId = groupOf.get(sightingId);
    if (groupId === undefined) bridges.push({ from, to });
    else {
      lit.groups.add(groupId);
      lit.lines.add(lineId(groupId, from)).add(lineId(groupId, to));
    }
  }
  return { ...lit, bridges };
}

/** What one identifier lights up: everything it was shown with. */
export function litAround(key: string, groups: readonly Group[]): Lit {
  const near = groups.filter(({ ends }) => ends.some((end) => end.key === key));
  return {
    keys: new Set([key, ...near.flatMap(({ ends }) => ends.map((end) => end.key))]),
    groups: new Set(near.map(({ id }) => id)),
    lines: new Set(near.flatMap(({ id, ends }) => ends.map((end) => lineId(id, end.key)))),
    bridges: [],
  };
}
