import type { EvidenceRules, Shown, Sighting } from './evidence.rules';
import { findShared, groupedByKey, tenuresOf } from './guards.rules';
import { kindOf, Owners, People } from './people.rules';
import type { Edge, Link } from './people.rules';

export type { Edge } from './people.rules';

const DAY = 24 * 3600_000;

export type Resolution = {
  /** The customer of each sighting: the id of that one of their sightings which was written down first. */
  customerOf: Map<string, string>;
  /** The customer of each identifier that somebody owns: not of shared ones, nor of what sure sightings only hint at. */
  customerOfKey: Map<string, string>;
  /** Identifiers that too many people show, or that an operator declared shared, and so say nothing. */
  quarantined: Set<string>;
  /** Evidence that was not followed because it would have made one of two people. */
  cut: Edge[];
  /** Evidence of a former owner, who has lost the identifier to somebody new; it still holds that owner together. */
  moved: Edge[];
  /** Evidence that made the customers what they are. */
  followed: Edge[];
};

export const keyOf = ({ type, value }: Pick<Shown, 'type' | 'value'>): string => `${type}:${value}`;

/**
 * Customers as a function of what was seen, and of nothing else: the same sightings in any order, repeated or not, give the same
 * customers, and without one of them they are what they would have been. Guards, in order: values that nobody owns, identifiers of
 * many people, numbers with a new owner; then the rest is followed from the strongest and newest evidence down, and what would
 * put two UnionIDs (openids of one app, contacts of one company) into one customer is not followed.
 */
