import type { EvidenceRules, EvidenceType, Shown, Sighting, Strength, TypeRule } from './evidence.rules';

const DAY = 24 * 3600_000;

/** One sighting showing one identifier. */
export type Edge = { sighting: Sighting; key: string; type: EvidenceType; strength: Strength };
export type Resolution = {
  /** The customer of each sighting: the id of that one of their sightings which was written down first. */
  customerOf: Map<string, string>;
  /** The customer of each identifier that somebody owns: not of shared ones, nor of what sure sightings only hint at. */
  customerOfKey: Map<string, string>;
  /** Identifiers that too many people show, or that an operator declared shared, and so say nothing. */
  quarantined: Set<string>;
  /** Evidence that was not followed because it would have made one of two people. */
  cut: Edge[];
  /** Evidence of a former owner, who has lost the identifier to somebody new. */
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
  const sightings = inOrder(given);
  const believed = believable(sightings, rules, now);
  const owners = ownersOf(believed, rules, new People(sightings));
  const quarantined = new Set([...rules.shared, ...findShared(believed, rules, owners)]);
  const open = believed.filter(({ key }) => !quarantined.has(key));
  const moved = findMoved(open, rules, owners);
  const left = moved.size === 0 ? open : open.filter((edge) => !moved.has(edge));
  const people = new People(sightings);
  const { followed, cut } = followStrong(left, rules, people);
  followed.push(...followHints(left, rules, people));
  const customerOfKey = new Map(followed.map(({ key, sighting }) => [key, people.nameOf(sighting.id)]));
  return { customerOf: people.names(), customerOfKey, quarantined, cut, moved: [...moved], followed };
}

/** Each once, oldest first. */
function inOrder(given: Iterable<Sighting>): Sighting[] {
  const each = new Map<string, Sighting>();
  for (const sighting of given) if (!each.has(sighting.id)) each.set(sighting.id, sighting);
  return [...each.values()].sort((a, b) => a.at - b.at || compare(a.id, b.id));
}

