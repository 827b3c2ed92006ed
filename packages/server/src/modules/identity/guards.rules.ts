import type { EvidenceRules, TypeRule } from './evidence.rules';
import type { Link, Owners } from './people.rules';

const DAY = 24 * 3600_000;
const MONTH = 30 * DAY;

export function groupedByKey(
  links: readonly Link[],
  wanted: (rule: TypeRule) => boolean,
  rules: EvidenceRules,
) {
  const groups = new Map<number, Link[]>();
  for (const link of links) {
    if (!wanted(rules.types[link.type])) continue;
    const group = groups.get(link.to);
    if (group) group.push(link);
    else groups.set(link.to, [link]);
  }
  return groups;
}

/** The numbers of identifiers that more people showed than one identifier has; links are oldest first. */
export function findShared(links: readonly Link[], rules: EvidenceRules, owners: Owners): Set<number> {
  const shared = new Set<number>();
  const surest = links.filter(({ type, strength }) => strength === rules.types[type].verified);
  for (const [key, group] of groupedByKey(surest, ({ people }) => people !== null, rules)) {
    const limit = rules.types[(group[0] as Link).type].people;
    if (limit && group.length > limit.most && mostPeople(group, owners, limit.withinDays * DAY) > limit.most)
      shared.add(key);
  }
  return shared;
}

/**
 * The most people who showed it for sure within any window of that length. Whom no platform vouches for (a card of the till) may be
 * one of those whom it does, and is not counted twice.
 */
function mostPeople(group: readonly Link[], owners: Owners, windowMs: number): number {
  const inside = { vouched: new Tally(), others: new Tally() };
  const count = (link: Link, by: 1 | -1): void => {
    const owner = owners.of(link);
    if (owner >= 0) inside[owners.isVouched(owner) ? 'vouched' : 'others'].add(owner, by);
  };
  let most = 0;
  let from = 0;
  for (const link of group) {
    count(link, 1);
    for (; (group[from] as Link).sighting.at < link.sighting.at - windowMs; from += 1)
      count(group[from] as Link, -1);
    most = Math.max(most, inside.vouched.size, inside.others.size);
  }
  return most;
}

class Tally extends Map<number, number> {
  add(owner: number, by: 1 | -1): void {
    const times = (this.get(owner) ?? 0) + by;
    if (times === 0) this.delete(owner);
    else this.set(owner, times);
  }
}

/** What was seen of an identifier while one person had it. */
export type Tenure = {
  links: Link[];
  isSure: boolean;
  /** Several had it at the same time for sure: whose a hint is nobody knows. */
  isContested: boolean;
};

/**
 * The tenures of an identifier, oldest first. Who it passed to is told by sure evidence alone, so that no hint makes one of two people
 * or two of one; hints then go to the tenure that is nearest in time, or make their own.
 */
export function tenuresOf(links: readonly Link[], rule: TypeRule, owners: Owners): Tenure[] {
  if (rule.movesAfterDays === null) return [tenure([...links], owners)];
  const quietMs = rule.movesAfterDays * DAY;
  const spans = (isWanted: (link: Link) => boolean) =>
    links.filter(isWanted).map((link) => spanOf(link, owners));
  const sure = spans(({ strength }) => strength === 'strong');
  const held = withoutSilence(sure, { quietMs, owners, chance: rule.onePersonChance.owners });
  const near = held.length === 0 ? [[]] : held.map((span) => [span]);
  for (const hint of spans(({ strength }) => strength !== 'strong')) nearest(near, hint).push(hint);
  return near
    .flatMap((group) => withoutSilence(group, { quietMs, owners, chance: rule.onePersonChance.hints }))
    .flatMap((part) => handedOver(part.links, { quietMs, owners }))
    .map((part) => tenure(part, owners));
}

function tenure(links: Link[], owners: Owners): Tenure {
  const sure = links.filter(({ strength }) => strength === 'strong');
  const who = [...new Set(sure.map((link) => owners.of(link)))].filter((owner) => owner >= 0);
  const isContested = who.some((a, place) => who.slice(place + 1).some((b) => owners.areApart(a, b)));
  return { links, isSure: sure.length > 0, isContested };
}