export function resolve(given: Iterable<Sighting>, rules: EvidenceRules, now: number): Resolution {
  const sightings = asWritten(given);
  const people = new People(sightings.length);
  const keys = new Keys(rules, people);
  const links = believable(sightings, { rules, now, keys });
  const strong = links.filter(({ strength }) => strength === 'strong');
  const isOwn = ({ type }: Edge): boolean => rules.types[type].people === null;
  const own = follow(strong.filter(isOwn), rules, people);
  const owners = new Owners(strong.filter(isOwn), rules, people);
  const shared = findShared(links, rules, owners);
  const open = shared.size === 0 ? links : links.filter(({ to }) => !shared.has(to));
  const lent = open.filter((link) => link.strength === 'strong' && !isOwn(link));
  const alone = hintsOf(open, strong, rules);
  const { moved, contested } = divide([...lent, ...alone], { rules, owners, people });
  const byLent = follow(lent, rules, people);
  const followed = own.followed.concat(byLent.followed, followAlone(alone, { rules, people, contested }));
  const nameOf = (place: number): string => (sightings[people.root(place)] as Sighting).id;
  const isFollowed = new Set(followed.map(({ to }) => to));
  const customerOfKey = new Map<string, string>();
  for (const [key, to] of keys.those((number) => isFollowed.has(number))) customerOfKey.set(key, nameOf(to));
  const quarantined = new Set(rules.shared);
  for (const [key] of keys.those((number) => shared.has(number))) quarantined.add(key);
  return {
    customerOf: new Map(sightings.map(({ id }, place) => [id, nameOf(place)])),
    customerOfKey,
    quarantined,
    cut: own.cut.concat(byLent.cut),
    moved,
    followed,
  };
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** Each once, in the order in which they were written down: a sighting's place is its number, and the lowest names the customer. */
function asWritten(given: Iterable<Sighting>): Sighting[] {
  const each = new Map<string, Sighting>();
  for (const sighting of given) if (!each.has(sighting.id)) each.set(sighting.id, sighting);
  return [...each.values()].sort((a, b) => a.recordedAt - b.recordedAt || compare(a.id, b.id));
}

type Reading = { rules: EvidenceRules; now: number; keys: Keys };

/** What counts at all, oldest first. */
function believable(sightings: readonly Sighting[], { rules, now, keys }: Reading): Link[] {
  const links: Link[] = [];
  const times = Float64Array.from(sightings, ({ at }) => at);
  const byTime = Array.from(times.keys()).sort(
    (a, b) => (times[a] as number) - (times[b] as number) || a - b,
  );
  for (const from of byTime) {
    const sighting = sightings[from] as Sighting;
    for (const shown of sighting.shown) {
      const { type, verified, revoked } = shown;
      const rule = rules.types[type];
      const strength = verified ? rule.verified : rule.strength;
      const isExpired = rule.expiresDays !== null && sighting.at + rule.expiresDays * DAY <= now;
      if (revoked || strength === 'never' || isExpired) continue;
      const key = keyOf(shown);
      const to = keys.numberOf(key, shown);
      if (to >= 0) links.push({ sighting, key, type, strength, holder: 0, from, to });
    }
  }
  return links;
}

/** Identifiers by number. */
class Keys {
  private readonly known = new Map<string, number>();
  private readonly nobodys: RegExp;
  private readonly shared: ReadonlySet<string>;

  constructor(
    private readonly rules: EvidenceRules,
    private readonly people: People,
  ) {
    this.nobodys = new RegExp(`^(?:${rules.blocked.join('|')})$`);
    this.shared = new Set(rules.shared);
  }

  /** -1 where the value is nobody's or an operator declared it shared. */
  numberOf(key: string, { type, value }: Shown): number {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const isNobodys = this.shared.has(key) || this.nobodys.test(value.slice(value.lastIndexOf('/') + 1));
    const number = isNobodys ? -1 : this.people.add(this.rules.types[type].oneEach ? kindOf(key) : null);
    this.known.set(key, number);
    return number;
  }

  *those(isWanted: (number: number) => boolean): Iterable<[string, number]> {
    for (const entry of this.known) if (isWanted(entry[1])) yield entry;
  }
}

/** Strongest kind first, then newest, so that what has to yield is the weakest and oldest evidence. */
function follow(links: readonly Link[], { types }: EvidenceRules, people: People) {
  const ranks = new Map<number, Link[]>();
  for (const link of links) {
    const { rank } = types[link.type];
    const same = ranks.get(rank);
    if (same) same.push(link);
    else ranks.set(rank, [link]);
  }
  const followed: Link[] = [];
  const cut: Link[] = [];
  for (const [, same] of [...ranks].sort(([a], [b]) => b - a))
    for (const link of same.reverse()) (people.join(link.from, link.to) ? followed : cut).push(link);
  return { followed, cut };
}

type Dividing = { rules: EvidenceRules; owners: Owners; people: People };

/** Gives every tenure of an identifier its own number; who has it now, or had it last for sure, keeps that of the identifier. */
function divide(links: readonly Link[], { rules, owners, people }: Dividing) {
  const moved: Link[] = [];
  const contested = new Set<number>();
  for (const group of groupedByKey(links, ({ gathers }) => gathers, rules).values()) {
    const { to: key, type } = group[0] as Link;
    const tenures = tenuresOf(group, rules.types[type], owners);
    const lastSure = tenures.findLastIndex(({ isSure }) => isSure);
    const today = lastSure < 0 ? tenures.length - 1 : lastSure;
    for (const [place, tenure] of tenures.entries()) {
      const isFormer = place < today;
      const to = place === today ? key : people.add(null);
      const holder = place === today ? 0 : isFormer ? today - place : place;
      for (const link of tenure.links) [link.to, link.holder] = [to, holder];
      if (isFormer) moved.push(...tenure.links);
      if (tenure.isContested) contested.add(to);
    }
  }
  return { moved, contested };
}

/** Hints of sightings that show nothing sure. */
function hintsOf(open: readonly Link[], strong: readonly Link[], { types }: EvidenceRules): Link[] {
  const isSure = new Set(strong.map(({ from }) => from));
  return open.filter(
    ({ strength, type, from }) => strength === 'weak' && types[type].gathers && !isSure.has(from),
  );
}

type Hinting = { rules: EvidenceRules; people: People; contested: ReadonlySet<number> };

/** Of each, the hint of the highest rank, and of those the last; hints are oldest first. */
function bestOf(hints: readonly Link[], { types }: EvidenceRules, whose: (link: Link) => number): Link[] {
  const best = new Map<number, Link>();
  for (const link of hints) {
    const before = best.get(whose(link));
    if (!before || types[before.type].rank <= types[link.type].rank) best.set(whose(link), link);
  }
  return [...best.values()];
}

/**
 * A sighting that shows hints only goes to the one customer who has shown the same for sure; where there is none, or several have,
 * sightings with the same hint are of one unknown person.
 */
function followAlone(alone: readonly Link[], { rules, people, contested }: Hinting): Link[] {
  const unknown = new Map<number, number>();
  const followed = bestOf(alone, rules, ({ from }) => from);
  for (const link of followed) {
    if (contested.has(link.to)) {
      const nobody = unknown.get(link.to) ?? people.add(null);
      unknown.set(link.to, nobody);
      [link.to, link.holder] = [nobody, -1 - link.holder];
    }
    people.join(link.from, link.to);
  }
  return followed;
}

/** The shortest way from one identifier to another along evidence that was followed; null when they are two customers'. */
export function explain({ followed }: Resolution, from: string, to: string): Edge[] | null {
  const at = new Map<string, Edge[]>();
  const note = (name: string, edge: Edge) => at.set(name, [...(at.get(name) ?? []), edge]);
  for (const edge of followed) {
    note(endOf(edge), edge);
    note(`sighting ${edge.sighting.id}`, edge);
  }
  const cameBy = new Map<string, Edge | null>([[from, null]]);
  for (const name of cameBy.keys()) {
    for (const edge of at.get(name) ?? []) {
      const next = otherEnd(edge, name);
      if (!cameBy.has(next)) cameBy.set(next, edge);
    }
  }
  if (!cameBy.has(to)) return null;
  const way: Edge[] = [];
  for (let name = to; name !== from; name = otherEnd(way[0] as Edge, name))
    way.unshift(cameBy.get(name) as Edge);
  return way;
}

/** Former holders of an identifier are no way to who has it now. */
const endOf = ({ key, holder }: Edge): string => (holder === 0 ? key : `${key} ${holder}`);
const otherEnd = (edge: Edge, name: string): string =>
  name === endOf(edge) ? `sighting ${edge.sighting.id}` : endOf(edge);