function believable(sightings: readonly Sighting[], rules: EvidenceRules, now: number): Edge[] {
  const { types } = rules;
  const nobodys = new RegExp(`^(?:${rules.blocked.join('|')})$`);
  const shared = new Set(rules.shared);
  const edges: Edge[] = [];
  for (const sighting of sightings) {
    for (const { type, value, verified, revoked } of sighting.shown) {
      const rule = types[type];
      const strength = verified ? rule.verified : rule.strength;
      const expired = rule.expiresDays !== null && sighting.at + rule.expiresDays * DAY <= now;
      if (revoked || strength === 'never' || expired || nobodys.test(value.replace(/^.*\//, ''))) continue;
      const key = keyOf({ type, value });
      if (!shared.has(key)) edges.push({ sighting, key, type, strength });
    }
  }
  return edges;
}

/** Who somebody is as far as evidence goes that only one person can show; absent: the sighting has none. */
type Owner = { who: string; isVouched: boolean };

function ownersOf(edges: readonly Edge[], { types }: EvidenceRules, people: People): Map<Sighting, Owner> {
  const own = edges.filter(({ type, strength }) => strength === 'strong' && types[type].people === null);
  followStrong(own, { types }, people);
  const vouched = new Set<string>();
  for (const { sighting, type } of own) if (types[type].oneEach) vouched.add(people.nameOf(sighting.id));
  const owners = new Map<Sighting, Owner>();
  for (const { sighting } of own) {
    const who = people.nameOf(sighting.id);
    owners.set(sighting, { who, isVouched: vouched.has(who) });
  }
  return owners;
}

const grouped = (edges: readonly Edge[], wanted: (rule: TypeRule) => boolean, { types }: EvidenceRules) => {
  const groups = new Map<string, Edge[]>();
  for (const edge of edges) {
    if (!wanted(types[edge.type])) continue;
    const group = groups.get(edge.key);
    if (group) group.push(edge);
    else groups.set(edge.key, [edge]);
  }
  return groups;
};

type Owners = ReadonlyMap<Sighting, Owner>;

function findShared(edges: readonly Edge[], rules: EvidenceRules, owners: Owners): Set<string> {
  const shared = new Set<string>();
  const surest = edges.filter(({ type, strength }) => strength === rules.types[type].verified);
  for (const [key, group] of grouped(surest, ({ people }) => people !== null, rules)) {
    const limit = rules.types[(group[0] as Edge).type].people;
    if (limit && mostPeople(group, owners, limit.withinDays * DAY) > limit.most) shared.add(key);
  }
  return shared;
}

/**
 * The most people who showed it for sure within any window of that length; edges are oldest first. Whom no platform vouches for
 * (a card of the till) may be one of those whom it does, and is not counted twice.
 */
function mostPeople(group: readonly Edge[], owners: Owners, windowMs: number): number {
  const inside = { vouched: new Tally(), others: new Tally() };
  const count = ({ sighting }: Edge, by: 1 | -1): void => {
    const owner = owners.get(sighting);
    if (owner) inside[owner.isVouched ? 'vouched' : 'others'].add(owner.who, by);
  };
  let most = 0;
  let from = 0;
  for (const edge of group) {
    count(edge, 1);
    for (; (group[from] as Edge).sighting.at < edge.sighting.at - windowMs; from += 1)
      count(group[from] as Edge, -1);
    most = Math.max(most, inside.vouched.size, inside.others.size);
  }
  return most;
}

class Tally extends Map<string, number> {
  add(name: string, by: 1 | -1): void {
    const times = (this.get(name) ?? 0) + by;
    if (times === 0) this.delete(name);
    else this.set(name, times);
  }
}

/** A number whose owner was not seen for months before somebody else verified it has a new owner; the old evidence stays behind. */
function findMoved(edges: readonly Edge[], rules: EvidenceRules, owners: Owners): Set<Edge> {
  const groups = grouped(edges, ({ movesAfterDays }) => movesAfterDays !== null, rules);
  const moved = new Set<Edge>();
  if (groups.size === 0) return moved;
  const seen = timesSeen(owners);
  for (const group of groups.values()) {
    const quietMs = (rules.types[(group[0] as Edge).type].movesAfterDays ?? 0) * DAY;
    for (const edge of formerOwners(group, { owners, seen, quietMs })) moved.add(edge);
  }
  return moved;
}

function timesSeen(owners: Owners): Map<string, number[]> {
  const seen = new Map<string, number[]>();
  for (const [{ at }, { who }] of owners) {
    const times = seen.get(who);
    if (times) times.push(at);
    else seen.set(who, [at]);
  }
  return seen;
}

type Silence = { owners: Owners; seen: ReadonlyMap<string, number[]>; quietMs: number };

/** Only somebody whom a platform vouches for takes a number, and from somebody like that: a till's card follows its owner. */
function formerOwners(group: readonly Edge[], { owners, seen, quietMs }: Silence): Edge[] {
  let owner: string | undefined;
  let begin = 0;
  group.forEach(({ sighting, strength }, place) => {
    const one = owners.get(sighting);
    if (!one?.isVouched || strength !== 'strong' || one.who === owner) return;
    if (owner !== undefined) {
      const last = Math.max(...(seen.get(owner) ?? []).filter((at) => at < sighting.at));
      if (sighting.at - last < quietMs) return;
      begin = place;
    }
    owner = one.who;
  });
  return group.slice(0, begin);
}

/** Strongest kind first, then newest, so that what has to yield is the weakest and oldest evidence. */
function followStrong(edges: readonly Edge[], { types }: Pick<EvidenceRules, 'types'>, people: People) {
  const strong = edges.filter(({ strength }) => strength === 'strong');
  const order = (a: Edge, b: Edge) =>
    types[b.type].rank - types[a.type].rank ||
    b.sighting.at - a.sighting.at ||
    compare(a.sighting.id, b.sighting.id) ||
    compare(a.key, b.key);
  const followed: Edge[] = [];
  const cut: Edge[] = [];
  for (const edge of strong.sort(order)) {
    const isJoined = people.join(edge.sighting.id, edge.key, types[edge.type].oneEach);
    (isJoined ? followed : cut).push(edge);
  }
  return { followed, cut };
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/**
 * A sighting that shows hints only goes to the one customer who has shown the same for sure; where there is none, sightings with
 * the same hint are of one unknown person. It never carries anybody else along.
 */
function followHints(edges: readonly Edge[], { types }: EvidenceRules, people: People): Edge[] {
  const isSure = new Set(
    edges.filter(({ strength }) => strength === 'strong').map(({ sighting }) => sighting),
  );
  const hints = edges.filter(({ strength, sighting }) => strength === 'weak' && !isSure.has(sighting));
  const best = new Map<Sighting, Edge>();
  for (const edge of hints) {
    const before = best.get(edge.sighting);
    const isBetter = !before || types[before.type].rank < types[edge.type].rank;
    if (types[edge.type].gathers && isBetter) best.set(edge.sighting, edge);
  }
  const followed = [...best.values()];
  for (const { sighting, key } of followed) people.join(sighting.id, key, false);
  return followed;
}

/** Sightings and identifiers that belong together, and which identifiers each group has of those that come once. */
class People {
  private readonly place = new Map<string, number>();
  private readonly parent: number[] = [];
  private readonly once: (Map<string, string> | undefined)[] = [];
  /** In the order in which they were written down. */
  private readonly sightings: readonly Sighting[];

  constructor(sightings: readonly Sighting[]) {
    this.sightings = [...sightings].sort((a, b) => a.recordedAt - b.recordedAt || compare(a.id, b.id));
    for (const { id } of this.sightings) this.placeOf(id);
  }

  private placeOf(name: string): number {
    const known = this.place.get(name);
    if (known !== undefined) return known;
    const next = this.parent.length;
    this.place.set(name, next);
    this.parent.push(next);
    return next;
  }

  private root(place: number): number {
    let at = place;
    while (this.parent[at] !== at) {
      const above = this.parent[at] as number;
      this.parent[at] = this.parent[above] as number;
      at = above;
    }
    return at;
  }

  /** False when the two would have different identifiers of a kind that comes once. */
  join(sightingId: string, key: string, once: boolean): boolean {
    const isNew = !this.place.has(key);
    const it = this.root(this.placeOf(key));
    if (once && isNew) this.once[it] = new Map([[key.replace(/[^:/]*$/, ''), key]]);
    const sighting = this.root(this.placeOf(sightingId));
    if (it === sighting) return true;
    const [a, b] = [this.once[sighting], this.once[it]];
    if (a && b && [...b].some(([kind, one]) => (a.get(kind) ?? one) !== one)) return false;
    // Sightings have the lower numbers, in the order of writing: a root never moves away from the one written down first.
    const [into, from] = sighting < it ? [sighting, it] : [it, sighting];
    this.parent[from] = into;
    if (a || b) this.once[into] = new Map([...(a ?? []), ...(b ?? [])]);
    return true;
  }

  nameOf(sightingId: string): string {
    return (this.sightings[this.root(this.placeOf(sightingId))] as Sighting).id;
  }

  names(): Map<string, string> {
    return new Map(this.sightings.map(({ id }) => [id, this.nameOf(id)]));
  }
}

/** The shortest way from one identifier to another along evidence that was followed; null when they are two customers'. */
export function explain({ followed }: Resolution, from: string, to: string): Edge[] | null {
  const at = new Map<string, Edge[]>();
  const note = (name: string, edge: Edge) => at.set(name, [...(at.get(name) ?? []), edge]);
  for (const edge of followed) {
    note(edge.key, edge);
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

const otherEnd = ({ key, sighting }: Edge, name: string): string =>
  name === key ? `sighting ${sighting.id}` : key;