/** Evidence and the time in which those lived who gave it. */
type Span = { links: Link[]; owners: number[]; times: readonly number[]; from: number; to: number };
type Passing = { quietMs: number; owners: Owners };

function spanOf(link: Link, owners: Owners): Span {
  const owner = link.strength === 'strong' ? owners.of(link) : -1;
  const { at } = link.sighting;
  if (owner < 0) return { links: [link], owners: [], times: [at], from: at, to: at };
  const times = owners.timesSeen(owner);
  const span = { links: [link], owners: [owner], times, from: at, to: at };
  for (const time of times) {
    span.from = Math.min(span.from, time);
    span.to = Math.max(span.to, time);
  }
  return span;
}

function merged(spans: readonly Span[]): Span {
  const [first, ...rest] = spans as [Span, ...Span[]];
  if (rest.length === 0) return first;
  return {
    links: spans
      .flatMap(({ links }) => links)
      .sort((a, b) => a.sighting.at - b.sighting.at || a.from - b.from),
    owners: [...new Set(spans.flatMap(({ owners }) => owners))],
    times: [...new Set(spans.flatMap(({ times }) => times))],
    from: first.from,
    to: rest.reduce((latest, { to }) => Math.max(latest, to), first.to),
  };
}

function nearest(groups: Span[][], { from }: Span): Span[] {
  const distance = ([span]: Span[]): number => (span ? Math.max(span.from - from, from - span.to) : 0);
  return groups.reduce((best, group) => (distance(group) < distance(best) ? group : best));
}

/** Cuts where everybody fell silent, and who was seen afterwards is somebody else or would hardly be the same. */
function withoutSilence(spans: Span[], rules: Passing & { chance: number }): Span[] {
  if (spans.length === 0) return [];
  spans.sort((a, b) => a.from - b.from);
  let cut = 0;
  let least = rules.chance;
  let until = (spans[0] as Span).to;
  spans.forEach(({ from, to }, place) => {
    if (from - until >= rules.quietMs) {
      const chance = chanceOfOne(merged(spans.slice(0, place)), merged(spans.slice(place)), rules.owners);
      if (chance < least) [cut, least] = [place, chance];
    }
    until = Math.max(until, to);
  });
  if (cut === 0) return [merged(spans)];
  return [...withoutSilence(spans.slice(0, cut), rules), ...withoutSilence(spans.slice(cut), rules)];
}

/**
 * How likely somebody who is seen at any time alike is seen as one first and as the other after the silence: all of one before all of
 * the other, and the silence as long as it was. Months in which they were seen count, not how often: one visit leaves many traces.
 */
function chanceOfOne(before: Span, after: Span, owners: Owners): number {
  if (before.owners.some((a) => after.owners.some((b) => owners.areApart(a, b)))) return 0;
  const [earlier, later] = [monthsOf(before), monthsOf(after)];
  let chance = Math.pow(1 - (after.from - before.to) / (after.to - before.from), earlier + later - 2);
  for (let i = 1; i <= earlier; i += 1) chance *= i / (later + i);
  return chance;
}

const monthsOf = ({ times }: Span): number => new Set(times.map((time) => Math.floor(time / MONTH))).size;

/**
 * Cuts where somebody else verifies what its owner, silent for months, once verified, though the one may have been known before and the
 * other be seen again. Only somebody whom a platform vouches for takes a number, and from somebody like that: a till's card follows.
 */
function handedOver(links: Link[], { owners, quietMs }: Passing): Link[][] {
  const parts: Link[][] = [];
  let owner = -1;
  let begin = 0;
  links.forEach((link, place) => {
    const one = link.strength === 'strong' ? owners.of(link) : -1;
    if (one < 0 || one === owner || !owners.isVouched(one)) return;
    if (owner >= 0) {
      const { at } = link.sighting;
      const last = owners.timesSeen(owner).reduce((a, b) => (b < at ? Math.max(a, b) : a), -Infinity);
      if (at - last < quietMs) return;
      parts.push(links.slice(begin, place));
      begin = place;
    }
    owner = one;
  });
  return [...parts, links.slice(begin)];
}
